"""Rows as bytes, a batch at a time: CSV, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.types import TypeEngine

from db.export.cells import json_value, table_cell

Row = Sequence[Any]
Fields = Mapping[str, TypeEngine[Any]]
"""The columns' names, in order, and their types."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Begins a CSV file: without it Excel takes Vietnamese for Latin letters."""


@dataclass(frozen=True, slots=True)
class Format:
    """A form in which a data set is taken away."""

    name: str
    title: str
    media_type: str
    encode: Callable[[Fields, Iterable[Sequence[Row]]], Iterator[bytes]]


def csv_bytes(names: Iterable[str], batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """A header and a line a row (RFC 4180), in UTF-8 with a byte order mark; no cell is a formula."""
    yield BYTE_ORDER_MARK
    yield _csv_lines([tuple(names)])
    for batch in batches:
        yield _csv_lines([list(map(table_cell, row)) for row in batch])


def json_bytes(names: Iterable[str], batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """One JSON object a line, in UTF-8."""
    keys = tuple(names)
    encoder = json.JSONEncoder(ensure_ascii=False, default=json_value)
    for batch in batches:
        lines = [encoder.encode(dict(zip(keys, row, strict=True))) for row in batch]
        yield "".join(f"{line}\n" for line in lines).encode()


def _csv_lines(rows: Iterable[Row]) -> bytes:
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()


def _parquet(fields: Fields, batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    # Loading pyarrow takes half a second, which no other format needs to wait for.
    from db.export.parquet import parquet_bytes  # noqa: PLC0415

    return parquet_bytes(fields, batches)


FORMATS = {
    form.name: form
    for form in (
        Format("csv", "CSV", "text/csv; charset=utf-8", csv_bytes),
        Format("jsonl", "JSON Lines", "application/x-ndjson", json_bytes),
        Format("parquet", "Parquet", "application/vnd.apache.parquet", _parquet),
    )
}
"""The formats by name, which is also what a file of theirs ends in."""
