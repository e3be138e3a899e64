from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.text import clean, fold, search_key

SAME_WORDS = [
    ("Hoà Bình", "HÒA BÌNH"),
    ("Uỷ ban", "Ủy ban"),
    ("thuỷ lợi", "thủy lợi"),
    ("Đảng uỷ", "đảng ủy"),
    ("2020 – 2025", "2020 - 2025"),
    ("“Dân vận khéo”", '"dân vận khéo"'),
    ("H’Lan", "H'Lan"),
    ("tỉnh\u00a0ủy", "tỉnh ủy"),
    ("thành\u200b phố", "thành phố"),
]


@pytest.mark.parametrize(("one", "other"), SAME_WORDS)
def test_spellings_of_the_same_words_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Hòa", "Hoa"), ("Tỉnh", "Tình"), ("đa", "da"), ("lý", "lỳ")])
def test_other_words_have_other_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_decomposed_text_has_the_same_key(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_clean_is_one_trimmed_line_and_done_once(text: str) -> None:
    line = clean(text)
    assert clean(line) == line
    assert line == line.strip()
    assert "\n" not in line


def test_search_key_is_what_people_type() -> None:
    assert search_key("Lê Thị Huyền") == "le thi huyen"
    assert search_key("ĐẢNG ủy Đắk Đoa") == "dang uy dak doa"
