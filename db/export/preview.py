"""What a data set has, told before anybody takes it away, and within a time that a reader will wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.engine import OutOfTime, reading_within
from db.export.encode import FORMATS, Row
from db.export.rows import count_rows, fields, first_rows
from db.export.selection import Selection
from db.views import View

_Read = TypeVar("_Read")

_SIZED = ("csv", "jsonl")
"""Forms whose size follows from a few rows; Parquet packs rows together, so that few tell nothing."""


@dataclass(frozen=True, slots=True)
class Preview:
    """How many rows there are, the first of them, and about how many bytes they take in each form.

    `rows` and `first` are None where finding out took too long; `sizes` is empty where either is.
    """

    rows: int | None
    first: Sequence[Row] | None
    sizes: dict[str, int]


def preview(engine: Engine, view: View, wanted: Selection, *, first: int, seconds: float) -> Preview:
    """The number of rows and the first ones, each within this time."""
    rows = _in_time(engine, seconds, lambda session: count_rows(session, view, wanted))
    found = _in_time(engine, seconds, lambda session: first_rows(session, view, wanted, first))
    if rows is None or found is None:
        return Preview(rows, found, {})
    return Preview(rows, found, {form: _size(view, form, found, rows) for form in _SIZED})


def _in_time(engine: Engine, seconds: float, read: Callable[[Session], _Read]) -> _Read | None:
    try:
        with reading_within(engine, seconds) as session:
            return read(session)
    except OutOfTime:
        return None


def _size(view: View, form: str, first: Sequence[Row], rows: int) -> int:
    """Bytes of a file, if all rows are like the first ones."""
    head, sample = (_bytes(view, form, some) for some in ([], first))
    return head + (sample - head) * rows // max(1, len(first))


def _bytes(view: View, form: str, rows: Sequence[Row]) -> int:
    return sum(map(len, FORMATS[form].encode(fields(view), [rows])))
