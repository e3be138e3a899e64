"""Articles that resemble each other: the list of pairs, and two of them side by side."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from db.engine import reading
from db.read import list_pairs, read_article
from web import wording
from web.access import READERS
from web.addresses import MAX_ID, PAGE_SIZE, Number, next_page
from web.differences import differences
from web.marks import marked_lines
from web.render import Renderer

Kind = Literal["", "identical", "copy", "excerpt", "update", "template", "different"]


def pair_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/pairs` and `/pairs/{a}/{b}` over a database."""
    router = APIRouter(prefix="/pairs", dependencies=[READERS])

    @router.get("", response_class=HTMLResponse)
    def pairs(
        request: Request, kind: Kind = "", before: Annotated[int | None, Query(le=MAX_ID)] = None
    ) -> Response:
        """Pairs of articles that resemble each other: suspected duplicates, or those of one kind."""
        wanted: dict[str, Any] = {"kind": kind} if kind else {"duplicate": True}
        with reading(engine) as session:
            rows = list_pairs(session, limit=PAGE_SIZE, before=before, **wanted)
        last = rows[-1].cursor if len(rows) == PAGE_SIZE else None
        return renderer.page(
            request,
            "pairs.html",
            section="/pairs",
            rows=rows,
            kinds=wording.KINDS,
            chosen=kind,
            next_page=next_page("/pairs", last, kind=kind),
        )

    @router.get("/{a_id}/{b_id}", response_class=HTMLResponse)
    def pair(request: Request, a_id: Number, b_id: Number) -> Response:
        """Two articles side by side, with the words that differ marked."""
        with reading(engine) as session:
            found = [
                pair
                for pair in list_pairs(session, article=a_id)
                if b_id in (pair.a.article_id, pair.b.article_id)
            ]
            views = [read_article(session, number) for number in (a_id, b_id)]
        a, b = views
        if not found or a is None or b is None:
            raise HTTPException(404)
        marks_a, marks_b = differences(a.text, b.text)
        sides = [(a, marked_lines(a.text, marks_a)), (b, marked_lines(b.text, marks_b))]
        return renderer.page(request, "pair.html", section="/pairs", pair=found[0], sides=sides)

    return router
