"""Search articles by words: with and without accents, newest first, the same on both databases.

    hits = search(session, 'le thi huyen "chủ tịch"', province="Sơn La")
    more = search(session, 'le thi huyen "chủ tịch"', province="Sơn La", before=hits[-1].cursor)

All terms must occur; words in quotes must follow each other. A word typed without accents
finds all its accented forms. Where the query has accents, the articles with exactly these come
first, then those that are only spelt alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    cast,
    column,
    literal,
    literal_column,
    not_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from db.filters import ArticleFilter
from db.models import Article, Revision, Site
from db.snippet import Snippet, Term, marks, parse_query, snippet
from extract.fact import Span

EXACT, ALIKE = 0, 1
"""The two tiers of hits: accents as typed; words alike but for accents."""

_INDEX = table("article_search", column("rowid", BigInteger), column("exact"), column("folded"))


class Cursor(NamedTuple):
    """A place in the hits of a query, to go on after; `str` and `parse` for addresses of pages."""

    tier: int
    sort_key: int

    def __str__(self) -> str:
        return f"{self.tier}.{self.sort_key}"

    @classmethod
    def parse(cls, written: str) -> Cursor:
        """The cursor of `str(cursor)`; raises `ValueError` for anything else."""
        tier, dot, key = written.partition(".")
        if not (dot and tier in {"0", "1"} and key.isascii() and key.isdigit() and len(key) < 20):
            msg = f"{written!r} is no place in a list of hits"
            raise ValueError(msg)
        return cls(int(tier), int(key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article found, with the marks of the query's terms."""

    article_id: int
    revision_id: int
    site_id: str
    site_name: str
    province: str
    url: str
    title: str
    title_marks: tuple[Span, ...]
    snippet: Snippet
    published_at: datetime | None
    published_day: date | None
    published_has_time: bool | None
    cursor: Cursor


def search(  # noqa: PLR0913 -- each filter is one keyword
    session: Session,
    query: str,
    *,
    site: str | None = None,
    province: str | None = None,
    since: date | None = None,
    until: date | None = None,
    person: int | None = None,
    once_a_story: bool = False,
    limit: int = 20,
    before: Cursor | None = None,
) -> list[Hit]:
    """The articles whose title and text hold the query's terms, newest first, undated ones last.

    The filters are those of `ArticleFilter`; `before` goes on after an earlier hit's cursor.
    A query without words finds all articles that pass the filters.
    """
    terms = parse_query(query)
    wanted = ArticleFilter(
        site=site, province=province, since=since, until=until, person=person, once_a_story=once_a_story
    )
    filters = wanted.conditions(session, _INDEX.c.rowid)
    tiers = (EXACT, ALIKE) if any(term.accented for term in terms) else (ALIKE,)
    hits: list[Hit] = []
    for tier in tiers:
        if before and tier < before.tier:
            continue
        conditions = [*_match(session, terms, tier), *filters]
        if before and tier == before.tier:
            conditions.append(_INDEX.c.rowid < before.sort_key)
        found = session.execute(_newest().where(*conditions).limit(limit - len(hits)))
        hits += [
            _hit(article, revision, publisher, terms, Cursor(tier, key))
            for article, revision, publisher, key in found
        ]
        if len(hits) == limit:
            break
    return hits


def _newest() -> Select[Article, Revision, Site, int]:
    return (
        select(Article, Revision, Site, _INDEX.c.rowid)
        .select_from(_INDEX)
        .join(Article, Article.sort_key == _INDEX.c.rowid)
        .join(Revision, Revision.id == Article.current_id)
        .join(Site, Site.id == Article.site_id)
        .order_by(_INDEX.c.rowid.desc())
    )


def _match(session: Session, terms: Sequence[Term], tier: int) -> list[ColumnElement[bool]]:
    """What a row of the index must satisfy to be of the tier."""
    if not terms:
        return []
    accented = any(term.accented for term in terms)
    if session.get_bind().dialect.name == "sqlite":
        alike, exact = (" AND ".join(_fts5(term, tier=which) for term in terms) for which in (ALIKE, EXACT))
        query = exact if tier == EXACT else f"({alike}) NOT ({exact})" if accented else alike
        return [literal_column("article_search").bool_op("MATCH")(literal(query))]
    matches = [_contains(term, tier=tier) for term in terms]
    if tier == ALIKE and accented:
        matches += [not_(and_(*(_contains(term, tier=EXACT) for term in terms)))]
    return matches


def _fts5(term: Term, *, tier: int) -> str:
    """A term as a query of SQLite's FTS5; its words are letters and digits only."""
    name = "exact" if tier == EXACT and term.accented else "folded"
    return f'{name} : "{" ".join(term.keys(exact=tier == EXACT))}"'


def _contains(term: Term, *, tier: int) -> ColumnElement[bool]:
    """A term as a query of PostgreSQL; its words are letters and digits only."""
    name = "exact" if tier == EXACT and term.accented else "folded"
    query = " <-> ".join(f"'{key}'" for key in term.keys(exact=tier == EXACT))
    return _INDEX.c[name].bool_op("@@")(cast(literal(query), TSQUERY))


def _hit(article: Article, revision: Revision, site: Site, terms: Sequence[Term], cursor: Cursor) -> Hit:
    exact = cursor.tier == EXACT
    return Hit(
        article_id=article.id,
        revision_id=revision.id,
        site_id=site.id,
        site_name=site.name,
        province=site.province,
        url=article.url,
        title=revision.title,
        title_marks=marks(revision.title, terms, exact=exact),
        snippet=snippet(revision.body, terms, exact=exact),
        published_at=revision.published_at,
        published_day=revision.published_day,
        published_has_time=revision.published_has_time,
        cursor=cursor,
    )
