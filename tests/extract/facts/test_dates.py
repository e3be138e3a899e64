"""Dates: every form of the guidelines, on sentences of our own."""

from __future__ import annotations

import re
import sys
from datetime import date
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.dates import days as day_forms
from extract.dates import find_dates, periods
from extract.text import nfc

PUBLISHED = date(2024, 1, 10)


def days(text: str, published: date | None = PUBLISHED) -> list[str]:
    """What is found, as `2024-01-16` or `2024-01-16/2024-01-18`, without repeats."""
    found = [
        f"{found.start}" if found.start == found.end else f"{found.start}/{found.end}"
        for found in find_dates(text, published)
    ]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chiều 27/11/2023, xã Nà Pàn mở hội.", ["2023-11-27"]),
        ("Ngày 5-8-2021 trạm bơm chạy thử.", ["2021-08-05"]),
        ("Sáng 22.5.2020, đoàn lên đường.", ["2020-05-22"]),
        ("Ngày 15 tháng 2 năm 2019, đoàn thăm bản.", ["2019-02-15"]),
        ("Hội thi mở ngày mười lăm tháng ba năm 2021.", ["2021-03-15"]),
        ("Trường khai giảng ngày 24 / 5/2020.", ["2020-05-24"]),
        ("Họp ngày\n04/5/2021 tại trường.", ["2021-05-04"]),
        ("Mồng 8/3, chị em gặp mặt.", ["2024-03-08"]),
        ("Ngày 18/9/2023", ["2023-09-18"]),
        ("Sáng mùng Hai tháng Chín năm một nghìn chín trăm bốn mươi lăm", ["1945-09-02"]),
        (
            "Ngày 20 tháng 11 trường mở hội, trong tháng 12 hội viên góp công.",
            ["2023-11-20", "2023-12-01/2023-12-31"],
        ),
        ("Lúc 7h30 ngày 12-3, mưa lớn.", ["2024-03-12"]),
        ("Thông tin được đưa chiều nay (9/1).", ["2024-01-09"]),
        ("Bản xếp thứ 2, sáng 8/1 lễ trao giải.", ["2024-01-08"]),
        ("Phiên 6/3, giá lúa nhích lên.", ["2024-03-06"]),
        ("Ông mất ngày 14 tháng 2 năm 938.", ["0938-02-14"]),
    ],
)
def test_days(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("từ ngày 16 đến 18/1", ["2024-01-16/2024-01-18"]),
        ("ngày 16, 17/1", ["2024-01-16/2024-01-17"]),
        ("đêm 5, rạng sáng 6/1", ["2024-01-05/2024-01-06"]),
        ("từ ngày 3 - 8/7/2017", ["2017-07-03/2017-07-08"]),
        ("từ 1/3/2024 đến 30/6/2024", ["2024-03-01/2024-06-30"]),
        ("từ 15 giờ ngày 12/3 đến 7 giờ ngày 13/3", ["2024-03-12/2024-03-13"]),
        ("từ ngày 28/12 đến 2/1", ["2023-12-28/2024-01-02"]),
        ("ngày 30, 31/12/2023 và 2/2/2024", ["2023-12-30/2023-12-31", "2024-02-02"]),
        ("các ngày 5, 12 và 19/3", ["2024-03-05", "2024-03-12", "2024-03-19"]),
        ("đợt 1: 1/6-30/6/2023", ["2023-06-01/2023-06-30"]),
        ("ngày 2 - 3 tháng 6/2023", ["2023-06-02/2023-06-03"]),
        ("Tháng 5/2023 và 5 tháng đầu năm 2023", ["2023-05-01/2023-05-31", "2023-01-01/2023-05-31"]),
        ("từ tháng 7 đến tháng 8/2016", ["2016-07-01/2016-08-31"]),
        ("tháng 7-8/2016", ["2016-07-01/2016-08-31"]),
        ("từ tháng 9/2020 đến tháng 5/2021", ["2020-09-01/2021-05-31"]),
        ("từ năm 2005 đến tháng 4/2017", ["2005-01-01/2017-04-30"]),
        ("từ năm 2015 đến năm 2020", ["2015-01-01/2020-12-31"]),
    ],
)
def test_a_range_in_one_expression_is_one_date(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tháng 5/2024", ["2024-05-01/2024-05-31"]),
        ("cuối tháng 2/2024", ["2024-02-01/2024-02-29"]),
        ("tháng Tám năm 1945", ["1945-08-01/1945-08-31"]),
        ("năm hai nghìn không trăm linh năm", ["2005-01-01/2005-12-31"]),
        ("từ 5/2022", ["2022-05-01/2022-05-31"]),
        ("quý I/2024", ["2024-01-01/2024-03-31"]),
        ("quý İ/2024", ["2024-01-01/2024-03-31"]),
        ("quý III, IV năm 2023", ["2023-07-01/2023-12-31"]),
        ("6 tháng đầu năm 2024", ["2024-01-01/2024-06-30"]),
        ("sáu tháng cuối năm 2022", ["2022-07-01/2022-12-31"]),
        ("9 tháng năm 2023", ["2023-01-01/2023-09-30"]),
        ("nửa cuối năm 2021", ["2021-07-01/2021-12-31"]),
        ("3 quý đầu năm 2023", ["2023-01-01/2023-09-30"]),
        ("giữa tháng Chín", ["2023-09-01/2023-09-30"]),
        ("những năm 1960", ["1960-01-01/1969-12-31"]),
        ("V.League 2023/24", ["2023-01-01/2024-12-31"]),
        ("các năm 2011, 2012, 2013 và 2016", [f"{y}-01-01/{y}-12-31" for y in (2011, 2012, 2013, 2016)]),
        ("năm 2013, 2014", ["2013-01-01/2014-12-31"]),
        ("năm 2013 và năm 2014", ["2013-01-01/2013-12-31", "2014-01-01/2014-12-31"]),
        ("tháng 3, 5 và 6/2023", ["2023-03-01/2023-03-31", "2023-05-01/2023-06-30"]),
        ("tháng 12, tháng 1/2024", ["2023-12-01/2023-12-31", "2024-01-01/2024-01-31"]),
        ("quý I và quý II/2023", ["2023-01-01/2023-03-31", "2023-04-01/2023-06-30"]),
        ("đầu năm 2012", ["2012-01-01/2012-12-31"]),
        ("giai đoạn 2022-2025", ["2022-01-01/2025-12-31"]),
        ("nhiệm kỳ 2020 - 2025", ["2020-01-01/2025-12-31"]),
        ("năm học 2023-2024", ["2023-01-01/2024-12-31"]),
        ("năm học 2023-24", ["2023-01-01/2024-12-31"]),
        ("mùa giải 2017/2018", ["2017-01-01/2018-12-31"]),
        ("sinh năm 1976", ["1976-01-01/1976-12-31"]),
        ("ông Lò Văn Tính (SN 1962)", ["1962-01-01/1962-12-31"]),
        ("Năm Du lịch quốc gia 2018", ["2018-01-01/2018-12-31"]),
        ("tầm nhìn 2045", ["2045-01-01/2045-12-31"]),
        ("theo Luật Đất đai 2024", ["2024-01-01/2024-12-31"]),
        ("danh hiệu “Nông dân giỏi 2023”", ["2023-01-01/2023-12-31"]),
        ("bà Lò Thị Mai (1970)", ["1970-01-01/1970-12-31"]),
    ],
)
def test_periods(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mùng 3 Tết", ["2024-02-12"]),
        ("từ mùng 1 đến mùng 3 Tết", ["2024-02-10/2024-02-12"]),
        ("30 Tết", ["2024-02-09"]),
        ("Rằm tháng Giêng", ["2024-02-24"]),
        ("23 tháng Chạp", ["2024-02-02"]),
        ("10/3 (âm lịch)", ["2024-04-18"]),
        ("ngày 10 tháng 3 năm Giáp Thìn", ["2024-04-18"]),
        ("rằm tháng bảy năm 2023", ["2023-08-30"]),
    ],
)
def test_lunar_days(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hôm nay", ["2024-01-10"]),
        ("chiều qua", ["2024-01-09"]),
        ("ngày mai", ["2024-01-11"]),
        ("tháng trước", ["2023-12-01/2023-12-31"]),
        ("ngày 25 tháng trước", ["2023-12-25"]),
        ("năm ngoái", ["2023-01-01/2023-12-31"]),
        ("tháng 12 năm ngoái", ["2023-12-01/2023-12-31"]),
    ],
)
def test_deictic_dates_count_from_the_publication(text: str, expected: list[str]) -> None:
    assert days(text) == expected
    assert days(text, None) == []


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("ngày 28/12", date(2024, 1, 10), ["2023-12-28"]),
        ("ngày 5/1", date(2023, 12, 20), ["2024-01-05"]),
        ("ngày 29/2", date(2024, 6, 1), ["2024-02-29"]),
        ("tháng 11", date(2024, 1, 10), ["2023-11-01/2023-11-30"]),
        ("Sáng 11/12, hội nghị năm 2023.", None, ["2023-12-11", "2023-01-01/2023-12-31"]),
        ("Ngày 6/3. Trước đó, ngày 2/2/2022", None, ["2022-03-06", "2022-02-02"]),
        ("Sáng 11/12, mưa.", None, []),
        ("Phải xong trước ngày 30/9.", date(2024, 3, 10), ["2024-09-30"]),
        ("Dự kiến cầu thông xe vào tháng 12.", date(2024, 4, 10), ["2024-12-01/2024-12-31"]),
        ("Hội mở ngày 2/10 vừa qua.", date(2024, 4, 10), ["2023-10-02"]),
        (
            "Tổng kết năm 2023, nhiệm vụ năm 2024. Sáng 10/1, hội nghị.",
            None,
            ["2023-01-01/2023-12-31", "2024-01-01/2024-12-31", "2024-01-10"],
        ),
        ("Năm 1945, ngày 19/8, dân ra đình.", date(2024, 1, 10), ["1945-01-01/1945-12-31", "1945-08-19"]),
    ],
)
def test_a_missing_year_comes_from_the_article(
    text: str, published: date | None, expected: list[str]
) -> None:
    assert days(text, published) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31/2/2023, ngày 30/2, ngày 31/11/2022, 12/13/2023",
        "Nghị định số 65/2014/NĐ-CP, Thông tư 01/2021/TT-BTC, Luật 02/2019/QH14, Nghị định 10/2016",
        "thắng 3-2, 2/3 diện tích, đạt 5/7 chỉ tiêu, 24/24 giờ, 1/2 số hộ",
        "thông qua 12/12 nghị quyết, máy đời mới giá 2000 USD, số nhà 12/5 đường 30/4",
        "gọi VNPT 1900 2023, Sở xây 2000 nhà, Bốn năm tỉnh sửa 2017 mét mương",
        "gọi 0912.345.678, tăng 3,5-4%, giá 1950 đồng, có 2017 hộ, 12.5 tỷ đồng",
        "trong 5 năm qua, những năm qua, thời gian tới, nhiều năm nay, mấy hôm nay",
        "mỗi ngày 8-10 khách, làm ngày 8-10 tiếng, đêm 2-3 lần, sau 10/12 trận, vào vòng 1/8",
        "mỗi tháng 2 lần, cứ 6 tháng 3 buổi, em 12 tuổi, lúc 7 giờ 30",
        "kỷ niệm Cách mạng tháng Tám",
        "trồng từ tháng 9 đến tháng 11 hằng năm, hội mở ngày 10/3 âm lịch hằng năm",
        "Thứ Hai, 12/12/2023, 10:30 (GMT+7)",
        "CHỦ NHẬT, NGÀY 10 THÁNG 11 NĂM 2024 06:29",
        "Cập nhật lúc 10:30 ngày 12/12/2023",
        "Lễ hội vui. Vi Sen - Thể thao Sông Mã | 20:35 22/09/2017",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("ngày 15/3/20201", date(2021, 4, 1), ["2021-03-15"]),
        ("ngày 15/3/20201", None, ["2020-03-15"]),
        ("ngày 12//11/2023", PUBLISHED, ["2023-11-12"]),
        ("ngày 30/62017", PUBLISHED, ["2017-06-30"]),
        ("ngày12/11/2023", PUBLISHED, ["2023-11-12"]),
        ("ngày 12/11/223", PUBLISHED, ["2023-11-12"]),
        ("tháng 5/20223", PUBLISHED, ["2023-05-01/2023-05-31"]),
        ("ngày 20/5/17", PUBLISHED, ["2017-05-20"]),
    ],
)
def test_a_typing_slip_is_read_as_it_was_meant(
    text: str, published: date | None, expected: list[str]
) -> None:
    assert days(text, published) == expected


def test_both_days_of_an_anniversary_are_dates() -> None:
    assert days("(3/2/1930 - 3/2/2024)") == ["1930-02-03", "2024-02-03"]


def test_every_pattern_takes_bounded_work_at_each_place() -> None:
    forms = (*periods.FIRST_FORMS, *day_forms.FORMS, *periods.FORMS, *day_forms.LOOSE_FORMS)
    for form in forms:
        bare = re.sub(r"\\.|\[[^\]]*\]", "", form.pattern.pattern)
        assert not re.search(r"[*+]|,\}", bare), form.read.__name__


@pytest.mark.parametrize(
    "piece",
    ["ngày 5, 6, 7/8 ", "1-", "năm 2011, ", "tháng 1, ", "ngày ", "Năm a ", "\n", "5 sáng ", "(2020-"],
)
def test_work_grows_with_the_length_of_the_text(piece: str) -> None:
    def calls(text: str) -> int:
        count = 0

        def tick(frame: FrameType, event: str, argument: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(tick)
        try:
            find_dates(text, PUBLISHED)
        finally:
            sys.setprofile(None)
        return count

    calls(piece)
    once, twice = calls(piece * 200), calls(piece * 400)
    assert twice <= 2.2 * once + 100


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "ngày",
                "27/11/2023",
                "đến",
                "từ",
                "5-8",
                "tháng",
                "6",
                "năm",
                "2024",
                ",",
                "và",
                "quý",
                "IV",
                "Tết",
                "mùng",
                "hôm",
                "nay",
                "nhiệm",
                "kỳ",
                "2020-2025",
                "1/2",
                "31/2",
                ".",
                "-",
                "(",
                ")",
                "số",
                "İ",
                "ı",
            ]
        )
        | st.text(max_size=6),
        max_size=40,
    ).map(lambda words: nfc(" ".join(words))),
    st.dates() | st.none(),
)
def test_any_text_gives_ordered_dates_that_point_at_their_words(text: str, published: date | None) -> None:
    found = find_dates(text, published)
    for one in found:
        assert one.start <= one.end
        assert text[slice(*one.span)] == one.text
        assert 0 < one.confidence < 1
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
