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
    query = select(func.count()).select_from(view.table).where(*wanted.conditions(session, view))
    return session.scalars(query).one()


def row_batches(session: Session, view: View, wanted: Selection) -> Iterator[Sequence[Row]]:
    """The rows, read from the database as they are asked for."""
    found = session.execute(_rows(session, view, wanted), execution_options={"yield_per": BATCH})
    yield from found.partitions()


def first_rows(session: Session, view: View, wanted: Selection, number: int) -> Sequence[Row]:
    """As many of the rows as asked for, or all where there are fewer."""
    return session.execute(_rows(session, view, wanted).limit(number)).all()


def _rows(session: Session, view: View, wanted: Selection) -> Any:
    return (
        select(view.table)
        .where(*wanted.conditions(session, view))
        .order_by(*(view.table.c[name] for name in view.key))
    )
