"""Awards in the sentences of provincial news: all names are invented."""

import re
import sys
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.awards import find_awards
from extract.fact import Award, AwardStatus, Source, Span
from extract.language import read
from extract.lexicon import table
from extract.people import PersonMentions

PEOPLE = [
    "Trần Đình Kha", "Lê Thị Hoài Nhơn", "Phan Quốc Tạo", "Lò Văn Pấng", "Đinh Thị Thu Sương", "Ngô Bá Thuyên", "Y Krông Niê", "Vũ Khắc Diễm",
    "Bùi Gia Lãm", "Hoàng Mạnh Trứ", "Mai Thị Ngần", "Cao Xuân Thụy", "Giàng Seo Vừ", "Đoàn Thị Ái Liên", "Tạ Hữu Khôi",
]  # fmt: skip


def named(text: str, names: Iterable[str]) -> list[PersonMentions]:
    """The people of a text, by their full names and their last syllable behind an honorific."""
    people = []
    for name in names:
        last = name.split()[-1]
        full = [Span(*match.span()) for match in re.finditer(name, text)]
        short = [
            Span(*match.span(1)) for match in re.finditer(rf"(?i:ông|bà|anh|chị|em|cô) ({last})(?!\w)", text)
        ]
        if full:
            people.append(PersonMentions(name, tuple(sorted(full + short)), "test", 1.0))
    return people


def awards(body: str, *, title: str = "Tin trong tỉnh") -> tuple[Award, ...]:
    source = Source(title=title, body=body, published=date(2024, 5, 6))
    return find_awards(read(source), named(source.text, PEOPLE))


def line(award: Award) -> str:
    count = f"{award.count} " if award.count is not None else ""
    return f"{award.award} | {award.issuer or '-'} | {count}{award.recipient} | {award.status}"


def sentences() -> dict[str, list[str]]:
    """The sentences of `award_sentences.txt`, each with the lines of its awards."""
    found: dict[str, list[str]] = {}
    sentence = ""
    for row in (Path(__file__).parent / "award_sentences.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith(" "):
            found[sentence].append(row.strip())
        elif row and not row.startswith("#"):
            sentence = row
            found[sentence] = []
    return found


@pytest.mark.parametrize(("sentence", "expected"), sentences().items())
def test_the_awards_of_a_sentence_are_read(sentence: str, expected: list[str]) -> None:
    assert sorted(map(line, awards(sentence))) == sorted(expected)


LEXICON = table("awards")
FORMS = [(form, head) for form in LEXICON["form"] for head in form["heads"] if not form.get("required")]


@pytest.mark.parametrize("head", [head for _, head in FORMS])
def test_every_form_is_an_award(head: str) -> None:
    (award,) = awards(f"Ông Trần Đình Kha được trao {head}.")
    assert (award.award, award.recipient) == (head, "Trần Đình Kha")


@pytest.mark.parametrize(
    "name", [f"{form['heads'][0]} {kind}" for form in LEXICON["form"] for kind in form.get("kinds", [])]
)
def test_every_kind_of_order_and_medal_is_read_with_its_class(name: str) -> None:
    (award,) = awards(f"Ông Trần Đình Kha được tặng {name} hạng Nhì.")
    assert award.award == f"{name} hạng Nhì"


@pytest.mark.parametrize("grade", LEXICON["grades"]["prizes"])
def test_every_grade_is_a_prize(grade: str) -> None:
    (award,) = awards(f"Ông Trần Đình Kha đoạt giải {grade}.")
    assert award.award == f"giải {grade}"


@pytest.mark.parametrize("title", LEXICON["titles"]["entries"])
def test_every_title_is_an_award_where_it_is_given(title: str) -> None:
    (award,) = awards(f"Ông Trần Đình Kha được tặng danh hiệu {title}.")
    assert award.award == title


@pytest.mark.parametrize("recognition", LEXICON["recognitions"]["entries"])
def test_every_recognition_needs_somebody_who_recognises(recognition: str) -> None:
    (award,) = awards(f"Đơn vị Sông Hiếu được công nhận {recognition}.")
    assert award.award == recognition
    assert not awards(f"Đơn vị Sông Hiếu đã {recognition}.")


@pytest.mark.parametrize("group", LEXICON["groups"]["entries"])
def test_every_group_is_counted(group: str) -> None:
    (award,) = awards(f"UBND tỉnh tặng Bằng khen cho 7 {group}.")
    assert (award.recipient, award.count) == (group, 7)


@pytest.mark.parametrize("gift", LEXICON["gifts"]["entries"])
def test_no_gift_is_an_award(gift: str) -> None:
    assert not awards(f"UBND tỉnh tặng {gift} cho ông Trần Đình Kha.")


@pytest.mark.parametrize(
    ("status", "word"), [(status, word) for status, words in LEXICON["status"].items() for word in words]
)
def test_every_status_word_says_how_far_it_has_come(status: str, word: str) -> None:
    found = awards(f"UBND tỉnh {word} tặng Bằng khen cho ông Trần Đình Kha.")
    assert [award.status for award in found] == ([status] if status in set(AwardStatus) else [])


def test_an_award_told_twice_is_one() -> None:
    title = "Sông Hiếu đón nhận Huân chương Lao động hạng Nhì"
    body = (
        "Sáng 5/5, Công ty Cổ phần Sông Hiếu tổ chức lễ đón nhận Huân chương Lao động hạng Nhì.\n"
        "Thừa ủy quyền của Chủ tịch nước, đồng chí Vũ Khắc Diễm trao Huân chương Lao động hạng Nhì cho Công ty Sông Hiếu."
    )
    assert list(map(line, awards(body, title=title))) == [
        "Huân chương Lao động hạng Nhì | Chủ tịch nước | Công ty Cổ phần Sông Hiếu | conferred"
    ]


def test_who_hands_over_gives_what_another_place_says_is_given() -> None:
    body = (
        "UBND tỉnh vừa tặng Bằng khen của UBND tỉnh cho 2 tập thể.\n"
        "Đồng chí Vũ Khắc Diễm trao Bằng khen cho anh Lò Văn Pấng."
    )
    assert "Bằng khen | UBND tỉnh | Lò Văn Pấng | conferred" in map(line, awards(body))


def test_a_decision_told_of_elsewhere_holds_for_the_same_award() -> None:
    body = (
        "Chủ tịch UBND tỉnh vừa quyết định tặng Bằng khen cho 3 cá nhân.\n"
        "Theo đó, anh Lò Văn Pấng được Chủ tịch UBND tỉnh tặng Bằng khen."
    )
    assert {award.status for award in awards(body)} == {"decided"}


def test_spans_hold_the_wording() -> None:
    body = "Tại hội nghị, UBND huyện tặng Giấy khen cho 5 tập thể có thành tích."
    (award,) = awards(body)
    text = f"Tin trong tỉnh\n{body}"
    assert text[award.span.start : award.span.end] == "UBND huyện tặng Giấy khen cho 5 tập thể"


def test_a_wrapped_text_is_read_across_its_lines() -> None:
    body = (
        "Tại buổi tổng kết, Ban tổ chức đã trao Giấy chứng nhận danh\n"
        "hiệu Giáo viên dạy giỏi cấp tỉnh cho 201 giáo viên, đồng thời\n"
        "trao Giấy khen của Sở Giáo dục và Đào tạo cho các cá nhân có\n"
        "thành tích xuất sắc trong hội thi năm học này của ngành ta."
    )
    assert sorted(map(line, awards(body))) == [
        "Giấy chứng nhận danh hiệu Giáo viên dạy giỏi cấp tỉnh | Ban tổ chức | 201 giáo viên | conferred",
        "Giấy khen | Sở Giáo dục và Đào tạo | cá nhân | conferred",
    ]


WORDS = [
    "tặng", "trao", "cho", "được", "của", "do", "Bằng khen", "Huân chương Lao động hạng Nhất", "giải Nhất, Nhì", "danh hiệu", "“", "”", '"', "(", ")", ":", ";", ",",
    "và", "5 tập thể", "cá nhân", "ông", "Trần Đình Kha", "UBND tỉnh", "Công ty", "đề nghị", "quyết định", "gồm", "trong đó có", "cờ", "Huy hiệu 30", "năm", "2023", "hạng", "các",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=200))
def test_any_text_is_read_and_spans_lie_in_it(body: str) -> None:
    source = Source(title="Tặng Bằng khen", body=body)
    for award in find_awards(read(source), named(source.text, PEOPLE)):
        assert 0 <= award.span.start < award.span.end <= len(source.text)
        assert award.award
        assert award.recipient
        assert 0 < award.confidence < 1


def test_work_grows_with_the_length_of_the_text() -> None:
    """Counts what the reader asks of the text, not seconds: a machine under load has no say."""

    def told(number: int) -> str:
        return (
            f"UBND tỉnh tặng Bằng khen cho Công ty Hoa Sen {number}, ông Trần Đình Kha và {number} tập thể; "
            f"Công ty được tặng Cờ thi đua."
        )

    def steps(times: int) -> int:
        counted = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal counted
            counted += event == "call"

        sys.setprofile(count)
        try:
            awards(" ".join(told(number) for number in range(times)))
        finally:
            sys.setprofile(None)
        return counted

    steps(1)
    sizes = [steps(times) for times in (20, 40, 80)]
    assert all(after < 3 * before for before, after in pairwise(sizes))
