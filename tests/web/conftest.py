"""The pages over a small database, served by a real server."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from playwright.sync_api import Browser, expect

from db.duplicates import flag_duplicates, unsigned_articles
from db.engine import reading, transaction
from db.order import VIETNAM
from extract.article import Attachment
from extract.fact import Change
from tests.databases import KINDS, migrated_sqlite
from tests.db.samples import Newsroom, Story
from tests.web.browsers import TIMEOUT_MS, opened_browser
from tests.web.serving import served

ATTACK = '<script>alert("x")</script><img src=x onerror=alert(1)>'
LONG = (
    "Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm bản ngày 7/2/2025, hỏi han đời sống của bà con sau mùa mưa lũ, "
    "dặn dò chi bộ và trưởng bản chăm lo cho người già neo đơn, con em đến lớp đúng ngày khai giảng và giữ gìn con "
    "suối đầu nguồn mà cả bản cùng dùng."
)


def foreign_scripts(html: str) -> list[str]:
    """The script elements of a page that are not files of ours."""
    found = re.findall(r"<script[^>]*>[^<]*", html, re.IGNORECASE)
    return [one for one in found if not re.fullmatch(r'<script src="/static/[a-z_]+\.js" defer>', one)]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Site:
    """The served pages and the articles behind them."""

    port: int
    hostile: int
    plain: int
    copy: int

    def get(self, path: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, headers, response.read().decode("utf-8"))
        finally:
            connection.close()


@pytest.fixture(scope="module", params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is shown in a browser is shown over each kind of database."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=TIMEOUT_MS)
    with opened_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    engine = migrated_sqlite(tmp_path_factory.mktemp("web") / "web.sqlite")
    newsroom = Newsroom(engine)
    story = Story(text=LONG, speaks=True, change=Change.BEGAN)
    plain = newsroom.publish(story)
    copy = newsroom.publish(replace(story, title="Bí thư Huyện ủy về bản"))
    hostile = newsroom.publish(
        Story(
            title=f"Tựa {ATTACK}",
            text=f"Bài {ATTACK} của Lò Văn Thử",
            published=datetime(2025, 2, 8, tzinfo=VIETNAM),
            has_time=False,
            offices=(),
            day=None,
            authors=(ATTACK,),
            attachments=(Attachment(url="javascript:alert(1)", name=ATTACK),),
        ),
    )
    with reading(engine) as session:
        articles = unsigned_articles(session)
    for article_id in articles:
        with transaction(engine) as session:
            flag_duplicates(session, article_id)
    with served(engine) as port:
        yield Site(port, hostile.article_id, plain.article_id, copy.article_id)
    engine.dispose()
