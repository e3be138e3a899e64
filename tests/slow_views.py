"""A data set that is never read to its end, as one of a very large database."""

from __future__ import annotations

from sqlalchemy import Engine, Integer, text

from db.engine import transaction
from db.export.rows import fields
from db.views import View


def make_endless(engine: Engine, view: View) -> None:
    """Put a view without an end in the place of a view."""
    columns = ", ".join(
        # No number is one that somebody may ask for, and none is known before the row is made.
        f"CAST({'-n' if isinstance(kind, Integer) else 'NULL'} AS {kind.compile(engine.dialect)}) AS {name}"
        for name, kind in fields(view).items()
    )
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t)"
    with transaction(engine) as session:
        session.execute(text(f"DROP VIEW {view.name}"))
        session.execute(text(f"CREATE VIEW {view.name} AS {endless} SELECT {columns} FROM t"))
