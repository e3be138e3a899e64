"""Days that listings and addresses give."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.days import day_in, day_of_address, listed_days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Thứ Tư, 5/8/2020 - 07:30", date(2020, 8, 5)),
        ("05-08-2020", date(2020, 8, 5)),
        ("05.08.2020 | Thời sự", date(2020, 8, 5)),
        ("2020-08-05T07:30:00+07:00", date(2020, 8, 5)),
        ("31/2/2020 rồi 1/3/2020", date(2020, 3, 1)),
        ("5/8-2020", None),
        ("số 15/8/20201", None),
        ("07:30", None),
        ("", None),
    ],
)
def test_days_in_figures(text: str, day: date | None) -> None:
    assert day_in(text) == day


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2020/08/05/hop-dan.html", date(2020, 8, 5)),
        ("/2020/02/hop-dan.html", date(2020, 2, 29)),
        ("/sitemaps/news-2019-5.xml", date(2019, 5, 31)),
        ("/hop-dan-20200805073000123.htm", date(2020, 8, 5)),
        ("/hop-dan-20200805.htm", date(2020, 8, 5)),
        ("/hop-dan-2020080.htm", None),
        ("/hop-dan-nam-2020-123456.html", None),
        ("/hop-dan-2020-13.html", None),
        ("/tin/20201231999", None),
    ],
)
def test_days_in_addresses(path: str, day: date | None) -> None:
    assert day_of_address(f"https://bao.example.vn{path}") == day


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    day_in(text)
    day_of_address(f"https://bao.example.vn/{text.encode().hex()}")


def test_a_day_belongs_to_the_article_whose_box_it_stands_in() -> None:
    tree = html.fromstring(
        """<div><p>Hôm nay 1/1/2026</p><ul>
        <li><a href="/a"><img></a><h3><a href="/a">A</a></h3><span><i>5/8/2020</i></span></li>
        <li><a href="/b">B</a> <a href="/muc">Mục</a> <time>6/8/2020</time></li><li><a href="/c">C</a></li></ul></div>"""
    )
    links = {link: link.attrib["href"] for link in tree.iter("a") if link.attrib["href"] != "/muc"}
    assert listed_days(links) == {"/a": date(2020, 8, 5), "/b": date(2020, 8, 6)}
