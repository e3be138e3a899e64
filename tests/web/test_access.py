"""Every route says whom it lets in, and nothing that changes something is taken from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, FastAPI
from sqlalchemy import Engine

from db.models import METADATA, PRIVATE_TABLES
from db.views.readable import READABLE
from tests.databases import migrated_sqlite
from web.access import (
    ADMINS,
    READERS,
    Reader,
    UndeclaredAccess,
    declared_access,
    refuse_undeclared,
    require_role,
)
from web.app import make_app


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = migrated_sqlite(tmp_path / "access.sqlite")
    yield engine
    engine.dispose()


def page() -> str:
    return "a page"


def test_every_route_says_whom_it_lets_in(engine: Engine) -> None:
    declared = list(declared_access(make_app(engine)))
    assert [(method, path) for method, path, access in declared if access is None] == []
    assert ("GET", "/", "reader") in declared
    assert ("POST", "/review/undo", "editor") in declared


def test_an_application_with_a_route_that_says_nothing_does_not_start() -> None:
    app = FastAPI(openapi_url=None)
    router = APIRouter(prefix="/inner")
    router.get("/silent")(page)
    app.include_router(router, dependencies=[])
    with pytest.raises(UndeclaredAccess, match=r"GET /inner/silent: see web/access\.py"):
        refuse_undeclared(app)
    with pytest.raises(UndeclaredAccess, match=r"/openapi\.json"):
        refuse_undeclared(FastAPI())


def test_the_strictest_of_what_a_route_declares_holds() -> None:
    def judge(editor: Annotated[Reader, Depends(require_role("editor"))]) -> str:
        return editor.name

    app = FastAPI(openapi_url=None)
    router = APIRouter(dependencies=[READERS])
    router.post("/judge")(judge)
    router.get("/audit", dependencies=[ADMINS])(page)
    app.include_router(router)
    assert list(declared_access(app)) == [("POST", "/judge", "editor"), ("GET", "/audit", "admin")]


def test_no_view_export_or_query_shows_accounts() -> None:
    assert not PRIVATE_TABLES & set(READABLE)
    assert "accounts" in PRIVATE_TABLES
    assert "accounts" in METADATA.tables
