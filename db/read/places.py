"""Places: the units that articles name, with the bodies and persons there, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, distinct, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from db.models import (
    Article,
    Office,
    Organization,
    Person,
    Place,
    PlaceChange,
    PlaceMention,
    Site,
    Tenure,
)
from db.order import FIRST_DATED, day_sort_keys, key_day
from extract.places import split_kind
from extract.text import fold, search_key

_SHOWN = 200
"""Rows of one kind on a place's page."""
_PARTS_SHOWN = 700
"""Units within a unit: no province has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A unit in a list."""

    place_id: int
    name: str
    level: str
    parent_id: int | None
    parent: str | None
    valid_from: date | None
    valid_until: date | None

    @property
    def bare_name(self) -> str:
        """Its name without its kind, as sites name their province."""
        return split_kind(self.name)[1]

    @property
    def cursor(self) -> tuple[str, int]:
        """Where the list goes on behind this row."""
        return search_key(self.name), self.place_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A unit that has some of another one's ground, before or after it."""

    place_id: int
    name: str
    day: date | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """A body of a unit, and how many persons are attested in it."""

    organization_id: int
    name: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedRow:
    """A person attested in an office of a unit's bodies."""

    person_id: int
    name: str
    title: str
    organization_id: int
    organization: str
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A unit, with all that articles say of it."""

    place: PlaceRow
    code: str | None
    above: tuple[PlaceRow, ...]
    """The units above it, the nearest last."""
    parts: tuple[PlaceRow, ...]
    became: tuple[ChangeRow, ...]
    came_from: tuple[ChangeRow, ...]
    bodies: tuple[BodyRow, ...]
    people: tuple[AttestedRow, ...]
    articles: int
    """How many articles name it."""


def list_places(
    session: Session,
    *,
    name: str | None = None,
    level: str | None = None,
    limit: int = 50,
    after: tuple[str, int] | None = None,
) -> list[PlaceRow]:
    """Units in the order of their names; `name` is a part of the name, with accents or without."""
    query = _rows().order_by(Place.search_key, Place.id).limit(limit)
    if name is not None:
        query = query.where(Place.search_key.contains(search_key(name), autoescape=True))
        if search_key(name) != fold(name):
            query = query.where(Place.key.contains(fold(name), autoescape=True))
    if level is not None:
        query = query.where(Place.level == level)
    if after is not None:
        query = query.where(tuple_(Place.search_key, Place.id) > after)
    return [_row(*found) for found in session.execute(query)]


def read_place(session: Session, place_id: int) -> PlaceView | None:
    """A unit with the bodies, persons and articles there; none where there is no such unit.

    Its articles are `list_articles` with `ArticleFilter(place=...)`.
    """
    found = session.execute(_rows().where(Place.id == place_id)).first()
    if found is None:
        return None
    named = (
        select(func.count(distinct(Article.id)))
        .join(PlaceMention, PlaceMention.revision_id == Article.current_id)
        .where(PlaceMention.place_id == place_id, Article.sort_key.is_not(None))
    )
    return PlaceView(
        place=_row(*found),
        code=found[0].code,
        above=_above(session, found[0]),
        parts=_parts(session, place_id),
        became=_changes(session, PlaceChange.old_id == place_id, forward=True),
        came_from=_changes(session, PlaceChange.new_id == place_id, forward=False),
        bodies=_bodies(session, place_id),
        people=_people(session, place_id),
        articles=session.scalars(named).one(),
    )


def neighbouring_days(
    session: Session, day: date, *, province: str | None
) -> tuple[date | None, date | None]:
    """The nearest earlier and later day on which sites (of a province) published anything."""
    keys = day_sort_keys(day)
    before = select(func.max(Article.sort_key)).where(
        Article.sort_key < keys.start, Article.sort_key >= FIRST_DATED
    )
    after = select(func.min(Article.sort_key)).where(Article.sort_key >= keys.stop)
    if province is not None:
        rows = session.execute(select(Site.id, Site.province))
        sites = [site_id for site_id, own in rows if fold(own) == fold(province)]
        before, after = (query.where(Article.site_id.in_(sites)) for query in (before, after))
    return _day_of(session.scalar(before)), _day_of(session.scalar(after))


def _day_of(key: int | None) -> date | None:
    return None if key is None else key_day(key)


def _rows() -> Select[Place, str | None]:
    parent = aliased(Place)
    return select(Place, parent.name).outerjoin(parent, parent.id == Place.parent_id)


def _row(place: Place, parent: str | None) -> PlaceRow:
    return PlaceRow(
        place_id=place.id,
        name=place.name,
        level=place.level,
        parent_id=place.parent_id,
        parent=parent,
        valid_from=place.valid_from,
        valid_until=place.valid_until,
    )


def _above(session: Session, place: Place) -> tuple[PlaceRow, ...]:
    above: list[PlaceRow] = []
    parent_id = place.parent_id
    while parent_id is not None:
        row = _row(*session.execute(_rows().where(Place.id == parent_id)).one())
        above.append(row)
        parent_id = row.parent_id
    return tuple(reversed(above))


def _parts(session: Session, place_id: int) -> tuple[PlaceRow, ...]:
    """The units within it, those of today first."""
    query = (
        _rows()
        .where(Place.parent_id == place_id)
        .order_by(Place.valid_until.is_not(None), Place.search_key, Place.id)
        .limit(_PARTS_SHOWN)
    )
    return tuple(_row(*found) for found in session.execute(query))


def _changes(session: Session, which: ColumnElement[bool], *, forward: bool) -> tuple[ChangeRow, ...]:
    other = PlaceChange.new_id if forward else PlaceChange.old_id
    query = (
        select(Place.id, Place.name, PlaceChange.day, PlaceChange.kind)
        .join(Place, Place.id == other)
        .where(which)
        .order_by(PlaceChange.day, Place.search_key, Place.id)
        .limit(_SHOWN)
    )
    return tuple(
        ChangeRow(place_id=number, name=name, day=day, kind=kind)
        for number, name, day, kind in session.execute(query)
    )


def _bodies(session: Session, place_id: int) -> tuple[BodyRow, ...]:
    people = func.count(distinct(Tenure.person_id))
    query = (
        select(Organization.id, Organization.name, people)
        .join(Office, Office.organization_id == Organization.id)
        .outerjoin(Tenure, Tenure.office_id == Office.id)
        .where(Organization.place_id == place_id)
        .group_by(Organization.id, Organization.name)
        .order_by(people.desc(), Organization.name, Organization.id)
        .limit(_SHOWN)
    )
    return tuple(
        BodyRow(organization_id=number, name=name, people=attested)
        for number, name, attested in session.execute(query)
    )


def _people(session: Session, place_id: int) -> tuple[AttestedRow, ...]:
    query = (
        select(Tenure, Office.title, Organization.id, Organization.name, Person.id, Person.name)
        .join(Office, Office.id == Tenure.office_id)
        .join(Organization, Organization.id == Office.organization_id)
        .join(Person, Person.id == Tenure.person_id)
        .where(Organization.place_id == place_id)
        .order_by(Tenure.last_day.desc().nulls_last(), Tenure.articles.desc(), Tenure.id)
        .limit(_SHOWN)
    )
    return tuple(
        AttestedRow(
            person_id=person_id,
            name=name,
            title=title,
            organization_id=organization_id,
            organization=organization,
            first_day=tenure.first_day,
            last_day=tenure.last_day,
        )
        for tenure, title, organization_id, organization, person_id, name in session.execute(query)
    )
