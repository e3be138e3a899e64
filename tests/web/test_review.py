"""The review desk by links and plain forms."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from sqlalchemy import Engine

from db.duplicates import flag_duplicates
from db.engine import reading, transaction
from db.stories import read_story
from tests.databases import migrated_sqlite
from tests.db.samples import Newsroom, Story
from tests.web.conftest import foreign_scripts
from tests.web.desks import FOOT, Answer, Hand, fill, judged
from tests.web.serving import served


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = migrated_sqlite(tmp_path / "desk.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def newsroom(engine: Engine) -> Newsroom:
    return fill(engine, pairs=6)


@pytest.fixture
def port(engine: Engine, newsroom: Newsroom) -> Iterator[int]:
    with served(engine) as port:
        yield port


@pytest.fixture
def hand(port: int) -> Hand:
    hand = Hand(port)
    hand.sit_down("Minh Anh")
    return hand


def first_pair(hand: Hand, query: str = "") -> Answer:
    start = hand.get(f"/review{query}")
    assert start.status == 303
    return hand.get(start.location)


def judge(hand: Hand, page: Answer, verdict: str, **headers: str) -> Answer:
    return hand.post(page.action("judge"), page.form("judge") | {"verdict": verdict}, **headers)


def test_an_editor_is_asked_for_a_name_once_and_sent_on(port: int) -> None:
    hand = Hand(port)
    asked = hand.get("/review/1/2?state=open")
    fields = asked.form("/review/editor")
    assert fields["to"] == "/review/1/2?state=open"
    sent_on = hand.post("/review/editor", fields | {"name": "  Hà\n Nguyên "})
    assert (sent_on.status, sent_on.location) == (303, "/review/1/2?state=open")
    assert "HttpOnly" in sent_on.headers["set-cookie"]
    assert "SameSite=lax" in sent_on.headers["set-cookie"]
    assert "Hà Nguyên" in hand.get("/review/1/2").text
    elsewhere = hand.post("/review/editor", fields | {"name": "Hà", "to": "https://evil.example/"})
    assert elsewhere.location == "/review"


def test_judging_leads_from_pair_to_pair_until_none_is_left(engine: Engine, hand: Hand) -> None:
    page = first_pair(hand, "?kind=all")
    for verdict in ("update", "unsure", "not_duplicate", "duplicate", "duplicate:1", "duplicate:2"):
        answer = judge(hand, page, verdict)
        assert answer.status == 303
        page = hand.get(answer.location)
    assert "Không còn cặp nào" in page.text
    assert [(pair, verdict) for pair, verdict, _ in judged(engine)] == [
        ("3/4", "update"),
        ("2/4", "unsure"),
        ("2/3", "not_duplicate"),
        ("1/4", "duplicate"),
        ("1/3", "duplicate"),
        ("1/2", "duplicate"),
    ]
    assert {editor for _, _, editor in judged(engine)} == {"Minh Anh"}


def test_undo_brings_the_pair_back(engine: Engine, hand: Hand) -> None:
    page = hand.get(judge(hand, first_pair(hand), "duplicate").location)
    back = hand.post(page.action("undo"), page.form("undo"))
    assert back.status == 303
    assert back.location.startswith("/review/3/4")
    assert [verdict for _, verdict, _ in judged(engine)] == ["duplicate", "undo"]
    assert "judgement" not in hand.get(back.location).form("undo")


def test_filters_choose_and_stay(hand: Hand) -> None:
    assert "data-pair" in first_pair(hand, "?kind=template").text
    page = first_pair(hand, "?kind=all&site=Lai+Ch%C3%A2u&since=&until=2025-02-07")
    assert 'data-pair="2/4"' in page.text
    assert "site=Lai+Ch%C3%A2u" in judge(hand, page, "unsure").location
    for wrong in ("kind=none", "state=x", "since=tomorrow"):
        assert hand.get(f"/review?{wrong}").status == 400


def test_what_the_comparison_says_is_folded_away(hand: Hand) -> None:
    page = lxml.html.fromstring(first_pair(hand).text)
    (reasons,) = page.xpath('//details[@class="reasons"]')
    assert "chung chín phần mười" in reasons.text_content()
    assert "open" not in reasons.attrib
    outside = page.xpath("//main//text()[not(ancestor::details)]")
    assert not any("chín phần mười" in text or "đăng lại" in text for text in outside)


def test_differences_and_boilerplate_are_marked(hand: Hand) -> None:
    page = lxml.html.fromstring(hand.get("/review/1/3").text)
    strong = page.xpath('//ol[@class="rows"]//mark[contains(@class, "number")]/text()')
    assert strong == ["1", "3", "1", "3"]
    (foot,) = page.xpath('//p[@class="boilerplate" and not(@aria-hidden)]')
    assert FOOT in foot.text_content()


def test_other_names_and_dates_and_moved_paragraphs_are_told(newsroom: Newsroom, hand: Hand) -> None:
    meeting = "Bà con bàn việc làm đường vào bản trong tháng tới."
    thanks = "Trưởng bản cảm ơn các hộ đã góp công, góp của."
    visit = Story().text
    one = newsroom.publish(Story(title="Về Pá Hốc", text=f"{visit}\n{meeting}\n{thanks}"))
    other = newsroom.publish(
        Story(
            title="Về Pá Hốc",
            text=f"{visit.replace('7/2', '9/2').replace('Lò Văn Thử', 'Cầm Thị Mơ')}\n{thanks}\n{meeting}",
            name="Cầm Thị Mơ",
            day=None,
        )
    )
    page = lxml.html.fromstring(hand.get(f"/review/{one.article_id}/{other.article_id}").text)
    first, second = page.xpath('//section[@class="only"]/p')
    assert first.xpath("mark/text()") == ["Lò Văn Thử", "07/02/2025"]
    assert second.xpath("mark/text()") == ["Cầm Thị Mơ", "9/2/2025"]
    strong = '//ol//mark[contains(@class, "name") or contains(@class, "date")]'
    assert "".join(page.xpath(f"{strong}/text()")) == "Lò Văn Thửngày 7/2/2025Cầm Thị Mơ"
    moved = page.xpath('//ol//p[contains(@class, "moved")]')
    assert len(moved) == 2
    assert moved[0].text_content().split(": ")[1] == moved[1].text_content().split(": ")[1]


def test_a_form_that_is_not_ours_is_refused(engine: Engine, hand: Hand) -> None:
    page = first_pair(hand)
    other = Hand(hand.port)
    other.sit_down("Người khác")
    refused = [
        judge(hand, page, "duplicate", Sec_Fetch_Site="cross-site"),
        judge(hand, page, "duplicate", Sec_Fetch_Site="same-site"),
        judge(hand, page, "duplicate", Origin="http://evil.example"),
        judge(hand, page, "duplicate", Origin="null"),
        judge(other, page, "duplicate"),
        hand.post(page.action("judge"), page.form("judge") | {"verdict": "duplicate", "token": "ỡ"}),
    ]
    assert [answer.status for answer in refused] == [403] * len(refused)
    assert judged(engine) == []
    own = f"http://127.0.0.1:{hand.port}"
    assert judge(hand, page, "duplicate", Origin=own, Sec_Fetch_Site="same-origin").status == 303


def test_another_host_name_is_refused(hand: Hand) -> None:
    assert hand.get("/review", Host="evil.example").status == 400
    assert hand.get("/review", Host=f"localhost:{hand.port}").status == 303


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "undo"},
        {"verdict": "duplicate:77"},
        {"a_revision": "4"},
        {"a_revision": "0"},
        {"seen": "-1"},
        {"seen": ""},
        {"reason": "x" * 1001},
    ],
)
def test_a_form_with_other_values_is_refused(engine: Engine, hand: Hand, change: dict[str, str]) -> None:
    page = hand.get("/review/1/2")
    fields = page.form("judge") | {"verdict": "duplicate"} | change
    assert hand.post(page.action("judge"), fields).status == 400
    assert judged(engine) == []


def test_the_second_of_two_editors_is_told_and_may_decide_again(engine: Engine, hand: Hand) -> None:
    other = Hand(hand.port)
    other.sit_down("Thu Hà")
    mine, theirs = first_pair(hand), first_pair(other)
    judge(other, theirs, "not_duplicate")
    refused = judge(hand, mine, "duplicate")
    assert refused.status == 409
    assert "Thu Hà" in refused.text
    assert len(judged(engine)) == 1
    assert judge(hand, refused, "duplicate").status == 303
    assert judged(engine) == [("3/4", "not_duplicate", "Thu Hà"), ("3/4", "duplicate", "Minh Anh")]
    page = hand.get("/review/3/4")
    undo = page.form("undo")
    assert other.post("/review/undo", undo | {"token": theirs.form("judge")["token"]}).status == 400


def test_a_text_that_has_changed_since_is_told(newsroom: Newsroom, hand: Hand) -> None:
    judge(hand, hand.get("/review/1/2"), "duplicate:1")
    page_id = 1
    newsroom.store(page_id, [newsroom.capture(page_id)], Story(title="Một tựa khác"))
    assert "Bài đã đổi chữ" in hand.get("/review/1/2").text
    assert "đã đổi" in hand.get("/review/audit").text
    assert 'data-pair="1/2"' in first_pair(hand, "?state=changed").text


def test_any_two_articles_can_be_judged_and_their_stories_follow(
    engine: Engine, newsroom: Newsroom, hand: Hand
) -> None:
    lone = newsroom.publish(
        Story(title="Chợ Nà Hin", text="Chợ phiên mở lại.", name=None, offices=(), day=None)
    )
    with transaction(engine) as session:
        for article_id in (1, lone.article_id):
            flag_duplicates(session, article_id)

    def story_of_lone() -> set[int]:
        with reading(engine) as session:
            return {member.article_id for member in read_story(session, lone.article_id)}

    page = hand.get(judge(hand, hand.get(f"/review/1/{lone.article_id}"), "duplicate:1").location)
    assert judged(engine)[-1][:2] == (f"1/{lone.article_id}", "duplicate")
    assert {1, lone.article_id} == story_of_lone()
    hand.post(page.action("undo"), page.form("undo"))
    assert story_of_lone() == set()


def test_the_audit_and_its_export_hold_every_row_and_defuse_formulas(engine: Engine, hand: Hand) -> None:
    formula = "=HYPERLINK(A1)"
    page = hand.get("/review/1/2")
    fields = page.form("judge") | {"verdict": "duplicate:2", "reason": f"  {formula}"}
    page = hand.get(hand.post(page.action("judge"), fields).location)
    hand.post(page.action("undo"), page.form("undo"))
    audit = hand.get("/review/audit?editor=Minh+Anh")
    assert audit.text.count("<tr>") == 3
    assert foreign_scripts(audit.text) == []
    assert "Chưa ai xét" in hand.get("/review/audit?editor=ai").text
    export = hand.get("/review/audit.csv")
    assert export.headers["content-type"].startswith("text/csv")
    duplicate, undo = csv.DictReader(io.StringIO(export.text.removeprefix("\ufeff")))
    assert (undo["verdict"], undo["undoes_id"]) == ("undo", duplicate["judgement_id"])
    assert (duplicate["undone"], duplicate["canonical_id"], duplicate["reason"]) == (
        "true",
        "2",
        f"'{formula}",
    )


@pytest.mark.parametrize("path", ["/review/1/1", "/review/1/999", "/review/x/2"])
def test_pairs_that_cannot_be_are_no_pages(hand: Hand, path: str) -> None:
    assert hand.get(path).status in {400, 404}


def test_only_our_scripts_run_and_only_at_the_desk_they_may_ask_the_server(hand: Hand) -> None:
    policy = first_pair(hand).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    elsewhere = hand.get("/").headers["content-security-policy"]
    assert "script-src 'self'" in elsewhere
    assert "connect-src" not in elsewhere
