from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi import HTTPException
from hypothesis import given
from hypothesis import strategies as st

from web.addresses import address, next_page, two_numbers, whole_number
from web.wording import web_address


def test_what_asks_nothing_is_left_out_of_an_address() -> None:
    asked = {"q": "", "site": None, "stories": False, "since": date(2025, 2, 7)}
    assert address("/", **asked) == "/?since=2025-02-07"
    assert address("/", q="", stories=True) == "/?stories=1"
    assert address("/people") == "/people"


@given(st.dictionaries(st.sampled_from("abcd"), st.text(min_size=1), min_size=1))
def test_an_address_says_what_it_was_given(asked: dict[str, str]) -> None:
    written = urlsplit(address("/", **asked))
    assert dict(parse_qsl(written.query, keep_blank_values=True)) == asked


def test_a_list_that_ends_has_no_next_page() -> None:
    assert next_page("/awards", None, status="decided") is None
    assert next_page("/awards", "7.1", status="decided") == "/awards?status=decided&before=7.1"


@pytest.mark.parametrize("place", ["", "x", "-1", "1.5", "９", "1" * 20])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(HTTPException):
        whole_number(place)


def test_a_place_of_two_numbers() -> None:
    assert two_numbers("70.3") == (70, 3)


@given(st.text() | st.text("[]@:%x", min_size=1).map("http://{}".format))
def test_whatever_a_crawled_page_calls_an_address_leads_to_the_web_or_nowhere(crawled: str) -> None:
    assert web_address(crawled) in {crawled, ""}


def test_an_address_that_is_none_leads_nowhere() -> None:
    assert web_address("http://[x") == ""
    assert web_address("javascript:alert(1)") == ""
    assert web_address("https://bao.example/1") == "https://bao.example/1"
