"""When an article came out and was changed: every form, its zone, its place, and never an invented one."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.pages.moments import is_time_line, parse_moment
from tests.extract.page.build import FIRST, PARAGRAPHS, SECOND, read, texts


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Thứ tư, 10/01/2024", "2024-01-10"),
        ("14 giờ 22 phút, ngày 7 tháng 3 năm 2024", "2024-03-07T14:22"),
        ("Đăng lúc: 28/11/2023 00:00:00 (GMT+7)", "2023-11-28"),
        ("21/11/2023 09:28", "2023-11-21T09:28"),
        ("08/01/2026 - 18:21", "2026-01-08T18:21"),
        ("Thứ 4, 01/12/2021 | 11:51:00 [GMT +7]", "2021-12-01T11:51+07:00"),
        ("16:55, 30/03/2025", "2025-03-30T16:55"),
        ("07/03/2026 08:06 GMT+7", "2026-03-07T08:06+07:00"),
        ("Thứ tư - 10/01/2024 08:30", "2024-01-10T08:30"),
        ("Thứ bảy, 7/3/2026, 00:05 (GMT+7)", "2026-03-07T00:05+07:00"),
        ("17:48 01/11/2020", "2020-11-01T17:48"),
        ("Ngày đăng: 5-9-2022, 07h15", "2022-09-05T07:15"),
        ("Cập nhật lúc 08:05:30 CH 7/3/2023", "2023-03-07T20:05:30"),
        ("10:30 chiều, ngày 21/05/2019", "2019-05-21T22:30"),
        ("2020-07-08T18:02:56+0700", "2020-07-08T18:02:56+07:00"),
        ("2023-06-01T02:00:00Z", "2023-06-01T02:00+00:00"),
        ("2026-03-07 08:07", "2026-03-07T08:07"),
        ("11/21/2023 9:28:56 AM", "2023-11-21T09:28:56"),
    ],
)
def test_every_written_form_is_read(written: str, iso: str) -> None:
    moment = parse_moment(written, source="text")
    assert moment is not None
    assert moment.isoformat() == iso
    assert moment.zone_assumed == (not any(zone in written for zone in ("GMT", "+0700", "00Z")))
    assert is_time_line(written) or written.startswith(("20", "11/"))


@pytest.mark.parametrize(
    "text", ["", "Sáng 11/12, xã Đồng Rằm", "năm 2024", "31/02/2023", "12/2023", "0123456789/1234"]
)
def test_what_names_no_day_is_no_time(text: str) -> None:
    assert parse_moment(text, source="text") is None


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)).filter(lambda at: at.hour or at.minute))
def test_a_time_survives_being_written(at: datetime) -> None:
    moment = parse_moment(f"{at:%d/%m/%Y %H:%M}", source="text")
    assert moment is not None
    assert moment.isoformat() == at.isoformat(timespec="minutes")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    moment = parse_moment(text, source="text")
    assert moment is None or moment.at.tzinfo is not None


JSON_LD = (
    '<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"NewsArticle",'
    '"datePublished":"{}","dateModified":"{}"}}]}}</script>'
)


@pytest.mark.parametrize(
    ("around", "iso", "source"),
    [
        (
            {"head": JSON_LD.format("2024-04-12T08:00:00+07:00", "")},
            "2024-04-12T08:00+07:00",
            "json-ld:datePublished",
        ),
        (
            {"head": "<meta property='article:published_time' content='2024-04-12T08:00:00+07:00'>"},
            "2024-04-12T08:00+07:00",
            "meta:article:published_time",
        ),
        (
            {"between": "<meta itemprop='datePublished' content='2024-04-12'>"},
            "2024-04-12",
            "microdata:datePublished",
        ),
        (
            {"between": "<time datetime='2024-04-12T08:00'>12/04/2024</time>"},
            "2024-04-12T08:00",
            "text:12/04/2024",
        ),
        (
            {"between": "<span>Ngày đăng: 12/04/2024 08:00</span>"},
            "2024-04-12T08:00",
            "text:Ngày đăng: 12/04/2024 08:00",
        ),
        (
            {"between": "<div>Thứ Sáu, <b>12/04/2024</b> <i>08:00</i></div>"},
            "2024-04-12T08:00",
            "text:Thứ Sáu, 12/04/2024 08:00",
        ),
        ({"below": "<div>Ngày đăng: 12/04/2024</div>"}, "2024-04-12", "text:Ngày đăng: 12/04/2024"),
    ],
)
def test_the_time_of_publication_is_read_with_its_source(
    around: dict[str, str], iso: str, source: str
) -> None:
    published = read(**around).published
    assert published is not None
    assert (published.isoformat(), published.source) == (iso, source)


@pytest.mark.parametrize(
    "around",
    [
        {},
        {"above": "<div id='datenow'>Thứ Tư, 16/09/2026</div>"},
        {"above": "<div class='header-top'><span class='currentDate'>16/09/2026 08:00</span></div>"},
        {"between": "<span class='title-time'>16/09/2026</span>"},
        {"below": "<div class='tin-khac'><a href='/t'>Tin cũ của xã nhà</a> <span>03/02/2023</span></div>"},
        {"below": "<footer>Cập nhật: 16/09/2026</footer>"},
        {"body": f"<p>Ngày 12/4/2024, {FIRST}</p><p>{SECOND}</p>"},
    ],
)
def test_a_page_without_a_date_has_none(around: dict[str, str]) -> None:
    assert read(**around).published is None


def test_a_change_is_kept_apart_from_publication() -> None:
    article = read(between="<p>Đăng ngày: 12/04/2024 08:00</p><p>Cập nhật: 13/04/2024 09:30</p>")
    assert article.published is not None
    assert article.updated is not None
    assert article.published.at.date() == date(2024, 4, 12)
    assert article.updated.isoformat() == "2024-04-13T09:30"
    assert texts(article) == [FIRST, SECOND]


def test_a_change_at_the_moment_of_publication_is_none() -> None:
    stamp = "2024-04-12T08:00:00+07:00"
    assert read(head=JSON_LD.format(stamp, stamp)).updated is None


def test_a_bare_day_gives_way_to_the_time_shown() -> None:
    article = read(
        head=JSON_LD.format("2024-04-12", ""), between="<div class='pubdate'>12/04/2024 - 18:21</div>"
    )
    assert article.published is not None
    assert article.published.isoformat() == "2024-04-12T18:21"


def test_a_stated_time_that_is_the_last_edit_gives_way_to_the_time_shown() -> None:
    article = read(
        head=JSON_LD.format("2024-04-20T10:00:00+07:00", ""),
        between="<span class='ngay-dang'>12/04/2024 08:30</span>",
    )
    assert article.published is not None
    assert article.published.isoformat() == "2024-04-12T08:30"


def test_a_time_above_the_text_is_not_text() -> None:
    assert texts(read(f"<p>12/04/2024 08:00</p>{PARAGRAPHS}")) == [FIRST, SECOND]
