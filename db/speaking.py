"""Which revision speaks for an article, and all that follows from it: persons, tenures, search, comparisons.

All of it happens in the caller's transaction. On PostgreSQL keep to one article a transaction: it
locks the names in the article.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.appearances import arriving, gathered_from_store, is_gathered, lock_names, names_of
from db.duplicates import COMPARED_KINDS, flag_duplicates, withdraw
from db.facts import add_facts
from db.models import Appearance, Article, Capture, Mention, Revision, Signature
from db.order import sort_key
from db.resolution import bearers, resolve_names
from db.search_index import add_to_index, remove_from_index
from db.tenures import refresh_tenures
from extract.article import Kind
from extract.fact import Facts, Source
from extract.identity.gathering import gather


def make_current(session: Session, stored: Article, revision: Revision, facts: Facts) -> None:
    """Let a revision without facts yet speak for its article, with all that follows from these facts."""
    source = Source(title=revision.title, body=revision.body, published=revision.published_day)
    evidence = gather(source, facts, province=stored.site.province)
    names = evidence.keys() | names_of(session, stored.current_id)
    lock_names(session, names)
    touched = _people_of(session, stored.current_id)
    new = arriving(session, stored, revision, evidence)
    _point_at(session, stored, revision)
    touched |= resolve_names(session, names, new)
    people = bearers(session, revision.id)
    add_facts(session, revision, facts, people)
    _enter_index(session, stored, revision)
    refresh_tenures(session, touched | set(people.values()))


def make_current_again(session: Session, stored: Article, revision: Revision) -> None:
    """Let an earlier revision of the article speak for it once more.

    Nothing is overwritten: the revisions stay, in their order, and the article points at another one
    of them. Tenures and the search index follow, and so do signature and pairs where the article had
    been compared. Judgements and decisions name articles, and stand.
    """
    names = names_of(session, stored.current_id) | names_of(session, revision.id)
    lock_names(session, names)
    touched = _people_of(session, stored.current_id)
    _point_at(session, stored, revision)
    _enter_index(session, stored, revision)
    touched |= identify(session, stored, revision, names)
    refresh_tenures(session, touched | _people_of(session, revision.id))
    compare_again(session, stored)


def identify(session: Session, stored: Article, revision: Revision, names: Collection[str]) -> set[int]:
    """Resolve names, those of an article's current revision among them; returns the persons touched.

    Evidence that is not in store as it is gathered today is gathered from the revision's text and facts.
    The caller holds the locks of the names.
    """
    if is_gathered(session, revision):
        return resolve_names(session, names)
    new = arriving(session, stored, revision, gathered_from_store(session, stored, revision))
    session.execute(delete(Appearance).where(Appearance.revision_id == revision.id))
    return resolve_names(session, names, new)


def compare_again(session: Session, stored: Article) -> None:
    """Keep an article compared that was: its signature and pairs are those of the revision that speaks."""
    signature = session.get(Signature, stored.id, populate_existing=True)
    if signature is not None and signature.revision_id != stored.current_id:
        flag_duplicates(session, stored.id)


def _point_at(session: Session, stored: Article, revision: Revision) -> None:
    """The article's current revision is this one; its place among the others and its signature follow."""
    _leave_index(session, stored)
    stored.current_id = revision.id
    if revision.kind not in COMPARED_KINDS:
        withdraw(session, stored.id)
    if revision.kind != Kind.LISTING:
        stored.sort_key = sort_key(revision.published_at, stored.id)
    session.flush()


def _enter_index(session: Session, stored: Article, revision: Revision) -> None:
    """Make the article findable by what its current revision says: its facts are stored."""
    if stored.sort_key is not None:
        add_to_index(session, sort_key=stored.sort_key, site_id=stored.site_id, revision=revision)


def retire_parts(session: Session, parts: Sequence[Capture]) -> None:
    """Take back articles of their own that were once made of pages now known to be further parts."""
    pages = [part.page_id for part in parts]
    lone = select(Article).where(Article.page_id.in_(pages), Article.current_id.is_not(None))
    for article in session.scalars(lone).all():
        names, touched = names_of(session, article.current_id), _people_of(session, article.current_id)
        lock_names(session, names)
        _leave_index(session, article)
        withdraw(session, article.id)
        article.current_id = None
        session.flush()
        refresh_tenures(session, touched | resolve_names(session, names))


def _people_of(session: Session, revision_id: int | None) -> set[int]:
    query = select(Mention.person_id).where(Mention.revision_id == revision_id)
    return set(session.scalars(query))


def _leave_index(session: Session, article: Article) -> None:
    if article.sort_key is not None:
        remove_from_index(session, sort_key=article.sort_key)
        article.sort_key = None
