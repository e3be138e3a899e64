"""Every entry of the lexicons of offices works: a new line needs no code, and is proved here."""

from __future__ import annotations

from itertools import chain

import pytest

from extract.fact import Source
from extract.language import read
from extract.lexicon import table
from extract.offices.grammar import OfficePhrase, find_office_phrases
from extract.offices.roles import Kind
from extract.offices.words import line_of
from extract.phrases import keys


def phrases_in(text: str) -> list[OfficePhrase]:
    (sentence,) = read(Source(title="", body=text)).sentences
    return find_office_phrases(line_of(sentence, []))


OFFICES, BODIES = table("offices"), table("bodies")
PASSING = {*OFFICES["passing"], *OFFICES["passing_unless_party"]}


@pytest.mark.parametrize("head", OFFICES["heads"])
def test_every_head_is_a_title(head: str) -> None:
    assert [keys(phrase.title) for phrase in phrases_in(f"Có {head} Sở Y tế, dự")] == [keys(head)]


@pytest.mark.parametrize("head", OFFICES["standalone"])
def test_every_standalone_office_needs_no_body(head: str) -> None:
    assert [keys(phrase.title) for phrase in phrases_in(f"Có {head}, dự")] == [keys(head)]


@pytest.mark.parametrize("head", OFFICES["weak"])
def test_weak_heads_are_no_offices_alone(head: str) -> None:
    assert phrases_in(f"Có {head}, dự") == []


@pytest.mark.parametrize("unit", [unit for unit in OFFICES["units"] if unit.lower() not in PASSING])
@pytest.mark.parametrize("leader", OFFICES["unit_leaders"])
def test_every_unit_has_leaders(leader: str, unit: str) -> None:
    assert [keys(phrase.title) for phrase in phrases_in(f"Có {leader} {unit}, dự")] == [
        keys(f"{leader} {unit}")
    ]


@pytest.mark.parametrize("body", OFFICES["passing"])
def test_passing_functions_are_no_offices(body: str) -> None:
    leader = "Trưởng" if body.split(maxsplit=1)[0] in OFFICES["units"] else "Chủ tịch"
    assert [phrase for phrase in phrases_in(f"Có {leader} {body}, dự") if phrase.kind is Kind.OFFICE] == []


@pytest.mark.parametrize("modifier", OFFICES["modifiers"])
def test_every_modifier_is_of_the_title(modifier: str) -> None:
    assert [phrase.title for phrase in phrases_in(f"Có Phó Chủ tịch {modifier} UBND tỉnh, dự")] == [
        f"Phó Chủ tịch {modifier}"
    ]


@pytest.mark.parametrize("occupation", OFFICES["occupations"])
def test_occupations_count_in_an_organisation_alone(occupation: str) -> None:
    assert [phrase.title for phrase in phrases_in(f"Có {occupation} Trường Tiểu học Nà Ớt, dự")] == [
        occupation
    ]
    assert phrases_in(f"Có {occupation}, dự") == []


@pytest.mark.parametrize("body", sorted(set(chain(*BODIES["whole"].values())) - set(OFFICES["modifiers"])))
def test_every_whole_name_is_an_organisation(body: str) -> None:
    (phrase,) = phrases_in(f"Có Phó Giám đốc {body}, dự")
    assert keys(phrase.organization) == keys(body)


@pytest.mark.parametrize(
    "body", [body for body in chain(*BODIES["named"].values()) if body.lower() not in PASSING]
)
def test_every_head_of_a_name_takes_a_name(body: str) -> None:
    (phrase,) = phrases_in(f"Có Phó Giám đốc {body} Tà Xùa, dự")
    assert keys(phrase.organization) == keys(f"{body} Tà Xùa")


@pytest.mark.parametrize(
    "area", [area for level, areas in BODIES["areas"].items() if level != "other" for area in areas]
)
def test_every_area_takes_a_name(area: str) -> None:
    (phrase,) = phrases_in(f"Có Phó Chủ tịch UBND {area} Tà Xùa, dự")
    assert keys(phrase.organization) == keys(f"UBND {area} Tà Xùa")


@pytest.mark.parametrize("field", BODIES["words"]["fields"])
def test_every_field_may_follow_a_department(field: str) -> None:
    (phrase,) = phrases_in(f"Có Giám đốc Sở {field[0].upper()}{field[1:]} cho biết")
    assert keys(phrase.organization) == keys(f"Sở {field}")
