"""Offices and tenures: who is attested in which office, when."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from sqlalchemy.orm import Session

from db.read.offices import read_office
from db.read.tenures import list_tenures
from web.api.lists import Day, Id, IdAsked, Limit, Model, NumberCursor, Rows, answer, page_of
from web.api.snapshot import Snapshots
from web.language import Said

_OFFICE = Said("Không có chức vụ này.", "There is no such office.")


class Holder(Model):
    """A person in an office, and the days of publication between which articles attest it."""

    person_id: int
    name: str
    former: bool
    first_day: date | None
    last_day: date | None
    articles: int


class Office(Model):
    """An office with everyone whom articles name in it, the latest first."""

    office_id: int
    title: str
    organization_id: int | None
    organization: str | None
    holders: list[Holder]


class Tenure(Model):
    """A person in an office, and the days of publication between which articles attest it."""

    tenure_id: int
    person_id: int
    person: str
    office_id: int
    title: str
    organization_id: int | None
    organization: str | None
    former: bool
    first_day: date | None
    last_day: date | None
    articles: int


def office_routes(snapshots: Snapshots) -> APIRouter:
    """`/offices/{id}` and `/tenures`."""
    router = APIRouter(tags=["offices"])
    snapshot: Any = Depends(snapshots)

    def office(office_id: Id, session: Session = snapshot) -> Office:
        """One office, with its holders over time."""
        found = read_office(session, office_id)
        if found is None:
            raise HTTPException(404, _OFFICE)
        return Office.model_validate(found)

    def tenures(  # noqa: PLR0913, PLR0917 -- what the address asks for
        request: Request,
        person: IdAsked = None,
        office: IdAsked = None,
        organization: IdAsked = None,
        day: Day = None,
        limit: Limit = 25,
        cursor: NumberCursor = None,
        session: Session = snapshot,
    ) -> Rows[Tenure]:
        """The tenures of a person, an office or a body, or those attested before a day and after it."""
        rows = list_tenures(
            session,
            person=person,
            office=office,
            organization=organization,
            day=day,
            limit=limit + 1,
            after=int(cursor) if cursor else None,
        )
        page = page_of(request, Tenure, rows, limit, lambda row: str(row.tenure_id))
        return Rows[Tenure].model_validate(page)

    answer(router, "/offices/{office_id}", office, Office)
    answer(router, "/tenures", tenures, Rows[Tenure])
    return router
