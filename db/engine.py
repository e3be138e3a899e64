"""Open the database and work in transactions, the same on SQLite and PostgreSQL.

    engine = open_database("sqlite:///data/tintinh.sqlite")
    upgrade_database(engine)
    with transaction(engine) as session:
        ...  # all of it is stored, or nothing

The schema's version is `db.schema`'s business and its health `db.check`'s; both are
offered here too, so that a caller needs one import.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from db.problems import DatabaseFull, DatabaseProblem, DatabaseTooNew, DatabaseTooOld, NotOurDatabase
from db.time_limit import OutOfTime, limit_postgresql, limit_sqlite, ran_out, unlimit_sqlite
from db.version import count_writer

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

    from db.check import check_database
    from db.schema import require_current, upgrade_database

__all__ = [
    "DatabaseFull",
    "DatabaseProblem",
    "DatabaseTooNew",
    "DatabaseTooOld",
    "NotOurDatabase",
    "OutOfTime",
    "check_database",
    "open_database",
    "reading",
    "reading_within",
    "require_current",
    "transaction",
    "upgrade_database",
    "writing",
]

_OFFERED = {
    "check_database": "db.check",
    "require_current": "db.schema",
    "upgrade_database": "db.schema",
}
"""Loaded when first used: Alembic takes a good part of the start of a process that needs no schema."""

BUSY_TIMEOUT_MS = 60_000
"""How long a process waits for another one's write to SQLite."""

_POSTGRES_DISK_FULL = "53100"
_READS_ONLY = "tintinh_reads_only"
"""Where it is noted of a connection to SQLite that it refuses to write for now."""


def __getattr__(name: str) -> object:
    if name not in _OFFERED:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_OFFERED[name]), name)


def open_database(url: str) -> Engine:
    """An engine for `sqlite:///PATH` or `postgresql://…`; nothing is created but an SQLite file's folder.

    Raises `DatabaseProblem` for any other address and where PostgreSQL's driver is missing.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        msg = f"database address {url!r}: write sqlite:///PATH or postgresql://USER@HOST/NAME"
        raise DatabaseProblem(msg) from error
    if address.drivername in {"postgresql", "postgresql+psycopg"}:
        try:
            return create_engine(address.set(drivername="postgresql+psycopg"))
        except ModuleNotFoundError as error:
            msg = "PostgreSQL needs its driver: pip install 'tintinh[postgres]'"
            raise DatabaseProblem(msg) from error
    if address.drivername != "sqlite" or not address.database or address.database == ":memory:":
        shown = address.render_as_string(hide_password=True)
        msg = f"database address {shown!r}: write sqlite:///PATH or postgresql://USER@HOST/NAME"
        raise DatabaseProblem(msg)
    Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # Without this the driver would begin transactions by itself, and late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that first reads and then writes fails with SQLITE_BUSY when another one
    # wrote in between; taking the write lock at once makes writers queue instead.
    reads = connection.get_execution_options().get("tintinh_reads", False)
    if connection.info.get(_READS_ONLY, False) is not reads:
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads else 'OFF'}")
        connection.info[_READS_ONLY] = reads
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
    if not reads:
        count_writer(connection)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session whose work is committed at the end of the block, or undone if it raises.

    Raises `DatabaseFull` where the disk is full.
    """
    with _fullness_told(engine), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection whose work is committed at the end of the block, or undone if it raises.

    For steps so frequent that a session would cost more than what it does. Raises `DatabaseFull`
    where the disk is full.
    """
    with _fullness_told(engine), engine.begin() as connection:
        yield connection


@contextmanager
def _fullness_told(engine: Engine) -> Iterator[None]:
    """Tell a full disk from the other faults that a database can have."""
    try:
        yield
    except OperationalError as error:
        if _is_full(error):
            place = engine.url.render_as_string(hide_password=True)
            msg = f"the disk is full: nothing of this step was written to {place}; free some space and go on"
            raise DatabaseFull(msg) from error
        raise


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the database, waits for no writer and refuses to write."""
    if engine.dialect.name == "postgresql":
        reader = engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
    else:
        reader = engine.execution_options(tintinh_reads=True)
    with Session(reader, expire_on_commit=False) as session:
        yield session


@contextmanager
def reading_within(engine: Engine, seconds: float) -> Iterator[Session]:
    """As `reading`, but raises `OutOfTime` where a question takes the database longer than that.

    On SQLite the time is that of the whole block, on PostgreSQL that of each question.
    """
    with reading(engine) as session:
        connection = session.connection()
        sqlite = connection.connection.driver_connection if engine.dialect.name == "sqlite" else None
        if isinstance(sqlite, sqlite3.Connection):
            limit_sqlite(sqlite, seconds)
        else:
            connection.exec_driver_sql(limit_postgresql(seconds))
        try:
            yield session
        except DBAPIError as error:
            if ran_out(error.orig):
                raise OutOfTime from error
            raise
        finally:
            if isinstance(sqlite, sqlite3.Connection):  # others use the connection after us
                unlimit_sqlite(sqlite)


def _is_full(error: OperationalError) -> bool:
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorcode == sqlite3.SQLITE_FULL
    return getattr(cause, "sqlstate", None) == _POSTGRES_DISK_FULL
