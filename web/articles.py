"""The first page: articles, newest first, and the search for words in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.engine import reading
from db.filters import ArticleFilter
from db.query import parse_query
from db.read import ArticleRow, Totals, list_articles, list_sites, totals
from db.search import Cursor, Hit, search
from db.search_entities import Entities, find_entities
from db.search_ladder import Order
from extract.fact import Span
from web import wording
from web.access import READERS
from web.addresses import PAGE_SIZE, Day, Id, Name, Place, Words, address, next_page, no_place, whole_number
from web.language import Said
from web.marks import Mark, Piece, pieces
from web.remembered import Remembered
from web.render import Renderer

Row = tuple[ArticleRow | Hit, list[Piece], list[Piece]]
"""An article in a list, its title, and the piece of its text that a search found."""


Kind = Literal["", "article", "notice", "empty"]
Ordering = Literal["", "rank"]

_KINDS = ("article", "notice", "empty")
_ORDERS = (("", Said("mới nhất trước", "newest first")), ("rank", Said("sát nhất trước", "best match first")))


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the articles; `values` are its parts, in the order they are written in."""

    query: str
    wanted: ArticleFilter
    order: Order
    before: str | None
    values: dict[str, object]

    @property
    def data_address(self) -> str | None:
        """Where the same articles can be taken away; none where the data sets cannot be asked for them."""
        if any(self.values[name] for name in ("office", "award", "kind")):
            return None
        same = ("q", "site", "province", "since", "until", "person", "stories")
        return address("/data", **{name: self.values[name] for name in same})


def asked_articles(  # noqa: PLR0913 -- what the address asks for
    *,
    q: Words = "",
    site: Name = "",
    province: Name = "",
    office: Name = "",
    award: Name = "",
    kind: Kind = "",
    since: Day = None,
    until: Day = None,
    person: Id = None,
    stories: Annotated[bool, Query()] = False,
    order: Ordering = "",
    before: Place = None,
) -> Asked:
    """The articles that the address asks for."""
    values: dict[str, object] = {
        "q": q, "site": site, "province": province, "office": office, "award": award, "kind": kind,
        "since": since, "until": until, "person": person, "stories": stories, "order": order,
    }  # fmt: skip
    wanted = ArticleFilter(
        site=site or None,
        province=province or None,
        office=office or None,
        award=award or None,
        kind=kind or None,
        since=since,
        until=until,
        person=person,
        once_a_story=stories,
    )
    return Asked(q, wanted, order or "newest", before, values)


def article_list_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/` over a database."""
    router = APIRouter(dependencies=[READERS])
    stored = Remembered(totals)

    @router.get("/", response_class=HTMLResponse)
    def articles(request: Request, asked: Annotated[Asked, Depends(asked_articles)]) -> Response:
        """Articles, newest first: all of them, or those that hold the words searched for."""
        filtered = any(asked.values.values())
        with reading(engine) as session:
            rows = _found(session, asked) if asked.query.strip() else _all(session, asked)
            named = find_entities(session, asked.query) if asked.before is None else Entities()
            figures = () if filtered else _figures(stored.of(session))
            sites = list_sites(session)
        last = rows[-1][0].cursor if len(rows) == PAGE_SIZE else None
        return renderer.page(
            request,
            "articles.html",
            section="/",
            rows=rows,
            stored=figures,
            sites=[(site.site_id, site.name) for site in sites],
            provinces=[(name, name) for name in sorted({site.province for site in sites})],
            kinds=[(kind, wording.ARTICLE_KINDS[kind]) for kind in _KINDS],
            orders=_ORDERS,
            hints=[Said(hint.vietnamese, hint.english) for hint in parse_query(asked.query).hints],
            named=named,
            asked=asked.values,
            data_address=asked.data_address,
            filtered=filtered,
            paged=asked.before is not None,
            next_page=next_page("/", last, **asked.values),
        )

    return router


def _all(session: Session, asked: Asked) -> list[Row]:
    place = whole_number(asked.before) if asked.before is not None else None
    rows = list_articles(session, asked.wanted, limit=PAGE_SIZE, before=place)
    return [(row, pieces(row.title, ()), []) for row in rows]


def _found(session: Session, asked: Asked) -> list[Row]:
    try:
        place = Cursor.parse(asked.before) if asked.before is not None else None
    except ValueError as error:
        raise HTTPException(400, no_place(asked.before or "")) from error
    hits = search(session, asked.query, asked.wanted, order=asked.order, limit=PAGE_SIZE, after=place)
    return [(hit, _marked(hit.title, hit.title_marks), _snippet(hit)) for hit in hits]


def _snippet(hit: Hit) -> list[Piece]:
    found = _marked(hit.snippet.text, hit.snippet.marks)
    before = [Piece("… ", (), 0)] if hit.snippet.cut_before else []
    after = [Piece(" …", (), 0)] if hit.snippet.cut_after else []
    return [*before, *found, *after]


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
