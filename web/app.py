"""The pages over a database, put together from their sections.

    app = make_app(engine)      # an ASGI application; only the desks write

Each section is a module with a factory that makes its router; a new one is a line in `_SECTIONS`.
Templates escape everything; a strict content security policy lets no crawled text act. Requests
that name another host than this machine are refused: a page elsewhere cannot pass for ours.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from db.sql.ask import Asking
from web.access import refuse_undeclared
from web.api import api
from web.api.problems import faults, is_api, problem
from web.api.snapshot import NotModified
from web.article import article_pages
from web.articles import article_list_pages
from web.awards import award_pages
from web.captures import capture_pages
from web.corrections import correction_pages
from web.data import data_pages
from web.headers import headers_for
from web.identity_desk import identity_pages
from web.language import Said, remember_language
from web.offices import office_pages
from web.organizations import organization_pages
from web.pairs import pair_pages
from web.people import people_pages
from web.places import place_pages
from web.render import Renderer
from web.review import review_desk
from web.revisions import revision_pages
from web.sites import site_pages
from web.sql import sql_pages

LOOPBACK = ("127.0.0.1", "localhost")
"""The names by which this machine is asked."""

_STATIC = Path(__file__).parent / "static"
_NOTHING = Said("Không có trang này.", "There is no such page.")

_SECTIONS: tuple[Callable[[Engine, Renderer], APIRouter], ...] = (
    article_list_pages,
    article_pages,
    revision_pages,
    people_pages,
    office_pages,
    organization_pages,
    place_pages,
    award_pages,
    pair_pages,
    review_desk,
    correction_pages,
    identity_pages,
    site_pages,
    api,
    data_pages,
)


def make_app(engine: Engine, archive: Path | None = None, sql_database: str = "") -> FastAPI:
    """The web application over a database, and over the folder of its archive where it is on this machine.

    `sql_database` is how a role that only reads reaches PostgreSQL, for the page `/sql`.
    """
    app = FastAPI(title="Tin Tỉnh", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK, www_redirect=False)
    app.mount("/static", StaticFiles(directory=_STATIC))
    renderer = Renderer()
    for section in _SECTIONS:
        app.include_router(section(engine, renderer))
    app.include_router(capture_pages(engine, renderer, archive))
    app.include_router(sql_pages(renderer, Asking.of(engine, sql_database)))
    _answer_errors(app, renderer)

    @app.middleware("http")
    async def add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        for name, value in headers_for(request.url.path).items():
            response.headers.setdefault(name, value)
        remember_language(request, response)
        return response

    refuse_undeclared(app)
    return app


def _answer_errors(app: FastAPI, renderer: Renderer) -> None:
    """Faults are said in words, on a page like the others; to a program, as a problem."""

    def page(request: Request, code: int, message: Said | str) -> Response:
        return renderer.page(request, "error.html", status=code, section="", code=code, message=message)

    @app.exception_handler(StarletteHTTPException)
    async def show_error(request: Request, error: StarletteHTTPException) -> Response:
        nothing = error.status_code == 404 and error.detail == "Not Found"
        said = _NOTHING if nothing else error.detail
        if is_api(request):
            return problem(request, error.status_code, said, headers=error.headers)
        return page(request, error.status_code, said)

    @app.exception_handler(RequestValidationError)
    async def show_bad_request(request: Request, error: RequestValidationError) -> Response:
        where = ", ".join(str(fault["loc"][-1]) for fault in error.errors())
        said = Said(f"giá trị không hợp lệ: {where}", f"not a valid value: {where}")
        if is_api(request):
            return problem(request, 400, said, faults(error.errors()))
        return page(request, 400, said)

    @app.exception_handler(NotModified)
    async def say_so(_request: Request, known: NotModified) -> Response:
        return known.response()
