"""Vietnamese first, English on request, and the choice remembered."""

from __future__ import annotations

import re

import lxml.html
import pytest

from tests.web.conftest import Site
from tests.web.desks import Hand

VIETNAMESE_ONLY = re.compile(r"\b(Tin bài|Người|Khen thưởng|Nghi trùng|Bàn xét|Các trang)\b")


def words_of_ours(html: str) -> str:
    """The text of a page without what it quotes."""
    page = lxml.html.fromstring(html)
    for quoted in page.xpath('//*[@lang="vi" and not(self::html)] | //script | //option'):
        quoted.drop_tree()
    return str(page.text_content())


def test_a_page_is_vietnamese_unless_asked_otherwise(site: Site) -> None:
    text = site.get("/").text
    assert '<html lang="vi">' in text
    assert "Các trang" in text
    assert "Sites" not in text


@pytest.mark.parametrize("path", ["/", "/people", "/awards", "/pairs", "/review", "/sites", "/nowhere"])
def test_english_is_remembered_from_the_address_that_asked_for_it(site: Site, path: str) -> None:
    hand = Hand(site.port)
    assert '<html lang="en">' in hand.get("/?lang=en").text
    english = hand.get(path).text or hand.get("/review/1/2").text
    assert '<html lang="en">' in english
    assert not VIETNAMESE_ONLY.search(words_of_ours(english))
    assert '<html lang="vi">' in hand.get("/?lang=vi").text
    assert '<html lang="vi">' in hand.get("/people").text


def test_the_switch_leads_to_the_same_view(site: Site) -> None:
    page = lxml.html.fromstring(site.get("/?q=tham+ban&stories=1").text)
    (switch,) = page.xpath('//header//a[@hreflang="en"]/@href')
    assert switch == "/?q=tham+ban&stories=1&lang=en"
    english = site.get(switch).text
    assert '<html lang="en">' in english
    assert 'value="tham ban"' in english


def test_a_language_that_there_is_not_is_vietnamese(site: Site) -> None:
    answer = site.get("/?lang=xx")
    assert '<html lang="vi">' in answer.text
    assert "tintinh_language" not in answer.headers["set-cookie"]


def test_what_is_not_there_is_said_in_the_language_asked_for(site: Site) -> None:
    assert "There is no such page." in site.get("/nowhere?lang=en").text
    assert "Không có trang này." in site.get("/nowhere").text
