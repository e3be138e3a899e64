from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.filters import ArticleFilter
from db.query import parse_query, read_day
from db.words import words


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("từ:1/2/2025", "since", date(2025, 2, 1)),
        ("tu-ngay:2025-02-01", "since", date(2025, 2, 1)),
        ("until:1.2.2025", "until", date(2025, 2, 1)),
        ('tỉnh:"Nghệ An"', "province", "Nghệ An"),
        ("site:baonghean", "site", "baonghean"),
        ("LOẠI:notice", "kind", "notice"),
    ],
)
def test_fields_narrow_the_filter(typed: str, field: str, value: object) -> None:
    query = parse_query(typed)
    assert query.narrow(ArticleFilter(site="other")) == ArticleFilter(**{"site": "other", field: value})  # type: ignore[arg-type]
    assert (query.terms, query.hints) == ((), ())


@pytest.mark.parametrize(
    ("typed", "hints"),
    [
        ("từ:31/2/2025", ["từ:31/2/2025"]),
        ("đến:mai", ["31/1/2025"]),
        ("kind:listing-page", ["article, notice"]),
        ('tác-giả:"Lò"', ["“tác-giả:”"]),
        ('"lò văn', ["quotation mark"]),
        ("8:30 http://bao.example/ tỷ-số:2-1", []),
        ("lò văn thử", []),
        ('chức:"bí thư"', []),
    ],
)
def test_what_is_not_understood_is_said(typed: str, hints: list[str]) -> None:
    said = [hint.english for hint in parse_query(typed).hints]
    assert len(said) == len(hints)
    for hint, part in zip(said, hints, strict=True):
        assert part in hint


def test_a_field_that_there_is_not_is_searched_for_as_words() -> None:
    (name, value) = parse_query('tác-giả:"lò văn"').terms
    assert [[word.folded for word in term.words] for term in (name, value)] == [["tac", "gia"], ["lo", "van"]]


@pytest.mark.parametrize(
    "written", ["", "1/2", "1/2/25", "2025-13-01", "32/1/2025", "0000-01-01", "1/2/2025x"]
)
def test_what_is_no_day_is_none(written: str) -> None:
    assert read_day(written) is None


@given(st.text(max_size=80))
def test_nothing_that_is_typed_is_an_error_and_no_word_is_lost(typed: str) -> None:
    query = parse_query(typed)
    known = [word.folded for term in query.terms for word in term.words]
    if not (query.facts or query.wanted or query.hints):
        plain = typed.replace("“", '"').replace("”", '"')
        assert sorted(known) == sorted(word.folded for word in words(plain)) or ":" in typed or '"' in typed
