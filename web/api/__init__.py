"""The JSON API, `/api/v1`: what the pages show, for programs ([docs/api.md](../../docs/api.md)).

Every answer is a typed model of its own, made of the same readings as the pages; lists come in
pages with the address of the next one; every answer names the state of the database that it was
made of, so that a program can ask whether there is another (`web.api.snapshot`).
"""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import Engine

from web.access import READERS
from web.api.articles import article_routes
from web.api.awards import award_routes
from web.api.duplicates import duplicate_routes
from web.api.offices import office_routes
from web.api.organizations import organization_routes
from web.api.people import people_routes
from web.api.places import place_routes
from web.api.problems import PROBLEMS
from web.api.schema import description_routes
from web.api.sites import site_routes
from web.api.snapshot import Snapshots
from web.render import Renderer

PREFIX = "/api/v1"

_SECTIONS = (
    article_routes,
    people_routes,
    office_routes,
    organization_routes,
    place_routes,
    award_routes,
    duplicate_routes,
    site_routes,
)


def api(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/api/v1` over a database, its description, and a page that explains it."""
    snapshots = Snapshots(engine)
    routes = APIRouter(prefix=PREFIX, dependencies=[READERS], responses=PROBLEMS)
    for section in _SECTIONS:
        routes.include_router(section(snapshots))
    whole = APIRouter()
    whole.include_router(routes)
    whole.include_router(description_routes(routes, renderer))
    return whole
