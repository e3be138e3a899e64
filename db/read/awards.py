"""Awards: who honoured whom with what, the article that tells of it, and how many there are of which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, extract, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.filters import ArticleFilter
from db.models import Article, AwardFact, Revision, Site
from extract.awards.kinds import OTHER, beginnings
from extract.fact import Span
from extract.text import fold, search_key

Columns = TypeVarTuple("Columns")

_QUOTED = re.compile(r'\s*"([^"]*)"\s*')


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFilter:
    """What awards must be; nothing given, nothing asked.

    `award` is a name, folded; `words`, `issuer` and `recipient` are parts of the award's, the issuer's and
    the recipient's wording, or in double quotes all of it, accents left aside; `kind` is of
    `extract.awards.kinds`; `year` that of the article's publication in Viet Nam; `person` a recipient's id.
    """

    award: str | None = None
    words: str | None = None
    issuer: str | None = None
    recipient: str | None = None
    kind: str | None = None
    status: str | None = None
    year: int | None = None
    person: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Conditions on `AwardFact` and the `Revision` that states it."""
        wanted: list[ColumnElement[bool]] = []
        if self.award is not None:
            wanted.append(AwardFact.award_key == fold(self.award))
        for words, column in (
            (self.words, AwardFact.search_key),
            (self.issuer, AwardFact.issuer_key),
            (self.recipient, AwardFact.recipient_key),
        ):
            if words is not None:
                wanted.append(_holds(column, words))
        if self.kind is not None:
            wanted.append(_kind() == self.kind)
        if self.status is not None:
            wanted.append(AwardFact.status == self.status)
        if self.year is not None:
            wanted.append(Revision.published_day.between(date(self.year, 1, 1), date(self.year, 12, 31)))
        if self.person is not None:
            wanted.append(AwardFact.person_id == self.person)
        return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRow:
    """An award, with the article that tells of it; the span is in that article's text."""

    award_id: int
    award: str
    issuer: str | None
    recipient: str | None
    person_id: int | None
    count: int | None
    status: str
    span: Span
    article_id: int
    revision: int
    """The number of the article's revision that tells of it."""
    article_title: str
    site_name: str
    published_day: date | None
    cursor: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many awards have a value in common; none where articles do not say it."""

    value: Any
    awards: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardCounts:
    """The awards that pass a filter, counted; each list the greatest first, years in their order."""

    awards: int
    articles: int
    honoured: int
    """Persons and bodies, and the members of counted groups."""
    years: tuple[Counted, ...]
    kinds: tuple[Counted, ...]
    issuers: tuple[Counted, ...]
    statuses: tuple[Counted, ...]
    provinces: tuple[Counted, ...]


def list_awards(
    session: Session,
    wanted: ArticleFilter = ArticleFilter(),  # noqa: B008 -- frozen
    awards: AwardFilter = AwardFilter(),
    *,
    limit: int = 50,
    before: tuple[int, int] | None = None,
) -> list[AwardRow]:
    """The awards that pass the filter, of articles that pass theirs, by the newest article.

    `before` is an earlier row's cursor.
    """
    # The page's awards first: sorting whole articles would take their texts along.
    page = _stated(session, select(AwardFact.id), wanted, awards)
    if before is not None:
        page = page.where(tuple_(Article.sort_key, AwardFact.id) < before)
    page = page.order_by(Article.sort_key.desc(), AwardFact.id.desc()).limit(limit)
    query = (
        select(
            AwardFact.id,
            AwardFact.award,
            AwardFact.issuer,
            AwardFact.recipient,
            AwardFact.person_id,
            AwardFact.count.label("how_many"),
            AwardFact.status,
            AwardFact.span_start,
            AwardFact.span_end,
            Article.id.label("article_id"),
            Article.sort_key,
            Revision.number,
            Revision.title,
            Revision.published_day,
            Site.name.label("site_name"),
        )
        .join_from(AwardFact, Article, Article.current_id == AwardFact.revision_id)
        .join(Revision, Revision.id == AwardFact.revision_id)
        .join(Site, Site.id == Article.site_id)
        .where(AwardFact.id.in_(list(session.scalars(page))))
        .order_by(Article.sort_key.desc(), AwardFact.id.desc())
    )
    return [
        AwardRow(
            award_id=row.id,
            award=row.award,
            issuer=row.issuer,
            recipient=row.recipient,
            person_id=row.person_id,
            count=row.how_many,
            status=row.status,
            span=Span(row.span_start, row.span_end),
            article_id=row.article_id,
            revision=row.number,
            article_title=row.title,
            site_name=row.site_name,
            published_day=row.published_day,
            cursor=(row.sort_key or 0, row.id),
        )
        for row in session.execute(query)
    ]


def count_awards(
    session: Session,
    wanted: ArticleFilter = ArticleFilter(),  # noqa: B008 -- frozen
    awards: AwardFilter = AwardFilter(),
    *,
    most: int = 12,
) -> AwardCounts:
    """The awards that pass the filters, counted by year, kind, issuer, status and province.

    `most` is how many issuers and provinces are told, those with the most awards.
    """
    figures = select(
        func.count(AwardFact.id),
        func.count(Article.id.distinct()),
        func.coalesce(func.sum(func.coalesce(AwardFact.count, 1)), 0),
    )
    number, articles, honoured = session.execute(_stated(session, figures, wanted, awards)).one()

    def counted(value: SQLColumnExpression[Any]) -> list[Counted]:
        rows = select(value, func.count(AwardFact.id)).group_by(value)
        return [Counted(*row) for row in session.execute(_stated(session, rows, wanted, awards))]

    return AwardCounts(
        awards=number,
        articles=articles,
        honoured=int(honoured),
        years=_in_order(counted(extract("year", Revision.published_day))),
        kinds=_greatest(counted(_kind())),
        issuers=_greatest(counted(AwardFact.issuer))[:most],
        statuses=_greatest(counted(AwardFact.status)),
        provinces=_greatest(counted(Site.province))[:most],
    )


def _stated(
    session: Session, query: Select[*Columns], wanted: ArticleFilter, awards: AwardFilter
) -> Select[*Columns]:
    """The query over awards of current revisions that pass both filters."""
    return (
        query.join_from(AwardFact, Article, Article.current_id == AwardFact.revision_id)
        .join(Revision, Revision.id == AwardFact.revision_id)
        .join(Site, Site.id == Article.site_id)
        .where(
            Article.sort_key.is_not(None),
            *wanted.conditions(session, Article.sort_key),
            *awards.conditions(),
        )
    )


def _holds(column: InstrumentedAttribute[str | None], words: str) -> ColumnElement[bool]:
    whole = _QUOTED.fullmatch(words)
    if whole:
        return column == search_key(whole[1])
    return column.contains(search_key(words), autoescape=True)


def _kind() -> SQLColumnExpression[str]:
    """An award's kind, as `extract.awards.kinds.award_kind` tells it."""
    fits = ((AwardFact.award_key.startswith(key, autoescape=True), kind) for key, kind in beginnings())
    return case(*fits, else_=OTHER)


def _in_order(counts: Sequence[Counted]) -> tuple[Counted, ...]:
    return tuple(sorted(counts, key=lambda one: (one.value is None, one.value)))


def _greatest(counts: Sequence[Counted]) -> tuple[Counted, ...]:
    return tuple(sorted(counts, key=lambda one: (-one.awards, str(one.value or ""))))
