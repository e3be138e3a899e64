"""One office: its holders over time."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from db.engine import reading
from db.read.contradictions import contradictions_at
from db.read.offices import read_office
from web.access import READERS
from web.addresses import Number
from web.render import Renderer
from web.timeline import Scale, tenure_bar


def office_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/offices/{id}` over a database."""
    router = APIRouter(prefix="/offices", dependencies=[READERS])

    @router.get("/{office_id}", response_class=HTMLResponse)
    def office(request: Request, office_id: Number) -> Response:
        """One office, and who held it when, as articles attest it."""
        with reading(engine) as session:
            office = read_office(session, office_id)
            contradictions = contradictions_at(session, office_id)
        if office is None:
            raise HTTPException(404)
        scale = Scale.over(day for one in office.holders for day in (one.first_day, one.last_day))
        return renderer.page(
            request,
            "office.html",
            section="/people",
            office=office,
            years=scale.years if scale else None,
            holders=[(one, tenure_bar(scale, one, one.name)) for one in office.holders],
            contradictions=contradictions,
        )

    return router
