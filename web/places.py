"""Places: the country's units, one unit, and what the sites of a province reported on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BeforeValidator
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from db.engine import reading
from db.filters import ArticleFilter
from db.models import Site
from db.read import list_articles
from db.read.places import PlaceView, list_places, neighbouring_days, read_place
from web.access import READERS
from web.addresses import (
    MAX_ID,
    PAGE_SIZE,
    Name,
    Number,
    Place,
    address,
    next_by_name,
    next_page,
    whole_number,
)
from web.render import Renderer

Level = Annotated[
    Literal["country", "province", "district", "commune"] | None,
    BeforeValidator(lambda value: value or None),
    Query(),
]


def _news_of(session: Session, view: PlaceView) -> str | None:
    """The address of the last day on which a province's sites reported anything; none for other units."""
    if view.place.level != "province":
        return None
    name = view.place.bare_name
    last, _ = neighbouring_days(session, date.max, province=name)
    return address(f"/days/{last.isoformat()}", province=name) if last else None


def place_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/places`, `/places/{id}` and `/days/{day}` over a database."""
    router = APIRouter(dependencies=[READERS])

    @router.get("/places", response_class=HTMLResponse)
    def places(
        request: Request,
        name: Name = "",
        level: Level = None,
        after: Annotated[str | None, Query(max_length=200)] = None,
        after_id: Annotated[int, Query(le=MAX_ID)] = 0,
    ) -> Response:
        """Units by their names; nothing asked, the provinces."""
        shown = level or (None if name.strip() else "province")
        with reading(engine) as session:
            rows = list_places(
                session,
                name=name.strip() or None,
                level=shown,
                limit=PAGE_SIZE,
                after=(after, after_id) if after else None,
            )
        return renderer.page(
            request,
            "places.html",
            section="/places",
            rows=rows,
            name=name,
            level=level,
            next_page=next_by_name("/places", rows, name=name, level=level),
            first_page=address("/places", name=name, level=level) if after else None,
        )

    @router.get("/places/{place_id}", response_class=HTMLResponse)
    def place(request: Request, place_id: Number, before: Place = None) -> Response:
        """One unit: where it lies, what became of it, its bodies, persons and articles."""
        path = f"/places/{place_id}"
        with reading(engine) as session:
            view = read_place(session, place_id)
            if view is None:
                raise HTTPException(404)
            rows = list_articles(
                session,
                ArticleFilter(place=place_id),
                limit=PAGE_SIZE,
                before=whole_number(before) if before else None,
            )
            news = _news_of(session, view)
        more = next_page(path, rows[-1].cursor if len(rows) == PAGE_SIZE else None)
        return renderer.page(
            request,
            "place.html",
            section="/places",
            view=view,
            place=view.place,
            news=news,
            rows=rows,
            next_page=more,
            first_page=path if before else None,
        )

    @router.get("/days/{day}", response_class=HTMLResponse)
    def reported(request: Request, day: date, province: Name = "", before: Place = None) -> Response:
        """What the sites (of a province) reported on a day."""
        asked = province.strip() or None
        path = f"/days/{day.isoformat()}"
        with reading(engine) as session:
            provinces = session.scalars(select(Site.province).distinct().order_by(Site.province)).all()
            rows = list_articles(
                session,
                ArticleFilter(province=asked, since=day, until=day),
                limit=PAGE_SIZE,
                before=whole_number(before) if before else None,
            )
            earlier, later = neighbouring_days(session, day, province=asked)
        cursor = rows[-1].cursor if len(rows) == PAGE_SIZE else None
        return renderer.page(
            request,
            "day.html",
            section="/places",
            on=day,
            province=province,
            provinces=[(name, name) for name in provinces],
            rows=rows,
            earlier=earlier,
            later=later,
            next_page=next_page(path, cursor, province=province),
            first_page=address(path, province=province) if before else None,
        )

    return router
