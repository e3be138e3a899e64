"""The awards explorer: every view is an address, and leads on to narrower and wider ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import lxml.html
import pytest

from db.order import VIETNAM
from tests.databases import migrated_sqlite
from tests.db.samples import Newsroom
from tests.db.test_awards import CERTIFICATE, LETTER
from tests.web.desks import Hand
from tests.web.serving import served


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hand]:
    engine = migrated_sqlite(tmp_path_factory.mktemp("awards") / "web.sqlite")
    newsroom = Newsroom(engine)
    for day in range(1, 27):
        newsroom.publish(replace(CERTIFICATE, published=datetime(2025, 3, day, tzinfo=VIETNAM)))
    newsroom.publish(LETTER, province="Cà Mau")
    with served(engine) as port:
        yield Hand(port)
    engine.dispose()


def page(hand: Hand, path: str) -> lxml.html.HtmlElement:
    answer = hand.get(path)
    assert answer.status == 200
    return lxml.html.fromstring(answer.text)


def rows(shown: lxml.html.HtmlElement) -> int:
    return len(shown.xpath("//tbody/tr"))


def test_values_lead_to_narrower_views_and_back(hand: Hand) -> None:
    start = page(hand, "/awards")
    assert rows(start) == 25
    (narrower,) = start.xpath('//section[@class="facet"]//a[text()="Giấy khen"]/@href')
    assert narrower == "/awards?kind=letter"
    narrow = page(hand, narrower)
    assert rows(narrow) == 1
    assert narrow.xpath('//a[@aria-current="true" and text()="Giấy khen"]/@href') == ["/awards"]
    assert narrow.xpath('//select[@name="kind"]/option[@selected]/@value') == ["letter"]


def test_years_are_columns_that_are_links(hand: Hand) -> None:
    chart = page(hand, "/awards?status=conferred&year=2025").xpath("//*[local-name()='svg' and @role]")[0]
    assert chart.get("aria-label") == "Khen thưởng theo năm đăng bài"
    assert chart.xpath(".//*[local-name()='a']/@href") == ["/awards?status=conferred"]
    both = page(hand, "/awards").xpath("//*[local-name()='svg' and @role]//*[local-name()='title']/text()")
    assert both == ["2024: 1", "2025: 26"]


def test_a_form_with_fields_left_empty_asks_nothing(hand: Hand) -> None:
    assert rows(page(hand, "/awards?q=&issuer=&recipient=&kind=&status=&province=&year=")) == 25


def test_a_view_goes_on_page_by_page_with_its_filters(hand: Hand) -> None:
    first = page(hand, "/awards?issuer=chu+tich")
    (further,) = first.xpath('//a[@rel="next"]/@href')
    assert further.startswith("/awards?issuer=chu+tich&before=")
    last = page(hand, further)
    assert rows(last) == 1
    assert last.xpath('//a[@rel="first"]/@href') == ["/awards?issuer=chu+tich"]


def test_an_award_leads_to_its_sentence(hand: Hand) -> None:
    (link,) = page(hand, "/awards?kind=letter").xpath("//tbody//td[5]/a/@href")
    path, _, place = link.partition("#")
    shown = page(hand, path)
    assert shown.xpath(f'string(//mark[@id="{place}"])') == "Giấy khen"
    assert "nhận Giấy khen" in shown.xpath('string(//section[contains(@class, "cite")]//blockquote)')


@pytest.mark.parametrize(
    "path", ["/awards?year=x", "/awards?status=lost", "/awards?person=0x1", "/awards?before=1"]
)
def test_values_that_are_none_are_refused_in_words(hand: Hand, path: str) -> None:
    answer = hand.get(path)
    assert answer.status == 400
    assert "<h1>" in answer.text
