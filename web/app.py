"""The pages: search, articles with their facts marked, people, awards, pairs, sites.

    app = make_app(engine)      # an ASGI application; only the review desk writes

Templates escape everything; a strict content security policy lets no crawled text act. Requests
that name another host than this machine are refused: a page elsewhere cannot pass for ours.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import FastAPI, HTTPException, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from db.engine import reading
from db.filters import ArticleFilter
from db.read import (
    ArticleRow,
    ArticleView,
    list_articles,
    list_awards,
    list_pairs,
    list_people,
    read_article,
    read_person,
    site_ledger,
    totals,
)
from db.search import Cursor, Hit, search
from db.stories import read_story
from web import wording
from web.access import READERS, refuse_undeclared
from web.differences import differences
from web.marks import Mark, Piece, marked_lines, pieces
from web.render import Renderer
from web.review import HEADERS as DESK_HEADERS
from web.review import review_desk
from web.sites import site_pages

HERE = FilePath(__file__).parent
PAGE_SIZE = 25
LOOPBACK = ("127.0.0.1", "localhost")
"""The names by which this machine is asked."""

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

_MAX_ID = 2**31 - 1

Number = Annotated[int, Path(ge=1, le=_MAX_ID)]
"""The id of something in the database."""
Place = Annotated[str | None, Query(max_length=60)]
"""Where the page before this one of a list ended."""


def make_app(engine: Engine) -> FastAPI:
    """The web application over a database."""
    app = FastAPI(title="Tin Tỉnh", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK, www_redirect=False)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    renderer = Renderer()
    app.include_router(review_desk(engine, renderer))
    app.include_router(site_pages(engine, renderer), dependencies=[READERS])
    pages = Pages(engine, renderer)
    for path, page in (
        ("/", pages.articles),
        ("/articles/{article_id}", pages.article),
        ("/people", pages.people),
        ("/people/{person_id}", pages.person),
        ("/awards", pages.awards),
        ("/pairs", pages.pairs),
        ("/pairs/{a_id}/{b_id}", pages.pair),
    ):
        app.get(path, response_class=HTMLResponse, dependencies=[READERS])(page)

    @app.middleware("http")
    async def add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        at_desk = request.url.path.startswith("/review")
        response.headers.update(_HEADERS | DESK_HEADERS if at_desk else _HEADERS)
        return response

    @app.exception_handler(StarletteHTTPException)
    async def show_error(request: Request, error: StarletteHTTPException) -> Response:
        message = error.detail if error.status_code != 404 or error.detail != "Not Found" else _NOTHING
        return pages.error(request, error.status_code, message)

    @app.exception_handler(RequestValidationError)
    async def show_bad_request(request: Request, error: RequestValidationError) -> Response:
        where = ", ".join(str(fault["loc"][-1]) for fault in error.errors())
        return pages.error(request, 400, f"giá trị không hợp lệ / not a valid value: {where}")

    refuse_undeclared(app)
    return app


_NOTHING = "Không có trang này. / There is no such page."


class Pages:
    """One method a page; each reads one state of the database."""

    def __init__(self, engine: Engine, renderer: Renderer) -> None:
        self._engine = engine
        self._page = renderer.page

    def articles(
        self,
        request: Request,
        q: Annotated[str, Query(max_length=300)] = "",
        site: Annotated[str, Query(max_length=100)] = "",
        stories: Annotated[bool, Query()] = False,  # noqa: FBT002 -- a box in a form
        before: Place = None,
    ) -> Response:
        """Articles, newest first: all of them, or those that hold the words searched for."""
        wanted = ArticleFilter(site=site or None, once_a_story=stories)
        with reading(self._engine) as session:
            find = _found if q.strip() else _all
            rows = find(session, q, wanted, before)
            stored = totals(session)
            sites = site_ledger(session)
        last = rows[-1][0].cursor if len(rows) == PAGE_SIZE else None
        figures = (
            ("Trang", "sites", stored.sites),
            ("Bài", "articles", stored.articles),
            ("Chuyện", "stories", stored.stories),
            ("Người", "people", stored.people),
            ("Chức vụ", "offices", stored.offices),
            ("Ngày", "dates", stored.dates),
            ("Khen thưởng", "awards", stored.awards),
            ("Nghi trùng", "suspected duplicates", stored.suspected_duplicates),
        )
        return self._page(
            request,
            "articles.html",
            section="/",
            rows=rows,
            figures=figures,
            sites=sites,
            query=q,
            chosen=site,
            stories=stories,
            next_page=_next_page("/", last, q=q, site=site, stories="1" if stories else ""),
        )

    def article(
        self, request: Request, article_id: Number, revision: Annotated[int | None, Query(le=_MAX_ID)] = None
    ) -> Response:
        """One article, or one revision of it, with its facts marked."""
        with reading(self._engine) as session:
            article = read_article(session, article_id, number=revision)
            pairs = list_pairs(session, article=article_id) if article else []
            story = read_story(session, article_id)
        if article is None:
            raise HTTPException(404)
        dates = {(date.text, date.start, date.end): date for date in article.dates}
        return self._page(
            request,
            "article.html",
            section="/",
            article=article,
            lines=marked_lines(article.text, _fact_marks(article)),
            captions={caption.text for caption in article.captions},
            dates=dates.values(),
            pairs=pairs,
            story=story,
        )

    def people(
        self,
        request: Request,
        name: Annotated[str, Query(max_length=100)] = "",
        after: Annotated[str | None, Query(max_length=200)] = None,
        after_id: Annotated[int, Query(le=_MAX_ID)] = 0,
    ) -> Response:
        """The people whom articles name, by their names."""
        with reading(self._engine) as session:
            place = (after, after_id) if after else None
            rows = list_people(session, name=name.strip() or None, limit=PAGE_SIZE, after=place)
        next_page = None
        if len(rows) == PAGE_SIZE:
            key, number = rows[-1].cursor
            next_page = f"/people?{urlencode({'name': name, 'after': key, 'after_id': number})}"
        return self._page(
            request, "people.html", section="/people", rows=rows, name=name, next_page=next_page
        )

    def person(self, request: Request, person_id: Number) -> Response:
        """One person: offices over time, awards, articles."""
        with reading(self._engine) as session:
            person = read_person(session, person_id)
            rows = list_articles(session, ArticleFilter(person=person_id))
            awards = list_awards(session, recipient=person_id)
        if person is None:
            raise HTTPException(404)
        return self._page(request, "person.html", section="/people", person=person, rows=rows, awards=awards)

    def awards(self, request: Request, before: Place = None) -> Response:
        """The awards, those of the newest articles first."""
        with reading(self._engine) as session:
            rows = list_awards(session, limit=PAGE_SIZE, before=_two_numbers(before))
        last = "{}.{}".format(*rows[-1].cursor) if len(rows) == PAGE_SIZE else None
        return self._page(
            request, "awards.html", section="/awards", rows=rows, next_page=_next_page("/awards", last)
        )

    def pairs(
        self,
        request: Request,
        kind: Literal["", "identical", "copy", "excerpt", "update", "template", "different"] = "",
        before: Annotated[int | None, Query(le=_MAX_ID)] = None,
    ) -> Response:
        """Pairs of articles that resemble each other: suspected duplicates, or those of one kind."""
        wanted: dict[str, Any] = {"kind": kind} if kind else {"duplicate": True}
        with reading(self._engine) as session:
            rows = list_pairs(session, limit=PAGE_SIZE, before=before, **wanted)
        last = rows[-1].cursor if len(rows) == PAGE_SIZE else None
        return self._page(
            request,
            "pairs.html",
            section="/pairs",
            rows=rows,
            kinds=wording.KINDS,
            chosen=kind,
            next_page=_next_page("/pairs", last, kind=kind),
        )

    def pair(self, request: Request, a_id: Number, b_id: Number) -> Response:
        """Two articles side by side, with the words that differ marked."""
        with reading(self._engine) as session:
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
        return self._page(request, "pair.html", section="/pairs", pair=found[0], sides=sides)

    def error(self, request: Request, code: int, message: str) -> Response:
        """A fault, in words."""
        return self._page(request, "error.html", status=code, section="", code=code, message=message)


Row = tuple[ArticleRow | Hit, list[Piece]]
"""An article in a list, and the piece of its text that a search found."""


def _all(session: Session, _query: str, wanted: ArticleFilter, before: str | None) -> list[Row]:
    place = _whole_number(before) if before is not None else None
    rows = list_articles(session, wanted, limit=PAGE_SIZE, before=place)
    return [(row, []) for row in rows]


def _found(session: Session, query: str, wanted: ArticleFilter, before: str | None) -> list[Row]:
    try:
        place = Cursor.parse(before) if before else None
    except ValueError as error:
        raise HTTPException(400, f"before: {error}") from error
    hits = search(
        session,
        query,
        site=wanted.site,
        once_a_story=wanted.once_a_story,
        limit=PAGE_SIZE,
        before=place,
    )
    return [
        (
            hit,
            pieces(hit.snippet.text, [Mark(span.start, span.end, "found", "") for span in hit.snippet.marks]),
        )
        for hit in hits
    ]


def _two_numbers(place: str | None) -> tuple[int, int] | None:
    if place is None:
        return None
    first, _, second = place.partition(".")
    return _whole_number(first), _whole_number(second)


def _whole_number(place: str) -> int:
    """A cursor's number; anything else is the reader's mistake, not ours."""
    if not (place.isascii() and place.isdigit() and len(place) < 19):
        raise HTTPException(400, f"before: {place!r} is no place in the list")
    return int(place)


def _next_page(path: str, before: object, **values: str) -> str | None:
    if before is None:
        return None
    kept = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode({**kept, 'before': str(before)})}"


def _fact_marks(article: ArticleView) -> list[Mark]:
    """Every fact at its place, with what it says."""
    marks = []
    for person in article.people:
        offices = "; ".join(office.full for office in person.offices)
        label = f"{person.name}: {offices}" if offices else person.name
        marks += [Mark(*mention.span, "person", label) for mention in person.mentions]
        marks += [Mark(*office.span, "office", f"{person.name}: {office.full}") for office in person.offices]
    for date in article.dates:
        days = wording.show_day(date.start)
        label = days if date.end == date.start else f"{days} – {wording.show_day(date.end)}"
        marks.append(Mark(*date.span, "date", label))
    for award in article.awards:
        recipient = f"{award.count} {award.recipient}" if award.count else award.recipient
        marks.append(Mark(*award.span, "award", f"{award.award} → {recipient or '?'}"))
    return marks
