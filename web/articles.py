"""The first page: articles, newest first, and the search for words in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.engine import reading
from db.filters import ArticleFilter
from db.read import ArticleRow, Totals, list_articles, site_ledger, totals
from db.search import Cursor, Hit, search
from extract.fact import Span
from web.access import READERS
from web.addresses import PAGE_SIZE, Day, Name, Place, Words, next_page, no_place, whole_number
from web.language import Said
from web.marks import Mark, Piece, pieces
from web.render import Renderer

Row = tuple[ArticleRow | Hit, list[Piece], list[Piece]]
"""An article in a list, its title, and the piece of its text that a search found."""


def article_list_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/` over a database."""
    router = APIRouter(dependencies=[READERS])

    @router.get("/", response_class=HTMLResponse)
    def articles(  # noqa: PLR0913 -- what the address asks for
        request: Request,
        *,
        q: Words = "",
        site: Name = "",
        province: Name = "",
        since: Day = None,
        until: Day = None,
        stories: Annotated[bool, Query()] = False,
        before: Place = None,
    ) -> Response:
        """Articles, newest first: all of them, or those that hold the words searched for."""
        wanted = ArticleFilter(
            site=site or None, province=province or None, since=since, until=until, once_a_story=stories
        )
        with reading(engine) as session:
            find = _found if q.strip() else _all
            rows = find(session, q, wanted, before)
            stored = totals(session)
            sites = site_ledger(session)
        asked = {
            "q": q,
            "site": site,
            "province": province,
            "since": since,
            "until": until,
            "stories": stories,
        }
        return renderer.page(
            request,
            "articles.html",
            section="/",
            rows=rows,
            totals=_figures(stored),
            sites=[(site.site_id, site.name) for site in sites],
            provinces=[(name, name) for name in sorted({site.province for site in sites})],
            asked=asked,
            filtered=any(asked.values()),
            paged=before is not None,
            next_page=next_page("/", rows[-1][0].cursor if len(rows) == PAGE_SIZE else None, **asked),
        )

    return router


def _all(session: Session, _query: str, wanted: ArticleFilter, before: str | None) -> list[Row]:
    place = whole_number(before) if before is not None else None
    rows = list_articles(session, wanted, limit=PAGE_SIZE, before=place)
    return [(row, pieces(row.title, ()), []) for row in rows]


def _found(session: Session, query: str, wanted: ArticleFilter, before: str | None) -> list[Row]:
    try:
        place = Cursor.parse(before) if before else None
    except ValueError as error:
        raise HTTPException(400, no_place(before or "")) from error
    hits = search(session, query, wanted, limit=PAGE_SIZE, after=place)
    return [
        (hit, _marked(hit.title, hit.title_marks), _marked(hit.snippet.text, hit.snippet.marks))
        for hit in hits
    ]


def _marked(text: str, spans: Iterable[Span]) -> list[Piece]:
    return pieces(text, [Mark(span.start, span.end, "found", "") for span in spans])


def _figures(stored: Totals) -> tuple[tuple[Said, int, str], ...]:
    """What is in store: name, number, and the page that shows it."""
    return (
        (Said("Trang", "Sites"), stored.sites, "/sites"),
        (Said("Bài", "Articles"), stored.articles, "/"),
        (Said("Chuyện", "Stories"), stored.stories, "/?stories=1"),
        (Said("Người", "People"), stored.people, "/people"),
        (Said("Chức vụ", "Offices"), stored.offices, ""),
        (Said("Ngày", "Dates"), stored.dates, ""),
        (Said("Khen thưởng", "Awards"), stored.awards, "/awards"),
        (Said("Nghi trùng", "Suspected duplicates"), stored.suspected_duplicates, "/pairs"),
    )
