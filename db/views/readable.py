"""What those may read who ask in SQL: the views, the tables behind them, and the search index.

Whatever is not named here is denied to them: accounts, sessions and the audit are not, and what a later
version adds is not until a view shows it.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table
from sqlalchemy.sql.visitors import iterate

from db.views import VIEWS

_SEARCH = ("article_search",)

READABLE: tuple[str, ...] = tuple(
    sorted(
        {view.name for view in VIEWS}
        | {part.name for view in VIEWS for part in iterate(view.query) if isinstance(part, Table)}
        | set(_SEARCH)
    )
)
"""Names of views and tables."""


def grant_reading(connection: Connection, role: str) -> None:
    """Let a role of PostgreSQL read what is readable; whatever else it was granted here is taken away."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    schema = quote(connection.exec_driver_sql("SELECT current_schema()").scalar_one())
    for statement in (
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {quote(role)}",
        f"GRANT USAGE ON SCHEMA {schema} TO {quote(role)}",
        f"GRANT SELECT ON {', '.join(READABLE)} TO {quote(role)}",
    ):
        connection.exec_driver_sql(statement)
