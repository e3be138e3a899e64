"""A data set that is never read to its end, as one of a very large database."""

from __future__ import annotations

from sqlalchemy import Engine, text

from db.engine import transaction
from db.views import View


def make_endless(engine: Engine, view: View) -> None:
    """Put a view without an end in the place of a view."""
    columns = ", ".join(f"NULL AS {name}" for name in view.columns)
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t)"
    with transaction(engine) as session:
        session.execute(text(f"DROP VIEW {view.name}"))
        session.execute(text(f"CREATE VIEW {view.name} AS {endless} SELECT {columns} FROM t"))
