from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.query import parse_query
from db.snippet import marks, snippet
from db.words import words, words_among
from extract.text import nfc, search_key

LONG = " ".join(f"câu{number} nói chuyện khác." for number in range(200))
syllables = st.sampled_from(
    ["lê", "Lê", "le", "Thị", "thi", "Huyền", "đảng", "Dang", "2025", "xã", "-", "\n"]
)
texts = st.lists(syllables, max_size=80).map(" ".join)


def marked(text: str, query: str, *, exact: bool = False) -> list[str]:
    return [text[start:end] for start, end in marks(text, parse_query(query).terms, exact=exact)]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("lê  thị", [["lê"], ["thị"]]),
        ('"lê thị" huyền', [["lê", "thị"], ["huyền"]]),
        ('"lê thị', [["lê"], ["thị"]]),
        ("4/2/2025", [["4", "2", "2025"]]),
        ("GD&ĐT", [["gd", "đt"]]),
        ('"" - &', []),
        ("lê", [["lê"]]),
    ],
)
def test_a_query_is_words_and_phrases(query: str, terms: list[list[str]]) -> None:
    for form in (query, query.replace("ê", "ê")):
        folded = [[search_key(word) for word in term] for term in terms]
        assert [[word.folded for word in term.words] for term in parse_query(form).terms] == folded


def test_marks_are_exact_where_asked() -> None:
    text = "Bà Lê và bà Le, ông Lễ"
    assert marked(text, "lê", exact=True) == ["Lê"]
    assert marked(text, "lê") == ["Lê", "Le", "Lễ"]
    assert marked(text, "le", exact=True) == ["Lê", "Le", "Lễ"]


def test_the_snippet_shows_the_place_with_the_most_terms() -> None:
    text = f"Bà Huyền. {LONG} Đồng chí Lê Thị Huyền phát biểu. {LONG}"
    shown = snippet(text, parse_query("lê thị huyền").terms, exact=True)
    assert "Đồng chí Lê Thị Huyền phát biểu." in shown.text
    assert [shown.text[start:end] for start, end in shown.marks] == ["Lê", "Thị", "Huyền"]
    assert shown.cut_before
    assert shown.cut_after


def test_a_text_without_the_terms_shows_its_beginning() -> None:
    shown = snippet(LONG, parse_query("huyền").terms, exact=False)
    assert LONG.startswith(shown.text)
    assert (shown.marks, shown.cut_before, shown.cut_after) == ((), False, True)


def test_a_short_text_is_shown_whole() -> None:
    shown = snippet("Lê Thị\nHuyền", parse_query("huyen").terms, exact=False)
    assert (shown.text, shown.cut_before, shown.cut_after) == ("Lê Thị Huyền", False, False)


@given(texts, st.lists(syllables, max_size=3).map(" ".join), st.booleans(), st.integers(10, 120))
def test_snippets_are_pieces_of_whole_words_and_marks_are_matches(
    text: str, query: str, exact: bool, width: int
) -> None:
    text, terms = nfc(text), parse_query(query).terms
    shown = snippet(text, terms, exact=exact, width=width)
    flat = text.replace("\n", " ")
    assert shown.text in flat
    assert set(shown.text.split()) <= set(flat.split())
    wanted = {word.folded for term in terms for word in term.words}
    ends = [0]
    for start, end in shown.marks:
        assert ends[-1] <= start < end <= len(shown.text)
        assert {search_key(word) for word in shown.text[start:end].split()} <= wanted | {"-"}
        ends.append(end)
    if marks(text, terms, exact=exact):
        assert shown.marks
    if not shown.cut_before and not shown.cut_after:
        assert shown.text.strip() == flat.strip()


@given(
    st.lists(
        st.one_of(syllables, st.text(max_size=8), st.just("Straße İstanbul ﬁn Ủỷ x\u0323")), max_size=20
    ).map(" ".join),
    st.frozensets(
        st.sampled_from(["le", "thi", "huyen", "dang", "2025", "strasse", "fin", "uy", "x", "xa"]), max_size=4
    ),
)
def test_the_words_with_some_keys_are_found_as_among_all_words(text: str, keys: frozenset[str]) -> None:
    text = nfc(text)
    assert list(words_among(text, keys)) == [word for word in words(text) if word.folded in keys]
