"""Sites and their ledger, the last runs, and how much is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query
from sqlalchemy.orm import Session

from db.read import latest_runs, site_history, site_ledger, totals
from web.api.lists import Limit, Model, answer
from web.api.snapshot import Snapshots
from web.language import Said

_SITE = Said("Không có trang này.", "There is no such site.")

SiteId = Annotated[str, Path(max_length=100)]
Runs = Annotated[int, Query(ge=1, le=100, description="how many of the last runs")]


class SiteRun(Model):
    """What one run did at one site, and what came of the pages that it fetched there."""

    run_id: int
    site_id: str
    started_at: datetime
    found: int
    fetched: int
    unchanged: int
    failed: int
    refused: int
    reasons: dict[str, int]
    error: str | None
    answer_ms: int | None
    articles_new: int
    articles_revised: int
    empty: int
    people: int
    offices: int
    dates: int
    awards: int
    duplicates: int


class Site(Model):
    """A site, its pages by state, and what its last run did there."""

    site_id: str
    name: str
    province: str
    vendor: str | None
    start_url: str
    pages: dict[str, int]
    articles: int
    last_run: SiteRun | None


class Sites(Model):
    """All sites."""

    items: list[Site]


class SiteFull(Site):
    """A site with what the last runs did there, the oldest first."""

    history: list[SiteRun]


class Run(Model):
    """One run of a command, and what it did at each site."""

    run_id: int
    command: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    error: str | None
    sites: list[SiteRun]


class RunList(Model):
    """The last runs, the newest first."""

    items: list[Run]


class Totals(Model):
    """How much is stored."""

    sites: int
    pages: dict[str, int]
    articles: int
    stories: int
    people: int
    offices: int
    dates: int
    awards: int
    suspected_duplicates: int


def site_routes(snapshots: Snapshots) -> APIRouter:
    """`/sites`, `/runs` and `/totals`."""
    router = APIRouter(tags=["sites"])
    snapshot: Any = Depends(snapshots)

    def sites(session: Session = snapshot) -> Sites:
        """All sites, by their ids: there are never so many that they need pages."""
        return Sites.model_validate({"items": site_ledger(session)})

    def site(site_id: SiteId, runs: Runs = 25, session: Session = snapshot) -> SiteFull:
        """One site, with its ledger."""
        found = next((row for row in site_ledger(session) if row.site_id == site_id), None)
        if found is None:
            raise HTTPException(404, _SITE)
        history = site_history(session, site_id, runs).get(site_id, [])
        known = Site.model_validate(found).model_dump()
        return SiteFull.model_validate({**known, "history": [SiteRun.model_validate(run) for run in history]})

    def runs(limit: Limit = 10, session: Session = snapshot) -> RunList:
        """The last runs of commands."""
        return RunList.model_validate({"items": latest_runs(session, limit)})

    def stored(session: Session = snapshot) -> Totals:
        """How many sites, pages, articles, stories and facts there are."""
        return Totals.model_validate(totals(session))

    answer(router, "/sites", sites, Sites)
    answer(router, "/sites/{site_id}", site, SiteFull)
    answer(router, "/runs", runs, RunList)
    answer(router, "/totals", stored, Totals)
    return router
