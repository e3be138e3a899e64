from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.candidates import CROWD, FEW, candidate_pairs, likely
from dedupe.signature import SIZE, Signature, entries_of, sign
from dedupe.words import hashed_syllables, read_words, shingles, syllables
from extract.text import fold

WORDS = st.lists(st.sampled_from([f"tiếng{n}" for n in range(400)]), min_size=1, max_size=300)


def signed(text: str) -> Signature:
    signature = sign(text)
    assert signature is not None
    return signature


def text(first: int, last: int) -> str:
    return " ".join(f"tiếng{number}" for number in range(first, last))


def test_spellings_that_mean_the_same_word_have_one_signature() -> None:
    a, b = signed("Uỷ ban Hoà Bình “họp” – sáng nay"), signed('ủy ban hòa bình "họp" - SÁNG NAY')
    assert a.entries() == b.entries()


def test_accents_make_other_words() -> None:
    a, b = signed("ban bí thư họp về hoa màu"), signed("bàn bí thứ hộp vệ hòa mau")
    assert not set(a.entries()) & set(b.entries())


@pytest.mark.parametrize("wordless", ["", " … — !", "\n\n"])
def test_a_text_without_words_has_no_signature(wordless: str) -> None:
    assert sign(wordless) is None


@given(WORDS)
def test_a_signature_is_the_least_of_the_shingles_and_survives_storage(words: list[str]) -> None:
    line = " ".join(words)
    signature = signed(line)
    found = sorted(shingles(hashed_syllables(line)).tolist())
    assert signature.values.tolist() == found[:SIZE]
    assert entries_of(signature.to_bytes()) == signature.entries()
    assert all(-(2**63) <= entry < 2**63 for entry in signature.entries())


@given(st.text(alphabet="aáÀb1 \n\u00ad\u0301\u200b“”\"'.-–đĐ", max_size=60))
def test_words_are_the_same_with_and_without_their_marks(anything: str) -> None:
    assert hashed_syllables(anything).tolist() == read_words(anything).hashes.tolist()


def test_syllables_keep_numbers() -> None:
    assert syllables("Giá 1 kg: 28.500đ") == [fold("giá"), "1", "kg", "28", "500đ"]


def test_quotations_names_and_numbers_are_marked() -> None:
    words = read_words("Hôm nay, bà Lý Thị Mẫu nói: “Chúng tôi đã trồng “giống mới” trên 25 sào đất”. Xong")
    assert words.name.tolist() == [False] * 3 + [True] * 3 + [False] * (len(words) - 6)
    assert words.numeric.sum() == 1
    assert words.quoted.tolist() == [False] * 7 + [True] * (len(words) - 8) + [False]


def test_an_excerpt_and_a_copy_are_candidates_and_another_text_is_not() -> None:
    texts = [text(0, 900), text(300, 600), text(2000, 2400), text(0, 890) + " thêm", ""]
    assert candidate_pairs([sign(one) for one in texts]) == [(0, 1), (0, 3), (1, 3)]


def test_everyday_wording_is_no_sign_of_anything() -> None:
    formula = text(0, 28)
    crowd = [sign(f"{formula} {text(1000 * n, 1000 * n + 4)}") for n in range(1, CROWD + 2)]
    assert len(candidate_pairs(crowd[:3])) == 3
    assert candidate_pairs(crowd) == []


def test_no_texts_no_pairs() -> None:
    assert candidate_pairs([]) == []
    assert candidate_pairs([None, None]) == []


@given(st.lists(st.lists(st.integers(0, 30), unique=True, max_size=12), max_size=8))
def test_one_text_against_the_others_finds_what_all_at_once_finds(sets: list[list[int]]) -> None:
    signatures = [sign(" ".join(text(9 * n, 9 * n + 5) for n in one)) for one in sets]
    at_once = candidate_pairs(signatures)
    for place, signature in enumerate(signatures):
        holders = {
            entry: [other for other, one in enumerate(signatures) if one and entry in one.entries()]
            for entry in (signature.entries() if signature else [])
        }
        partners = sorted(other for other in likely(holders) if other != place)
        assert partners == sorted(sum(pair) - place for pair in at_once if place in pair)


def test_likelier_texts_come_first() -> None:
    assert likely({1: [10, 11], 2: [10, 11], 3: [11], 4: [12]}) == [11, 10]


def test_what_many_hold_counts_less() -> None:
    many = list(range(2 * FEW))
    assert likely({1: many, 2: many, 3: many}) == []
    assert likely({1: many, 2: many, 3: [7]}) == [7]
