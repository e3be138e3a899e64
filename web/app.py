"""The pages over a database, put together from their sections.

    app = make_app(engine)      # an ASGI application; only the desks write

Each section is a module with a factory that makes its router; a new one is a line in `_SECTIONS`.
Templates escape everything; a strict content security policy lets no crawled text act. Requests
that name another host than this machine are refused: a page elsewhere cannot pass for ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.exceptions import HTTPException as StarletteHTTPException

from config import WebSettings
from db.sql.ask import Asking
from web.access import SignInNeeded, refuse_undeclared
from web.accounts import account_pages, to_sign_in
from web.api import api
from web.api.problems import faults, is_api, problem
from web.api.snapshot import NotModified
from web.article import article_pages
from web.articles import article_list_pages
from web.awards import award_pages
from web.captures import capture_pages
from web.corrections import correction_pages
from web.data import data_pages
from web.house import House
from web.identity_desk import identity_pages
from web.language import Said
from web.offices import office_pages
from web.organizations import organization_pages
from web.pairs import pair_pages
from web.people import people_pages
from web.places import place_pages
from web.render import Renderer
from web.review import review_desk
from web.revisions import revision_pages
from web.shield import ErrorPage, protect
from web.sites import site_pages
from web.sql import sql_pages

LOCAL = WebSettings()
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
    account_pages,
)


def make_app(
    engine: Engine, archive: Path | None = None, sql_database: str = "", settings: WebSettings = LOCAL
) -> FastAPI:
    """The web application over a database, and over the folder of its archive where it is on this machine.

    `sql_database` is how a role that only reads reaches PostgreSQL, for the page `/sql`. With the
    default settings the application is for this machine alone.
    """
    # An address has one form: a redirect to it would name a scheme, which behind a proxy is not ours.
    app = FastAPI(title="Tin Tỉnh", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.house = House(engine, settings)
    app.mount("/static", StaticFiles(directory=_STATIC))
    renderer = Renderer()
    for section in _SECTIONS:
        app.include_router(section(engine, renderer))
    app.include_router(capture_pages(engine, renderer, archive))
    app.include_router(sql_pages(renderer, Asking.of(engine, sql_database)))
    protect(app, _answer_errors(app, renderer))
    refuse_undeclared(app)
    return app


def _answer_errors(app: FastAPI, renderer: Renderer) -> ErrorPage:
    """Faults are said in words, on a page like the others; to a program, as a problem.

    Returns what says them.
    """

    def page(
        request: Request, code: int, message: Said | str, headers: Mapping[str, str] | None = None
    ) -> Response:
        if is_api(request):
            return problem(request, code, message, headers=headers)
        answer = renderer.page(request, "error.html", status=code, section="", code=code, message=message)
        answer.headers.update(headers or {})
        return answer

    @app.exception_handler(StarletteHTTPException)
    async def show_error(request: Request, error: StarletteHTTPException) -> Response:
        nothing = error.status_code == 404 and error.detail == "Not Found"
        return page(request, error.status_code, _NOTHING if nothing else error.detail, error.headers)

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

    @app.exception_handler(SignInNeeded)
    async def ask_to_sign_in(request: Request, error: SignInNeeded) -> Response:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return to_sign_in(request)
        return await show_error(request, error)

    return page
