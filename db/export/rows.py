"""The rows of a data set, a batch at a time, in the order of their keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.export.encode import Fields, Row
from db.export.selection import Selection
from db.views import View

BATCH = 2_000
"""Rows in memory at once."""


def fields(view: View) -> Fields:
    """The columns of a data set with their types."""
    return {column.name: column.type for column in view.table.columns}


def count_rows(session: Session, view: View, wanted: Selection) -> int:
    """How many rows there are."""
    query = select(func.count()).select_from(view.rows).where(*wanted.conditions(session, view, view.rows))
    return session.scalars(query).one()


def row_batches(session: Session, view: View, wanted: Selection) -> Iterator[Sequence[Row]]:
    """The rows, read from the database as they are asked for."""
    found = session.execute(_rows(session, view, wanted), execution_options={"yield_per": BATCH})
    yield from found.partitions()


def first_rows(session: Session, view: View, wanted: Selection, number: int) -> Sequence[Row]:
    """As many of the rows as asked for, or all where there are fewer."""
    if view.outline is None:
        return session.execute(_rows(session, view, wanted).limit(number)).all()
    # Given their keys, a database makes these rows alone; asked for the first ones, it makes all.
    (name,) = view.key
    key = view.rows.c[name]
    first = select(key).where(*wanted.conditions(session, view, view.rows)).order_by(key).limit(number)
    numbers = session.scalars(first).all()
    if not numbers:
        return []
    made = select(view.table).where(view.table.c[name].in_(numbers)).order_by(view.table.c[name])
    return session.execute(made).all()


def _rows(session: Session, view: View, wanted: Selection) -> Any:
    return (
        select(view.table)
        .where(*wanted.conditions(session, view, view.table))
        .order_by(*(view.table.c[name] for name in view.key))
    )
