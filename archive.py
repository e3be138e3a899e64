"""Captures in WARC files: what came over the network, as it came, readable by any WARC tool.

    with ArchiveWriter(folder, run=7) as archive:
        place = archive.write(capture)          # on disk when it returns
    captured = read_capture(folder, place)

Every record is a gzip member of its own, flushed to disk before its `Place` is handed out,
so that a database row that names it never points at nothing. A file that is being written
has a locked `.open` marker beside it; a marker without a lock means that its writer died,
and the next writer cuts off what that one left half-written.
"""

from __future__ import annotations

import errno
import fcntl
import gzip
import os
import threading
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SOFTWARE = "TinTinh/0.1"
MAX_FILE_BYTES = 1_000_000_000
"""A file that has grown to this size is closed and the next one begun."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CHUNK = 1 << 20


class ArchiveError(Exception):
    """A capture cannot be written or read; the message names the file and what to do."""


class ArchiveFull(ArchiveError):
    """There is no room left on the disk, or for a larger file; nothing of the capture was kept."""


class Place(NamedTuple):
    """Where a capture lies: file name in the archive folder, offset and length in bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An HTTP answer to be archived: headers as received, body as sent (compressed or not)."""

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    protocol: str = "HTTP/1.1"
    ip_address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A capture read back: header names in lower case, body without its transfer compression."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime


class ArchiveWriter:
    """Appends captures to the WARC files of one run; threads may share it, and writers a folder."""

    def __init__(self, folder: Path, *, run: int, max_file_bytes: int = MAX_FILE_BYTES) -> None:
        self._folder = folder
        self._run = run
        self._max_file_bytes = max_file_bytes
        self._file: IO[bytes] | None = None
        self._marker: IO[bytes] | None = None
        self._name = ""
        self._size = 0
        self._one_at_a_time = threading.Lock()

    def __enter__(self) -> Self:
        """Make the folder and mend what a writer that died has left in it."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _explained(error, self._folder) from error
        mend_archive(self._folder)
        return self

    def __exit__(self, *exc: object) -> None:
        with self._one_at_a_time:
            self._close()

    def write(self, capture: Capture) -> Place:
        """Append a capture; it is on disk when this returns.

        Raises `ArchiveFull` or `ArchiveError`; the file then ends where it ended before.
        """
        record = _response_record(capture)
        with self._one_at_a_time:
            if self._file is None or self._size >= self._max_file_bytes:
                self._close()
                self._begin()
            return self._append(record)

    def _begin(self) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        number = 0
        while self._file is None:
            name = f"tintinh-{self._run:06d}-{stamp}-{number:03d}.warc.gz"
            number += 1
            try:
                marker = (self._folder / f"{name}.open").open("xb")
                fcntl.flock(marker, fcntl.LOCK_EX)
                self._file = (self._folder / name).open("xb", buffering=0)
            except FileExistsError:
                continue
            except OSError as error:
                raise _explained(error, self._folder / name) from error
            self._marker, self._name, self._size = marker, name, 0
        _sync_folder(self._folder)
        self._append(_info_record(self._name))

    def _append(self, record: bytes) -> Place:
        if self._file is None:
            msg = "write() opens a file before it appends"
            raise RuntimeError(msg)
        place = Place(self._name, self._size, len(record))
        try:
            view = memoryview(record)
            while view:
                view = view[self._file.write(view) :]
            os.fdatasync(self._file.fileno())
        except OSError as error:
            self._file.truncate(self._size)
            self._file.seek(self._size)
            raise _explained(error, self._folder / self._name) from error
        self._size += len(record)
        return place

    def _close(self) -> None:
        if self._file is not None and self._marker is not None:
            self._file.close()
            (self._folder / f"{self._name}.open").unlink()
            self._marker.close()
        self._file = self._marker = None


def mend_archive(folder: Path) -> tuple[str, ...]:
    """Cut off what writers that died left half-written; returns the names of the files mended."""
    mended = []
    for marker in sorted(folder.glob("*.warc.gz.open")):
        with marker.open("rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # its writer is alive
            path = marker.with_suffix("")
            if path.exists():
                whole = _whole_members(path)
                if whole < path.stat().st_size:
                    os.truncate(path, whole)
                    mended.append(path.name)
                if whole == 0:
                    path.unlink()
            marker.unlink(missing_ok=True)
    return tuple(mended)


def read_capture(folder: Path, place: Place) -> Captured:
    """The capture at a place; `ArchiveError` where there is none."""
    path = folder / place.file
    try:
        with path.open("rb") as file:
            file.seek(place.offset)
            member = BytesIO(file.read(place.length))
        record = next(iter(ArchiveIterator(member)))
        fetched_at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
        http = record.http_headers
        return Captured(
            url=record.rec_headers.get_header("WARC-Target-URI"),
            status=int(http.get_statuscode()),
            headers=_joined(http.headers),
            body=record.content_stream().read(),
            fetched_at=fetched_at,
        )
    except OSError as error:
        raise _explained(error, path) from error
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
        raise _explained(error, path) from error
    if len(record) < place.length:
        msg = f"{path}: no capture at offset {place.offset}; run: tintinh db check"
        raise ArchiveError(msg)
    return record


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
        raise _explained(error, path) from error
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


def _response_record(capture: Capture) -> bytes:
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    headers = {"WARC-Date": _warc_date(capture.fetched_at)}
    if capture.ip_address:
        headers["WARC-IP-Address"] = capture.ip_address
    status = StatusAndHeaders(
        f"{capture.status} {capture.reason}".strip(), list(capture.headers), protocol=capture.protocol
    )
    record = writer.create_warc_record(
        capture.url,
        "response",
        payload=BytesIO(capture.body),
        length=len(capture.body),
        http_headers=status,
        warc_headers_dict=headers,
    )
    writer.write_record(record)
    return gzip.compress(buffer.getvalue(), compresslevel=6, mtime=0)


def _info_record(name: str) -> bytes:
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    record = writer.create_warcinfo_record(name, {"software": SOFTWARE, "format": "WARC File Format 1.0"})
    writer.write_record(record)
    return gzip.compress(buffer.getvalue(), compresslevel=6, mtime=0)


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _joined(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Header lines by lower-case name; lines of one name are joined as HTTP allows."""
    joined: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined


def _whole_members(path: Path) -> int:
    """Where the last whole gzip member of a file ends, in bytes."""
    end = position = 0
    with path.open("rb") as file:
        member = zlib.decompressobj(wbits=31)
        while chunk := file.read(_CHUNK):
            while chunk:
                try:
                    member.decompress(chunk)
                except zlib.error:
                    return end
                rest = member.unused_data
                position += len(chunk) - len(rest)
                chunk = rest
                if member.eof:
                    end = position
                    member = zlib.decompressobj(wbits=31)
    return end


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _explained(error: OSError, path: Path) -> ArchiveError:
    if error.errno in _FULL:
        return ArchiveFull(
            f"{path}: the disk, or what may be written of it, is full; free some space and go on"
        )
    return ArchiveError(f"{path}: {error.strerror or error}; see that the folder exists and may be written")
