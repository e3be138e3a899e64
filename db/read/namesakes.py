"""Persons of one name, who may be one: what they have in common, and which of them to ask about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session

from db.identity_rulings import standing_rulings
from db.models import Appearance, Article, Person
from db.read.identity import AppearanceRow, count_appearances, last_appearances
from extract.identity.links import links_of

_FIGURES = 12
"""Appearances by which a namesake is known here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesake:
    """Another person of the same name, with what the two have in common."""

    person_id: int
    name: str
    province: str | None
    articles: int
    offices: tuple[str, ...]
    shared_offices: tuple[str, ...]
    shared_company: int
    """How many people articles name together with both."""

    @property
    def strength(self) -> int:
        """The more, the likelier are the two one person."""
        return 3 * len(self.shared_offices) + self.shared_company


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """A person as far as namesakes are compared: the last appearances."""

    person: Person
    articles: int
    rows: Sequence[AppearanceRow]

    @property
    def offices(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(office for row in self.rows for office in row.offices))

    @property
    def company(self) -> frozenset[str]:
        return frozenset(name for row in self.rows for name in row.company)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePair:
    """Two persons of one name who may be one."""

    key: str
    one_id: int
    one_name: str
    one_province: str | None
    other: Namesake


def namesakes_of(session: Session, person_id: int) -> list[Namesake]:
    """Others who bear one of a person's names, those with most in common first."""
    keys = select(Appearance.key).where(Appearance.person_id == person_id).distinct()
    bearers = session.scalars(_bearers().where(Appearance.key.in_(keys))).all()
    figures = {one.person.id: one for one in _figures(session, bearers)}
    own = figures.pop(person_id, None)
    found = [_namesake(own, other) for other in figures.values()] if own else []
    return sorted(found, key=lambda one: (-one.strength, one.name, one.person_id))


def likely_pairs(session: Session, *, after: str = "", names: int = 100) -> tuple[list[NamePair], str | None]:
    """Persons of one name who have offices or company in common, and where to go on.

    So many names are looked at from the one after `after`; the pairs with most in common come first.
    Those of whom an editor has decided that they are two are left out.
    """
    keys = session.scalars(
        select(Appearance.key)
        .join(Article, Article.current_id == Appearance.revision_id)
        .where(Appearance.key > after)
        .group_by(Appearance.key)
        .having(func.count(distinct(Appearance.person_id)) > 1)
        .order_by(Appearance.key)
        .limit(names)
    ).all()
    pairs = [pair for key in keys for pair in _pairs(session, key)]
    pairs.sort(key=lambda pair: (-pair.other.strength, pair.key, pair.one_id, pair.other.person_id))
    return pairs, keys[-1] if len(keys) == names else None


def _pairs(session: Session, key: str) -> Iterator[NamePair]:
    figures = _figures(session, session.scalars(_bearers().where(Appearance.key == key)).all())
    refs = frozenset(row.ref for one in figures for row in one.rows)
    links = links_of(standing_rulings(session, {key}), refs)
    for one, other in combinations(figures, 2):
        namesake = _namesake(one, other)
        if namesake.strength and not links.apart(one.rows[0].ref, other.rows[0].ref):
            yield NamePair(
                key=key,
                one_id=one.person.id,
                one_name=one.person.name,
                one_province=one.person.province,
                other=namesake,
            )


def _bearers() -> Select[int]:
    """The persons for whom appearances in current revisions stand."""
    return (
        select(Appearance.person_id)
        .join(Article, Article.current_id == Appearance.revision_id)
        .order_by(Appearance.person_id)
        .distinct()
    )


def _figures(session: Session, person_ids: Collection[int]) -> list[_Figure]:
    return [
        _Figure(
            person=session.get_one(Person, person_id),
            articles=count_appearances(session, person_id),
            rows=last_appearances(session, person_id, _FIGURES),
        )
        for person_id in person_ids
    ]


def _namesake(own: _Figure, other: _Figure) -> Namesake:
    return Namesake(
        person_id=other.person.id,
        name=other.person.name,
        province=other.person.province,
        articles=other.articles,
        offices=other.offices[:5],
        shared_offices=tuple(office for office in other.offices if office in own.offices),
        shared_company=len(own.company & other.company),
    )
