"""Contradictions between tenures, to be shown and looked into, never to be hidden.

Articles contradict each other where two persons hold one sole office at the same time, or where one person
holds sole offices in two bodies of the same role at the same time. "At the same time" is: for longer than
articles go on calling people by an office that they have left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Literal

from sqlalchemy import ColumnElement, select
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
    found = [*_two_places(session, own), *_two_holders(session, held)]
    mine = [one for one in found if person_id in (one.one.person_id, one.other.person_id)]
    return _latest_first(mine)


def contradictions_at(session: Session, office_id: int) -> list[Contradiction]:
    """The persons whom articles attest in one office at the same time, the latest first."""
    return _latest_first(_two_holders(session, _tenures(session, Tenure.office_id == office_id)))


def _tenures(session: Session, condition: ColumnElement[bool]) -> Sequence[Any]:
    """The dated tenures of sole offices in a named body that pass the condition."""
    rows = session.execute(
        select(
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


def _two_holders(session: Session, rows: Sequence[Any]) -> Iterator[Contradiction]:
    yield from _pairs(session, "two holders", rows, lambda row: row.office_id)


def _two_places(session: Session, rows: Sequence[Any]) -> Iterator[Contradiction]:
    yield from _pairs(session, "two places", rows, lambda row: (row.person_id, row.title_key))


def _pairs(
    session: Session, kind: Kind, rows: Sequence[Any], sharing: Callable[[Any], Hashable]
) -> Iterator[Contradiction]:
    """The pairs of different tenures that share something and are attested at the same time."""
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for row in rows:
        groups[sharing(row)].append(row)
    for group in groups.values():
        for one, other in combinations(group, 2):
            first, last = max(one.first_day, other.first_day), min(one.last_day, other.last_day)
            if last - first >= SLACK:
                yield Contradiction(
                    kind=kind,
                    one=_holding(session, one),
                    other=_holding(session, other),
                    first_day=first,
                    last_day=last,
                )


def _holding(session: Session, row: Any) -> Holding:
    said = (
        select(Article.id)
        .join(Revision, Revision.id == Article.current_id)
        .join(Mention, Mention.revision_id == Revision.id)
        .join(OfficeFact, OfficeFact.mention_id == Mention.id)
        .where(Mention.person_id == row.person_id, OfficeFact.office_id == row.office_id, ~OfficeFact.former)
        .order_by(Revision.published_day.desc().nulls_last(), Article.id)
        .limit(1)
    )
    return Holding(
        person_id=row.person_id,
        name=row.name,
        office_id=row.office_id,
        title=row.title,
        organization=row.organization,
        first_day=row.first_day,
        last_day=row.last_day,
        article_id=session.scalars(said).one(),
    )


def _latest_first(found: Iterable[Contradiction]) -> list[Contradiction]:
    return sorted(found, key=lambda one: (one.last_day, one.first_day), reverse=True)
