"""Rows as a Parquet file, written a batch at a time: each batch is a row group."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Boolean, Date, DateTime, Float, Integer
from sqlalchemy.types import TypeDecorator, TypeEngine

from db.export.encode import Fields, Row

_COMPRESSION = "zstd"


def parquet_bytes(fields: Fields, batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """The pieces of a Parquet file; lists are JSON text in it, times are UTC."""
    schema = pa.schema([(name, _arrow_type(kind)) for name, kind in fields.items()])
    as_text = [pa.types.is_string(field.type) for field in schema]
    written = io.BytesIO()
    sink = pa.PythonFile(_Onward(written), mode="w")
    with pq.ParquetWriter(sink, schema, compression=_COMPRESSION) as writer:
        for batch in batches:
            columns = zip(*batch, strict=True)
            arrays = [
                pa.array(list(map(_text, column)) if text else column, field.type)
                for column, text, field in zip(columns, as_text, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            yield _taken(written)
    yield _taken(written)


class _Onward(io.RawIOBase):
    """A stream that cannot be rewound: what is written goes on into a buffer."""

    def __init__(self, buffer: io.BytesIO) -> None:
        super().__init__()
        self._buffer = buffer

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._buffer.write(data)


def _taken(buffer: io.BytesIO) -> bytes:
    """All that the buffer holds; it is empty afterwards."""
    data = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return data


def _text(value: object) -> str | None:
    """A text as it is; a list or an object as JSON."""
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _arrow_type(kind: TypeEngine[Any]) -> pa.DataType:
    stored = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    match stored:
        case Boolean():
            return pa.bool_()
        case Integer():
            return pa.int64()
        case Float():
            return pa.float64()
        case DateTime():
            return pa.timestamp("us", tz="UTC")
        case Date():
            return pa.date32()
    return pa.string()
