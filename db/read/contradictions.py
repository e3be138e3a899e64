"""Contradictions between tenures, to be shown and looked into, never to be hidden.

Articles contradict each other where two persons hold one sole office at the same time, or where one person
holds sole offices in two bodies of the same role at the same time. "At the same time" is: for longer than
articles go on calling people by an office that they have left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from db.models import Article, Mention, Office, OfficeFact, Organization, Person, Revision, Tenure
from extract.identity.seats import is_sole

SLACK = timedelta(days=45)
"""So long articles go on calling people by an office that they have left."""

Kind = Literal["two holders", "two places"]
_ALSO = aliased(Tenure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One side of a contradiction: who is attested in which office, and the article that said it last."""

    person_id: int
    name: str
    office_id: int
    title: str
    organization: str | None
    first_day: date
    last_day: date
    article_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two tenures that exclude each other, and the days on which both are attested."""

    kind: Kind
    one: Holding
    other: Holding
    first_day: date
    last_day: date


def contradictions_of(session: Session, person_id: int) -> list[Contradiction]:
    """The contradictions in which a person's tenures stand, the latest first."""
    own = _tenures(session, Tenure.person_id == person_id)
    shared = select(_ALSO.office_id).where(_ALSO.person_id == person_id, ~_ALSO.former)
    held = _tenures(session, Tenure.office_id.in_(shared))
    pairs = [*_two_places(own), *_two_holders(held)]
    return _told(session, [pair for pair in pairs if person_id in (pair.one.person_id, pair.other.person_id)])


def contradictions_at(session: Session, office_id: int) -> list[Contradiction]:
    """The persons whom articles attest in one office at the same time, the latest first."""
    return _told(session, list(_two_holders(_tenures(session, Tenure.office_id == office_id))))


def _tenures(session: Session, condition: ColumnElement[bool]) -> Sequence[Any]:
    """The dated tenures of sole offices in a named body that pass the condition."""
    rows = session.execute(
        select(
            Tenure.id,
            Tenure.person_id,
            Person.name,
            Tenure.office_id,
            Office.title,
            Office.title_key,
            Organization.name.label("organization"),
            Tenure.first_day,
            Tenure.last_day,
        )
        .join(Person, Person.id == Tenure.person_id)
        .join(Office, Office.id == Tenure.office_id)
        .join(Organization, Organization.id == Office.organization_id)
        .where(condition, ~Tenure.former, Tenure.first_day.is_not(None), Tenure.last_day.is_not(None))
        .order_by(Tenure.id)
    )
    return [row for row in rows if is_sole(row.title_key)]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two rows of `_tenures` that exclude each other."""

    kind: Kind
    one: Any
    other: Any

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on which both are attested; the wrong way round where there is none."""
        return max(self.one.first_day, self.other.first_day), min(self.one.last_day, self.other.last_day)


def _two_holders(rows: Sequence[Any]) -> Iterator[_Pair]:
    return _pairs("two holders", rows, lambda row: row.office_id)


def _two_places(rows: Sequence[Any]) -> Iterator[_Pair]:
    return _pairs("two places", rows, lambda row: (row.person_id, row.title_key))


def _pairs(kind: Kind, rows: Sequence[Any], sharing: Callable[[Any], Hashable]) -> Iterator[_Pair]:
    """The pairs of different tenures that share something and are attested at the same time."""
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for row in rows:
        groups[sharing(row)].append(row)
    for group in groups.values():
        for one, other in combinations(group, 2):
            pair = _Pair(kind, one, other)
            first, last = pair.days
            if last - first >= SLACK:
                yield pair


def _told(session: Session, pairs: Sequence[_Pair]) -> list[Contradiction]:
    """The pairs with the article that said each side last, the latest first."""
    ordered = sorted(pairs, key=lambda pair: pair.days[::-1], reverse=True)
    articles = _last_articles(session, {row.id for pair in pairs for row in (pair.one, pair.other)})
    return [
        Contradiction(
            kind=pair.kind,
            one=_holding(pair.one, articles),
            other=_holding(pair.other, articles),
            first_day=pair.days[0],
            last_day=pair.days[1],
        )
        for pair in ordered
    ]


def _last_articles(session: Session, tenures: Collection[int]) -> Mapping[int, int]:
    """By tenure, an article of the last day on which articles attest it, that does."""
    if not tenures:
        return {}
    # Few articles are of one day. The search is to begin there, not with all that name the office: hence
    # `+ 0`, to which no index leads.
    of_that_day = (
        select(Article.current_id)
        .join(Revision, Revision.id == Article.current_id)
        .where(Revision.published_day == Tenure.last_day)
        .correlate(Tenure)
    )
    said = (
        select(func.min(Article.id))
        .join(Mention, Mention.revision_id == Article.current_id)
        .join(OfficeFact, OfficeFact.mention_id == Mention.id)
        .where(
            Mention.person_id == Tenure.person_id,
            Mention.revision_id.in_(of_that_day),
            OfficeFact.office_id + 0 == Tenure.office_id,
            ~OfficeFact.former,
        )
        .correlate(Tenure)
    )
    found = select(Tenure.id, said.scalar_subquery().label("article_id")).where(Tenure.id.in_(tenures))
    return {row.id: row.article_id for row in session.execute(found)}


def _holding(row: Any, articles: Mapping[int, int]) -> Holding:
    return Holding(
        person_id=row.person_id,
        name=row.name,
        office_id=row.office_id,
        title=row.title,
        organization=row.organization,
        first_day=row.first_day,
        last_day=row.last_day,
        article_id=articles[row.id],
    )
