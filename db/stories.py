"""Stories in the database: made of pairs and standing judgements, whenever one of these changes.

    refresh_stories(session, [article_id])

works out the stories of these articles, and of all they were or are joined with, anew. So a
judgement that two articles are none of one story splits it, and taking it back joins them
again; judgements on other pairs stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Select, delete, distinct, func, or_, select
from sqlalchemy.orm import Session

from db.filters import ArticleFilter
from db.judgements import standing_id
from db.models import Article, Judgement, Pair, Revision, Signature, Site, StoryMember
from dedupe.stories import JUDGED, Link, Member, place_in_stories
from extract.text import fold

_FOOT = 200
"""Characters at the end of a text in which it may name its source."""

_LOCK = 6020251123
"""What PostgreSQL knows the work on stories by; any number that nothing else locks."""

_JOINING = ("duplicate", "update")
_PARTING = "not_duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle:
    """An article of a story."""

    article_id: int
    parent_id: int | None
    depth: int
    """Steps from the canonical article, which has 0."""
    relation: str
    reason: str
    site_name: str
    title: str
    url: str
    published_day: date | None


def refresh_stories(session: Session, article_ids: Collection[int]) -> None:
    """Work out anew the stories of these articles, and of all that are joined with them.

    Call it in the transaction that changed their pairs or judgements.
    """
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        # Two that work at one story at once would both write its rows; SQLite's writers queue anyway.
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    whole, links, apart = _connected(session, _with_their_stories(session, set(article_ids)))
    session.execute(delete(StoryMember).where(StoryMember.article_id.in_(whole)))
    placed = place_in_stories(_members(session, whole), links, apart)
    session.add_all(
        StoryMember(
            article_id=one.id,
            story_id=one.story,
            parent_id=one.parent,
            relation=one.relation,
            reason=one.reason,
        )
        for one in placed
    )
    session.flush()


def read_story(session: Session, article_id: int) -> tuple[StoryArticle, ...]:
    """The story of an article from its canonical one down, children after their parents.

    Empty for an article that tells its story alone.
    """
    story = select(StoryMember.story_id).where(StoryMember.article_id == article_id).scalar_subquery()
    rows = session.execute(
        select(StoryMember, Article, Revision, Site)
        .join(Article, Article.id == StoryMember.article_id)
        .join(Revision, Revision.id == Article.current_id)
        .join(Site, Site.id == Article.site_id)
        .where(StoryMember.story_id == story)
        .order_by(Revision.published_at.is_(None), Revision.published_at, Article.id)
    ).all()
    below: dict[int | None, list[StoryArticle]] = {}
    for member, article, revision, site in rows:
        below.setdefault(member.parent_id, []).append(
            StoryArticle(
                article_id=article.id,
                parent_id=member.parent_id,
                depth=0,
                relation=member.relation,
                reason=member.reason,
                site_name=site.name,
                title=revision.title,
                url=article.url,
                published_day=revision.published_day,
            )
        )
    return tuple(_from_the_top(below))


def count_articles(session: Session, wanted: ArticleFilter = ArticleFilter()) -> int:  # noqa: B008 -- frozen
    """How many articles pass the filter; listings are none."""
    query = select(func.count(Article.id)).where(*_shown(session, wanted))
    return session.scalar(query) or 0


def count_stories(session: Session, wanted: ArticleFilter = ArticleFilter()) -> int:  # noqa: B008 -- frozen
    """How many stories the articles that pass the filter tell: each once, however often it was copied."""
    story = func.coalesce(StoryMember.story_id, Article.id)
    query = (
        select(func.count(distinct(story)))
        .select_from(Article)
        .outerjoin(StoryMember, StoryMember.article_id == Article.id)
        .where(*_shown(session, wanted))
    )
    return session.scalar(query) or 0


def _shown(session: Session, wanted: ArticleFilter) -> list[ColumnElement[bool]]:
    return [Article.sort_key.is_not(None), *wanted.conditions(session, Article.sort_key)]


def _from_the_top(below: dict[int | None, list[StoryArticle]]) -> Iterable[StoryArticle]:
    waiting = [(0, one) for one in reversed(below.get(None, []))]
    while waiting:
        depth, one = waiting.pop()
        yield replace(one, depth=depth)
        waiting += [(depth + 1, child) for child in reversed(below.get(one.article_id, []))]


def _with_their_stories(session: Session, article_ids: set[int]) -> set[int]:
    stories = select(StoryMember.story_id).where(StoryMember.article_id.in_(article_ids))
    members = select(StoryMember.article_id).where(StoryMember.story_id.in_(stories))
    return article_ids | set(session.scalars(members))


_Pairs = set[tuple[int, int]]


def _connected(session: Session, seeds: set[int]) -> tuple[set[int], list[Link], _Pairs]:
    """The seeds and all articles that links lead to from them; the links; the pairs told apart."""
    whole: set[int] = set()
    links: dict[tuple[int, int], Link] = {}
    apart: _Pairs = set()
    reached = seeds
    while reached:
        whole |= reached
        found, told_apart = _links_of(session, reached)
        links |= {(link.a, link.b): link for link in found}
        apart |= told_apart
        reached = {one for link in found for one in (link.a, link.b)} - whole
    return whole, list(links.values()), apart


def _links_of(session: Session, article_ids: set[int]) -> tuple[list[Link], _Pairs]:
    """What joins and what parts these articles and others: an editor's word goes before the machine's."""
    flagged = select(Pair).where(Pair.duplicate, or_(Pair.a_id.in_(article_ids), Pair.b_id.in_(article_ids)))
    pairs = {(pair.a_id, pair.b_id): pair for pair in session.scalars(flagged)}
    judgements = {(row.a_id, row.b_id): row for row in session.scalars(_standing(article_ids))}
    links = [_judged(row, pairs.get(key)) for key, row in judgements.items() if row.verdict in _JOINING]
    apart = {key for key, row in judgements.items() if row.verdict == _PARTING}
    links += [
        _flagged(pair)
        for key, pair in pairs.items()
        if key not in judgements or judgements[key].verdict not in (*_JOINING, _PARTING)
    ]
    return links, apart


def _standing(article_ids: set[int]) -> Select[Judgement]:
    return select(Judgement).where(
        or_(Judgement.a_id.in_(article_ids), Judgement.b_id.in_(article_ids)),
        Judgement.id == standing_id(Judgement.a_id, Judgement.b_id),
    )


def _flagged(pair: Pair) -> Link:
    return Link(
        a=pair.a_id, b=pair.b_id, relation=pair.kind, score=pair.score, reason="; ".join(pair.reasons)
    )


def _judged(judgement: Judgement, pair: Pair | None) -> Link:
    relation = "update" if judgement.verdict == "update" else pair.kind if pair else JUDGED
    return Link(
        a=judgement.a_id,
        b=judgement.b_id,
        relation=relation,
        score=pair.score if pair else 0.0,
        reason="biên tập viên quyết định / an editor decided",
        canonical=judgement.canonical_id,
        judgement=judgement.id,
    )


def _members(session: Session, article_ids: set[int]) -> dict[int, Member]:
    """The articles that are compared at all, with what speaks for or against their being first."""
    rows = session.execute(
        select(Article, Revision, Site)
        .join(Signature, Signature.article_id == Article.id)
        .join(Revision, Revision.id == Article.current_id)
        .join(Site, Site.id == Article.site_id)
        .where(Article.id.in_(article_ids))
    ).all()
    names = {article.id: _names_of(site) for article, _, site in rows}
    sites = {article.id: site.id for article, _, site in rows}
    feet = {article.id: fold(revision.body[-_FOOT:]) for article, revision, _ in rows}
    return {
        article.id: Member(
            id=article.id,
            published=revision.published_at,
            has_time=bool(revision.published_has_time),
            length=len(revision.body),
            credited=frozenset(
                other
                for other in sites
                if sites[other] != site.id and any(name in feet[article.id] for name in names[other])
            ),
        )
        for article, revision, site in rows
    }


def _names_of(site: Site) -> tuple[str, ...]:
    """How a reprint names the site: by its name, or by its host."""
    host = (urlsplit(site.start_url).hostname or "").removeprefix("www.")
    return tuple(name for name in (fold(site.name), host) if name)
