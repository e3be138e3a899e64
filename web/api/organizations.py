"""Bodies: found by their names, and one with its offices' holders and its awards."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from sqlalchemy.orm import Session

from db.filters import ArticleFilter
from db.read.organizations import has_organization, list_organizations, read_organization
from db.read.speakers import speakers_of
from web.api.article_models import Span
from web.api.lists import (
    Day,
    Id,
    IdAsked,
    Limit,
    Model,
    Name,
    NamedCursor,
    Rows,
    TwoNumbersCursor,
    answer,
    named_cursor,
    named_place,
    page_of,
    two_numbers_cursor,
    two_numbers_place,
)
from web.api.offices import Began, Ended
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
    began: Began
    ended: Ended


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


class Speech(Model):
    """Where an article says that a person speaks; the span of the name is in the article's text."""

    article_id: int
    revision: int
    title: str
    published_day: date | None
    span: Span
    sentence: str


class Speaker(Model):
    """A person, in how many articles on the body's events they speak, and the latest of the speeches."""

    person_id: int
    name: str
    articles: int
    latest: Speech


def organization_routes(snapshots: Snapshots) -> APIRouter:
    """`/organizations`, `/organizations/{id}` and `/organizations/{id}/speakers`."""
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

    def speakers(  # noqa: PLR0913, PLR0917 -- what the address asks for
        request: Request,
        organization_id: Id,
        site: Name = None,
        province: Name = None,
        since: Day = None,
        until: Day = None,
        limit: Limit = 25,
        cursor: TwoNumbersCursor = None,
        session: Session = snapshot,
    ) -> Rows[Speaker]:
        """Who spoke at the body's events, those first whom most articles let speak.

        Its events are what articles tell of that name a holder of one of its offices, or an award
        that it gives.
        """
        if not has_organization(session, organization_id):
            raise HTTPException(404, _BODY)
        rows = speakers_of(
            session,
            organization_id,
            ArticleFilter(site=site, province=province, since=since, until=until),
            limit=limit + 1,
            after=two_numbers_place(cursor),
        )
        return Rows[Speaker].model_validate(page_of(request, Speaker, rows, limit, two_numbers_cursor))

    answer(router, "", organizations, Rows[Organization])
    answer(router, "/{organization_id}", organization, OrganizationFull)
    answer(router, "/{organization_id}/speakers", speakers, Rows[Speaker])
    return router
