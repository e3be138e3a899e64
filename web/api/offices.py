"""Offices and tenures: who is attested in which office, when."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import Field
from sqlalchemy.orm import Session

from db.read.contradictions import contradictions_at
from db.read.offices import read_office
from db.read.tenures import list_tenures
from web.api.article_models import Span
from web.api.lists import Day, Id, IdAsked, Limit, Model, NumberCursor, Rows, answer, page_of
from web.api.snapshot import Snapshots
from web.language import Said

_OFFICE = Said("Không có chức vụ này.", "There is no such office.")


class ChangeStated(Model):
    """A sentence that says that a tenure begins or ends; the span of the office is in its article's text.

    The day is that of the article's publication, not that of the change.
    """

    article_id: int
    revision: int
    article_title: str
    published_day: date | None
    span: Span
    sentence: str


Began = Annotated[
    ChangeStated | None,
    Field(description="the earliest sentence that says that the tenure begins; null without one"),
]
Ended = Annotated[
    ChangeStated | None, Field(description="the last sentence that says that it ends; null without one")
]


class Holder(Model):
    """A person in an office, and the days of publication between which articles attest it."""

    person_id: int
    name: str
    former: bool
    first_day: date | None
    last_day: date | None
    articles: int
    began: Began
    ended: Ended


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
    began: Began
    ended: Ended


class Holding(Model):
    """One side of a contradiction: who is attested in which office, and the article that said it last."""

    person_id: int
    name: str
    office_id: int
    title: str
    organization: str | None
    first_day: date
    last_day: date
    article_id: int


class Contradiction(Model):
    """Two tenures that exclude each other, and the days on which both are attested.

    `two holders` are of one office, `two places` are one person's offices of one role in two bodies.
    """

    kind: Literal["two holders", "two places"]
    one: Holding
    other: Holding
    first_day: date
    last_day: date


class Contradictions(Model):
    """All contradictions in which a person or an office stands, the latest first."""

    items: list[Contradiction]


def office_routes(snapshots: Snapshots) -> APIRouter:
    """`/offices/{id}`, `/offices/{id}/contradictions` and `/tenures`."""
    router = APIRouter(tags=["offices"])
    snapshot: Any = Depends(snapshots)

    def office(office_id: Id, session: Session = snapshot) -> Office:
        """One office, with its holders over time."""
        found = read_office(session, office_id)
        if found is None:
            raise HTTPException(404, _OFFICE)
        return Office.model_validate(found)

    def contradictions(office_id: Id, session: Session = snapshot) -> Contradictions:
        """The persons whom articles attest in one sole office at the same time."""
        if read_office(session, office_id) is None:
            raise HTTPException(404, _OFFICE)
        return Contradictions.model_validate({"items": contradictions_at(session, office_id)})

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
    answer(router, "/offices/{office_id}/contradictions", contradictions, Contradictions)
    answer(router, "/tenures", tenures, Rows[Tenure])
    return router
