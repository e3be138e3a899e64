"""An article's page: facts led to their sentences, cited, and compared from revision to revision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from tests.databases import migrated_sqlite
from tests.db.samples import Newsroom, Story
from tests.web.desks import Answer, Hand
from tests.web.serving import served

FIRST = Story(
    award="Bằng khen", text="Đồng chí Lò Văn Thử, Bí thư Huyện ủy, nhận Bằng khen.\nBà con vui.", day=None
)
SECOND = replace(
    FIRST,
    text="Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm ngày 7/2/2025.\nBà con vui.",
    award=None,
    day="ngày 7/2/2025",
)


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hand]:
    """A reader of one article that has been read twice, and another that was read once."""
    engine = migrated_sqlite(tmp_path_factory.mktemp("article") / "web.sqlite")
    newsroom = Newsroom(engine)
    page = newsroom.page()
    for story in (FIRST, SECOND):
        newsroom.store(page, [newsroom.capture(page)], story)
    newsroom.publish(Story(title="Chợ phiên", caption="Chợ phiên sáng nay"))
    with served(engine) as port:
        yield Hand(port)
    engine.dispose()


def one(answer: Answer, xpath: str) -> lxml.html.HtmlElement:
    (found,) = lxml.html.fromstring(answer.text).xpath(xpath)
    assert isinstance(found, lxml.html.HtmlElement)
    return found


def test_every_fact_leads_to_its_place_in_the_text(hand: Hand) -> None:
    page = lxml.html.fromstring(hand.get("/articles/1").text)
    links = page.xpath('//aside//*[@class="evidence"]/a/@href')
    assert len(links) == 3
    for link in links:
        answer = hand.get(link.partition("#")[0])
        mark = one(answer, f'//mark[@id="{link.partition("#")[2]}"]')
        assert "chosen" in mark.get("class", "")


def test_a_fact_is_cited_with_its_sentence_source_and_archived_page(hand: Hand) -> None:
    place = f"{FIRST.title}\n{FIRST.text}".index("Bằng khen")
    answer = hand.get(f"/articles/1?revision=1&at={place}")
    cited = one(answer, '//section[contains(@class, "panel")]//blockquote').text_content()
    assert cited.startswith(
        "“Đồng chí Lò Văn Thử, Bí thư Huyện ủy, nhận Bằng khen.” – “Thăm bản Pá Hốc”, Báo Sơn La"
    )
    assert "http://bao.example/1" in cited
    assert "SHA-256 0000000000000000…, bản 1" in cited
    assert cited.endswith(f"/articles/1?revision=1&at={place}")
    assert (
        "Bằng khen → Lò Văn Thử" in one(answer, '//section[contains(@class, "panel")]/p/mark').text_content()
    )


@pytest.mark.parametrize("place", [15, 9999])
def test_a_place_without_a_sentence_or_outside_the_text_is_no_passage(hand: Hand, place: int) -> None:
    answer = hand.get(f"/articles/1?at={place}")
    assert answer.status == 200
    assert "Trích dẫn câu này" not in answer.text


def test_confidence_and_rule_are_there_on_demand(hand: Hand) -> None:
    why = one(hand.get("/articles/2"), '(//details[@class="why"])[1]')
    assert why.xpath("string(summary)") == "90 %"
    assert "test" in why.text_content()


def test_each_kind_of_fact_has_a_switch_that_needs_no_script(hand: Hand) -> None:
    page = lxml.html.fromstring(hand.get("/articles/1").text)
    assert page.xpath("//fieldset//input/@id") == ["show-person", "show-office", "show-date", "show-award"]


def test_a_caption_leads_to_its_picture_elsewhere_and_loads_none(hand: Hand) -> None:
    answer = hand.get("/articles/2")
    caption = one(answer, '//p[@class="caption"]')
    assert caption.xpath("a/@href") == ["http://bao.example/anh.jpg"]
    assert "<img" not in answer.text


def test_an_earlier_revision_says_that_it_is_one(hand: Hand) -> None:
    assert "không phải bản hiện hành" in hand.get("/articles/1?revision=1").text
    assert "không phải bản hiện hành" not in hand.get("/articles/1?revision=2").text


def test_what_changed_in_text_and_facts_from_one_revision_to_another(hand: Hand) -> None:
    answer = hand.get("/articles/1/revisions")
    lost, gained = lxml.html.fromstring(answer.text).xpath('//div[@class="pair"]/section')
    assert [mark.text for mark in lost.xpath(".//mark")] == ["Bằng khen → Lò Văn Thử (đã trao)"]
    assert [mark.text for mark in gained.xpath(".//mark")] == ["07/02/2025"]
    assert gained.xpath(".//a/@href")[0].startswith("/articles/1?revision=2&at=")
    assert "nhận Bằng khen" in one(answer, '//li[@class="differs"]/p[1]').text_content()
    back = hand.get("/articles/1/revisions?before=2&after=1").text
    assert "Từ bản 2 đến bản 1" in back


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles/2/revisions", 200),
        ("/articles/1/revisions?before=1&after=1", 200),
        ("/articles/1/revisions?before=1&after=9", 404),
        ("/articles/9/revisions", 404),
        ("/articles/1/revisions?before=x", 400),
        ("/articles/1?at=-1", 400),
    ],
)
def test_revisions_that_cannot_be_compared(hand: Hand, path: str, status: int) -> None:
    assert hand.get(path).status == status


def test_an_archive_that_is_elsewhere_is_said(hand: Hand, tmp_path: Path) -> None:
    answer = hand.get("/captures/1")
    assert answer.status == 404
    assert "không có kho lưu trữ" in answer.text
