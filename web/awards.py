"""The awards: who honoured whom with what."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from db.engine import reading
from db.read import list_awards
from web.access import READERS
from web.addresses import PAGE_SIZE, Place, next_page, two_numbers
from web.render import Renderer


def award_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/awards` over a database."""
    router = APIRouter(dependencies=[READERS])

    @router.get("/awards", response_class=HTMLResponse)
    def awards(request: Request, before: Place = None) -> Response:
        """The awards, those of the newest articles first."""
        with reading(engine) as session:
            rows = list_awards(session, limit=PAGE_SIZE, before=two_numbers(before) if before else None)
        last = "{}.{}".format(*rows[-1].cursor) if len(rows) == PAGE_SIZE else None
        return renderer.page(
            request, "awards.html", section="/awards", rows=rows, next_page=next_page("/awards", last)
        )

    return router
