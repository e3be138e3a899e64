"""How long a database may work on a question, said to each kind in its own way.

Queries of strangers (`db.sql`) and pages over what may be too much to count (`db.engine.reading_within`)
are ended by the same means. Nothing heavy is imported: the SQL worker starts anew for each query.
"""

from __future__ import annotations

import sqlite3
import time

_STEPS = 10_000
"""Steps of SQLite's machine between two looks at the clock."""
_POSTGRES_CANCELED = "57014"


class OutOfTime(Exception):
    """The database was not done within the time that it was given."""


def limit_sqlite(connection: sqlite3.Connection, seconds: float) -> None:
    """From now on, interrupt whatever the connection runs once this time is over."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)


def unlimit_sqlite(connection: sqlite3.Connection) -> None:
    """Let the connection take its time again."""
    connection.set_progress_handler(None, 0)


def limit_postgresql(seconds: float) -> str:
    """The statement behind which each other one of the transaction is canceled after this time."""
    # 0 would mean no limit at all.
    return f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}"


def ran_out(error: BaseException | None) -> bool:
    """Whether this is how a driver says that such a limit was reached."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    return code == sqlite3.SQLITE_INTERRUPT or getattr(error, "sqlstate", None) == _POSTGRES_CANCELED
