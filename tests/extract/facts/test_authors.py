"""Signatures at the head and foot of plain text, on sentences of our own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.authors import byline_spans, find_authors
from extract.text import nfc

TITLE = "Xã Nà Pàn ra quân làm thủy lợi"
STORY = "Sáng nay, bà con xã Nà Pàn ra quân nạo vét mương. Lễ phát động thu hút đông người."


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        (" Hoàng Lam", ("Hoàng Lam",)),
        ("\nHoàng Lam", ("Hoàng Lam",)),
        (" HOÀNG LAM", ("HOÀNG LAM",)),
        ("/. Hoàng Lam", ("Hoàng Lam",)),
        (" Hoàng Lam Hoàng Lam", ("Hoàng Lam",)),
        (" Hoàng Lam (TTXVN)", ("Hoàng Lam",)),
        (" Hoàng Lam (Tổng hợp theo báo Sông Mã)", ("Hoàng Lam",)),
        (" (Tổng hợp) Hoàng Lam", ("Hoàng Lam",)),
        ("\nHoàng Lam - Vi Thị Sen", ("Hoàng Lam", "Vi Thị Sen")),
        (" Hoàng Lam – Trường Giang", ("Hoàng Lam", "Trường Giang")),
        ("\nTin, ảnh: Hoàng Lam", ("Hoàng Lam",)),
        ("\nBài và ảnh: Hoàng Lam - Vi Sen", ("Hoàng Lam", "Vi Sen")),
        ("\nBài: Hoàng Lam - Ảnh: Vi Sen", ("Hoàng Lam",)),
        ("\nTheo: Vi Thị Sen", ("Vi Thị Sen",)),
        ("\nTheo - Vi Sen - napan.gov.vn", ("Vi Sen",)),
        ("\nVi Thị Sen – Phó Hiệu trưởng Trường THCS Nà Pàn", ("Vi Thị Sen",)),
        ("\n(Vi Thị Sen - Phó CVP Sở)", ("Vi Thị Sen",)),
        ("\nVi\nThị Sen – Sở\nGD&ĐT", ("Vi Thị Sen",)),
        ("\nHoàng Lam thực hiện", ("Hoàng Lam",)),
        ("\nPV Hoàng Lam", ("Hoàng Lam",)),
        (" Hoàng Lam Clip: VTV", ("Hoàng Lam",)),
        (" Hoàng Lam/VOV.VN", ("Hoàng Lam",)),
        (" V.S", ("V.S",)),
        (" Vi Sen - Thể thao Sông Mã | 20:35 22/09/2017", ("Vi Sen",)),
        (" K. Sen", ("K. Sen",)),
        ("\nH'Linh Niê", ("H'Linh Niê",)),
        ("\nVi Sen – BTG Huyện ủy", ("Vi Sen",)),
        ("\nVi Văn Sen, Chi hội trưởng Nông dân", ("Vi Văn Sen",)),
        ("\nTin, bài và ảnh Vi Sen", ("Vi Sen",)),
        (" Vi Sen (t/h) Theo Đời sống Plus", ("Vi Sen",)),
        ("\nHoàng Lam\n>> Xem thêm: Mùa nước về bản", ("Hoàng Lam",)),
        ("\nNguyễn Hoàng Lam\nTheo Thanh niên", ("Nguyễn Hoàng Lam",)),
    ],
)
def test_a_signature_at_the_foot(foot: str, expected: tuple[str, ...]) -> None:
    assert find_authors(TITLE, STORY + foot) == expected


@pytest.mark.parametrize(
    "foot",
    [
        "",
        "\nTheo PLO",
        "\nTheo Đời sống Plus",
        " TTXVN/Tin Tức",
        " P.V",
        " PV (TTXVN)",
        "\nBBT",
        "\nNguồn: napan.gov.vn",
        "\nẢnh: Hoàng Lam",
        "\nÔng Vi Văn Sen",
        "\nQuang cảnh lễ phát động.",
        "\nVi Văn Sen - Chủ tịch UBND xã phát biểu",
        "\nHà Nội",
        "\nTrung tâm Y tế huyện",
        " (Tổng hợp)",
        "\nBà con cùng làm",
    ],
)
def test_no_person_signed(foot: str) -> None:
    assert find_authors(TITLE, STORY + foot) == ()


def test_a_credit_at_the_head() -> None:
    assert find_authors(TITLE, f"Bài, ảnh: Vi Sen\n{STORY}") == ("Vi Sen",)


@pytest.mark.parametrize("signature", ["Tin, ảnh: Vi Sen", "Theo PLO", "Vi Sen (TTXVN)"])
def test_the_span_of_a_signature_points_at_its_words(signature: str) -> None:
    body = f"{STORY}\n{signature}"
    text = f"{TITLE}\n{body}"
    assert [text[start:end] for start, end in byline_spans(TITLE, body)] == [signature]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Theo", "Tin, ảnh:", "Hoàng Lam", "-", "(", ")", ".", "\n", "PV", "a", "/"])
        | st.text(max_size=8),
        max_size=30,
    )
)
def test_any_text_has_signatures_in_order_or_none(parts: list[str]) -> None:
    body = nfc(" ".join(parts))
    spans = byline_spans(TITLE, body)
    assert list(spans) == sorted(spans)
    assert all(len(TITLE) < start < end <= len(TITLE) + 1 + len(body) for start, end in spans)
    assert all(name.strip() == name for name in find_authors(TITLE, body))
