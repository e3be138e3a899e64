from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extract.corrections import anchor_at, locate
from extract.fact import Span

WORDS = st.lists(
    st.sampled_from(
        ["đồng chí", "Bí thư", "ủy", "Lò Văn Thử", "đến", "thăm", "bản", "7/2", ",", ".", "Bằng khen", "bà"]
    ),
    max_size=30,
)
FRESH = st.text(alphabet="bcdgklmrstx ", max_size=200)


def span_of(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


@given(WORDS, WORDS, FRESH, FRESH)
def test_a_place_is_found_again_whatever_is_written_far_before_and_behind(
    before: list[str], after: list[str], added: str, further: str
) -> None:
    head, tail = " ".join(before), " ".join(after)
    text = f"{head} Quàng Thị Mẫu {tail}"
    anchor = anchor_at(text, span_of(text, "Quàng Thị Mẫu"))
    edited = f"{added} {text} {further}"
    found = locate(edited, anchor)
    assert found == Span(
        len(added) + 1 + len(head) + 1, len(added) + 1 + len(head) + 1 + len("Quàng Thị Mẫu")
    )


@given(WORDS, st.data())
def test_every_word_of_an_unchanged_text_is_found_where_it_is(words: list[str], data: st.DataObject) -> None:
    assume(words)
    text = " ".join(words)
    number = data.draw(st.integers(0, len(words) - 1))
    start = len(" ".join(words[:number])) + (number > 0)
    place = Span(start, start + len(words[number]))
    assert locate(text, anchor_at(text, place)) == place


@given(WORDS, FRESH, st.data())
def test_the_place_keeps_its_neighbours_when_the_text_in_front_moves(
    words: list[str], added: str, data: st.DataObject
) -> None:
    assume(words)
    text = f"mở đầu {' '.join(words)} hết"
    number = data.draw(st.integers(0, len(words) - 1))
    start = len(" ".join(["mở đầu", *words[:number]])) + 1
    place = Span(start, start + len(words[number]))
    found = locate(f"{added}\n{text}", anchor_at(text, place))
    assert found is not None
    moved = len(added) + 1
    assert f"{added}\n{text}"[found.start : found.end] == words[number]
    # The whole of the kept neighbourhood agrees at the true place: another one can only be its equal.
    shown = f"{added}\n{text}"
    assert found == Span(place.start + moved, place.end + moved) or (
        shown[found.start - 3 : found.end + 3] == shown[place.start + moved - 3 : place.end + moved + 3]
    )


@given(
    st.text(), st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=5), st.text(), st.text()
)
def test_any_text_at_all_gives_a_place_with_the_words_or_none(
    head: str, quote: str, tail: str, other: str
) -> None:
    one = f"{head}{quote}{tail}"
    anchor = anchor_at(one, Span(len(head), len(head) + len(quote)))
    assert locate(one, anchor) is not None
    found = locate(other, anchor)
    assert found is None or other[found.start : found.end] == anchor.quote


def test_of_repeated_words_the_one_with_the_same_neighbours_is_meant() -> None:
    text = "Bà Lan nhận Bằng khen của tỉnh. Ông Tiến nhận Bằng khen của huyện."
    second = Span(text.rindex("Bằng khen"), text.rindex("Bằng khen") + 9)
    edited = "Ông Tiến nhận Bằng khen của huyện; bà Lan nhận Bằng khen của tỉnh."
    found = locate(edited, anchor_at(text, second))
    assert found == span_of(edited, "Bằng khen")


def test_of_repeated_words_whose_neighbours_are_gone_none_is_meant() -> None:
    text = "Bà Lan nhận Bằng khen của tỉnh. Ông Tiến nhận Bằng khen của huyện."
    anchor = anchor_at(text, Span(text.rindex("Bằng khen"), text.rindex("Bằng khen") + 9))
    assert locate("Hội nghị xét Bằng khen năm qua", anchor) is None


def test_words_that_were_unique_need_no_neighbours() -> None:
    text = "Đồng chí Lò Văn Thử phát biểu."
    anchor = anchor_at(text, span_of(text, "Lò Văn Thử"))
    assert locate("Tới dự: Lò Văn Thử", anchor) == Span(8, 18)
    assert locate("Tới dự: Lò Văn Thửng", anchor) is None


def test_a_text_in_another_normal_form_is_another_text() -> None:
    """Texts are stored in NFC; what is not does not slip through as if it were."""
    text = "Đồng chí Lò Văn Thử phát biểu."
    anchor = anchor_at(text, span_of(text, "Lò Văn Thử"))
    assert locate(unicodedata.normalize("NFD", text), anchor) is None


@pytest.mark.parametrize("place", [Span(3, 3), Span(0, 99), Span(-1, 2), Span(1, 6)])
def test_a_span_that_is_none_of_a_line_is_refused(place: Span) -> None:
    with pytest.raises(ValueError, match="not within a line"):
        anchor_at("Tựa\nbài", place)
