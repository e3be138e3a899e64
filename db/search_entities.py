"""Persons, offices, bodies and units that go by the words of a query: what to offer above the hits.

    found = find_entities(session, "le thi huyen")

They are found through the newest articles that state such a fact (`db.search_index`), so that there is
no index of names to keep, a name in the news comes first, and whoever no article names is not offered.
Units come from the country's list, by their whole name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session, aliased

from db.models import Article, Mention, Office, OfficeFact, Organization, Person, Place
from db.query import parse_query
from db.search_match import INDEX, AllOf, condition
from db.search_words import FactField, fact_match
from db.words import Term, words

_KINDS_OF_UNITS = (
    "tinh",
    "thanh pho",
    "quan",
    "huyen",
    "thi xa",
    "thi tran",
    "phuong",
    "xa",
    "dac khu",
)
"""What the names of units begin with, as keys without accents."""

_ARTICLES = 200
"""In so many of the newest articles that state such a fact its entity is looked for."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that goes by the words: `note` tells it from others of the name."""

    id: int
    name: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entities:
    """What goes by the words of a query; of persons, offices and bodies those of most articles first."""

    persons: tuple[Entity, ...] = ()
    offices: tuple[Entity, ...] = ()
    organizations: tuple[Entity, ...] = ()
    places: tuple[Entity, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.persons or self.offices or self.organizations or self.places)


def find_entities(session: Session, query: str, *, limit: int = 5) -> Entities:
    """Up to so many of each kind that hold all words of the query; where it has accents, with these."""
    terms = parse_query(query).terms
    if not terms:
        return Entities()
    return Entities(
        persons=_named(session, "person", terms, limit, _persons),
        offices=_named(session, "office", terms, limit, _offices),
        organizations=_named(session, "organization", terms, limit, _organizations),
        places=_places(session, terms, limit),
    )


def _named(
    session: Session,
    field: FactField,
    terms: Sequence[Term],
    limit: int,
    stated: Callable[[Select[int | None]], Select[int, str, str | None]],
) -> tuple[Entity, ...]:
    match = AllOf(tuple(fact_match(field, term) for term in terms))
    newest = select(INDEX.c.rowid).where(condition(session, match)).order_by(INDEX.c.rowid.desc())
    keys = list(session.scalars(newest.limit(_ARTICLES)))
    revisions = select(Article.current_id).where(Article.sort_key.in_(keys))
    found = session.execute(stated(revisions)) if keys else ()
    named = (Entity(number, name, note) for number, name, note in found)
    return tuple(one for one, _ in zip(_holding(named, terms, field), range(limit), strict=False))


def _persons(revisions: Select[int | None]) -> Select[int, str, str | None]:
    return (
        select(Person.id, Person.name, Person.province)
        .join(Mention, Mention.person_id == Person.id)
        .where(Mention.revision_id.in_(revisions))
        .group_by(Person.id)
        .order_by(func.count(distinct(Mention.revision_id)).desc(), Person.id)
    )


def _offices(revisions: Select[int | None]) -> Select[int, str, str | None]:
    return (
        select(Office.id, Office.title, func.max(Organization.name))
        .join(OfficeFact, OfficeFact.office_id == Office.id)
        .outerjoin(Organization, Organization.id == Office.organization_id)
        .where(OfficeFact.revision_id.in_(revisions))
        .group_by(Office.id)
        .order_by(func.count(distinct(OfficeFact.revision_id)).desc(), Office.id)
    )


def _organizations(revisions: Select[int | None]) -> Select[int, str, str | None]:
    return (
        select(Organization.id, Organization.name, func.max(Place.name))
        .join(Office, Office.organization_id == Organization.id)
        .join(OfficeFact, OfficeFact.office_id == Office.id)
        .outerjoin(Place, Place.id == Organization.place_id)
        .where(OfficeFact.revision_id.in_(revisions))
        .group_by(Organization.id)
        .order_by(func.count(distinct(OfficeFact.revision_id)).desc(), Organization.id)
    )


def _holding(found: Iterable[Entity], terms: Sequence[Term], field: FactField) -> Iterable[Entity]:
    """Those that hold the terms: an article that states one such fact states others too."""
    for one in found:
        name = f"{one.name} {one.note or ''}" if field == "office" else one.name
        if all(_holds(name, term) for term in terms):
            yield one


def _holds(name: str, term: Term) -> bool:
    keys = term.keys(exact=True)
    own = [word.exact if term.accented else word.folded for word in words(name)]
    return any(tuple(own[place : place + len(keys)]) == keys for place in range(len(own)))


def _places(session: Session, terms: Sequence[Term], limit: int) -> tuple[Entity, ...]:
    """Units whose name is the words, with their kind or without it; those that still are come first."""
    whole = Term(tuple(word for term in terms for word in term.words))
    asked = " ".join(word.folded for word in whole.words)
    above = aliased(Place)
    found = session.execute(
        select(Place.id, Place.name, above.name)
        .outerjoin(above, above.id == Place.parent_id)
        .where(Place.search_key.in_([asked, *(f"{kind} {asked}" for kind in _KINDS_OF_UNITS)]))
        .order_by(Place.valid_until.is_not(None), Place.id)
    )
    named = (Entity(number, name, within) for number, name, within in found)
    return tuple([one for one in named if _holds(one.name, whole)][:limit])
