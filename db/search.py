"""Search articles by words: with and without accents, newest first or by rank, the same on both databases.

    hits = search(session, 'le thi huyen "chủ tịch"', ArticleFilter(province="Sơn La"))
    more = search(session, 'le thi huyen "chủ tịch"', ArticleFilter(province="Sơn La"), after=hits[-1].cursor)

All terms must occur, in title, text or facts; words in quotes must follow each other; `field:words`
asks for a fact or narrows the search (`db.query`). A word typed without accents finds all its
accented forms. Where the query has accents, the articles with exactly these come first, then those
that are only spelt alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from db.filters import ArticleFilter
from db.models import Article, Revision, Site
from db.query import parse_query
from db.search_index import fact_wordings
from db.search_ladder import EXACT, RUNGS, Order, rungs, tiers
from db.search_match import INDEX, AllOf, AnyOf, Match, condition, weigh_reading
from db.search_words import fact_match
from db.snippet import Snippet, marks, snippet
from db.words import Term
from extract.fact import Span

_SHOWN = (
    select(
        Article.sort_key,
        Article.id.label("article_id"),
        Article.url,
        Revision.id.label("revision_id"),
        Revision.kind,
        Revision.title,
        Revision.body,
        Revision.published_at,
        Revision.published_day,
        Revision.published_has_time,
        Site.id.label("site_id"),
        Site.name.label("site_name"),
        Site.province,
    )
    .join(Revision, Revision.id == Article.current_id)
    .join(Site, Site.id == Article.site_id)
)
"""What a hit shows of an article."""


class Cursor(NamedTuple):
    """A place in the hits of a query, to go on after; `str` and `parse` for addresses of pages."""

    tier: int
    rung: int
    sort_key: int

    def __str__(self) -> str:
        return f"{self.tier}.{self.rung}.{self.sort_key}"

    @classmethod
    def parse(cls, written: str) -> Cursor:
        """The cursor of `str(cursor)`; raises `ValueError` for anything else."""
        tier, _, place = written.partition(".")
        rung, _, key = place.partition(".")
        known = tier in {"0", "1"} and rung in {str(number) for number in range(RUNGS)}
        if not (known and key.isascii() and key.isdigit() and len(key) < 20 and int(key) < 2**63):
            msg = f"{written!r} is no place in a list of hits"
            raise ValueError(msg)
        return cls(int(tier), int(rung), int(key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article found, with the marks of the query's terms."""

    article_id: int
    revision_id: int
    site_id: str
    site_name: str
    province: str
    url: str
    kind: str
    title: str
    title_marks: tuple[Span, ...]
    snippet: Snippet
    """Of the text; of the wordings of its facts, where only these hold the terms."""
    published_at: datetime | None
    published_day: date | None
    published_has_time: bool | None
    cursor: Cursor


def search(  # noqa: PLR0913 -- what is searched, its order, and the page of it
    session: Session,
    query: str,
    wanted: ArticleFilter = ArticleFilter(),  # noqa: B008 -- frozen
    *,
    order: Order = "newest",
    limit: int = 20,
    after: Cursor | None = None,
) -> list[Hit]:
    """The articles that hold the query's terms and pass the filter, undated ones last.

    `after` goes on after an earlier hit's cursor of the same query, filter and order. A query
    without words finds all articles that pass the filter, newest first in either order.
    """
    places = find_places(session, query, wanted, order=order, limit=limit, after=after)
    asked = parse_query(query)
    terms = [*asked.terms, *(term for _, term in asked.facts)]
    found = _SHOWN.where(Article.sort_key.in_([place.sort_key for place in places]))
    rows = {row.sort_key: row for row in session.execute(found)}
    return [_hit(session, rows[place.sort_key], terms, place) for place in places]


def found_keys(session: Session, query: str, wanted: ArticleFilter) -> Select[int]:
    """The sort keys of all articles that `search` finds, in no order: a condition for other queries."""
    asked = parse_query(query)
    narrowed = asked.narrow(wanted)
    also = (*(fact_match(field, term) for field, term in asked.facts), *narrowed.index_matches(session))
    matches = tuple(match for _, match in _rungs(asked.terms, "newest") if match)
    conditions = _conditions(session, AnyOf(matches) if matches else None, also)
    rows = select(INDEX.c.rowid).where(*conditions, *narrowed.conditions_beside_index(INDEX.c.rowid))
    return rows.join(Article, Article.sort_key == INDEX.c.rowid) if narrowed.asks_articles else rows


def find_places(  # noqa: PLR0913 -- as search
    session: Session,
    query: str,
    wanted: ArticleFilter = ArticleFilter(),  # noqa: B008 -- frozen
    *,
    order: Order = "newest",
    limit: int = 20,
    after: Cursor | None = None,
) -> list[Cursor]:
    """Where the hits of `search` stand, in order, without reading them.

    A rung is asked only while hits are missing.
    """
    asked = parse_query(query)
    wanted = asked.narrow(wanted)
    also = (*(fact_match(field, term) for field, term in asked.facts), *wanted.index_matches(session))
    beside = wanted.conditions_beside_index(INDEX.c.rowid)
    weigh_reading(session)
    places: list[Cursor] = []
    for start, match in _rungs(asked.terms, order):
        if after and start[:2] < after[:2]:
            continue
        conditions = [*_conditions(session, match, also), *beside]
        if after and start[:2] == after[:2]:
            conditions.append(INDEX.c.rowid < after.sort_key)
        rows = select(INDEX.c.rowid).where(*conditions).order_by(INDEX.c.rowid.desc())
        if wanted.asks_articles:
            rows = rows.join(Article, Article.sort_key == INDEX.c.rowid)
        found = session.scalars(rows.limit(limit - len(places)))
        places += [start._replace(sort_key=key) for key in found]
        if len(places) == limit:
            break
    return places


def _rungs(terms: Sequence[Term], order: Order) -> Iterator[tuple[Cursor, Match | None]]:
    for tier in tiers(terms):
        for rung, match in rungs(terms, tier, order):
            yield Cursor(tier, rung, 0), match


def _conditions(session: Session, match: Match | None, also: tuple[Match, ...]) -> list[ColumnElement[bool]]:
    matches = (*([match] if match else []), *also)
    return [condition(session, AllOf(matches))] if matches else []


def _hit(session: Session, row: Row[*tuple[Any, ...]], terms: Sequence[Term], place: Cursor) -> Hit:
    exact = place.tier == EXACT
    title_marks = marks(row.title, terms, exact=exact)
    shown = snippet(row.body, terms, exact=exact)
    if terms and not (title_marks or shown.marks):
        said = " · ".join(fact_wordings(session, row.revision_id).all())
        in_facts = snippet(said, terms, exact=exact)
        shown = in_facts if in_facts.marks else shown
    return Hit(
        article_id=row.article_id,
        revision_id=row.revision_id,
        site_id=row.site_id,
        site_name=row.site_name,
        province=row.province,
        url=row.url,
        kind=row.kind,
        title=row.title,
        title_marks=title_marks,
        snippet=shown,
        published_at=row.published_at,
        published_day=row.published_day,
        published_has_time=row.published_has_time,
        cursor=place,
    )
