"""A person's and an office's page: what is attested when, in a picture and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import lxml.html
import pytest

from db.order import VIETNAM
from tests.databases import migrated_sqlite
from tests.db.samples import Newsroom, about
from tests.db.test_awards import CERTIFICATE
from tests.web.desks import Hand
from tests.web.serving import served


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hand]:
    engine = migrated_sqlite(tmp_path_factory.mktemp("person") / "web.sqlite")
    newsroom = Newsroom(engine)
    for day in range(1, 28):
        newsroom.publish(replace(CERTIFICATE, published=datetime(2025, 3, day, tzinfo=VIETNAM)))
    newsroom.publish(about("Mùa A Viết", replace(CERTIFICATE, award=None, published=None)))
    with served(engine) as port:
        yield Hand(port)
    engine.dispose()


def page(hand: Hand, path: str) -> lxml.html.HtmlElement:
    answer = hand.get(path)
    assert answer.status == 200
    return lxml.html.fromstring(answer.text)


def test_an_office_over_time_is_a_bar_and_a_row_of_words(hand: Hand) -> None:
    person = page(hand, "/people/1")
    row = person.xpath('//h2[@id="offices"]/following::tbody[1]/tr')[0]
    assert "01/03/2025 – 27/03/2025" in row.text_content()
    assert row.xpath(".//*[local-name()='rect']/@class") == ["held"]
    assert row.xpath("td[1]/a/@href") == ["/offices/1"]
    (articles,) = row.xpath("td[@class='number']/a/@href")
    assert len(page(hand, articles).xpath('//ol[@class="rows-list"]/li')) == 25


def test_why_articles_are_about_one_person_is_said(hand: Hand) -> None:
    person = page(hand, "/people/1")
    (section,) = person.xpath('//aside/section[h2="Vì sao là một người"]')
    assert len(section.xpath("ul/li")) == 3
    assert section.xpath("string(ul/li[1]//ul)").strip()


def test_of_many_awards_the_latest_are_shown_and_lead_to_all(tmp_path: Path) -> None:
    engine = migrated_sqlite(tmp_path / "web.sqlite")
    newsroom = Newsroom(engine)
    for number in range(51):
        day = datetime(2025, 1, 1, tzinfo=VIETNAM) + timedelta(days=number)
        newsroom.publish(replace(CERTIFICATE, published=day))
    with served(engine) as port:
        hand = Hand(port)
        person = page(hand, "/people/1")
        assert len(person.xpath('//h2[@id="awards"]/following::tbody[1]/tr')) == 50
        assert "(50+)" in person.xpath('string(//a[@href="#awards"][1])')
        (everything,) = person.xpath('//a[contains(., "Tất cả khen thưởng")]/@href')
        told = page(hand, everything).xpath('//dl//dd[preceding-sibling::dt[1][.="Khen thưởng"]]/text()')
        assert told == ["51"]
    engine.dispose()


def test_awards_are_marks_on_the_same_scale(hand: Hand) -> None:
    person = page(hand, "/people/1")
    marks = person.xpath("//*[local-name()='rect' and @class='award']")
    assert len(marks) == 27
    assert "2025" in person.xpath("string(//th[@class='scale'])")


def test_a_persons_articles_go_on_page_by_page(hand: Hand) -> None:
    person = page(hand, "/people/1")
    (further,) = person.xpath('//a[@rel="next"]/@href')
    assert len(page(hand, further).xpath('//ol[@class="rows-list"]/li')) == 2


def test_an_office_shows_its_holders(hand: Hand) -> None:
    office = page(hand, "/offices/1")
    assert office.xpath("//tbody/tr/td[1]/a/text()") == ["Lò Văn Thử", "Mùa A Viết"]
    assert len(office.xpath("//*[local-name()='rect']")) == 1
    assert "không rõ ngày" in office.xpath("string(//tbody/tr[2])")


@pytest.mark.parametrize("path", ["/offices/999", "/people/999"])
def test_who_and_what_there_is_not(hand: Hand, path: str) -> None:
    assert hand.get(path).status == 404


def test_people_of_a_province(hand: Hand) -> None:
    assert len(page(hand, "/people?province=S%C6%A1n+La").xpath("//tbody/tr")) == 2
    assert page(hand, "/people?province=Hu%E1%BA%BF").xpath("//tbody/tr") == []


def test_what_articles_contradict_is_said_where_it_stands(tmp_path: Path) -> None:
    engine = migrated_sqlite(tmp_path / "web.sqlite")
    newsroom = Newsroom(engine)
    for name, days in (("Lò Văn Thử", (1, 200)), ("Mùa A Viết", (100, 300))):
        for day in days:
            moment = datetime(2024, 1, 1, tzinfo=VIETNAM) + timedelta(days=day)
            newsroom.publish(replace(about(name), title=f"{name} {day}", published=moment))
    with served(engine) as port:
        hand = Hand(port)
        for path in ("/people/1", "/offices/1"):
            (notice,) = page(hand, path).xpath(
                '//div[contains(@class, "notice")][.//strong="Các bài nói trái nhau"]'
            )
            words = " ".join(notice.text_content().split())
            assert "10/04/2024 – 19/07/2024" in words
            links = notice.xpath(".//a/@href")
            assert {"/people/1", "/people/2", "/offices/1"} < set(links)
            assert len([link for link in links if link.startswith("/articles/")]) == 2
    engine.dispose()
