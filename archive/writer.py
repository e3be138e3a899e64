"""Writes captures into the WARC files of a run, so that what is acknowledged is on disk."""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition
from typing import IO, Self

from archive.captures import Capture, Place, explained
from archive.mending import mend_archive
from archive.records import info_record, packed

MAX_FILE_BYTES = 1_000_000_000
"""A file that has grown to this size is closed and the next one begun."""


class ArchiveWriter:
    """Appends captures to the WARC files of one run; threads may share it, and writers a folder.

    While one thread's flush to disk is under way others append, and the next flush is for all of
    them ("group commit"), so that many slow flushes do not queue up.
    """

    def __init__(self, folder: Path, *, run: int, max_file_bytes: int = MAX_FILE_BYTES) -> None:
        self._folder = folder
        self._run = run
        self._max_file_bytes = max_file_bytes
        self._turn = Condition()
        self._file: IO[bytes] | None = None
        self._marker: IO[bytes] | None = None
        self._name = ""
        self._size = 0
        self._flushed = 0
        """So much of the file is on disk for certain."""
        self._flushing = False
        self._losses = 0
        """How often a flush has failed: what was appended and not yet flushed is then taken back."""
        self._fault = OSError()

    def __enter__(self) -> Self:
        """Make the folder and mend what a writer that died has left in it."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise explained(error, self._folder) from error
        mend_archive(self._folder)
        return self

    def __exit__(self, *exc: object) -> None:
        with self._turn:
            while self._flushing:
                self._turn.wait()
            self._close()

    def write(self, capture: Capture) -> Place:
        """Append a capture; it is on disk when this returns.

        Raises `ArchiveFull` or `ArchiveError`; the file then ends where it ended before.
        """
        records = packed(capture)
        with self._turn:
            while self._flushing and self._size >= self._max_file_bytes:
                self._turn.wait()
            if self._file is None or self._size >= self._max_file_bytes:
                self._close()
                self._begin()
            place = self._append(b"".join(records))
            self._await_disk(place)
        length = len(records[-1])
        return Place(place.file, place.offset + place.length - length, length)

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
                raise explained(error, self._folder / name) from error
            self._marker, self._name, self._size, self._flushed = marker, name, 0, 0
        _sync_folder(self._folder)
        self._append(info_record(self._name))

    def _append(self, record: bytes) -> Place:
        """Hand a record to the system, which has it on disk only after a flush."""
        if self._file is None:
            msg = "write() opens a file before it appends"
            raise RuntimeError(msg)
        place = Place(self._name, self._size, len(record))
        try:
            view = memoryview(record)
            while view:
                view = view[self._file.write(view) :]
        except OSError as error:
            self._cut_off(self._size)
            raise explained(error, self._folder / self._name) from error
        self._size += len(record)
        return place

    def _await_disk(self, place: Place) -> None:
        """Return when the record is on disk, by this thread's flush or another's."""
        losses = self._losses
        while self._losses == losses and self._name == place.file:
            if self._flushed >= place.offset + place.length:
                return
            if self._flushing:
                self._turn.wait()
            else:
                self._flush()
        if self._losses != losses:
            raise explained(self._fault, self._folder / place.file) from self._fault

    def _flush(self) -> None:
        """Have on disk what has been appended so far; the turn is others' meanwhile."""
        if self._file is None:
            return
        self._flushing, size, descriptor = True, self._size, self._file.fileno()
        self._turn.release()
        try:
            os.fdatasync(descriptor)
        except OSError as error:
            fault: OSError | None = error
        else:
            fault = None
        finally:
            self._turn.acquire()
        self._flushing = False
        if fault is None:
            self._flushed = size
        else:
            self._losses, self._fault = self._losses + 1, fault
            self._cut_off(self._flushed)
        self._turn.notify_all()

    def _cut_off(self, size: int) -> None:
        if self._file is not None:
            self._file.truncate(size)
            self._file.seek(size)
            self._size = size

    def _close(self) -> None:
        if self._file is not None and self._marker is not None:
            if self._flushed < self._size:
                self._flush()
            self._file.close()
            (self._folder / f"{self._name}.open").unlink()
            self._marker.close()
        self._file = self._marker = None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
