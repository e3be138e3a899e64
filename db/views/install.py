"""Put the views into a database, and tell whether they are this program's.

Views follow from the tables and hold nothing, so they are no steps of the migrations: a migration
that builds a table anew could not pass under a view of it. Every upgrade takes them away, migrates,
and makes them as the program defines them, in one transaction. The definition itself is kept beside
each view: on SQLite the database keeps its text, on PostgreSQL a comment on the view holds a digest.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, text

from db.views import VIEWS, View
from db.views.readable import grant_reading

_OURS = "Tin Tỉnh"
"""Stands in the mark beside each view that is ours: other views are left alone."""

_STORED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'view'",
    "postgresql": "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class"
    " WHERE relkind = 'v' AND relnamespace = current_schema()::regnamespace",
}
_READERS = """
SELECT DISTINCT grantee FROM information_schema.role_table_grants
WHERE table_schema = current_schema() AND table_name = 'v_articles'
  AND privilege_type = 'SELECT' AND grantee <> grantor
"""


def views_are_ours(connection: Connection) -> bool:
    """Whether the database holds the views of this program as it defines them, and no older ones."""
    return _stored(connection) == {view.name: _mark(view, connection) for view in VIEWS}


def drop_views(connection: Connection) -> tuple[str, ...]:
    """Take all views away; the answer names the roles of PostgreSQL that could read them."""
    readers: tuple[str, ...] = ()
    if connection.dialect.name == "postgresql":
        readers = tuple(connection.scalars(text(_READERS)))
    for name in _stored(connection):
        connection.execute(text(f"DROP VIEW {_quoted(connection, name)}"))
    return readers


def create_views(connection: Connection, readers: tuple[str, ...] = ()) -> None:
    """Make all views; on PostgreSQL these roles may read them, as before."""
    for view in VIEWS:
        connection.exec_driver_sql(view.sql(connection.dialect))
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"COMMENT ON VIEW {view.name} IS '{_mark(view, connection)}'")
    for role in readers:
        grant_reading(connection, role)


def _stored(connection: Connection) -> dict[str, str]:
    """The marks of the views that are ours, by name."""
    stored = connection.execute(text(_STORED[connection.dialect.name]))
    return {name: mark for name, mark in stored if mark and _OURS in mark}


def _mark(view: View, connection: Connection) -> str:
    """What a database that holds the view keeps beside its name."""
    sql = view.sql(connection.dialect)
    if connection.dialect.name == "sqlite":
        return sql
    return f"{_OURS} {hashlib.sha256(sql.encode()).hexdigest()}"


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
