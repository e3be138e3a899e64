"""Databases for tests, on SQLite and on PostgreSQL where TINTINH_TEST_POSTGRES names a server.

with new_database("postgresql", tmp_path) as url: ...          # empty
with new_database("postgresql", tmp_path, copy_of=url) as copy: ...
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

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
