from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.corrections import (
    AwardValues,
    DateValues,
    Kind,
    MentionValues,
    OfficeValues,
    PersonValues,
    agree,
    from_json,
    to_json,
)
from extract.corrections.values import NEITHER, BadValue
from extract.fact import AwardStatus, Change


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Kind.PERSON, PersonValues(name="Lò Văn Thử")),
        (
            Kind.OFFICE,
            OfficeValues(person="Lò Văn Thử", title="Bí thư", organization="", former=True, full="Bí thư"),
        ),
        (
            Kind.OFFICE,
            OfficeValues(
                person="Lò Văn Thử",
                title="Bí thư",
                organization="",
                former=False,
                full="Bí thư",
                change=Change.BEGAN,
            ),
        ),
        (Kind.MENTION, MentionValues(name="Lò Văn Thử", speaks=True)),
        (Kind.MENTION, MentionValues(name="Lò Văn Thử")),
        (Kind.DATE, DateValues(text="quý I", start=date(2025, 1, 1), end=date(2025, 3, 31))),
        (
            Kind.AWARD,
            AwardValues(
                award="Bằng khen", issuer=None, recipient="tập thể", count=5, status=AwardStatus.DECIDED
            ),
        ),
    ],
)
def test_values_come_back_as_they_went(kind: Kind, values: object) -> None:
    assert from_json(kind, to_json(values)) == values  # type: ignore[arg-type]


def test_the_fields_of_a_form_become_values() -> None:
    fields = {
        "person": " Lò  Văn Thử ",
        "title": "Bí thư",
        "organization": "Huyện ủy",
        "former": "on",
        "full": "",
    }
    assert from_json(Kind.OFFICE, fields) == OfficeValues(
        person="Lò Văn Thử", title="Bí thư", organization="Huyện ủy", former=True, full="Bí thư Huyện ủy"
    )


def test_what_was_stored_before_speech_and_changes_could_be_said_leaves_them_open() -> None:
    office = {
        "person": "Lò Văn Thử",
        "title": "Bí thư",
        "organization": "",
        "former": False,
        "full": "Bí thư",
    }
    said = from_json(Kind.OFFICE, office)
    assert isinstance(said, OfficeValues)
    assert said.change is None
    mention = from_json(Kind.MENTION, {"name": "Lò Văn Thử"})
    assert mention == MentionValues(name="Lò Văn Thử", speaks=None)
    assert from_json(Kind.MENTION, {"name": "Lò Văn Thử", "speaks": ""}) == replace(mention, speaks=False)
    stated = replace(said, change=NEITHER)
    assert agree(stated, said)
    assert not agree(said, stated)
    assert not agree(replace(stated, former=True), said)
    assert agree(MentionValues(name="Lò Văn Thử", speaks=True), mention)
    assert not agree(MentionValues(name="Lò Văn", speaks=True), mention)


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        (Kind.PERSON, {"name": " \u200b"}, "name"),
        (Kind.PERSON, {"name": "A" * 501}, "name"),
        (Kind.OFFICE, {"person": "Lò Văn Thử", "title": "", "organization": ""}, "title"),
        (Kind.OFFICE, {"person": "Lò Văn Thử", "title": "Bí thư", "change": "begins"}, "change"),
        (Kind.DATE, {"text": "7/2", "start": "7/2", "end": "2025-02-07"}, "start"),
        (Kind.DATE, {"text": "7/2", "start": "2025-02-08", "end": "2025-02-07"}, "end"),
        (Kind.AWARD, {"award": "Bằng khen", "count": "0", "status": "decided"}, "count"),
        (Kind.AWARD, {"award": "Bằng khen", "count": "năm", "status": "decided"}, "count"),
        (Kind.AWARD, {"award": "Bằng khen", "status": "given"}, "status"),
    ],
)
def test_what_no_fact_can_say_is_refused_with_its_field(
    kind: Kind, fields: dict[str, str], field: str
) -> None:
    with pytest.raises(BadValue) as refused:
        from_json(kind, fields)
    assert refused.value.field == field


@given(
    st.sampled_from(Kind),
    st.dictionaries(
        st.sampled_from(["name", "person", "title", "text", "start", "count", "status", "change", "speaks"]),
        st.text(),
    ),
)
def test_any_form_gives_values_or_a_refusal(kind: Kind, fields: dict[str, str]) -> None:
    try:
        values = from_json(kind, fields)
    except BadValue:
        return
    assert from_json(kind, to_json(values)) == values
