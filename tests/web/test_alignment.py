from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.text import fold
from web.alignment import Row, align

LINES = st.lists(
    st.lists(st.sampled_from(["bản", "mường", "suối", "lúa", "rẫy"]), max_size=6).map(" ".join), min_size=1
)


@given(LINES, LINES)
def test_every_line_stands_once_and_in_order(a: list[str], b: list[str]) -> None:
    rows = align(a, b)
    assert [row.a for row in rows if row.a is not None] == list(range(len(a)))
    assert [row.b for row in rows if row.b is not None] == list(range(len(b)))


@given(LINES, LINES)
def test_equal_rows_are_equal_lines(a: list[str], b: list[str]) -> None:
    for row in align(a, b):
        if row.equal:
            assert row.a is not None
            assert row.b is not None
            assert fold(a[row.a]) == fold(b[row.b])


@given(LINES)
def test_a_text_is_aligned_with_itself_line_by_line(lines: list[str]) -> None:
    assert align(lines, lines) == [Row(number, number, equal=True) for number in range(len(lines))]


def test_reworded_paragraphs_stand_side_by_side_and_new_ones_alone() -> None:
    a = ["Khai trương chợ", "Sáng nay chợ phiên Nà Hin mở lại sau mưa lũ.", "Bà con mang rau ra bán."]
    b = [
        "Chợ phiên mở lại",
        "Tin của đài huyện.",
        "Sáng nay, chợ phiên Nà Hin đã mở lại sau lũ.",
        "Bà con mang rau ra bán.",
        "Chợ họp mỗi tuần một buổi.",
    ]
    assert align(a, b) == [Row(0, 0), Row(None, 1), Row(1, 2), Row(2, 3, equal=True), Row(None, 4)]
