"""Who speaks: the constructions in which news says so, and those that only look like it. All people are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.fact import Source, Span
from extract.facts import extract_facts
from extract.language import read
from extract.people import PersonMentions
from extract.speech import find_speech

A, B = "Lò Văn Khánh", "Hoàng Thị Tố Uyên"
OFFICES = "Ủy viên Ban Thường vụ Tỉnh ủy, Bí thư Huyện ủy Mường La"


def speakers(text: str) -> list[str]:
    """The names whose mention speaks, in the order of the text."""
    document = read(Source(title="Tin trong tỉnh", body=text))
    people = [
        PersonMentions(name=name, mentions=tuple(_places(document.text, name)), rule="test", confidence=1.0)
        for name in (A, B)
    ]
    return [document.text[span.start : span.end] for span in sorted(find_speech(document, people))]


def _places(text: str, name: str) -> list[Span]:
    starts = [at for at in range(len(text)) if text.startswith(name, at)]
    return [Span(at, at + len(name)) for at in starts]


@pytest.mark.parametrize(
    "text",
    [
        f"Đồng chí {A} nhấn mạnh: Huyện cần giữ rừng.",
        f"Tại hội nghị, đồng chí {A}, {OFFICES}, nhấn mạnh việc giữ rừng.",
        f"Đồng chí {A}, {OFFICES} phát biểu tại hội nghị.",
        f"Đồng chí {A} - Chủ tịch UBND huyện phát biểu chỉ đạo hội nghị.",
        f"Phát biểu tại hội nghị, đồng chí {A} biểu thị quyết tâm giữ rừng.",
        f"Phát biểu khai mạc hội nghị, đồng chí {A}, {OFFICES}, điểm lại việc giữ rừng.",
        f"Phát biểu tại lễ ra quân, Chủ tịch UBND huyện {A} mong bà con giữ rừng.",
        f"Kết luận hội nghị, đồng chí {A} giao các xã giữ rừng.",
        f"Chủ tịch UBND huyện Mường La {A} khẳng định rừng được giữ.",
        f"Đồng chí {A}, {OFFICES} dự và phát biểu chỉ đạo.",
        f"Đồng chí {A} thay mặt lãnh đạo huyện phát biểu cảm ơn.",
        f"Các đại biểu nghe đồng chí {A} phát biểu.",
        f"Ông {A} (bản Pá Hốc, xã Mường Trai) chia sẻ: Rừng nuôi bản.",
        f"Ông {A}, bản Pá Hốc, xã Mường Trai, cho biết: Rừng nuôi bản.",
        f"Ông {A}, người dân bản Pá Hốc phấn khởi nói: Rừng nuôi bản.",
        f"Đồng chí {A} đã yêu cầu các xã giữ rừng.",
        f"Đồng chí {A} trình bày tham luận về giữ rừng.",
    ],
)
def test_a_person_speaks(text: str) -> None:
    assert speakers(text) == [A]


@pytest.mark.parametrize(
    "text",
    [
        f"Theo yêu cầu của đồng chí {A}, các xã giữ rừng.",
        f"Theo đề nghị của đồng chí {A}, các xã giữ rừng.",
        f"Đồng chí {A} đề nghị tặng Bằng khen cho các hộ giữ rừng.",
        f"Đồng chí {A} được đề nghị tặng Bằng khen.",
        f"Đồng chí {A}, báo cáo viên Tỉnh ủy, dự hội nghị.",
        f"Vợ ông {A} cho biết rừng đã được giữ.",
        f"Chị Mai, mẹ cháu {A} cho biết rừng đã được giữ.",
        f"Gia đình ông {A} chia sẻ niềm vui được mùa.",
        f"Đồng chí {A} thăm bản; các hộ đề nghị được giữ rừng.",
        f"Dự hội nghị có đồng chí {A}, {OFFICES}.",
        f"Phát biểu tại hội nghị, các đại biểu đề nghị đồng chí {A} giúp bản giữ rừng.",
        f"Phát biểu tại buổi đón đồng chí {A}, các già làng mong được giữ rừng.",
        f"Đồng chí {A} chia sẻ khó khăn với bà con vùng lũ.",
        f"Đồng chí {A} trao quà. Các hộ cho biết sẽ giữ rừng.",
        f"Đồng chí {A} và các già làng giữ rừng, nhiều hộ cho biết như vậy.",
    ],
)
def test_a_person_does_not_speak(text: str) -> None:
    assert speakers(text) == []


def test_of_two_people_the_one_before_the_verb_speaks() -> None:
    assert speakers(f"Cùng dự với đồng chí {A}, đồng chí {B}, Phó Chủ tịch UBND huyện, phát biểu.") == [B]
    assert speakers(f"Đồng chí {A} đề nghị đồng chí {B} giữ rừng.") == [A]
    assert speakers(f"Phát biểu tại hội nghị, đồng chí {A} cảm ơn, đồng chí {B} vỗ tay.") == [A]


def test_only_the_mention_in_the_sentence_speaks() -> None:
    text = f"Đồng chí {A}, {OFFICES}, dự hội nghị.\n\nĐồng chí {A} nhấn mạnh việc giữ rừng."
    facts = extract_facts(Source(title="Hội nghị giữ rừng", body=text))
    (person,) = facts.people
    assert person.speaks == person.mentions[1:]
    assert len(person.mentions) == 2


PIECES = st.sampled_from(
    [
        A,
        B,
        "đồng chí",
        "phát biểu",
        "nhấn mạnh",
        "đề nghị tặng",
        ",",
        "(",
        ")",
        "- ",
        OFFICES,
        "thay mặt",
        "bản",
        ".",
    ]
)


@given(st.lists(PIECES, max_size=30))
def test_no_text_is_too_much_and_only_mentions_speak(pieces: list[str]) -> None:
    assert set(speakers(" ".join(pieces))) <= {A, B}
