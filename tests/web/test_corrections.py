"""The correction desk without a script: forms, conflicts, undo, the audit, what the article's page shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest
from sqlalchemy import Engine

from db.engine import check_database, reading
from db.read import ArticleView, read_article
from tests.databases import migrated_sqlite
from tests.db.samples import Newsroom, Story
from tests.web.conftest import ATTACK
from tests.web.desks import Answer, Hand
from tests.web.markup import faults
from tests.web.serving import served

STORY = Story(
    text="Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm bản ngày 7/2/2025.\n"
    "Bà Quàng Thị Mẫu nhận Bằng khen; ông Vì Văn Báo cũng nhận Bằng khen.",
    award="nhận Bằng khen",
)
DESK = "/articles/1/correct"


@dataclass
class Editor:
    """Somebody at the desk."""

    hand: Hand
    engine: Engine

    def desk(self) -> Answer:
        return self.hand.get(DESK)

    def article(self) -> ArticleView:
        with reading(self.engine) as session:
            view = read_article(session, 1)
        assert view is not None
        return view

    def form_of(self, kind: str, said: str) -> dict[str, str]:
        """The fields of the form beside a fact."""
        page = lxml.html.fromstring(self.desk().text)
        for form in page.xpath('//form[starts-with(@id, "fact-")]'):
            fields = dict(form.form_values())
            if fields["kind"] == kind and said in form.getparent().text_content():
                return fields
        raise AssertionError(f"no form for {kind} {said}")

    def add_form(self, kind: str) -> dict[str, str]:
        return self.desk().form(f"add-{kind}") | {"reason": "máy bỏ sót", "action": "add"}

    def send(self, fields: dict[str, str], form: str = "") -> Answer:
        return self.hand.post(f"{DESK}{form}", fields)

    def wrong(self, kind: str, said: str) -> Answer:
        return self.send(self.form_of(kind, said) | {"action": "wrong", "reason": "đọc lại bài"})


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = migrated_sqlite(tmp_path / "desk.sqlite")
    Newsroom(engine).publish(STORY)
    yield engine
    engine.dispose()


@pytest.fixture
def editor(engine: Engine) -> Iterator[Editor]:
    with served(engine) as port:
        hand = Hand(port)
        hand.sit_down("Minh Anh")
        yield Editor(hand, engine)
    assert check_database(engine) == ()


def said(answer: Answer) -> str:
    page = lxml.html.fromstring(answer.text)
    return " ".join(page.xpath("string(//div[starts-with(@class, 'notice')])").split())


def test_who_has_no_name_is_asked_for_it_and_led_back(engine: Engine) -> None:
    with served(engine) as port:
        hand = Hand(port)
        asked = hand.get(DESK)
        assert asked.status == 303
        fields = hand.get(asked.location).form("/review/editor")
        assert hand.post("/review/editor", fields | {"name": "Lan"}).location == DESK
        assert hand.get(DESK).status == 200


def test_a_fact_is_marked_wrong_and_the_page_says_who_did_and_why(editor: Editor) -> None:
    answer = editor.wrong("office", "Bí thư")
    assert answer.status == 303
    assert "Đã ghi: sai, chức vụ" in said(editor.hand.get(answer.location))
    assert editor.article().people[0].offices == ()
    page = lxml.html.fromstring(editor.hand.get("/articles/1").text)
    shown = page.xpath("string(//section[@id='corrections'])")
    assert "Bí thư Huyện ủy" in shown
    assert "Minh Anh" in shown
    assert "đọc lại bài" in shown


def test_a_fact_is_mended(editor: Editor) -> None:
    fields = editor.form_of("office", "Bí thư")
    mended = fields | {"action": "mend", "title": "Phó Bí thư", "former": "true", "reason": "thiếu chữ"}
    assert editor.send(mended).status == 303
    (office,) = editor.article().people[0].offices
    assert (office.full, office.former, office.rule, office.confidence) == (
        "Phó Bí thư Huyện ủy",
        True,
        "correction",
        1.0,
    )
    assert "người sửa" in editor.hand.get("/articles/1").text


def test_who_speaks_and_who_takes_office_is_mended(editor: Editor) -> None:
    office = editor.form_of("office", "Bí thư")
    assert office["change"] == "neither"
    taken = {"action": "mend", "change": "began", "reason": "câu nói là nhận chức"}
    assert editor.send(office | taken).status == 303
    mention = editor.form_of("mention", "Lò Văn Thử")
    assert "speaks" not in mention
    answer = editor.send(mention | {"action": "mend", "speaks": "true", "reason": "có phát biểu"})
    assert answer.status == 303
    assert "Lò Văn Thử (phát biểu)" in said(editor.hand.get(answer.location))
    (person,) = editor.article().people
    assert [place.speaks for place in person.mentions] == [True]
    assert [(held.full, held.change) for held in person.offices] == [("Bí thư Huyện ủy Mường La", "began")]
    page = lxml.html.fromstring(editor.hand.get("/articles/1").text)
    assert {"phát biểu", "nhận chức"} <= {tag.text_content() for tag in page.find_class("tag")}
    assert editor.form_of("office", "(nhận chức)")["change"] == "began"
    mention = editor.form_of("mention", "Lò Văn Thử (phát biểu)")
    assert mention.pop("speaks") == "true"
    assert editor.send(mention | {"action": "mend", "reason": "không phát biểu"}).status == 303
    assert [place.speaks for place in editor.article().people[0].mentions] == [False]
    assert "takes office" in editor.hand.get("/corrections?lang=en").text


def test_what_was_corrected_beside_the_words_is_told_as_changed_from_one_revision_to_another(
    editor: Editor,
) -> None:
    mention, why = editor.form_of("mention", "Lò Văn Thử"), {"action": "mend", "reason": "đọc lại bài"}
    assert editor.send(mention | why | {"speaks": "true"}).status == 303
    office = editor.form_of("office", "Bí thư")
    assert editor.send(office | why | {"former": "true", "change": "ended"}).status == 303
    shown = editor.hand.get("/articles/1/revisions?before=1&after=3").text
    changed = [mark.text_content() for mark in lxml.html.fromstring(shown).xpath("//section//mark")]
    assert changed == [
        "Lò Văn Thử",
        "Lò Văn Thử: Bí thư Huyện ủy Mường La",
        "Lò Văn Thử (phát biểu)",
        "Lò Văn Thử: Bí thư Huyện ủy Mường La (nguyên, thôi giữ chức)",
    ]
    told = json.loads(editor.hand.get("/api/v1/articles/1/changes?earlier=1&later=3").text)
    assert [(one["how"], one["fact"]) for one in told["facts"]] == [
        ("lost", "Lò Văn Thử: Bí thư Huyện ủy Mường La"),
        ("gained", "Lò Văn Thử (speaks)"),
        ("gained", "Lò Văn Thử: Bí thư Huyện ủy Mường La (former) (ended)"),
    ]


def test_what_is_missing_is_added_by_its_words(editor: Editor) -> None:
    assert editor.send(editor.add_form("person") | {"words": "Quàng Thị Mẫu"}).status == 303
    office = {"words": "Bà", "person": "Quàng Thị Mẫu", "title": "Trưởng bản", "organization": "bản Pá Hốc"}
    assert editor.send(editor.add_form("office") | office | {"change": "ended"}).status == 303
    day = {"words": "đến thăm", "start": "2025-02-07", "end": "2025-02-07"}
    assert editor.send(editor.add_form("date") | day).status == 303
    assert editor.send(editor.add_form("author") | {"name": "Hà Thị Bản"}).status == 303
    article = editor.article()
    assert [(one.name, [held.full for held in one.offices]) for one in article.people] == [
        ("Lò Văn Thử", ["Bí thư Huyện ủy Mường La"]),
        ("Quàng Thị Mẫu", ["Trưởng bản bản Pá Hốc"]),
    ]
    assert [held.change for held in article.people[1].offices] == ["ended"]
    assert [one.text for one in article.dates] == ["đến thăm", "ngày 7/2/2025"]
    assert article.authors == ("Hà Thị Bản",)


def test_of_words_at_several_places_one_is_chosen(editor: Editor) -> None:
    fields = editor.add_form("award") | {"words": "Bằng khen", "recipient": "Vì Văn Báo"}
    answer = editor.send(fields)
    assert answer.status == 400
    assert "ở nhiều chỗ" in said(answer)
    page = lxml.html.fromstring(answer.text)
    places = page.xpath('//form[@id="add-award"]//input[@name="place"]/@value')
    assert len(places) == 2
    again = answer.form("add-award")
    assert (again["words"], again["recipient"], again["reason"]) == ("Bằng khen", "Vì Văn Báo", "máy bỏ sót")
    assert editor.send(again | {"action": "add", "place": places[1]}).status == 303
    added = next(one for one in editor.article().awards if one.recipient == "Vì Văn Báo")
    assert (str(added.span.start), added.award) == (places[1], "Bằng khen")


@pytest.mark.parametrize(
    ("kind", "fields", "why"),
    [
        ("person", {"words": "không có trong bài"}, "chọn chữ trong một dòng"),
        ("person", {"words": "Quàng Thị Mẫu", "reason": " "}, "ghi lý do"),
        ("person", {"words": "Lò Văn Thử"}, "đã nêu như vậy"),
        ("date", {"words": "đến thăm", "start": "2025-02-08", "end": "2025-02-07"}, "ô “Đến hết ngày”"),
        ("date", {"words": "đến thăm", "start": "hôm qua", "end": "2025-02-07"}, "ô “Từ ngày”"),
        ("award", {"words": "cũng", "count": "0"}, "ô “Số lượng"),
        ("office", {"words": "Bà", "title": "", "organization": ""}, "ô “Chức danh”"),
        ("office", {"words": "Bà", "title": "Trưởng bản", "change": "x"}, "ô “Câu nói về nhiệm kỳ”"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_entered_stays(
    editor: Editor, kind: str, fields: dict[str, str], why: str
) -> None:
    answer = editor.send(editor.add_form(kind) | fields)
    assert answer.status == 400
    assert why in said(answer)
    assert answer.form(f"add-{kind}")["words"] == fields["words"]


def test_two_editors_at_once_the_second_sees_what_is_there_now(editor: Editor) -> None:
    other = Editor(Hand(editor.hand.port), editor.engine)
    other.hand.sit_down("Bình")
    fields = other.form_of("date", "ngày 7/2/2025")
    editor.wrong("office", "Bí thư")
    answer = other.send(fields | {"action": "wrong", "reason": "không phải ngày"})
    assert answer.status == 409
    assert "người khác vừa sửa" in said(answer)
    assert "không phải ngày" in said(answer)
    assert editor.article().dates != ()
    assert other.wrong("date", "ngày 7/2/2025").status == 303
    assert editor.article().dates == ()


def test_an_undo_brings_the_reading_back_and_the_audit_tells_all(editor: Editor) -> None:
    editor.wrong("office", "Bí thư")
    page = lxml.html.fromstring(editor.desk().text)
    (form,) = page.xpath('//ol[@class="history"]//form')
    assert editor.send(dict(form.form_values()), "/undo").status == 303
    assert [held.full for held in editor.article().people[0].offices] == ["Bí thư Huyện ủy Mường La"]
    rows = lxml.html.fromstring(editor.hand.get("/corrections").text).xpath("//tbody/tr")
    assert [row.xpath("string(td[last()])").strip() for row in rows] == ["đã qua", "đã hoàn tác"]
    none = editor.hand.get("/corrections?state=holds&kind=office&editor=Minh+Anh")
    assert "Chưa có lần sửa nào như vậy" in none.text
    assert "đã hoàn tác" in editor.hand.get("/corrections?state=undone&article=1").text


def test_an_article_is_marked_as_checked_whole(editor: Editor) -> None:
    assert editor.send(editor.desk().form("complete"), "/complete").status == 303
    assert "Dữ kiện trên là đúng và đủ" in editor.desk().text
    editor.wrong("office", "Bí thư")
    assert "Dữ kiện trên là đúng và đủ" not in editor.desk().text


def test_an_editor_cannot_be_made_to_correct_by_another_site(editor: Editor) -> None:
    fields = editor.form_of("office", "Bí thư") | {"action": "wrong", "reason": "sai"}
    assert editor.send(fields | {"token": "0" * 64}).status == 403
    assert editor.hand.post(DESK, fields, Sec_Fetch_Site="cross-site").status == 403
    assert editor.article().people[0].offices != ()


@pytest.mark.parametrize("path", [DESK, f"{DESK}/undo", f"{DESK}/complete"])
def test_forms_with_nonsense_are_refused(editor: Editor, path: str) -> None:
    token = editor.desk().form("complete")["token"]
    nonsense = {
        "token": token,
        "revision": "x",
        "seen": "-1",
        "action": "delete",
        "kind": "x",
        "correction": "0",
    }
    assert editor.hand.post(path, nonsense).status == 400
    assert editor.hand.get("/articles/99/correct").status == 404
    assert editor.hand.get("/corrections?article=x").status == 400


def test_what_editors_enter_is_never_run(editor: Editor) -> None:
    fields = editor.add_form("author") | {"name": ATTACK, "reason": ATTACK}
    assert editor.send(fields).status == 303
    for path in (DESK, "/corrections", "/articles/1"):
        answer = editor.hand.get(path)
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert" in answer.text


def test_it_speaks_english_on_request(editor: Editor) -> None:
    editor.wrong("office", "Bí thư")
    answer = editor.hand.get(f"{DESK}?lang=en")
    assert "Correct facts" in answer.text
    assert "Mark as checked whole" in answer.text
    assert "holds" in editor.hand.get("/corrections").text


def test_the_pages_are_well_made(editor: Editor) -> None:
    editor.wrong("office", "Bí thư")
    for path in (
        DESK,
        "/corrections",
        "/articles/1",
        "/identity",
        "/identity?ask=pairs",
        "/people/1/identity",
    ):
        for language in ("vi", "en"):
            answer = editor.hand.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
            assert (answer.status, faults(answer.text)) == (200, [])
