"""Captures in WARC files: what came over the network, as it came, readable by any WARC tool.

    with ArchiveWriter(folder, run=7) as archive:
        place = archive.write(capture)          # on disk when it returns
    captured = read_capture(folder, place)

Every record is a gzip member of its own, flushed to disk before its `Place` is handed out,
so that a database row that names it never points at nothing. A file that is being written
has a locked `.open` marker beside it; a marker without a lock means that its writer died,
and the next writer cuts off what that one left half-written.
"""

from archive.captures import ArchiveError, ArchiveFull, Capture, Captured, Place
from archive.mending import mend_archive
from archive.reading import foreign_captures, read_capture, read_record
from archive.writer import ArchiveWriter

__all__ = [
    "ArchiveError",
    "ArchiveFull",
    "ArchiveWriter",
    "Capture",
    "Captured",
    "Place",
    "foreign_captures",
    "mend_archive",
    "read_capture",
    "read_record",
]
