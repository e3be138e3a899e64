"""Archives from elsewhere, brought in by the command a person runs."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import cli
from config import load_config
from db.engine import check_database, open_database, reading
from db.models import Capture, Page
from db.read import list_articles

SITE = """[[site]]
id = "mau"
name = "Trang mẫu"
province = "Sơn La"
start = "http://bao.mau.invalid/"
allow_private = true
"""
HOME = "http://bao.mau.invalid"
HTML = "text/html; charset=utf-8"


def page(title: str, head: str = "") -> bytes:
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><h1>{title}</h1>
<div class="content"><p>Sáng 18/5/2019, ông Lường Văn Khuyến, Chủ tịch UBND xã Mường Nưa, dự họp với nhân dân.</p>
<p>Bà con nhất trí góp công, hiến đất để mở rộng con đường dài hai cây số nối thôn với trung tâm xã.</p></div>
</body></html>""".encode()


def record(
    writer: WARCWriter, url: str, body: bytes, day: str, *, status: str = "200 OK", **headers: str
) -> None:
    given = {"Content-Type": HTML, **{name.replace("_", "-"): value for name, value in headers.items()}}
    http = StatusAndHeaders(status, list(given.items()), protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": f"{day}T01:02:03Z"},
        )
    )


class Office:
    """A data folder, and the command run with its settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = folder / "config.toml"
        self.settings.write_text(SITE, encoding="utf-8")

    def run(self, *arguments: str | Path) -> int:
        with pytest.raises(SystemExit) as ended:
            cli.main([*map(str, arguments), "--config", str(self.settings)])
        assert isinstance(ended.value.code, int)
        return ended.value.code

    def engine(self) -> Engine:
        return open_database(load_config(self.settings).database_url)

    def pages(self) -> dict[str, Page]:
        with reading(self.engine()) as session:
            return {one.url.removeprefix(HOME): one for one in session.scalars(select(Page))}

    def captures(self) -> int:
        with reading(self.engine()) as session:
            return len(session.scalars(select(Capture)).all())


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """What a crawl of others might have left: good, packed, old, foreign and broken answers."""
    path = tmp_path / "khac.warc.gz"
    packed = gzip.compress(page("Họp dân thôn Đồng Sau"))
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record("khac", {"software": "another"}))
        record(
            writer, f"{HOME}/hop-dan-thon-dong-truoc-1001.html?utm_source=x", page("Họp dân"), "2019-05-18"
        )
        packing = {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}
        record(writer, f"{HOME}/hop-dan-thon-dong-sau-1002.html", chunked, "2019-05-19", **packing)
        record(writer, f"{HOME}/hop-dan-thon-dong-truoc-1001.html", page("Họp dân (sửa)"), "2020-01-02")
        record(writer, f"{HOME}/thoi-su/", page("Thời sự"), "2019-05-18")
        record(writer, "http://khac.invalid/hop-dan-o-mot-noi-khac-1.html", page("Khác"), "2019-05-18")
        record(writer, f"{HOME}/hop-dan-khong-con-nua-1003.html", b"", "2019-05-18", status="404 Not Found")
        record(writer, f"{HOME}/anh-chup-hop-dan-thon.html", b"x", "2019-05-18", Content_Type="image/png")
    return path


def test_a_warc_file_becomes_articles_through_the_same_stages(
    office: Office, warc: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office.run("import", "warc", warc) == 0
    out = capsys.readouterr().out
    assert "3 trang mới / brought in, 0 đã có / known already, 4 bỏ qua / left out" in out
    assert "no article's address of a site in the settings × 2: " in out
    assert "HTTP 404 × 1" in out
    assert set(office.pages()) == {
        "/hop-dan-thon-dong-truoc-1001.html",
        "/hop-dan-thon-dong-sau-1002.html",
    }
    assert office.run("extract") == 0
    with reading(office.engine()) as session:
        titles = {row.title for row in list_articles(session, limit=10)}
    assert titles == {"Họp dân (sửa)", "Họp dân thôn Đồng Sau"}
    assert check_database(office.engine()) == ()


def test_the_same_import_once_more_brings_in_nothing(
    office: Office, warc: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.run("import", "warc", warc)
    capsys.readouterr()
    assert office.run("import", "warc", warc) == 0
    assert "0 trang mới / brought in, 3 đã có / known already" in capsys.readouterr().out
    assert office.captures() == 3


def test_a_file_that_breaks_off_is_named_and_what_came_before_is_kept(
    office: Office, warc: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = warc.read_bytes()
    os.truncate(warc, len(whole) // 2)
    assert office.run("import", "warc", warc) == 1
    assert "khac.warc.gz: is no WARC file, or breaks off" in capsys.readouterr().err
    kept = office.captures()
    assert kept > 0
    warc.write_bytes(whole)
    assert office.run("import", "warc", warc) == 0
    assert f"{3 - kept} trang mới / brought in, {kept} đã có" in capsys.readouterr().out


def test_what_is_no_warc_file_is_refused(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "ghi-chu.txt"
    other.write_text("không phải kho lưu", encoding="utf-8")
    assert office.run("import", "warc", other) == 1
    assert "ghi-chu.txt: is no WARC file" in capsys.readouterr().err


def test_an_imported_page_is_not_due_at_once(office: Office, warc: Path) -> None:
    office.run("import", "warc", warc)
    now = datetime.now(UTC)
    assert all(page.due_at is not None and page.due_at > now for page in office.pages().values())


def test_saved_pages_are_filed_under_the_address_that_they_name(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "luu" / "2019"
    saved.mkdir(parents=True)
    named = f'<link rel="canonical" href="{HOME}/hop-dan-thon-dong-truoc-1001.html">'
    shared = f'<meta property="og:url" content="{HOME}/hop-dan-thon-dong-sau-1002.html">'
    (saved / "a.html").write_bytes(page("Một", named))
    (saved / "b.htm").write_bytes(page("Hai", shared))
    remark = f"<!-- saved from url=(0047){HOME}/hop-dan-thon-dong-giua-1003.html -->".encode()
    (saved / "c.html").write_bytes(page("Ba").replace(b"<html>", b"<html>" + remark))
    (saved / "anh.png").write_bytes(b"\x89PNG")
    assert office.run("import", "html", tmp_path / "luu") == 0
    assert "3 trang mới" in capsys.readouterr().out
    assert len(office.pages()) == 3

    nameless = tmp_path / "d.html"
    nameless.write_bytes(page("Bốn"))
    assert office.run("import", "html", nameless) == 1
    assert "d.html" in capsys.readouterr().out
    assert office.run("import", "html", nameless, "--url", f"{HOME}/hop-dan-thon-dong-cuoi-1004.html") == 0
    assert "/hop-dan-thon-dong-cuoi-1004.html" in office.pages()


def test_listed_addresses_wait_for_the_next_crawl(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "dia-chi.txt"
    listed.write_text(
        f"# cũ\n{HOME}/hop-dan-thon-dong-truoc-1001.html # năm 2019\n\n{HOME}/hop-dan-thon-dong-sau-1002.html\n"
        f"http://m.bao.mau.invalid/hop-dan-thon-dong-sau-1002.html\n",
        encoding="utf-8",
    )
    assert office.run("import", "urls", listed) == 0
    assert "2 trang mới / brought in, 1 đã có" in capsys.readouterr().out
    assert {page.state for page in office.pages().values()} == {"queued"}


@pytest.mark.parametrize(
    "line", ["ftp://bao.mau.invalid/x", "http://khac.invalid/mot-bai-viet-nao-do.html", "linh tinh"]
)
def test_a_list_with_a_wrong_line_is_refused_as_a_whole(
    line: str, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "dia-chi.txt"
    listed.write_text(f"{HOME}/hop-dan-thon-dong-truoc-1001.html\n{line}\n", encoding="utf-8")
    assert office.run("import", "urls", listed) == 2
    assert "dia-chi.txt:2: " in capsys.readouterr().err
    assert office.pages() == {}
