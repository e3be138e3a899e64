"""Bodies: found by their names, and one with its offices' holders and its awards."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from sqlalchemy.orm import Session

from db.read.organizations import list_organizations, read_organization
from web.api.lists import (
    Id,
    IdAsked,
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

_BODY = Said("Không có cơ quan này.", "There is no such body.")

Level = Literal["centre", "province", "district", "commune", "other"]


class Organization(Model):
    """A body in a list."""

    organization_id: int
    name: str
    level: str | None
    place_id: int | None
    place: str | None
    people: int


class LinkedOrganization(Model):
    """Another body, and the day on which one took over from the other."""

    organization_id: int
    name: str
    day: date | None


class OfficeHolder(Model):
    """Who is attested in an office of the body, and when."""

    person_id: int
    name: str
    office_id: int
    title: str
    former: bool
    first_day: date | None
    last_day: date | None
    articles: int


class Honour(Model):
    """An award that the body gave or received."""

    award: str
    issuer: str | None
    recipient: str | None
    count: int | None
    status: str
    article_id: int
    article_title: str
    published_day: date | None


class OrganizationFull(Model):
    """A body with what articles say of it."""

    organization_id: int
    name: str
    level: str | None
    line: str | None
    place_id: int | None
    place: str | None
    parent: LinkedOrganization | None
    names: list[str]
    parts: list[LinkedOrganization]
    successors: list[LinkedOrganization]
    predecessors: list[LinkedOrganization]
    holders: list[OfficeHolder]
    given: list[Honour]
    received: list[Honour]


def organization_routes(snapshots: Snapshots) -> APIRouter:
    """`/organizations` and `/organizations/{id}`."""
    router = APIRouter(prefix="/organizations", tags=["organizations"])
    snapshot: Any = Depends(snapshots)

    def organizations(  # noqa: PLR0913, PLR0917 -- what the address asks for
        request: Request,
        name: Name = None,
        level: Annotated[Level | None, Query()] = None,
        place: IdAsked = None,
        limit: Limit = 25,
        cursor: NamedCursor = None,
        session: Session = snapshot,
    ) -> Rows[Organization]:
        """Bodies in the order of their names; `name` is a part of one of their names."""
        rows = list_organizations(
            session, name=name or None, level=level, place=place, limit=limit + 1, after=named_place(cursor)
        )
        page = page_of(request, Organization, rows, limit, named_cursor)
        return Rows[Organization].model_validate(page)

    def organization(organization_id: Id, session: Session = snapshot) -> OrganizationFull:
        """One body, with the holders of its offices and its awards; `/articles` knows it by `cơ-quan:`."""
        found = read_organization(session, organization_id)
        if found is None:
            raise HTTPException(404, _BODY)
        return OrganizationFull.model_validate(found)

    answer(router, "", organizations, Rows[Organization])
    answer(router, "/{organization_id}", organization, OrganizationFull)
    return router
