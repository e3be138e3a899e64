"""The people whom articles name, and one person: offices over time, awards, company, articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup
from sqlalchemy import Engine

from db.engine import reading
from db.filters import ArticleFilter
from db.read import (
    AwardFilter,
    AwardRow,
    list_articles,
    list_awards,
    list_people,
    list_sites,
    read_person,
)
from db.read.companions import read_company
from db.read.contradictions import contradictions_of
from db.read.identity import appearances_of
from web.access import READERS
from web.addresses import MAX_ID, PAGE_SIZE, Name, Number, Place, next_by_name, next_page, whole_number
from web.render import Renderer
from web.timeline import Scale, tenure_bar
from web.wording import show_day

_AWARDS_SHOWN = 50
"""The latest; the awards explorer has them all."""
_REASONS_SHOWN = 3
"""Appearances whose reasons are shown; all of them are at the identity desk."""


def people_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/people` and `/people/{id}` over a database."""
    router = APIRouter(prefix="/people", dependencies=[READERS])

    @router.get("", response_class=HTMLResponse)
    def people(
        request: Request,
        *,
        name: Name = "",
        province: Name = "",
        after: Annotated[str | None, Query(max_length=200)] = None,
        after_id: Annotated[int, Query(le=MAX_ID)] = 0,
    ) -> Response:
        """The people whom articles name, by their names."""
        with reading(engine) as session:
            rows = list_people(
                session,
                name=name.strip() or None,
                province=province or None,
                limit=PAGE_SIZE,
                after=(after, after_id) if after else None,
            )
            provinces = sorted({site.province for site in list_sites(session)})
        asked = {"name": name, "province": province}
        return renderer.page(
            request,
            "people.html",
            section="/people",
            rows=rows,
            asked=asked,
            provinces=[(one, one) for one in provinces],
            paged=after is not None,
            next_page=next_by_name("/people", rows, **asked),
        )

    @router.get("/{person_id}", response_class=HTMLResponse)
    def person(request: Request, person_id: Number, before: Place = None) -> Response:
        """One person: offices over time, awards, who was with them, articles."""
        place = whole_number(before) if before is not None else None
        with reading(engine) as session:
            person = read_person(session, person_id)
            if person is None:
                raise HTTPException(404)
            if person.person_id != person_id:  # merged: links to the old number lead on
                return RedirectResponse(f"/people/{person.person_id}", 301)
            articles = ArticleFilter(person=person_id)
            rows = list_articles(session, articles, limit=PAGE_SIZE, before=place)
            honoured = AwardFilter(person=person_id)
            awards = list_awards(session, awards=honoured, limit=_AWARDS_SHOWN + 1)
            company = read_company(session, person_id)
            contradictions = contradictions_of(session, person_id)
            least_sure = appearances_of(session, person_id, limit=_REASONS_SHOWN)
        more_awards, awards = len(awards) > _AWARDS_SHOWN, awards[:_AWARDS_SHOWN]
        scale = Scale.over(
            [day for one in person.tenures for day in (one.first_day, one.last_day)]
            + [award.published_day for award in awards]
        )
        last = rows[-1].cursor if len(rows) == PAGE_SIZE else None
        return renderer.page(
            request,
            "person.html",
            section="/people",
            person=person,
            years=scale.years if scale else None,
            tenures=[(one, tenure_bar(scale, one, one.title)) for one in person.tenures],
            awards=awards,
            more_awards=more_awards,
            award_ticks=_ticks(scale, awards),
            company=company,
            contradictions=contradictions,
            least_sure=least_sure,
            rows=rows,
            paged=before is not None,
            next_page=next_page(f"/people/{person_id}", last),
        )

    return router


def _ticks(scale: Scale | None, awards: Sequence[AwardRow]) -> Markup:
    dated = [
        (award.published_day, f"{award.award}: {show_day(award.published_day)}")
        for award in awards
        if award.published_day
    ]
    return scale.ticks(dated, "award") if scale and dated else Markup()
