"""What state of the database a session sees, as a short text: equal texts, equal contents.

Cheap enough to be asked at every request, so that an answer made of the same state need not be
made again (HTTP's `ETag`).
"""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

_LAST_VERSION = 2**31 - 1


def data_version(session: Session) -> str:
    """The state that the session sees; another text after any transaction that wrote.

    On SQLite it is the number of writing transactions, which `count_writer` keeps; on PostgreSQL the
    transactions that the session's snapshot sees. A session of `db.engine.reading` sees one state.
    """
    if session.get_bind().dialect.name == "sqlite":
        return str(session.scalars(text("PRAGMA user_version")).one())
    return str(session.scalars(text("SELECT pg_current_snapshot()::text")).one()).replace(":", "-")


def count_writer(connection: Connection) -> None:
    """Count a transaction of SQLite that may write, in it: undone, it has not been counted."""
    # Past SQLAlchemy, which would take ten times as long, and this is done at every transaction.
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA user_version")
    (version,) = cursor.fetchall()[0]
    cursor.execute(f"PRAGMA user_version = {version % _LAST_VERSION + 1}")
    cursor.close()
