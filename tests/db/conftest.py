"""Every database test runs on SQLite, and on PostgreSQL where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import upgrade_database
from tests.databases import KINDS, new_database, opened
from tests.db.samples import Newsroom


@pytest.fixture(scope="session", params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def migrated_url(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with today's schema, to be copied: that is faster than to migrate each one."""
    with new_database(database_kind, tmp_path_factory.mktemp("migrated")) as url:
        with opened(url) as engine:
            upgrade_database(engine)
        yield url


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    with new_database(database_kind, tmp_path) as url:
        yield url


@pytest.fixture
def engine(database_kind: str, migrated_url: str, tmp_path: Path) -> Iterator[Engine]:
    """A database with today's schema and nothing in it."""
    with new_database(database_kind, tmp_path, copy_of=migrated_url) as url, opened(url) as engine:
        yield engine


@pytest.fixture
def newsroom(engine: Engine) -> Newsroom:
    return Newsroom(engine)
