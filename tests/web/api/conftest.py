"""The API over a small database of each kind, asked in this process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from db.duplicates import flag_duplicates, unsigned_articles
from db.engine import open_database, reading, transaction, upgrade_database
from db.models import Organization
from db.order import VIETNAM
from extract.article import Kind
from extract.fact import Change
from tests.databases import KINDS, new_database
from tests.db.samples import Newsroom, Story, about
from web.app import make_app

START = datetime(2025, 2, 1, 8, tzinfo=VIETNAM)
LATER = START + timedelta(days=120)
LONG = (
    "Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm bản ngày 7/2/2025, hỏi han đời sống của bà con sau mùa mưa lũ, "
    "dặn dò chi bộ chăm lo cho người già neo đơn; dịp này ông được tặng Bằng khen của tỉnh."
)


@dataclass(frozen=True)
class Api:
    """The API, and the newsroom that fills its database."""

    client: TestClient
    newsroom: Newsroom
    revised: int
    """An article with two revisions."""
    body: int
    """The body at whose events people spoke."""

    def get(self, path: str, **parameters: Any) -> Any:
        answer = self.client.get(f"/api/v1{path}", params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def all(self, path: str, **parameters: Any) -> list[Any]:
        """The rows of all pages of a list, by the addresses that each page gives for the next."""
        page = self.get(path, **parameters)
        rows = list(page["items"])
        while page["next"]:
            page = self.client.get(page["next"]).json()
            rows += page["items"]
        return rows


@pytest.fixture(scope="module", params=KINDS)
def api(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with new_database(request.param, Path(tmp_path_factory.mktemp("api"))) as url:
        engine = open_database(url)
        upgrade_database(engine)
        newsroom = Newsroom(engine)
        first = Story(text=LONG, award="Bằng khen")
        newsroom.publish(first)
        newsroom.publish(replace(first, title="Bí thư Huyện ủy về bản", award=None))
        for day in range(9):
            name = ("Mùa A Viết", "Quàng Thị Thử", "Lò Văn Thử")[day % 3]
            province = ("Sơn La", "Cà Mau")[day % 2]
            story = replace(about(name), title=f"Tin số {day}", published=START + timedelta(days=day))
            newsroom.publish(story, province=province)
        newsroom.publish(Story(title="Thông báo", text="Mất nước.", name=None, day=None, kind=Kind.NOTICE))
        for name, change in (("Quàng Thị Thử", Change.ENDED), ("Lò Văn Thử", Change.BEGAN)):
            story = Story(title="Họp tổng kết", published=LATER, change=change, speaks=True)
            newsroom.publish(about(name, story), province="Cà Mau")
        page = newsroom.page()
        revised = newsroom.store(page, [newsroom.capture(page)], Story(title="Tin đầu"))
        newsroom.store(page, [newsroom.capture(page)], Story(title="Tin sửa", award="thăm bản"))
        with reading(engine) as session:
            articles = unsigned_articles(session)
            named = select(Organization.id).where(Organization.name == "Huyện ủy Mường La")
            body = session.scalars(named).one()
        for article_id in articles:
            with transaction(engine) as session:
                flag_duplicates(session, article_id)
        with TestClient(make_app(engine), base_url="http://localhost") as client:
            yield Api(client, newsroom, revised.article_id, body)
        engine.dispose()
