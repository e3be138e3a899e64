"""The people whom articles name, and one person: offices over time, awards, articles."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from db.engine import reading
from db.filters import ArticleFilter
from db.read import AwardFilter, list_articles, list_awards, list_people, read_person
from web.access import READERS
from web.addresses import MAX_ID, PAGE_SIZE, Name, Number, address
from web.render import Renderer


def people_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/people` and `/people/{id}` over a database."""
    router = APIRouter(prefix="/people", dependencies=[READERS])

    @router.get("", response_class=HTMLResponse)
    def people(
        request: Request,
        name: Name = "",
        after: Annotated[str | None, Query(max_length=200)] = None,
        after_id: Annotated[int, Query(le=MAX_ID)] = 0,
    ) -> Response:
        """The people whom articles name, by their names."""
        with reading(engine) as session:
            place = (after, after_id) if after else None
            rows = list_people(session, name=name.strip() or None, limit=PAGE_SIZE, after=place)
        next_page = None
        if len(rows) == PAGE_SIZE:
            key, number = rows[-1].cursor
            next_page = address("/people", name=name, after=key, after_id=number)
        return renderer.page(
            request, "people.html", section="/people", rows=rows, name=name, next_page=next_page
        )

    @router.get("/{person_id}", response_class=HTMLResponse)
    def person(request: Request, person_id: Number) -> Response:
        """One person: offices over time, awards, articles."""
        with reading(engine) as session:
            person = read_person(session, person_id)
            if person is None:
                raise HTTPException(404)
            rows = list_articles(session, ArticleFilter(person=person_id))
            awards = list_awards(session, awards=AwardFilter(person=person_id))
        return renderer.page(
            request, "person.html", section="/people", person=person, rows=rows, awards=awards
        )

    return router
