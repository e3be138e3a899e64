"""The country's units: found by their names, and one with what became of it and what articles say."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from sqlalchemy.orm import Session

from db.read.places import list_places, read_place
from web.api.lists import (
    Id,
    Limit,
    Model,
    Name,
    NamedCursor,
    Rows,
    answer,
    named_cursor,
    named_place,
    page_of,
)
from web.api.snapshot import Snapshots
from web.language import Said

_PLACE = Said("Không có địa danh này.", "There is no such place.")

Level = Literal["country", "province", "district", "commune"]


class Place(Model):
    """A unit in a list."""

    place_id: int
    name: str
    level: str
    parent_id: int | None
    parent: str | None
    valid_from: date | None
    valid_until: date | None


class PlaceChange(Model):
    """A unit that has some of another one's ground, before or after it."""

    place_id: int
    name: str
    day: date | None
    kind: str


class PlaceBody(Model):
    """A body of the unit, and how many persons are attested in it."""

    organization_id: int
    name: str
    people: int


class PlacePerson(Model):
    """A person attested in an office of the unit's bodies."""

    person_id: int
    name: str
    title: str
    organization_id: int
    organization: str
    first_day: date | None
    last_day: date | None


class PlaceFull(Model):
    """A unit, with what articles say of it."""

    place: Place
    code: str | None
    above: list[Place]
    parts: list[Place]
    became: list[PlaceChange]
    came_from: list[PlaceChange]
    bodies: list[PlaceBody]
    people: list[PlacePerson]
    articles: int


def place_routes(snapshots: Snapshots) -> APIRouter:
    """`/places` and `/places/{id}`."""
    router = APIRouter(prefix="/places", tags=["places"])
    snapshot: Any = Depends(snapshots)

    def places(  # noqa: PLR0913, PLR0917 -- what the address asks for
        request: Request,
        name: Name = None,
        level: Annotated[Level | None, Query()] = None,
        limit: Limit = 25,
        cursor: NamedCursor = None,
        session: Session = snapshot,
    ) -> Rows[Place]:
        """Units in the order of their names, those that no longer are among them."""
        rows = list_places(
            session, name=name or None, level=level, limit=limit + 1, after=named_place(cursor)
        )
        page = page_of(request, Place, rows, limit, named_cursor)
        return Rows[Place].model_validate(page)

    def place(place_id: Id, session: Session = snapshot) -> PlaceFull:
        """One unit, before and after the reforms."""
        found = read_place(session, place_id)
        if found is None:
            raise HTTPException(404, _PLACE)
        return PlaceFull.model_validate(found)

    answer(router, "", places, Rows[Place])
    answer(router, "/{place_id}", place, PlaceFull)
    return router
