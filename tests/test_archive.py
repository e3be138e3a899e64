"""The archive keeps every capture as it came, whatever happens to its writer."""

from __future__ import annotations

import errno
import gzip
import os
import resource
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive import ArchiveError, ArchiveFull, ArchiveWriter, Capture, Place, mend_archive, read_capture

NOW = datetime(2026, 3, 1, 5, 6, 7, tzinfo=UTC)
URL = "http://bao.example.vn/tin-mot.html"


def capture(body: bytes = b"<p>Tin</p>", **headers: str) -> Capture:
    shown = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Capture(url=URL, status=200, reason="OK", headers=shown, body=body, fetched_at=NOW)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=3_000))
def test_a_body_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    folder = tmp_path_factory.mktemp("archive")
    with ArchiveWriter(folder, run=1) as archive:
        place = archive.write(capture(body))
    assert read_capture(folder, place).body == body


def test_a_capture_keeps_its_headers_and_its_moment(tmp_path: Path) -> None:
    sent = Capture(
        url=URL,
        status=203,
        reason="Non-Authoritative Information",
        headers=(
            ("Content-Type", "text/html; charset=windows-1258"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
        ),
        body=b"x",
        fetched_at=NOW,
        ip_address="203.0.113.9",
    )
    with ArchiveWriter(tmp_path, run=1) as archive:
        back = read_capture(tmp_path, archive.write(sent))
    assert (back.url, back.status, back.fetched_at) == (URL, 203, NOW)
    assert back.headers == {"content-type": "text/html; charset=windows-1258", "set-cookie": "a=1, b=2"}


def test_a_compressed_body_is_kept_as_sent_and_read_unpacked(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, run=1) as archive:
        place = archive.write(capture(gzip.compress(b"<p>Tin</p>"), Content_Encoding="gzip"))
    assert read_capture(tmp_path, place).body == b"<p>Tin</p>"
    with (tmp_path / place.file).open("rb") as file:
        _, payload = [record.raw_stream.read() for record in ArchiveIterator(file)]
    assert gzip.decompress(payload) == b"<p>Tin</p>"


def test_other_tools_read_the_files(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, run=3) as archive:
        places = [archive.write(capture(f"bài {number}".encode())) for number in range(5)]
    (path,) = tmp_path.iterdir()
    with path.open("rb") as file:
        kinds, problems = [], []
        for record in ArchiveIterator(file, check_digests=True):
            kinds.append(record.rec_type)
            record.content_stream().read()
            problems += record.digest_checker.problems
    assert kinds == ["warcinfo", *["response"] * 5]
    assert problems == []
    for place in places:
        member = path.read_bytes()[place.offset : place.offset + place.length]
        assert URL.encode() in gzip.decompress(member)


def test_files_rotate_by_size_and_by_run(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, run=1, max_file_bytes=1_000) as archive:
        places = [archive.write(capture(os.urandom(600))) for _ in range(4)]
    with ArchiveWriter(tmp_path, run=2) as archive:
        places.append(archive.write(capture()))
    files = [place.file for place in places]
    assert len(set(files)) == 5
    assert files[0].startswith("tintinh-000001-")
    assert files[-1].startswith("tintinh-000002-")
    assert all(read_capture(tmp_path, place).url == URL for place in places)


@contextmanager
def held_back(fdatasync: Callable[[int], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Flushes wait for the event; each then does what is given."""
    released = Event()

    def wait(descriptor: int) -> None:
        released.wait()
        fdatasync(descriptor)

    with monkeypatch.context() as slowed:
        slowed.setattr(os, "fdatasync", wait)
        yield released
        released.set()


def all_appended(folder: Path, records: int) -> None:
    """Wait until so many records stand in the file, on disk or not."""
    deadline = monotonic() + 120
    while len(list(gzip_members(folder))) < records + 1:
        assert monotonic() < deadline


def gzip_members(folder: Path) -> Iterator[bytes]:
    for path in folder.glob("*.warc.gz"):
        rest = path.read_bytes()
        while rest:
            member = zlib.decompressobj(wbits=31)
            yield member.decompress(rest)
            rest = member.unused_data


def test_writers_that_wait_for_the_disk_share_a_flush(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushes: list[int] = []
    flush = os.fdatasync

    def counted(descriptor: int) -> None:
        flushes.append(descriptor)
        flush(descriptor)

    with (
        ArchiveWriter(tmp_path, run=1) as archive,
        ThreadPoolExecutor(8) as pool,
        held_back(counted, monkeypatch) as released,
    ):
        writing = [pool.submit(archive.write, capture(f"bài {n}".encode())) for n in range(8)]
        all_appended(tmp_path, 8)
        assert not any(one.done() for one in writing)
        released.set()
        places = [one.result() for one in writing]
    assert len(flushes) <= 3
    assert sorted(read_capture(tmp_path, place).body for place in places) == sorted(
        f"bài {number}".encode() for number in range(8)
    )


def test_all_whose_records_a_failed_flush_was_for_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with ArchiveWriter(tmp_path, run=1) as archive, ThreadPoolExecutor(4) as pool:
        kept = archive.write(capture(b"before"))
        with held_back(fail, monkeypatch) as released:
            writing = [pool.submit(archive.write, capture(os.urandom(100))) for _ in range(4)]
            all_appended(tmp_path, 5)
            released.set()
            assert all(isinstance(one.exception(), ArchiveFull) for one in writing)
        assert (tmp_path / kept.file).stat().st_size == kept.offset + kept.length
        assert read_capture(tmp_path, archive.write(capture(b"after"))).body == b"after"


def test_a_run_that_fetched_nothing_leaves_no_file(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, run=1):
        pass
    assert list(tmp_path.iterdir()) == []


DYING_WRITER = """
import os, sys
from pathlib import Path
from tests.test_archive import ArchiveWriter, capture
archive = ArchiveWriter(Path(sys.argv[1]), run=1).__enter__()
print(*archive.write(capture(b"whole")), flush=True)
archive._file.write(b"\\x1f\\x8b\\x08\\x00 half a record")
os.kill(os.getpid(), 9)
"""


def test_what_a_killed_writer_left_half_written_is_cut_off(tmp_path: Path) -> None:
    died = subprocess.run(
        [sys.executable, "-c", DYING_WRITER, str(tmp_path)], check=False, capture_output=True, text=True
    )
    assert died.returncode == -signal.SIGKILL
    name, offset, length = died.stdout.split()
    place = Place(name, int(offset), int(length))

    with ArchiveWriter(tmp_path, run=2) as archive:
        archive.write(capture(b"next"))

    assert (tmp_path / name).stat().st_size == place.offset + place.length
    assert read_capture(tmp_path, place).body == b"whole"
    with (tmp_path / name).open("rb") as file:
        assert len(list(ArchiveIterator(file))) == 2
    assert not list(tmp_path.glob("*.open"))


def test_the_file_of_a_writer_that_lives_is_left_alone(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, run=1) as archive:
        place = archive.write(capture())
        assert mend_archive(tmp_path) == ()
        with ArchiveWriter(tmp_path, run=1) as other:
            assert other.write(capture()).file != place.file
        assert archive.write(capture()).file == place.file


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, ArchiveFull), (errno.EDQUOT, ArchiveFull), (errno.EIO, ArchiveError)]
)
def test_a_full_disk_is_said_and_leaves_the_file_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[ArchiveError]
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with ArchiveWriter(tmp_path, run=1) as archive:
        place = archive.write(capture())
        size = (tmp_path / place.file).stat().st_size
        with monkeypatch.context() as broken:
            broken.setattr(os, "fdatasync", fail)
            with pytest.raises(kind, match=place.file):
                archive.write(capture(os.urandom(5_000)))
        assert (tmp_path / place.file).stat().st_size == size
        again = archive.write(capture(b"room again"))
    assert read_capture(tmp_path, again).body == b"room again"


def test_a_file_that_can_grow_no_further_keeps_its_whole_records(tmp_path: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with ArchiveWriter(tmp_path, run=1) as archive:
            place = archive.write(capture())
            size = (tmp_path / place.file).stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, limit[1]))
            with pytest.raises(ArchiveError, match=place.file):
                archive.write(capture(os.urandom(5_000)))
            assert (tmp_path / place.file).stat().st_size == size
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, ignored)
    assert read_capture(tmp_path, place).body == b"<p>Tin</p>"


@pytest.mark.parametrize("place", [Place("khong-co.warc.gz", 0, 10), Place("rong.warc.gz", 0, 10)])
def test_a_place_without_a_capture_is_an_error_that_names_it(tmp_path: Path, place: Place) -> None:
    (tmp_path / "rong.warc.gz").write_bytes(b"")
    with pytest.raises(ArchiveError, match=place.file):
        read_capture(tmp_path, place)


def test_a_place_in_the_middle_of_a_record_is_an_error(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, run=1) as archive:
        place = archive.write(capture())
    with pytest.raises(ArchiveError, match="no capture"):
        read_capture(tmp_path, place._replace(offset=place.offset + 5))


def test_an_archive_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file")
    with pytest.raises(ArchiveError, match="archive"), ArchiveWriter(tmp_path / "archive", run=1):
        pass
