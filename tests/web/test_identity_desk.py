"""The identity desk without a script: confirm, split, merge, keep apart, undo, and the queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest
from sqlalchemy import Engine, select, update

from db.engine import check_database, reading, transaction
from db.models import Appearance, Article, Person
from extract.text import fold
from tests.databases import migrated_sqlite
from tests.db.samples import Newsroom, Story, about
from tests.web.desks import Answer, Hand
from tests.web.serving import served

NAMESAKE = Story(
    title="Lớp học tình thương",
    text="Thầy Lò Văn Thử, Hiệu trưởng Trường Tiểu học Nậm Nhùn, mở lớp ngày 7/2/2025.",
    offices=(("Hiệu trưởng", "Trường Tiểu học Nậm Nhùn", "Hiệu trưởng Trường Tiểu học Nậm Nhùn"),),
)


@dataclass
class Editor:
    """Somebody at the desk."""

    hand: Hand
    engine: Engine

    def people(self) -> dict[int, set[int]]:
        """The articles of each person, by current revisions."""
        found = defaultdict(set)
        with reading(self.engine) as session:
            current = select(Appearance).join(Article, Article.current_id == Appearance.revision_id)
            for one in session.scalars(current):
                found[one.person_id].add(one.article_id)
        return dict(found)

    def of(self, article: int) -> int:
        return next(person for person, articles in self.people().items() if article in articles)

    def desk(self, person: int) -> Answer:
        return self.hand.get(f"/people/{person}/identity")

    def form(self, person: int, name: str) -> dict[str, str]:
        return self.desk(person).form(name)

    def send(self, person: int, form: str, **fields: str) -> Answer:
        return self.hand.post(f"/people/{person}/identity/{form}", fields)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Articles 1 to 3 of one Lò Văn Thử, 4 of his namesake in another province, 5 of somebody else."""
    engine = migrated_sqlite(tmp_path / "identity.sqlite")
    newsroom = Newsroom(engine)
    for number in range(3):
        newsroom.publish(Story(title=f"Tin {number}"))
    newsroom.publish(NAMESAKE, province="Lai Châu")
    newsroom.publish(about("Quàng Thị Mẫu"))
    with transaction(engine) as session:  # what joins were doubtful is the resolver's business
        session.execute(update(Appearance).where(Appearance.article_id == 2).values(score=0.4))
    yield engine
    engine.dispose()


@pytest.fixture
def editor(engine: Engine) -> Iterator[Editor]:
    with served(engine) as port:
        hand = Hand(port)
        hand.sit_down("Minh Anh")
        yield Editor(hand, engine)


def test_the_appearances_are_shown_the_least_sure_first_with_reasons(editor: Editor) -> None:
    page = lxml.html.fromstring(editor.desk(editor.of(1)).text)
    titles = page.xpath('//ul[contains(@class, "appearances")]/li//a/text()')
    assert titles[0] == "Tin 1"
    assert len(titles) == len(editor.people()[editor.of(1)])
    assert page.xpath('//details[@class="why"]//li')


def test_a_split_makes_a_new_person_and_an_undo_brings_them_together(editor: Editor) -> None:
    whole = editor.of(1)
    before = editor.people()
    fields = editor.form(whole, "split")
    key = lxml.html.fromstring(editor.desk(whole).text).xpath('//input[@name="appearance"]/@value')
    chosen = next(one for one in key if one.startswith("2:"))
    assert (
        editor.send(whole, "split", **fields | {"appearance": chosen, "reason": "người khác"}).status == 303
    )
    assert editor.of(2) != editor.of(1)
    page = lxml.html.fromstring(editor.desk(editor.of(1)).text)
    assert "người khác" in page.xpath("string(//ol[@class='history'])")
    (undo,) = page.xpath('//ol[@class="history"]//form')
    assert editor.send(editor.of(1), "undo", **dict(undo.form_values())).status == 303
    assert editor.people() == before
    assert check_database(editor.engine) == ()


def test_a_split_may_go_to_a_person_who_is_there(editor: Editor) -> None:
    whole, other = editor.of(1), editor.of(5)
    found = editor.hand.get(f"/people/{whole}/identity?find=quang+thi")
    page = lxml.html.fromstring(found.text)
    (to,) = page.xpath(f'//select[@name="to"]/option[starts-with(@value, "{other}:")]/@value')
    chosen = next(one for one in page.xpath('//input[@name="appearance"]/@value') if one.startswith("2:"))
    fields = found.form("split") | {"appearance": chosen, "to": to, "reason": "tên thật của bà ấy"}
    assert editor.send(whole, "split", **fields).status == 303
    assert editor.of(2) == editor.of(5) != editor.of(1)


def test_namesakes_are_merged_or_kept_apart(editor: Editor) -> None:
    one, other = editor.of(1), editor.of(4)
    assert one != other
    fields = editor.form(one, "merge")
    assert editor.send(one, "apart", **fields | {"reason": "hai tỉnh"}).status == 303
    assert editor.of(1) != editor.of(4)
    stale = editor.send(one, "merge", **fields | {"reason": "một người"})
    assert stale.status == 409
    assert "đã khác từ khi bạn xem" in stale.text
    again = editor.form(one, "merge") | {"reason": "nay đã rõ"}
    assert editor.send(one, "merge", **again).status == 303
    assert editor.of(1) == editor.of(4)
    gone = one if editor.of(1) != one else other
    assert editor.desk(gone).location.startswith(f"/people/{editor.of(1)}/identity")
    assert check_database(editor.engine) == ()


def test_confirmed_appearances_leave_the_queue(editor: Editor) -> None:
    queue = lxml.html.fromstring(editor.hand.get("/identity").text)
    assert queue.xpath("string(//ol[contains(@class, 'queue')]/li/a[@data-item])") == "Lò Văn Thử"
    fields = editor.form(editor.of(2), "confirm")
    assert fields["reason"] == "đã xem từng bài"
    assert editor.send(editor.of(2), "confirm", **fields).status == 303
    assert "Không còn chỗ nào phải xem" in editor.hand.get("/identity").text


def test_likely_namesakes_wait_in_a_queue_until_they_are_decided(editor: Editor) -> None:
    with transaction(editor.engine) as session:  # which namesakes stay apart is the resolver's business
        person = Person(name="Lò Văn Thử", key=fold("Lò Văn Thử"), search_key="lo van thu")
        session.add(person)
        session.flush()
        session.execute(update(Appearance).where(Appearance.article_id == 3).values(person_id=person.id))
    assert "Bí thư Huyện ủy" in editor.hand.get("/identity?ask=pairs").text
    one, other = editor.of(1), editor.of(3)
    fields = editor.form(one, "merge")
    fields["other"] = next(
        value
        for value in lxml.html.fromstring(editor.desk(one).text).xpath('//input[@name="other"]/@value')
        if value.startswith(f"{other}:")
    )
    assert editor.send(one, "apart", **fields | {"reason": "hai người"}).status == 303
    assert editor.of(1) != editor.of(3)
    assert "Không còn chỗ nào phải xem" in editor.hand.get("/identity?ask=pairs").text


@pytest.mark.parametrize("form", ["confirm", "split", "merge"])
def test_a_decision_needs_a_reason(editor: Editor, form: str) -> None:
    person = editor.of(1)
    answer = editor.send(person, form, **editor.form(person, form) | {"reason": " "})
    assert answer.status == 400
    assert "Hãy ghi lý do" in answer.text


def test_a_split_takes_some_but_not_all(editor: Editor) -> None:
    person = editor.of(1)
    answer = editor.send(person, "split", **editor.form(person, "split") | {"reason": "khác"})
    assert answer.status == 400
    assert "không phải tất cả" in answer.text


def test_nonsense_is_refused(editor: Editor) -> None:
    person = editor.of(1)
    token = editor.form(person, "confirm")["token"]
    for form, fields in (
        ("split", {"seen": "0", "appearance": "x", "reason": "a"}),
        ("merge", {"other": "99999999999:0", "reason": "a"}),
        ("undo", {"decision": "77", "seen": "0"}),
    ):
        assert editor.send(person, form, token=token, **fields).status == 400
    assert editor.hand.get("/people/999/identity").status == 404
    assert editor.hand.get("/identity?after=x").status == 400
    assert editor.send(person, "confirm", seen="0", reason="a", token="0" * 64).status == 403
