"""What an archive holds: captures, places of captures, and the faults that may befall them."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


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
    rendered: bytes | None = None
    """What a browser made of the page, in UTF-8, where one was asked: kept beside the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A capture read back: header names in lower case, body without its transfer compression."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime


def explained(error: OSError, path: Path) -> ArchiveError:
    """What the system refused to do with a file, and what to do about it."""
    if error.errno in _FULL:
        return ArchiveFull(
            f"{path}: the disk, or what may be written of it, is full; free some space and go on"
        )
    return ArchiveError(f"{path}: {error.strerror or error}; see that the folder exists and may be written")
