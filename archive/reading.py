"""Captures read back: one by its place, or all of a WARC file of another program."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archive.captures import ArchiveError, Capture, Captured, Place, explained


def read_capture(folder: Path, place: Place) -> Captured:
    """The capture at a place; `ArchiveError` where there is none."""
    path = folder / place.file
    try:
        with path.open("rb") as file:
            file.seek(place.offset)
            member = BytesIO(file.read(place.length))
        return _captured(next(iter(ArchiveIterator(member))))
    except OSError as error:
        raise explained(error, path) from error
    except (ArchiveLoadFailed, StopIteration, AttributeError, TypeError, ValueError, zlib.error) as error:
        msg = f"{path}: no capture at offset {place.offset}; run: tintinh db check"
        raise ArchiveError(msg) from error


def read_record(folder: Path, place: Place) -> bytes:
    """The record at a place as it lies in the file, a gzip member of its own; `ArchiveError` if cut off."""
    path = folder / place.file
    try:
        with path.open("rb") as file:
            file.seek(place.offset)
            record = file.read(place.length)
    except OSError as error:
        raise explained(error, path) from error
    if len(record) < place.length:
        msg = f"{path}: no capture at offset {place.offset}; run: tintinh db check"
        raise ArchiveError(msg)
    return record


def _captured(record: ArcWarcRecord) -> Captured:
    about = record.rec_headers
    if record.rec_type == "conversion":  # only answers with a page are shown in a browser
        status, headers = 200, {"content-type": about.get_header("Content-Type")}
    else:
        status, headers = int(record.http_headers.get_statuscode()), _joined(record.http_headers.headers)
    return Captured(
        url=about.get_header("WARC-Target-URI"),
        status=status,
        headers=headers,
        body=record.content_stream().read(),
        fetched_at=datetime.fromisoformat(about.get_header("WARC-Date")),
    )


def foreign_captures(path: Path) -> Iterator[Capture]:
    """The HTTP answers in a WARC file of another program, in order.

    Raises `ArchiveError` where the file is none, or breaks off; what came before has been given out.
    """
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file)
            for record in records:
                if record.rec_type == "response" and record.http_headers is not None:
                    yield _foreign_capture(record)
    except OSError as error:
        raise explained(error, path) from error
    except (ArchiveLoadFailed, AttributeError, EOFError, TypeError, ValueError, zlib.error) as error:
        msg = f"{path}: is no WARC file, or breaks off: {error}; what came before the fault is not lost"
        raise ArchiveError(msg) from error


def _foreign_capture(record: ArcWarcRecord) -> Capture:
    http = record.http_headers
    body = record.raw_stream.read()
    if len(body) < record.payload_length:
        msg = f"{record.rec_headers.get_header('WARC-Target-URI')} is not whole"
        raise ValueError(msg)
    if (http.get_header("Transfer-Encoding") or "").lower() == "chunked":
        body = ChunkedDataReader(BytesIO(body)).read()
    status, _, reason = http.statusline.partition(" ")
    return Capture(
        url=record.rec_headers.get_header("WARC-Target-URI").strip("<>"),  # wget writes <...>
        status=int(status),
        reason=reason,
        # The framing of the connection is not part of what the page says.
        headers=tuple((name, value) for name, value in http.headers if name.lower() != "transfer-encoding"),
        body=body,
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
        protocol=http.protocol,
        ip_address=record.rec_headers.get_header("WARC-IP-Address"),
    )


def _joined(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Header lines by lower-case name; lines of one name are joined as HTTP allows."""
    joined: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined
