"""The archived page as fetched: shown as text, never as a page, and whole in its record."""

from __future__ import annotations

import gzip
import hashlib
import http.client
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
import pytest

from archive import ArchiveWriter, Capture
from db import models
from db.engine import transaction
from tests.databases import migrated_sqlite
from tests.db.samples import NOW, Newsroom, Story
from tests.web.conftest import foreign_scripts
from tests.web.desks import Answer, Hand
from tests.web.serving import served

HOSTILE = """<!doctype html><html><head><title>Bản Pá Hốc</title><script>steal()</script></head>
<body onload="steal()"><h1>Thăm bản Pá Hốc</h1><iframe src="https://evil.example/"></iframe>
<p>Đồng chí Lò Văn Thử, <a href="javascript:steal()">Bí thư</a> Huyện ủy, đến thăm bản ngày 7/2/2025.</p>
<p onclick="steal()">Xem <a href="https://bao.example/them">thêm</a> &lt;script&gt;steal()&lt;/script&gt;</p>
<img src="https://evil.example/pixel.gif" alt="Ảnh bản"><form action="https://evil.example/"><input name="x"></form>
</body></html>"""


@dataclass(frozen=True)
class Kept:
    """What is in the archive, by its number: a page, a picture, and a record that is gone."""

    hand: Hand
    page: int
    picture: int
    gone: int


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("captures")
    engine = migrated_sqlite(folder / "web.sqlite")
    newsroom = Newsroom(engine)
    article = newsroom.publish(Story())
    bodies = (HOSTILE.encode(), b"\xff\xd8\xff" + bytes(range(256)))
    numbers = [1, newsroom.capture(newsroom.page())]
    gone = newsroom.capture(newsroom.page())
    with ArchiveWriter(folder / "archive", run=1) as archive:
        for number, body in zip(numbers, bodies, strict=True):
            answered = Capture(
                url="http://bao.example/1",
                status=200,
                reason="OK",
                headers=(("Content-Type", "text/html; charset=utf-8"), ("X-Odd", "<b>odd</b>")),
                body=body,
                fetched_at=NOW,
            )
            place = archive.write(answered)
            with transaction(engine) as session:
                row = session.get_one(models.Capture, number)
                row.warc_file, row.warc_offset, row.warc_length = place
                row.digest = hashlib.sha256(body).hexdigest()
    assert article.article_id == 1
    with served(engine, folder / "archive") as port:
        yield Kept(Hand(port), *numbers, gone)
    engine.dispose()


def refuses_everything(answer: Answer) -> bool:
    policy = answer.headers["content-security-policy"]
    return "script-src 'none'" in policy and "sandbox" in policy and "default-src 'none'" in policy


@pytest.mark.parametrize("view", ["", "/source"])
def test_nothing_of_the_page_runs_or_loads(kept: Kept, view: str) -> None:
    answer = kept.hand.get(f"/captures/{kept.page}{view}")
    assert answer.status == 200
    assert refuses_everything(answer)
    page = lxml.html.fromstring(answer.text)
    main = page.xpath("//main")[0]
    assert main.xpath(".//script | .//iframe | .//img | .//form | .//input | .//@onclick | .//@onload") == []
    assert not [href for href in main.xpath(".//@href") if href.startswith("javascript")]
    assert "<script" not in answer.text


def test_the_structure_shows_what_was_read_and_what_was_not(kept: Kept) -> None:
    page = lxml.html.fromstring(kept.hand.get(f"/captures/{kept.page}").text)
    taken = [block.text_content() for block in page.xpath('//*[contains(@class, "taken")]')]
    assert taken == ["Thăm bản Pá Hốc", "Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm bản ngày 7/2/2025."]
    blocks = [block.text_content() for block in page.xpath('//div[@class="outline"]/p')]
    assert blocks[2:] == ["Xem thêm <script>steal()</script>", "[ảnh: Ảnh bản]"]
    assert page.xpath('//div[@class="outline"]//a/@href') == ["https://bao.example/them"]
    assert "khớp với bản ghi" in page.text_content()
    assert page.xpath("//dl//a/@href") == ["/articles/1?revision=1"]


def test_the_source_is_shown_as_it_came(kept: Kept) -> None:
    page = lxml.html.fromstring(kept.hand.get(f"/captures/{kept.page}/source").text)
    assert page.xpath("string(//pre)").strip() == HOSTILE.strip()
    assert "<b>odd</b>" in page.xpath("string(//dl)")


def test_the_record_is_a_file_to_be_saved(kept: Kept) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", kept.hand.port, timeout=10)
    connection.request("GET", f"/captures/{kept.page}/warc")
    response = connection.getresponse()
    record = gzip.decompress(response.read())
    assert record.startswith(b"WARC/1.0")
    assert HOSTILE.encode() in record
    assert response.headers["content-type"] == "application/warc"
    assert response.headers["content-disposition"] == f'attachment; filename="capture-{kept.page}.warc.gz"'
    assert response.headers["x-content-type-options"] == "nosniff"
    connection.close()


def test_what_is_no_page_says_what_it_is(kept: Kept) -> None:
    answer = kept.hand.get(f"/captures/{kept.picture}")
    assert "a JPEG picture" in answer.text
    assert foreign_scripts(answer.text) == []
    assert kept.hand.get(f"/captures/{kept.picture}/source").status == 200


@pytest.mark.parametrize("view", ["", "/source", "/warc"])
def test_a_record_that_is_gone_is_said(kept: Kept, view: str) -> None:
    answer = kept.hand.get(f"/captures/{kept.gone}{view}")
    assert answer.status == 404
    assert "tintinh db check" in answer.text
    assert kept.hand.get(f"/captures/9999{view}").status == 404
