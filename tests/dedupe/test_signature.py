from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedupe.signature import ALGORITHM, AlgorithmMismatch, Signature, sign
from dedupe.words import shingles, syllables
from extract.text import fold

WORDS = st.lists(st.sampled_from([f"tiếng{n}" for n in range(400)]), min_size=1, max_size=300)


def test_spellings_that_mean_the_same_word_have_one_signature() -> None:
    a, b = sign("Uỷ ban Hoà Bình “họp” – sáng nay"), sign('ủy ban hòa bình "họp" - SÁNG NAY')
    assert a is not None
    assert b is not None
    assert a.similarity(b) == 1.0


def test_accents_make_other_words() -> None:
    a, b = sign("ban bí thư họp về hoa màu"), sign("bàn bí thứ hộp vệ hòa mau")
    assert a is not None
    assert b is not None
    assert a.similarity(b) < 0.1


def test_a_text_without_words_has_no_signature() -> None:
    assert sign("") is None
    assert sign(" … — !") is None


@given(WORDS, st.integers(0, 100))
def test_the_estimate_is_near_the_true_similarity(words: list[str], percent: int) -> None:
    changed = [f"khác{i}" if i * 37 % 100 < percent else word for i, word in enumerate(words)]
    left, right = set(shingles(words).tolist()), set(shingles(changed).tolist())
    true = len(left & right) / len(left | right)
    a, b = sign(" ".join(words)), sign(" ".join(changed))
    assert a is not None
    assert b is not None
    # 240 values: four standard deviations are at most 0.13
    assert abs(a.similarity(b) - true) < 0.16


@given(WORDS)
def test_bytes_and_back(words: list[str]) -> None:
    signature = sign(" ".join(words))
    assert signature is not None
    again = Signature.from_bytes(ALGORITHM, signature.to_bytes())
    assert again.bands() == signature.bands()
    assert np.array_equal(again.values, signature.values)


def test_bands_fit_a_signed_64_bit_column() -> None:
    signature = sign("đồng chí dự và phát biểu chỉ đạo tại hội nghị")
    assert signature is not None
    assert all(-(2**63) <= band < 2**63 for band in signature.bands())


def test_signatures_of_different_methods_are_never_compared() -> None:
    signature = sign("hội nghị sơ kết công tác sáu tháng đầu năm")
    assert signature is not None
    with pytest.raises(AlgorithmMismatch, match="tintinh dedupe"):
        signature.similarity(Signature("other-1", signature.values))


def test_syllables_keep_numbers() -> None:
    assert syllables("Giá 1 kg: 28.500đ") == [fold("giá"), "1", "kg", "28", "500đ"]
