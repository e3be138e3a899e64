"""Numbers as counts are written: digits and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.numbers import Number, parse_number, read_number

ONES = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("05", 5),
        ("1.403", 1403),
        ("1,250", 1250),
        ("12.000.000", 12_000_000),
        ("một", 1),
        ("Mười", 10),
        ("mười lăm", 15),
        ("hai mươi mốt", 21),
        ("hai mươi tư", 24),
        ("ba chục", 30),
        ("chín mươi chín", 99),
        ("một trăm", 100),
        ("một trăm linh năm", 105),
        ("hai trăm lẻ một", 201),
        ("một trăm hai mươi", 120),
        ("một nghìn hai trăm ba mươi tư", 1234),
        ("hai ngàn linh năm", 2005),
        ("một triệu hai trăm nghìn", 1_200_000),
    ],
)
def test_a_number_in_digits_or_words_is_read(text: str, value: int) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tập thể",
        "lăm",
        "trăm",
        "linh năm",
        "hai ba",
        "một trăm linh",
        "5 tập thể",
        "1.23",
        "²",
        "mười mười",
    ],
)
def test_what_is_no_whole_number_is_not_read(text: str) -> None:
    assert parse_number(text) is None


def test_the_longest_number_at_a_word_is_read() -> None:
    words = ["tặng", "mười", "hai", "tập", "thể"]
    assert read_number(words, 1) == Number(12, 2)
    assert read_number(words, 0) is None
    assert read_number(words, 9) is None


def test_a_word_that_cannot_follow_is_left_for_others() -> None:
    assert read_number(["hai", "năm", "liền"], 0) == Number(2, 1)
    assert read_number(["một", "trăm", "linh", "và"], 0) == Number(100, 2)


@given(st.integers(1, 999))
def test_every_number_in_words_is_read_back(number: int) -> None:
    hundreds, below = divmod(number, 100)
    tens, ones = divmod(below, 10)
    words = f"{ONES[hundreds]} trăm " if hundreds else ""
    if tens == 0 and ones and hundreds:
        words += "linh "
    elif tens == 1:
        words += "mười "
    elif tens:
        words += f"{ONES[tens]} mươi "
    last = "lăm" if ones == 5 and tens else "mốt" if ones == 1 and tens > 1 else ONES[ones]
    assert parse_number(words + last) == number


@given(st.lists(st.text(max_size=8), max_size=12), st.integers(0, 12))
def test_any_words_are_read_without_failing(words: list[str], at: int) -> None:
    number = read_number(words, at)
    assert number is None or 0 < number.words <= len(words) - at
