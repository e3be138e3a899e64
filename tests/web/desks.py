"""A review desk with pairs that wait, and a hand that uses its links and forms without a script."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import combinations, islice
from urllib.parse import urlencode

import lxml.html
from sqlalchemy import Engine, select

from db.engine import reading, transaction
from db.models import Article, Judgement, Pair
from tests.db.samples import HOME, Newsroom, Story

FOOT = "Mời bà con theo dõi trang bản tin xã Pá Hốc"
"""A line that the site puts under each of its articles."""


def fill(engine: Engine, pairs: int) -> Newsroom:
    """So many pairs of articles of two sites; all are suspected copies but each fifth, a template."""
    newsroom = Newsroom(engine)
    articles: list[int] = []
    while len(articles) * (len(articles) - 1) // 2 < pairs:
        number = len(articles) + 1
        story = Story(
            title=f"Thăm bản Pá Hốc lần {number}",
            text="Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm bản ngày 7/2/2025.\n"
            f"Vụ này bản thu {number} tấn thóc.\nBà con vui.\n{FOOT}",
        )
        assert story.published is not None
        story = replace(story, published=story.published + timedelta(hours=number))
        province = "Lai Châu" if number == 2 else HOME
        articles.append(newsroom.publish(story, province=province).article_id)
    for name in ("Chợ phiên", "Cầu treo", "Lớp học"):
        newsroom.publish(Story(title=name, text=f"{name} mở lại.\n{FOOT}", name=None, offices=(), day=None))
    with transaction(engine) as session:
        revisions = {one: session.get_one(Article, one).current_id for one in articles}
        for place, (a, b) in enumerate(islice(combinations(articles, 2), pairs), start=1):
            kind = "template" if place % 5 == 0 else "copy"
            session.add(
                Pair(
                    a_id=a,
                    b_id=b,
                    a_revision_id=revisions[a],
                    b_revision_id=revisions[b],
                    kind=kind,
                    duplicate=kind == "copy",
                    score=0.9,
                    scores={"overlap": 0.9},
                    reasons=["chung chín phần mười câu chữ"],
                    algorithm="test/1",
                )
            )
            session.flush()
    return newsroom


def judged(engine: Engine) -> list[tuple[str, str, str]]:
    """All judgements in order: the two articles as `A/B`, the verdict, the editor."""
    with reading(engine) as session:
        rows = session.scalars(select(Judgement).order_by(Judgement.id))
        return [(f"{row.a_id}/{row.b_id}", row.verdict, row.editor) for row in rows]


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers["location"]

    def form(self, name: str) -> dict[str, str]:
        """The fields of a form as a browser would send them, buttons left out."""
        page = lxml.html.fromstring(self.text)
        (form,) = page.xpath(f'//form[@id="{name}" or @action="{name}"]')
        return dict(form.form_values())

    def action(self, name: str) -> str:
        page = lxml.html.fromstring(self.text)
        return str(page.xpath(f'string(//form[@id="{name}"]/@action)'))


@dataclass
class Hand:
    """One browser without a script: it keeps cookies, and follows nothing by itself."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        return self._ask("POST", path, urlencode(fields), headers)

    def sit_down(self, name: str) -> None:
        """Give one's name, as the desk asks for it."""
        fields = self.get("/review/editor").form("/review/editor")
        assert self.post("/review/editor", fields | {"name": name}).status == 303

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            for cookie in response.msg.get_all("set-cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            named = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, named, response.read().decode("utf-8", "replace"))
        finally:
            connection.close()
