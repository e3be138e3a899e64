from __future__ import annotations

from dataclasses import replace

from dedupe.tuning import TUNED, Judged, alternatives, quality, quality_of_suggestions, suggestion
from dedupe.verdict import STANDARD, Measures

ALIKE = Measures(
    same=0,
    words=300,
    overlap=0.9,
    parallel=0.1,
    replaced=0.0,
    contained=0.9,
    length=0.9,
    numbers=0,
    numbers_differ=0.0,
    names=0,
    names_differ=0.0,
    series=0,
    updated=0,
)


def judged(overlap: float, duplicate: bool) -> Judged:
    return Judged(replace(ALIKE, overlap=overlap), duplicate)


def test_precision_and_recall_are_counted_on_judgements() -> None:
    found = quality(
        [judged(0.9, True), judged(0.8, True), judged(0.7, False), judged(0.5, True), judged(0.1, False)],
        STANDARD,
    )
    assert (found.right, found.wrong, found.missed) == (2, 1, 1)
    assert (found.precision, found.recall, found.f1) == (2 / 3, 2 / 3, 2 / 3)


def test_without_judgements_nothing_is_suggested() -> None:
    assert suggestion([], STANDARD) == STANDARD
    assert quality([], STANDARD).precision == 1.0


def test_judgements_that_agree_suggest_no_change() -> None:
    assert suggestion([judged(0.9, True), judged(0.2, False)], STANDARD) == STANDARD


def test_the_smallest_change_that_agrees_with_editors_is_suggested() -> None:
    lower = suggestion([judged(0.5, True), judged(0.52, True), judged(0.3, False)], STANDARD)
    assert lower == replace(STANDARD, copied=0.5)
    higher = suggestion([judged(0.9, True), judged(0.7, False), judged(0.68, False)], STANDARD)
    assert 0.7 < higher.copied <= 0.72


def test_templates_teach_the_threshold_of_numbers() -> None:
    form = replace(ALIKE, numbers=10, numbers_differ=0.45)
    kept = [Judged(form, True), Judged(replace(form, numbers_differ=0.9), False)]
    assert suggestion(kept, STANDARD).numbers > 0.45


def test_a_suggestion_is_measured_on_what_it_was_not_made_from() -> None:
    lone = [judged(0.9, True), judged(0.9, True), judged(0.45, True), judged(0.2, False)]
    assert quality(lone, suggestion(lone, STANDARD)).missed == 0
    assert quality_of_suggestions(lone, STANDARD).missed == 1


def test_alternatives_differ_in_one_threshold() -> None:
    for name in TUNED:
        for other in alternatives(STANDARD, name):
            assert replace(other, **{name: getattr(STANDARD, name)}) == STANDARD
