"""Bodies: a list, and one body with the holders of its offices, its awards and the bodies around it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BeforeValidator
from sqlalchemy import Engine

from db.engine import reading
from db.filters import ArticleFilter
from db.read import list_articles
from db.read.organizations import list_organizations, read_organization
from db.read.speakers import speakers_of
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
    two_numbers,
    whole_number,
)
from web.render import Renderer

Level = Annotated[
    Literal["centre", "province", "district", "commune", "other"] | None,
    BeforeValidator(lambda value: value or None),
    Query(),
]


def organization_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/organizations` and `/organizations/{id}` over a database."""
    router = APIRouter(prefix="/organizations", dependencies=[READERS])

    @router.get("", response_class=HTMLResponse)
    def organizations(
        request: Request,
        name: Name = "",
        level: Level = None,
        after: Annotated[str | None, Query(max_length=400)] = None,
        after_id: Annotated[int, Query(le=MAX_ID)] = 0,
    ) -> Response:
        """The bodies whose officials articles name, by their names."""
        with reading(engine) as session:
            rows = list_organizations(
                session,
                name=name.strip() or None,
                level=level,
                limit=PAGE_SIZE,
                after=(after, after_id) if after else None,
            )
        return renderer.page(
            request,
            "organizations.html",
            section="/organizations",
            rows=rows,
            name=name,
            level=level,
            next_page=next_by_name("/organizations", rows, name=name, level=level),
            first_page=address("/organizations", name=name, level=level) if after else None,
        )

    @router.get("/{organization_id}", response_class=HTMLResponse)
    def organization(
        request: Request, organization_id: Number, before: Place = None, speakers: Place = None
    ) -> Response:
        """One body: who held its offices, who spoke, what it gave and received, the bodies around it."""
        path = f"/organizations/{organization_id}"
        with reading(engine) as session:
            body = read_organization(session, organization_id)
            if body is None:
                raise HTTPException(404)
            rows = list_articles(
                session,
                ArticleFilter(organization=organization_id),
                limit=PAGE_SIZE,
                before=whole_number(before) if before else None,
            )
            spoke = speakers_of(
                session,
                organization_id,
                limit=PAGE_SIZE,
                after=two_numbers(speakers) if speakers else None,
            )
        further = "{}.{}".format(*spoke[-1].cursor) if len(spoke) == PAGE_SIZE else None
        more = next_page(path, rows[-1].cursor if len(rows) == PAGE_SIZE else None)
        return renderer.page(
            request,
            "organization.html",
            section="/organizations",
            body=body,
            rows=rows,
            speakers=spoke,
            next_speakers=address(path, speakers=further) if further else None,
            first_speakers=path if speakers else None,
            next_page=more,
            first_page=path if before else None,
        )

    return router
