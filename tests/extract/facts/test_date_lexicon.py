"""Every entry of the lexicon of dates does what its list says: a new line there is tested here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from extract.dates import find_dates
from extract.lexicon import table

WORDS: dict[str, Any] = table("dates")
PUBLISHED = date(2024, 1, 10)
NUMBERS = [(word, int(number)) for number, listed in WORDS["numbers"].items() for word in listed]


def days(text: str) -> list[tuple[date, date]]:
    return [(found.start, found.end) for found in find_dates(text, PUBLISHED)]


def whole_year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


@pytest.mark.parametrize(
    "word", [*WORDS["introducers"]["parts_of_day"], *WORDS["introducers"]["weekdays"], *WORDS["words"]["day"]]
)
def test_words_that_introduce_a_day(word: str) -> None:
    assert days(f"Đoàn đến {word} 5-2.") == [(date(2024, 2, 5), date(2024, 2, 5))]


@pytest.mark.parametrize("word", WORDS["introducers"]["weak"])
def test_words_after_which_digits_with_a_slash_are_a_day(word: str) -> None:
    assert days(f"Đoàn {word} 5/2.") == [(date(2024, 2, 5), date(2024, 2, 5))]


@pytest.mark.parametrize("word", WORDS["connectors"]["range"])
def test_words_that_join_a_range(word: str) -> None:
    assert days(f"Từ ngày 5/2 {word} ngày 9/2 có mưa.") == [(date(2024, 2, 5), date(2024, 2, 9))]


@pytest.mark.parametrize(("word", "shift"), WORDS["deictic_days"].items())
def test_days_counted_from_the_publication(word: str, shift: int) -> None:
    day = PUBLISHED + timedelta(days=shift)
    assert days(f"Đoàn về {word}.") == [(day, day)]


@pytest.mark.parametrize(("word", "shift"), WORDS["deictic_years"].items())
def test_years_counted_from_the_publication(word: str, shift: int) -> None:
    assert days(f"So với {word}.") == [whole_year(PUBLISHED.year + shift)]


@pytest.mark.parametrize("word", WORDS["deictic_not_after"]["words"])
def test_words_that_make_a_deictic_year_a_length_of_time(word: str) -> None:
    assert days(f"Bà con chờ {word} năm nay.") == []


@pytest.mark.parametrize(("word", "value"), NUMBERS)
def test_days_in_words(word: str, value: int) -> None:
    day = date(2024, 3, value)
    assert days(f"Họp ngày {word} tháng 3 năm 2024.") == [(day, day)]


@pytest.mark.parametrize(("word", "value"), [row for row in NUMBERS if row[1] <= 12])
def test_months_in_words(word: str, value: int) -> None:
    day = date(2024, value, 3)
    assert days(f"Họp ngày 3 tháng {word} năm 2024.") == [(day, day)]


@pytest.mark.parametrize(
    ("word", "value"), [(word, int(q)) for q, listed in WORDS["quarters"].items() for word in listed]
)
def test_quarters(word: str, value: int) -> None:
    ((start, end),) = days(f"Trong quý {word} năm 2023.")
    assert (start.month, end.month) == (3 * value - 2, 3 * value)


@pytest.mark.parametrize("word", WORDS["year_ranges"]["openers"])
def test_words_that_open_a_range_of_years(word: str) -> None:
    (found,) = find_dates(f"Xã xét {word} 2020 - 2025.", PUBLISHED)
    assert (found.start, found.end) == (date(2020, 1, 1), date(2025, 12, 31))
    assert found.text == f"{word} 2020 - 2025"


@pytest.mark.parametrize("word", WORDS["year_ranges"]["short_after"])
def test_words_after_which_the_second_year_is_written_short(word: str) -> None:
    assert days(f"Xã xét {word} 2023-24.") == [(date(2023, 1, 1), date(2024, 12, 31))]


@pytest.mark.parametrize("word", WORDS["bare_years"]["after"])
def test_words_after_which_four_digits_are_a_year(word: str) -> None:
    assert days(f"Xã bàn {word} 2023.") == [whole_year(2023)]


@pytest.mark.parametrize("word", WORDS["bare_years"]["names"])
def test_names_that_end_in_a_year(word: str) -> None:
    assert days(f"Theo {word} vui vẻ 2023 của xã.") == [whole_year(2023)]


@pytest.mark.parametrize("word", WORDS["not_dates"]["numbered"])
def test_words_before_numbers_that_are_no_dates(word: str) -> None:
    assert days(f"Ở {word} 10/2016.") == []


@pytest.mark.parametrize("word", [*WORDS["not_dates"]["measured"], *WORDS["not_dates"]["counted"]])
def test_words_that_a_fraction_counts(word: str) -> None:
    assert days(f"Tăng từ 2/3 {word} trở lên.") == []


@pytest.mark.parametrize("word", WORDS["not_dates"]["measured"])
def test_words_that_a_number_measures(word: str) -> None:
    assert days(f"Nà Pàn 2017 {word} ổn định.") == []


@pytest.mark.parametrize("word", WORDS["not_dates"]["frequency"])
def test_words_that_make_a_month_a_frequency(word: str) -> None:
    assert days(f"Tháng 2 {word} là ít.") == []


@pytest.mark.parametrize("name", WORDS["not_dates"]["names"])
def test_names_that_are_no_dates(name: str) -> None:
    assert days(f"Kỷ niệm {name} của xã.") == []


@pytest.mark.parametrize("word", WORDS["not_dates"]["recurring"])
def test_what_recurs_is_no_date(word: str) -> None:
    assert days(f"Hội mở ngày 5/2 {word}.") == []


@pytest.mark.parametrize("label", WORDS["publication_line"]["labels"])
def test_labels_of_the_publication_line(label: str) -> None:
    assert days(f"{label} 05/01/2024\nBà con vui.") == []


@pytest.mark.parametrize("word", [*WORDS["tense"]["ahead_before"], *WORDS["tense"]["ahead_in_clause"]])
def test_words_before_a_day_ahead(word: str) -> None:
    assert [start.year for start, _ in days(f"Xã {word} ngày 20/8 phải xong.")] == [2024]


@pytest.mark.parametrize("word", WORDS["tense"]["ahead_behind"])
def test_words_behind_a_day_ahead(word: str) -> None:
    assert [start.year for start, _ in days(f"Hội mở ngày 20/8 {word}.")] == [2024]


@pytest.mark.parametrize("word", WORDS["tense"]["past_behind"])
def test_words_behind_a_past_day(word: str) -> None:
    assert [start.year for start, _ in days(f"Hội mở ngày 20/6 {word}.")] == [2023]
