from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.marks import Mark, marked_lines, pieces

MARKS = st.lists(
    st.builds(
        Mark,
        start=st.integers(-3, 60),
        end=st.integers(-3, 60),
        kind=st.sampled_from(["person", "office", "date", "award"]),
        label=st.text(max_size=5),
    )
)


@given(st.text(max_size=50), MARKS)
def test_pieces_joined_are_the_text(text: str, marks: list[Mark]) -> None:
    assert "".join(piece.text for piece in pieces(text, marks)) == text
    lines = marked_lines(text, marks)
    assert "\n".join("".join(piece.text for piece in line) for line in lines) == text


def test_overlapping_facts_both_cover_what_they_share() -> None:
    text = "tặng bà Lò Thị Xuyến Bằng khen"
    person, award = Mark(8, 20, "person", "Lò Thị Xuyến"), Mark(0, 30, "award", "Bằng khen")
    shown = {piece.text: piece.kinds for piece in pieces(text, [award, person])}
    assert shown == {"tặng bà ": "award", "Lò Thị Xuyến": "award person", " Bằng khen": "award"}


def test_a_mark_over_a_line_break_goes_on_in_the_next_line() -> None:
    lines = marked_lines("tháng\nnăm", [Mark(0, 9, "date", "")])
    assert [[piece.kinds for piece in line] for line in lines] == [["date"], ["date"]]
