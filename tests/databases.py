"""Databases for tests, on SQLite and on PostgreSQL where TINTINH_TEST_POSTGRES names a server.

with new_database("postgresql", tmp_path) as url: ...          # empty
with new_database("postgresql", tmp_path, copy_of=url) as copy, opened(copy) as engine: ...
engine = migrated_sqlite(tmp_path / "tintinh.sqlite")          # today's schema, without migrating each one
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from db.engine import open_database, upgrade_database
from tests.postgres_server import VARIABLE

KINDS = ("sqlite", "postgresql")


@contextmanager
def new_database(kind: str, folder: Path, *, copy_of: str | None = None) -> Iterator[str]:
    """The address of a database of its own, gone after the block; skips where there is no server.

    It is empty, or a copy of another one of the kind, which nobody may have open.
    """
    name = f"test_{uuid4().hex}"
    if kind == "sqlite":
        path = folder / f"{name}.sqlite"
        if copy_of is not None:
            shutil.copyfile(make_url(copy_of).database or "", path)
        yield f"sqlite:///{path}"
        return
    server = os.environ.get(VARIABLE)
    if not server:
        pytest.skip(f"no PostgreSQL: {VARIABLE} is not set (make test-postgres sets it)")
    address = make_url(server).set(drivername="postgresql+psycopg")
    template = make_url(copy_of).database if copy_of is not None else "template0"
    maintenance = create_engine(address, isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        try:
            yield address.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    maintenance.dispose()


def migrated_sqlite(path: Path) -> Engine:
    """A database with today's schema and nothing of its own in it, at a path where there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_migrated())
    return open_database(f"sqlite:///{path}")


@cache
def _migrated() -> bytes:
    """What the migrations make of an empty file; they take the better part of a second, each time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "migrated.sqlite"
        engine = open_database(f"sqlite:///{path}")
        upgrade_database(engine)
        engine.dispose()
        return path.read_bytes()


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """The database at the address, let go of after the block."""
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()
