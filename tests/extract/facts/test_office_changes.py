"""Sentences that say that a person takes or leaves an office, and those that do not. All people are invented."""

from __future__ import annotations

import pytest

from extract.fact import Change
from tests.extract.facts.test_offices import offices_of

A, B = "Lò Văn Khánh", "Hoàng Thị Tố Uyên"


def changes(text: str, name: str = A, *, title: str = "Tin trong tỉnh") -> dict[str, str]:
    """The offices of the person that the text says to begin or end, with what it says."""
    return {
        f"{office.title} {office.organization}".strip(): office.change.value
        for office in offices_of(text, A, B, title=title)[name]
        if office.change
    }


@pytest.mark.parametrize(
    "text",
    [
        f"UBND tỉnh bổ nhiệm ông {A}, Phó Giám đốc Sở Y tế, giữ chức Giám đốc Sở Xây dựng.",
        f"Ông {A} được bầu giữ chức Giám đốc Sở Xây dựng.",
        f"Ông {A} được bổ nhiệm giữ chức vụ Giám đốc Sở Xây dựng từ năm 2019.",
        f"Bà {B}, Chủ tịch UBND tỉnh, trao quyết định bổ nhiệm ông {A} giữ chức Giám đốc Sở Xây dựng.",
        f"Điều động, bổ nhiệm đồng chí {A}, Bí thư Huyện ủy, giữ chức Giám đốc Sở Xây dựng.",
        f"Chỉ định ông {A} tham gia Ban Chấp hành Đảng bộ tỉnh, giữ chức Giám đốc Sở Xây dựng.",
        f"Thủ tướng phê chuẩn kết quả bầu ông {A} giữ chức vụ Giám đốc Sở Xây dựng.",
        f"Theo đề nghị của Sở Nội vụ, UBND tỉnh bổ nhiệm ông {A} giữ chức Giám đốc Sở Xây dựng.",
        f"Hội nghị có sự góp mặt của tân Giám đốc Sở Xây dựng {A}.",
        f"Miễn nhiệm bà {B}; bổ nhiệm ông {A} giữ chức Giám đốc Sở Xây dựng.",
        f"Bổ nhiệm chức danh Giám đốc Sở Xây dựng đối với ông {A}.",
    ],
)
def test_an_office_is_taken(text: str) -> None:
    assert changes(text) == {"Giám đốc Sở Xây dựng": "began"}


@pytest.mark.parametrize(
    "text",
    [
        f"Ông {A} thôi giữ chức Giám đốc Sở Xây dựng.",
        f"UBND tỉnh cho ông {A} thôi giữ chức vụ Giám đốc Sở Xây dựng để nhận nhiệm vụ mới.",
        f"Miễn nhiệm chức danh Giám đốc Sở Xây dựng đối với ông {A}.",
        f"Ông {A}, Giám đốc Sở Xây dựng, nghỉ hưu từ ngày 1/3.",
        f"Ông {A}, Giám đốc Sở Xây dựng nghỉ công tác chờ đủ tuổi hưu.",
        f"Kỷ luật bằng hình thức cách chức Giám đốc Sở Xây dựng đối với ông {A}.",
    ],
)
def test_an_office_is_left(text: str) -> None:
    assert changes(text) == {"Giám đốc Sở Xây dựng": "ended"}


@pytest.mark.parametrize(
    "text",
    [
        f"Ông {A}, Giám đốc Sở Xây dựng, trao quà cho các hộ.",
        f"Ông {A} giữ chức Giám đốc Sở Xây dựng.",
        f"Sở Nội vụ đề nghị bổ nhiệm ông {A} giữ chức Giám đốc Sở Xây dựng.",
        f"Thực hiện quy trình bổ nhiệm ông {A} giữ chức Giám đốc Sở Xây dựng.",
        f"Giới thiệu ông {A} để bầu giữ chức Giám đốc Sở Xây dựng.",
        f"Ông {A} xin thôi giữ chức Giám đốc Sở Xây dựng.",
        f"Ông {A} từng được bổ nhiệm giữ chức Giám đốc Sở Xây dựng.",
        f"Ông {A}, nguyên Giám đốc Sở Xây dựng, nghỉ hưu năm 2010.",
        f"Ông {A} tiếp tục được bầu giữ chức Giám đốc Sở Xây dựng.",
        f"Bổ nhiệm bà {B} làm Phó Giám đốc Sở Y tế, ông {A} giữ chức Giám đốc Sở Xây dựng.",
    ],
)
def test_nothing_is_said_where_no_verb_governs_the_office_or_it_is_in_doubt(text: str) -> None:
    assert changes(text) == {}


def test_one_sentence_may_end_one_office_and_begin_another() -> None:
    text = f"Bổ nhiệm ông {A} giữ chức Giám đốc Sở Xây dựng, thôi giữ chức Bí thư Huyện ủy."
    assert changes(text) == {"Bí thư Huyện ủy": "ended", "Giám đốc Sở Xây dựng": "began"}


def test_of_equal_wordings_the_one_that_tells_the_change_is_kept() -> None:
    text = (
        f"Ông {A}, Giám đốc Sở Xây dựng phát biểu.\nTrước đó, ông {A} được bầu giữ chức Giám đốc Sở Xây dựng."
    )
    (office,) = offices_of(text, A)[A]
    assert office.change is Change.BEGAN
    assert office.span.start > text.index("Trước đó")
