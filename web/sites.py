"""The ledger's pages: all sites with the alarms that stand, and one site over time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from night.charts import site_charts
from night.report import read_night
from web.access import READERS
from web.render import Renderer

_RUNS_SHOWN = 10

SiteId = Annotated[str, Path(max_length=100)]


def site_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/sites` and `/sites/{id}` over a database."""
    router = APIRouter(dependencies=[READERS])

    @router.get("/sites", response_class=HTMLResponse)
    def sites(request: Request) -> Response:
        night = read_night(engine, datetime.now(UTC))
        return renderer.page(
            request,
            "sites.html",
            section="/sites",
            rows=night.sites,
            runs=night.runs[:_RUNS_SHOWN],
            alarms=night.alarms,
        )

    @router.get("/sites/{site_id}", response_class=HTMLResponse)
    def site(request: Request, site_id: SiteId) -> Response:
        night = read_night(engine, datetime.now(UTC))
        row = next((row for row in night.sites if row.site_id == site_id), None)
        if row is None:
            raise HTTPException(404)
        lines = night.history.get(site_id, ())
        return renderer.page(
            request,
            "site.html",
            section="/sites",
            site=row,
            lines=list(reversed(lines)),
            charts=site_charts(lines) if lines else [],
            alarms=[alarm for alarm in night.alarms if alarm.site_id == site_id],
        )

    return router
