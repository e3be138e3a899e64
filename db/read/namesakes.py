"""Persons of one name, who may be one: what they have in common, and which of them to ask about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import distinct, func, select
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
    others = session.scalars(
        select(Appearance.person_id)
        .join(Article, Article.current_id == Appearance.revision_id)
        .where(Appearance.key.in_(keys), Appearance.person_id != person_id)
        .distinct()
    ).all()
    figures = _figures(session, [person_id, *others])
    found = [_namesake(session, figures[person_id], figures[one]) for one in others if one in figures]
    return sorted(found, key=lambda one: (-one.strength, one.name, one.person_id))


def likely_pairs(session: Session, *, after: str = "", names: int = 100) -> tuple[list[NamePair], str | None]:
    """Persons of one name who have offices or company in common, name by name, and where to go on.

    So many names are looked at from the one after `after`; of each pair of persons the ones with most
    in common come first.
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
    query = (
        select(Appearance.person_id)
        .join(Article, Article.current_id == Appearance.revision_id)
        .where(Appearance.key == key)
        .distinct()
        .order_by(Appearance.person_id)
    )
    figures = list(_figures(session, session.scalars(query).all()).values())
    links = links_of(standing_rulings(session, {key}), frozenset(row.ref for rows in figures for row in rows))
    for index, one in enumerate(figures):
        for other in figures[index + 1 :]:
            namesake = _namesake(session, one, other)
            if namesake.strength and not links.apart(one[0].ref, other[0].ref):
                person = one[0]
                yield NamePair(
                    key=key,
                    one_id=person.person_id,
                    one_name=person.person_name,
                    one_province=_province(session, person.person_id),
                    other=namesake,
                )


def _figures(session: Session, person_ids: Collection[int]) -> dict[int, list[AppearanceRow]]:
    """The last appearances of each person who has any."""
    found = {one: last_appearances(session, one, _FIGURES) for one in person_ids}
    return {person_id: rows for person_id, rows in found.items() if rows}


def _namesake(session: Session, own: Sequence[AppearanceRow], theirs: Sequence[AppearanceRow]) -> Namesake:
    offices = list(dict.fromkeys(office for row in theirs for office in row.offices))
    held = {office for row in own for office in row.offices}
    company = {name for row in own for name in row.company} & {name for row in theirs for name in row.company}
    person_id = theirs[0].person_id
    return Namesake(
        person_id=person_id,
        name=theirs[0].person_name,
        province=_province(session, person_id),
        articles=count_appearances(session, person_id),
        offices=tuple(offices[:5]),
        shared_offices=tuple(office for office in offices if office in held),
        shared_company=len(company),
    )


def _province(session: Session, person_id: int) -> str | None:
    return session.get_one(Person, person_id).province
