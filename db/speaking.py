"""Which revision speaks for an article, and all that follows from it: persons, tenures, search, comparisons.

All of it happens in the caller's transaction. On PostgreSQL keep to one article a transaction: it
locks the persons whom the article names.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duplicates import COMPARED_KINDS, flag_duplicates, withdraw
from db.facts import add_facts
from db.identity import resolve_people
from db.models import Article, Capture, Mention, Revision, Signature
from db.order import sort_key
from db.search_index import add_to_index, remove_from_index
from db.tenures import lock_people, refresh_tenures
from extract.article import Kind
from extract.fact import Facts


def make_current(session: Session, stored: Article, revision: Revision, facts: Facts) -> None:
    """Let a revision without facts yet speak for its article, with all that follows from these facts."""
    names = (person.name for person in facts.people)
    people = resolve_people(session, names, province=stored.site.province)
    touched = set(people.values()) | _people_of(session, stored.current_id)
    lock_people(session, touched)
    add_facts(session, revision, facts, people)
    _speak_for(session, stored, revision, touched)


def make_current_again(session: Session, stored: Article, revision: Revision) -> None:
    """Let an earlier revision of the article speak for it once more.

    Nothing is overwritten: the revisions stay, in their order, and the article points at another one
    of them. Tenures and the search index follow, and so do signature and pairs where the article had
    been compared. Judgements name articles, and stand.
    """
    touched = _people_of(session, stored.current_id) | _people_of(session, revision.id)
    lock_people(session, touched)
    _speak_for(session, stored, revision, touched)
    compare_again(session, stored)


def compare_again(session: Session, stored: Article) -> None:
    """Keep an article compared that was: its signature and pairs are those of the revision that speaks."""
    signature = session.get(Signature, stored.id, populate_existing=True)
    if signature is not None and signature.revision_id != stored.current_id:
        flag_duplicates(session, stored.id)


def _speak_for(session: Session, stored: Article, revision: Revision, touched: Collection[int]) -> None:
    """Point the article at a revision with its facts; `touched` are the persons of this and the last one."""
    _leave_index(session, stored)
    stored.current_id = revision.id
    if revision.kind not in COMPARED_KINDS:
        withdraw(session, stored.id)
    if revision.kind != Kind.LISTING:
        stored.sort_key = sort_key(revision.published_at, stored.id)
        add_to_index(session, sort_key=stored.sort_key, site_id=stored.site_id, revision=revision)
    refresh_tenures(session, touched)


def retire_parts(session: Session, parts: Sequence[Capture]) -> None:
    """Take back articles of their own that were once made of pages now known to be further parts."""
    pages = [part.page_id for part in parts]
    lone = select(Article).where(Article.page_id.in_(pages), Article.current_id.is_not(None))
    for article in session.scalars(lone).all():
        touched = _people_of(session, article.current_id)
        lock_people(session, touched)
        _leave_index(session, article)
        withdraw(session, article.id)
        article.current_id = None
        refresh_tenures(session, touched)


def _people_of(session: Session, revision_id: int | None) -> set[int]:
    query = select(Mention.person_id).where(Mention.revision_id == revision_id)
    return set(session.scalars(query))


def _leave_index(session: Session, article: Article) -> None:
    if article.sort_key is not None:
        remove_from_index(session, sort_key=article.sort_key)
        article.sort_key = None
