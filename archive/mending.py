"""Mends what a writer that died has left: a half-written record at the end of its file."""

from __future__ import annotations

import fcntl
import os
import zlib
from pathlib import Path

_CHUNK = 1 << 20


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
