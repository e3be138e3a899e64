"""The page scorer: long pages by F1 over word 4-grams, short ones by what is foreign in them."""

from __future__ import annotations

import math
import unicodedata

import pytest

from evaluation.pages import PageText, score_pages
from extract.agreement import agreement

LONG = " ".join(f"từ{number}" for number in range(60))


def page(text: str, title: str = "Tựa đề", published: str | None = "2024-05-06") -> PageText:
    return PageText(title=title, published=published, text=text)


@pytest.mark.parametrize(
    ("reference", "text", "expected"),
    [
        ("một hai ba bốn năm", "một hai ba bốn năm", (1.0, 1.0, 1.0)),
        ("Một, hai - BA: bốn", "một hai ba bốn", (1.0, 1.0, 1.0)),
        ("một hai ba bốn năm", "một hai ba bốn", (1.0, 0.5, 2 / 3)),
        ("một hai", "một hai ba bốn", (1 / 3, 1.0, 0.5)),
        ("", "", (1.0, 1.0, 1.0)),
        ("một", "", (0.0, 0.0, 0.0)),
        ("một hai ba bốn", "năm sáu bảy tám", (0.0, 0.0, 0.0)),
    ],
)
def test_agreement_counts_shared_word_grams(
    reference: str, text: str, expected: tuple[float, float, float]
) -> None:
    assert agreement(reference, text) == pytest.approx(expected)


def test_composed_and_decomposed_letters_agree() -> None:
    assert agreement("đại đoàn kết dân tộc", unicodedata.normalize("NFD", "đại đoàn kết dân tộc")).f1 == 1.0


def test_perfect_predictions_score_one() -> None:
    gold = {"a": page(LONG), "b": page("Tải về tại đây")}
    scores = score_pages(gold, gold)
    assert (scores.pages, scores.short_pages, scores.f1) == (2, 1, 1.0)
    assert (scores.short_clean_with_text, scores.title_exact, scores.publication_day) == (1.0, 1.0, 1.0)


def test_a_short_page_may_have_as_many_foreign_words_as_its_own() -> None:
    gold = {"a": page("Tải về tại đây")}
    assert score_pages(gold, {"a": page("Tải về tại đây một hai ba bốn")}).short_clean == 1.0
    assert score_pages(gold, {"a": page("Tải về tại đây một hai ba bốn năm")}).short_clean == 0.0
    empty = score_pages(gold, {"a": page("")})
    assert (empty.short_clean, empty.short_with_text, empty.short_clean_with_text) == (1.0, 0.0, 0.0)


def test_a_missing_prediction_counts_as_empty() -> None:
    scores = score_pages({"a": page(LONG)}, {})
    assert (scores.f1, scores.title_exact, scores.publication_day) == (0.0, 0.0, 0.0)


def test_only_the_day_counts_and_pages_without_one_are_left_out() -> None:
    gold = {"a": page(LONG), "b": page(LONG, published=None)}
    predictions = {"a": page(LONG, published="2024-05-06T08:15+07:00"), "b": page(LONG)}
    assert score_pages(gold, predictions).publication_day == 1.0
    assert math.isnan(score_pages({"b": gold["b"]}, predictions).publication_day)
