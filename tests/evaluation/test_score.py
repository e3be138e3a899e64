"""The scorer: facts are sets, optional facts are free, second wordings are no errors."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.score import MEASURES, Tally, Verdict, score, total
from evaluation.wording import normalise, token_f1

SEN = {
    "name": "Vi Thị Sen",
    "offices": [{"title": "Chủ tịch", "organization": "Ủy ban nhân dân xã Nà Pàn", "former": False}],
}
FLAG = {"award": "Cờ thi đua", "issuer": "UBND tỉnh", "recipient": "xã Nà Pàn", "count": None}
GOLD: dict[str, Any] = {
    "id": "a",
    "authors": ["Hoàng Lam"],
    "people": [SEN],
    "optional_people": ["Lò Văn Pọm"],
    "dates": [
        {"text": "năm 2023", "start": "2023-01-01", "end": "2023-12-31"},
        {"text": "Ngày 8/3", "start": "2024-03-08", "end": "2024-03-08", "optional": True},
    ],
    "awards": [{**FLAG, "status": "conferred"}],
}


def tallies(predicted: dict[str, Any], gold: dict[str, Any] | None = None) -> dict[str, Tally]:
    return total([score(gold or GOLD, predicted)])


def test_a_perfect_prediction_has_nothing_wrong_or_missed() -> None:
    for tally in tallies(GOLD).values():
        assert (tally.right, tally.wrong, tally.missed) == (1, 0, 0)
        assert tally.f1 == 1.0


def test_no_prediction_misses_everything() -> None:
    for tally in tallies({}).values():
        assert (tally.right, tally.wrong, tally.missed) == (0, 0, 1)
        assert (tally.precision, tally.recall, tally.f1) == (1.0, 0.0, 0.0)


def test_optional_facts_are_neither_asked_for_nor_punished() -> None:
    predicted = {"people": [{"name": "Lò Văn Pọm"}], "dates": [{"start": "2024-03-08", "end": "2024-03-08"}]}
    found = tallies(predicted)
    assert (found["people"].wrong, found["dates"].wrong) == (0, 0)
    assert (found["people"].right, found["dates"].right) == (0, 0)


def test_a_date_named_twice_is_one_date() -> None:
    year = GOLD["dates"][0]
    assert tallies({"dates": [year, year]})["dates"] == Tally(1, 0, 0)


def test_abbreviations_and_tone_places_are_one_wording() -> None:
    office = {"title": "Chủ tịch", "organization": "UBND xã Nà Pàn", "former": False}
    assert tallies({"people": [{"name": "VI THỊ SEN", "offices": [office]}]})["offices_exact"].right == 1


def test_offices_match_softly_but_only_of_one_person_and_time() -> None:
    office = {"title": "Chủ tịch", "organization": "Ủy ban nhân dân xã", "former": False}
    found = tallies({"people": [{**SEN, "offices": [office]}]})
    assert (found["offices"].right, found["offices_exact"].right) == (1, 0)
    past = {**office, "former": True}
    assert tallies({"people": [{**SEN, "offices": [past]}]})["offices"] == Tally(0, 1, 1)
    other = {"name": "Lò Văn Pọm", "offices": [office]}
    assert tallies({"people": [other]})["offices"] == Tally(0, 1, 1)


def test_a_second_wording_of_a_found_fact_is_no_error() -> None:
    near = {"title": "Chủ tịch", "organization": "Ủy ban nhân dân xã", "former": False}
    outcome = score(GOLD, {"people": [{**SEN, "offices": [*SEN["offices"], near]}]})["offices"]
    assert [verdict for _, verdict in outcome.judged] == [Verdict.RIGHT, Verdict.REPEATED]


@pytest.mark.parametrize(
    ("change", "core", "full"),
    [
        ({}, 1, 1),
        ({"issuer": "Bộ Công an"}, 1, 0),
        ({"status": "proposed"}, 1, 0),
        ({"recipient": "xã Mường Lạn"}, 0, 0),
        ({"count": 3}, 0, 0),
    ],
)
def test_an_award_is_compared_with_and_without_issuer_and_status(
    change: dict[str, Any], core: int, full: int
) -> None:
    found = tallies({"awards": [{**GOLD["awards"][0], **change}]})
    assert (found["awards_core"].right, found["awards"].right) == (core, full)


def test_authors_count_only_where_the_gold_names_them() -> None:
    assert "authors" not in tallies({"authors": ["Hoàng Lam"]}, {**GOLD, "authors": None})
    assert tallies({"authors": ["Vi Sen"]}, {**GOLD, "authors": []})["authors"] == Tally(0, 1, 0)


def test_wordings() -> None:
    assert normalise("T.Ư") == normalise("trung ương") == normalise("TW")
    assert normalise("hoà, Uỷ") == normalise("Hòa Ủy")
    assert token_f1(normalise(""), normalise("")) == 1.0
    assert token_f1(normalise("a b"), normalise("")) == 0.0
    assert token_f1(("a", "a"), ("a",)) == pytest.approx(2 / 3)


people = st.lists(st.sampled_from("abcdef"), unique=True).map(
    lambda names: [{"name": name} for name in names]
)


@settings(deadline=None)
@given(people, people)
def test_counts_add_up_to_what_was_asked_and_given(
    asked: list[dict[str, Any]], given_: list[dict[str, Any]]
) -> None:
    tally = tallies({"people": given_}, {"people": asked})["people"]
    assert tally.right + tally.missed == len(asked)
    assert tally.right + tally.wrong == len(given_)
    assert 0 <= tally.f1 <= 1


def test_every_measure_is_reported() -> None:
    assert [measure.name for measure in MEASURES] == list(tallies(GOLD))
