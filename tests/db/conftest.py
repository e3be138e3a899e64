"""Every database test runs on SQLite, and on PostgreSQL where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_database, upgrade_database
from tests.databases import KINDS, empty_database
from tests.db.samples import Newsroom


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with empty_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    upgrade_database(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def newsroom(engine: Engine) -> Newsroom:
    return Newsroom(engine)
