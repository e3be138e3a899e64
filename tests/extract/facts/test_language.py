"""Sentences, tokens, words and paragraphs: where they end, and that offsets are exact."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.fact import Source
from extract.language import MAX_SENTENCE, Document, is_word, read, tag
from extract.paragraphs import paragraphs


def document(body: str, *, title: str = "") -> Document:
    return read(Source(title=title, body=body))


def sentences(body: str) -> list[str]:
    return [sentence.text for sentence in document(body).sentences]


@pytest.mark.parametrize(
    "text",
    [
        "Ông đến TP. Thanh Hóa gặp TS. Lê Văn A.",
        "Đ/c. Nguyễn Văn A, P. Trưởng ban, có mặt ở Q.1, TP.HCM và xã T. Sơn.",
        "Quỹ có 1.250.000 đồng, tăng 3.5 lần.",
        "Họ hỏi “Vì sao?” rồi về.",
        "Hôm ấy... trời mưa.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences(text) == [text]


def test_sentences_end_at_stops_even_where_the_space_is_missing() -> None:
    assert sentences("Gia đình khó khăn.Ông Nam kể! Thế à? Đúng vậy… Hết.") == [
        "Gia đình khó khăn.",
        "Ông Nam kể!",
        "Thế à?",
        "Đúng vậy…",
        "Hết.",
    ]


def test_the_title_and_each_line_are_paragraphs_of_their_own() -> None:
    read_text = document("Dòng một\n\n  \nDòng hai", title="Tiêu đề")
    assert [(s.paragraph, s.text) for s in read_text.sentences] == [
        (0, "Tiêu đề"),
        (1, "Dòng một"),
        (2, "Dòng hai"),
    ]


@pytest.mark.parametrize("word", ["H'Hen", "GD&ĐT", "T.Ư", "15/3/2024", "1.250.000", "7:30", "K’Brêu"])
def test_what_is_written_together_is_one_token(word: str) -> None:
    tokens = document(f"trước {word} sau").sentences[-1].tokens
    assert [token.text for token in tokens] == ["trước", word, "sau"]


def test_zero_width_characters_separate_nothing_and_are_no_token() -> None:
    tokens = document("Lê\u200b Văn\u200d").sentences[-1].tokens
    assert [(token.text, token.start) for token in tokens] == [("Lê", 1), ("Văn", 5)]


def test_words_carry_parts_of_speech() -> None:
    words = tag(document("Đồng chí Nguyễn Văn Hòa phát biểu tại hội nghị.").sentences[-1].tokens)
    assert {word.text: word.pos for word in words}["Nguyễn Văn Hòa"] == "Np"
    assert ("phát biểu", "V") in [(word.text, word.pos) for word in words]


def test_the_dictionary_knows_words_in_any_case() -> None:
    assert is_word("Phát biểu")
    assert not is_word("Hòa phát")


def test_sentence_at_gives_the_sentence_of_an_offset() -> None:
    found = document("Một. Hai.")
    assert found.sentence_at(found.text.index("Hai") + 1).text == "Hai."
    with pytest.raises(LookupError):
        Document(found.source, found.text, ()).sentence_at(0)


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    lines = [
        "Sáng",
        "ngày 3 tháng 4, Sở Giáo dục và Đào tạo đã tổ chức tổng kết Hội thi giáo viên",
        "giỏi cấp tỉnh. Tham dự có đồng chí Lâm Thế Hòa, Phó Giám đốc Sở; đồng chí Trần",
        "Thị Phượng, Chủ tịch Công đoàn ngành; đại diện các phòng chức năng của Sở cùng",
        "các thí sinh.",
        "Toàn cảnh hội thi năm nay",
        "Hội thi diễn ra từ ngày 22 tháng 3 đến ngày 3 tháng 4 với hơn hai trăm thí sinh ở",
        "tất cả các môn.",
    ]
    text = "\n".join(lines)
    assert [text[start:end].split("\n") for start, end in paragraphs(text)] == [
        lines[:5],
        lines[5:6],
        lines[6:],
    ]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    text = "Dự hội nghị có lãnh đạo các sở, ban, ngành của tỉnh và các huyện.\nToàn cảnh hội nghị\nĐồng chí A phát biểu"
    assert len(paragraphs(text)) == 3


MIXED = st.text(
    alphabet=st.sampled_from("aăBĐệƯ ,.;:-–\n\t\r\x0b'\"()/&019\u0301\u200b\u00a0\U0001f600漢А.Ü"),
    max_size=400,
)


@given(title=MIXED, body=MIXED | st.text(max_size=200))
@settings(deadline=None)
def test_offsets_are_exact_and_nothing_overlaps(title: str, body: str) -> None:
    found = document(body, title=title)
    for sentence in found.sentences:
        assert found.text[sentence.start : sentence.end] == sentence.text
        assert sentence.tokens
        for token in sentence.tokens:
            assert found.text[token.start : token.end] == token.text
            assert sentence.start <= token.start < token.end <= sentence.end
        assert all(before.end <= after.start for before, after in pairwise(sentence.tokens))
    assert all(before.end <= after.start for before, after in pairwise(found.sentences))


@given(body=MIXED)
@settings(deadline=None)
def test_no_letter_or_digit_is_lost(body: str) -> None:
    found = document(body)
    kept = "".join(token.text for sentence in found.sentences for token in sentence.tokens)
    assert [char for char in kept if char.isalnum()] == [char for char in found.text if char.isalnum()]


@pytest.mark.parametrize("unit", ["a", "a.a", "Lê Văn An ", "x,", "Ư"])
def test_no_sentence_is_longer_than_the_limit(unit: str) -> None:
    lengths = [len(sentence.text) for sentence in document(unit * 20_000).sentences]
    assert max(lengths) <= MAX_SENTENCE


@given(text=MIXED)
@settings(deadline=None)
def test_words_cover_the_tokens_in_order(text: str) -> None:
    for sentence in document(text[:80]).sentences:
        assert "".join(word.text for word in tag(sentence.tokens)).replace(" ", "") == "".join(
            t.text for t in sentence.tokens
        )
