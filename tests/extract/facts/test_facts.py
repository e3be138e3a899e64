"""The whole of an article's facts: they fit together, point at their wording, and survive any text."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.fact import AwardStatus, Facts, Source, Span
from extract.facts import extract_facts
from extract.text import clean, fold

STORY = Source(
    title="Huyện Nga Sơn trao Huy hiệu Đảng",
    body=(
        "Sáng 3/2, tại huyện Nga Sơn, Huyện ủy tổ chức lễ trao Huy hiệu Đảng.\n"
        "Dự lễ có đồng chí Trần Quang Vịnh, Phó Bí thư Thường trực Huyện ủy, Chủ tịch HĐND huyện; "
        "đồng chí Mai Thị Luyến, Trưởng Ban Tổ chức Huyện ủy.\n"
        "Đồng chí Vịnh trao Huy hiệu 60 năm tuổi Đảng cho đảng viên Lưu Bá Thiệp.\n"
        "Đỗ Khuê"
    ),
    published=date(2024, 2, 4),
)


def spans(facts: Facts) -> Iterator[Span]:
    for person in facts.people:
        yield from person.mentions
        yield from (office.span for office in person.offices)
    yield from (found.span for found in facts.dates)
    yield from (award.span for award in facts.awards)


def assert_sound(source: Source, facts: Facts) -> None:
    """Every span lies in the text, every name stands where its mentions point, every confidence is a share."""
    text = source.text
    assert all(0 <= span.start < span.end <= len(text) for span in spans(facts))
    for person in facts.people:
        wordings = {fold(text[span.start : span.end]) for span in person.mentions}
        assert fold(person.name) in wordings
        assert person.mentions == tuple(sorted(person.mentions))
        assert all(0 < office.confidence <= 1 for office in person.offices)
    for found in facts.dates:
        assert clean(text[found.span.start : found.span.end]) == clean(found.text)
        assert found.start <= found.end
    confidences = [fact.confidence for group in (facts.people, facts.dates, facts.awards) for fact in group]
    assert all(0 < confidence <= 1 for confidence in confidences)


def test_an_article_gives_its_people_offices_dates_awards_and_author() -> None:
    facts = extract_facts(STORY)
    assert_sound(STORY, facts)
    assert facts.authors == ("Đỗ Khuê",)
    offices = {person.name: [(o.title, o.organization) for o in person.offices] for person in facts.people}
    assert offices == {
        "Trần Quang Vịnh": [("Phó Bí thư Thường trực", "Huyện ủy"), ("Chủ tịch", "HĐND huyện")],
        "Mai Thị Luyến": [("Trưởng Ban", "Tổ chức Huyện ủy")],
        "Lưu Bá Thiệp": [],
    }
    assert [(found.text, found.start) for found in facts.dates] == [("Sáng 3/2", date(2024, 2, 3))]
    [award] = facts.awards
    assert (award.award, award.recipient, award.status) == (
        "Huy hiệu 60 năm tuổi Đảng",
        "Lưu Bá Thiệp",
        AwardStatus.CONFERRED,
    )


def test_who_signs_is_no_person_unless_also_in_the_story() -> None:
    body = "Ông Lê Văn Tự phát biểu.\nĐỗ Văn Khuê"
    assert [person.name for person in extract_facts(Source(title="", body=body)).people] == ["Lê Văn Tự"]
    body = "Ông Đỗ Văn Khuê phát biểu.\nĐỗ Văn Khuê"
    [person] = extract_facts(Source(title="", body=body)).people
    assert [body[span.start - 1 : span.end - 1] for span in person.mentions] == ["Đỗ Văn Khuê"]


def test_reading_twice_gives_the_same() -> None:
    assert extract_facts(STORY) == extract_facts(STORY)


HARD = [
    "",
    "\n\n\n",
    "\x00\x01\xff" * 50,
    "﷽🇻🇳👩‍👩‍👧‍👦\u202e\u200b",
    unicodedata.normalize("NFD", STORY.body),
    "\u200b".join(STORY.body),
    STORY.body.upper(),
    STORY.body.lower(),
    STORY.body.title(),
    STORY.body.replace(" ", "\u00a0"),
    STORY.body.replace(",", "").replace(".", "").replace(";", "").replace("\n", " "),
    STORY.body.replace(" ", "\n"),
    "STT\tHọ và tên\tChức vụ\n1\tLê Văn Tự\tBí thư\n2\tVõ Thị Sáo\tChủ tịch\n",
    "Президент 大統領 ông Lê Văn Tự رئيس",
]


@pytest.mark.parametrize("body", HARD, ids=range(len(HARD)))
def test_hard_texts_are_read_without_failing(body: str) -> None:
    for source in (
        Source(title=body[:50], body=body),
        Source(title="", body=body, published=date(2024, 2, 4)),
    ):
        assert_sound(source, extract_facts(source))


WORDS = """
    ông đồng_chí ÔNG Lê Văn Tự NGUYỄN H'Hen K' Y A Sơn_La tỉnh huyện Chủ_tịch UBND Phó Bí_thư và nguyên Ảnh: T.Ư TP.HCM
    ngày 3/2 tháng năm_2024 2020-2025 30/2 0/0/0000 mùng_3_Tết quý_IV tặng Bằng_khen cho 05_tập_thể được >> ... 漢 🇻🇳
    , . ; : - – ( ) / “ ”
"""
PIECES = st.sampled_from(
    [word.replace("_", " ") for word in WORDS.split()] + list("\n\t\u0301\u200b\u00a0\x00")
)


@given(title=st.lists(PIECES, max_size=8), body=st.lists(PIECES | st.text(max_size=5), max_size=60))
@settings(deadline=None, max_examples=150)
@example(title=[], body=["Bà"])
def test_any_text_gives_sound_facts(title: list[str], body: list[str]) -> None:
    source = Source(title=" ".join(title), body=" ".join(body), published=date(2024, 2, 29))
    assert_sound(source, extract_facts(source))


def calls(source: Source) -> int:
    """How many functions, ours and built in, reading the source calls: its cost without a clock."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        extract_facts(source)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "ông Lê Văn Tự ",
        "đồng chí Lê Văn Tự, Chủ tịch UBND xã Hà Long; ",
        "ÔNG LÊ VĂN TỰ CHỦ TỊCH XÃ ",
        "ngày 3/2/2024, ",
        "tặng Bằng khen cho 5 tập thể, ",
        "a",
        "Ab, ",
        "((((",
        "\n",
    ],
)
def test_the_cost_of_reading_grows_with_the_length(unit: str) -> None:
    size = 8000 // len(unit)
    extract_facts(Source(title="", body=unit))
    small, large = (calls(Source(title="", body=unit * times)) for times in (size, 4 * size))
    assert large < 5 * small


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["a", "Lê Văn Tự ", "x. "])
def test_megabytes_are_read(unit: str) -> None:
    source = Source(title="", body=unit * (1_000_000 // len(unit)))
    assert_sound(source, extract_facts(source))
