"""The role of PostgreSQL by which the SQL page reads."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError

from db.problems import DatabaseProblem
from db.views.readable import grant_reading


def grant_role(engine: Engine, role: str) -> None:
    """Let a role of PostgreSQL read what is readable, and nothing else of ours.

    Raises `DatabaseProblem` where there is no such role, on SQLite, and where we may not grant.
    """
    if engine.dialect.name != "postgresql":
        msg = "SQLite has no roles: the page /sql needs none there"
        raise DatabaseProblem(msg)
    try:
        with engine.begin() as connection:
            grant_reading(connection, role)
    except ProgrammingError as error:
        msg = f"role {role}: {error.orig}; make it with: CREATE ROLE {role} LOGIN PASSWORD '…'"
        raise DatabaseProblem(msg) from error
