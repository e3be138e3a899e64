"""People: found by their names, and one with offices over time."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from sqlalchemy.orm import Session

from db.read import list_people, read_person
from db.read.contradictions import contradictions_of
from db.read.people import count_articles
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
from web.api.offices import Began, Contradictions, Ended
from web.api.snapshot import Snapshots
from web.language import Said

_PERSON = Said("Không có người này.", "There is no such person.")


class PersonSummary(Model):
    """A person in a list."""

    person_id: int
    name: str
    province: str | None
    articles: int


class PersonTenure(Model):
    """An office of a person, and the days of publication between which articles attest it."""

    office_id: int
    title: str
    organization: str | None
    former: bool
    first_day: date | None
    last_day: date | None
    articles: int
    began: Began
    ended: Ended


class PersonFull(PersonSummary):
    """A person with the offices that articles attest, the latest first."""

    tenures: list[PersonTenure]


def people_routes(snapshots: Snapshots) -> APIRouter:
    """`/people`, `/people/{id}` and `/people/{id}/contradictions`."""
    router = APIRouter(prefix="/people", tags=["people"])
    snapshot: Any = Depends(snapshots)

    def people(  # noqa: PLR0913, PLR0917 -- what the address asks for
        request: Request,
        name: Name = None,
        province: Name = None,
        limit: Limit = 25,
        cursor: NamedCursor = None,
        session: Session = snapshot,
    ) -> Rows[PersonSummary]:
        """The people whom articles name, in the order of their names; `name` is a part of the name."""
        rows = list_people(
            session, name=name or None, province=province, limit=limit + 1, after=named_place(cursor)
        )
        page = page_of(request, PersonSummary, rows, limit, named_cursor)
        return Rows[PersonSummary].model_validate(page)

    def person(person_id: Id, session: Session = snapshot) -> PersonFull:
        """One person, with offices over time; `/articles` and `/awards` take `person`."""
        view = read_person(session, person_id)
        if view is None:
            raise HTTPException(404, _PERSON)
        return PersonFull.model_validate(asdict(view) | {"articles": count_articles(session, view.person_id)})

    def contradictions(person_id: Id, session: Session = snapshot) -> Contradictions:
        """Where articles contradict each other about a person's offices."""
        view = read_person(session, person_id)
        if view is None:
            raise HTTPException(404, _PERSON)
        return Contradictions.model_validate({"items": contradictions_of(session, view.person_id)})

    answer(router, "", people, Rows[PersonSummary])
    answer(router, "/{person_id}", person, PersonFull)
    answer(router, "/{person_id}/contradictions", contradictions, Contradictions)
    return router
