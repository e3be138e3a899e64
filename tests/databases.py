"""Empty databases for tests, on SQLite and on PostgreSQL where TINTINH_TEST_POSTGRES names a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.postgres_server import VARIABLE

KINDS = ("sqlite", "postgresql")


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database of its own, gone after the block; skips where there is no server."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'test.sqlite'}"
        return
    server = os.environ.get(VARIABLE)
    if not server:
        pytest.skip(f"no PostgreSQL: {VARIABLE} is not set (make test-postgres sets it)")
    address = make_url(server).set(drivername="postgresql+psycopg")
    maintenance = create_engine(address, isolation_level="AUTOCOMMIT")
    name = f"test_{uuid4().hex}"
    with maintenance.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        try:
            yield address.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    maintenance.dispose()
