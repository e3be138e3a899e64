from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.article import FetchedPage
from extract.pages.tree import PageRefused
from web.outline import MAX_BLOCKS, outline

TAGS = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "a",
        "li",
        "td",
        "tr",
        "table",
        "h2",
        "br",
        "script",
        "style",
        "svg",
        "img",
        "pre",
        "nope",
    ]
)
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<>&"), max_size=8),
    st.just('<a href="https://bao.example/">'),
    st.just("<"),
    st.just("&lt;"),
)


def blocks(body: str, lines: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    page = outline(FetchedPage(body=f"<html><body>{body}</body></html>".encode()), lines)
    return [(block.kind, "".join(run.text for run in block.runs)) for block in page.blocks]


def test_structure_is_kept_and_markup_is_not() -> None:
    body = "<h2>Chợ <b>phiên</b></h2><ul><li>rau</li><li>lúa</li></ul><table><tr><td>xã</td><td>3 tấn</td></tr></table>"
    assert blocks(f"{body}<p>Một<br>hai</p>trần") == [
        ("heading", "Chợ phiên"),
        ("item", "rau"),
        ("item", "lúa"),
        ("row", "xã | 3 tấn"),
        ("paragraph", "Một"),
        ("paragraph", "hai"),
        ("paragraph", "trần"),
    ]


def test_what_no_reader_sees_is_left_out() -> None:
    assert blocks("<script>a()</script><style>p{}</style><select><option>x</select><p>thấy</p>") == [
        ("paragraph", "thấy")
    ]


def test_the_lines_that_were_read_are_known_again() -> None:
    page = FetchedPage(body="<p>Bà con  vui.</p><p>Quảng cáo</p>".encode())
    assert [block.taken for block in outline(page, {"Bà con vui."}).blocks] == [True, False]


def test_a_page_without_end_is_cut() -> None:
    page = outline(FetchedPage(body=b"<p>x</p>" * (MAX_BLOCKS + 1)), ())
    assert len(page.blocks) == MAX_BLOCKS
    assert page.cut


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_page_gives_blocks_of_text_or_is_refused(body: str) -> None:
    try:
        shown = outline(FetchedPage(body=f"<p>a</p>{body}".encode()), ())
    except PageRefused:
        return
    for block in shown.blocks:
        assert block.kind == "picture" or "".join(run.text for run in block.runs).strip()
        assert all("\n" not in run.text for run in block.runs)
