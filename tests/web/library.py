"""A small library with something of everything: revisions, awards, captions, copies, an archive, a ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

import archive
from db import models
from db.duplicates import flag_duplicates, unsigned_articles
from db.engine import reading, transaction
from extract.article import Attachment
from tests.db.samples import NOW, Newsroom, Story, about
from tests.night.lines import healthy_nights, store_nights

FIRST = Story(
    title="Bí thư Huyện ủy thăm bản Pá Hốc",
    text="Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm bản ngày 7/2/2025, hỏi han đời sống của bà con sau mùa mưa "
    "lũ, dặn dò chi bộ và trưởng bản chăm lo cho người già neo đơn, con em đến lớp đúng ngày khai giảng.\n"
    "Dịp này, trưởng bản được tặng Bằng khen vì giữ gìn con suối đầu nguồn mà cả bản cùng dùng.",
    award="Bằng khen",
    issuer="Chủ tịch UBND tỉnh",
    caption="Bà con bản Pá Hốc trong ngày hội",
    attachments=(Attachment(url="http://bao.example/chuong-trinh.pdf", name="Chương trình"),),
    authors=("Minh Anh",),
)
SECOND = replace(FIRST, text=FIRST.text.replace("Bằng khen", "Giấy khen"), award="Giấy khen")
OTHERS = 27


@dataclass(frozen=True)
class Library:
    """Where the archive is, and the number of the article that has everything."""

    archive: Path
    article: int
    copy: int


def fill(engine: Engine, folder: Path) -> Library:
    """Fill a database with today's schema, and an archive in the folder."""
    newsroom = Newsroom(engine)
    page = newsroom.page()
    captures = [newsroom.capture(page), newsroom.capture(page)]
    for number, story in zip(captures, (FIRST, SECOND), strict=True):
        stored = newsroom.store(page, [number], story)
    copy = newsroom.publish(replace(SECOND, title="Bí thư Huyện ủy về bản"), province="Lai Châu")
    for number in range(OTHERS):
        day = FIRST.published - timedelta(days=30 * number) if FIRST.published else None
        newsroom.publish(about("Mùa A Viết", Story(title=f"Chợ phiên lần {number}", published=day)))
    _archive(engine, folder / "archive", dict(zip(captures, (FIRST, SECOND), strict=True)))
    with reading(engine) as session:
        articles = unsigned_articles(session)
    for article_id in articles:
        with transaction(engine) as session:
            flag_duplicates(session, article_id)
    store_nights(engine, healthy_nights(12), error="máy chủ không trả lời")
    return Library(folder / "archive", stored.article_id, copy.article_id)


def _archive(engine: Engine, folder: Path, stories: dict[int, Story]) -> None:
    """Pages that say what the stories say, as the captures of these numbers."""
    with archive.ArchiveWriter(folder, run=1) as writer:
        for number, story in stories.items():
            paragraphs = "".join(f"<p>{line}</p>" for line in story.text.split("\n"))
            body = (
                "<!doctype html><title>Báo</title><nav><a href='/'>Trang chủ</a></nav>"
                f"<h1>{story.title}</h1>{paragraphs}<script>alert(1)</script>"
            ).encode()
            answered = archive.Capture(
                url="http://bao.example/1",
                status=200,
                reason="OK",
                headers=(("Content-Type", "text/html; charset=utf-8"),),
                body=body,
                fetched_at=NOW,
            )
            place = writer.write(answered)
            with transaction(engine) as session:
                row = session.get_one(models.Capture, number)
                row.warc_file, row.warc_offset, row.warc_length = place
                row.digest = hashlib.sha256(body).hexdigest()
