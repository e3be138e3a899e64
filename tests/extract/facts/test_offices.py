"""Offices: every construction in which news says who holds what. All people are invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.fact import Office, Source, Span
from extract.language import read
from extract.offices import find_offices
from extract.people import PersonMentions, find_people


def offices_of(text: str, *names: str, title: str = "Tin trong tỉnh") -> dict[str, list[Office]]:
    """The offices that are found for people whose names are these, named wherever the text has them."""
    document = read(Source(title=title, body=text))
    people = [
        PersonMentions(
            name=name,
            mentions=tuple(
                Span(*found.span())
                for found in re.finditer(r"\s+".join(map(re.escape, name.split())), document.text)
            ),
            rule="test",
            confidence=1.0,
        )
        for name in names
    ]
    found = find_offices(document, people)
    for offices in found.values():
        for office in offices:
            wording = " ".join(document.text[office.span.start : office.span.end].split())
            assert wording.startswith(office.title)
            assert wording.endswith(office.organization)
    return {name: list(found.get(name, ())) for name in names}


def said(text: str, *names: str) -> dict[str, list[str]]:
    """The same as wordings: `Bí thư | Huyện ủy`, with `(former)` behind those held no more."""
    return {
        name: [
            f"{office.title} | {office.organization}".strip(" |") + (" (former)" if office.former else "")
            for office in offices
        ]
        for name, offices in offices_of(text, *names).items()
    }


A, B, C, D = "Lò Văn Khánh", "Hoàng Thị Tố Uyên", "Trịnh Bá Lộc", "Phạm Quế Chi"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # before the name
        (f"Chủ tịch UBND huyện {A} trao quà cho các hộ.", ["Chủ tịch | UBND huyện"]),
        (f"Chủ tịch UBND tỉnh Sơn La {A} chủ trì.", ["Chủ tịch | UBND tỉnh Sơn La"]),
        (
            f"Dự buổi lễ có Bí thư Huyện ủy, Chủ tịch HĐND huyện {A}.",
            ["Bí thư | Huyện ủy", "Chủ tịch | HĐND huyện"],
        ),
        (
            f"Theo đồng chí Phó Bí thư Thường trực Tỉnh ủy {A}, tỉnh đã đạt mục tiêu.",
            ["Phó Bí thư Thường trực | Tỉnh ủy"],
        ),
        (f"Giám đốc Công an tỉnh, Đại tá {A} cho biết.", ["Giám đốc | Công an tỉnh"]),
        (f"Trên cương vị Trưởng thôn, ông {A} luôn đi đầu.", ["Trưởng thôn"]),
        (f"Phó Chủ tịch UBND tỉnh -{A} phát biểu.", ["Phó Chủ tịch | UBND tỉnh"]),
        (f"Chủ trì: ông {A}: Chủ tịch UBND xã; các thành viên.", ["Chủ tịch | UBND xã"]),
        (
            f"Năm 2005, ông {A} làm Trưởng thôn; năm 2010 làm Bí thư Chi bộ; từ năm 2015 đến nay là Chủ tịch Hội CCB xã.",
            ["Trưởng thôn", "Bí thư | Chi bộ", "Chủ tịch | Hội CCB xã"],
        ),
        (f"Thư khen của Bí thư Tỉnh ủy Lai Châu – ông {A} được đọc.", ["Bí thư | Tỉnh ủy Lai Châu"]),
        # behind the name
        (f"Đồng chí {A}, Giám đốc Sở Giáo dục và Đào tạo phát biểu.", ["Giám đốc | Sở Giáo dục và Đào tạo"]),
        (f"Đồng chí {A} - Trưởng phòng Nội vụ huyện nêu rõ.", ["Trưởng phòng | Nội vụ huyện"]),
        (f"Đồng chí {A} – Chủ tịch LĐLĐ tỉnh trao quà.", ["Chủ tịch | LĐLĐ tỉnh"]),
        (f"Ông {A} (Hiệu trưởng Trường THPT Bình Minh) chia sẻ.", ["Hiệu trưởng | Trường THPT Bình Minh"]),
        (f"Thầy {A} Bí thư Chi bộ nhà trường dặn dò học sinh.", ["Bí thư | Chi bộ nhà trường"]),
        (f"Ông {A}, 62 tuổi, Trưởng bản Nà Hin, kể.", ["Trưởng bản | Nà Hin"]),
        (f"Bà {A}, sinh năm 1975, Chủ tịch Hội LHPN xã, có nhiều sáng kiến.", ["Chủ tịch | Hội LHPN xã"]),
        (f"Đại tá {A}, Phó Giám đốc Công an tỉnh chỉ đạo.", ["Phó Giám đốc | Công an tỉnh"]),
        (f"Đồng chí {A}, Thạc sĩ, Viện trưởng Viện KSND tỉnh dự.", ["Viện trưởng | Viện KSND tỉnh"]),
        # several offices of one person
        (f"Đồng chí {A}, UVBTV, Trưởng Ban Dân vận Huyện ủy dự.", ["UVBTV", "Trưởng Ban | Dân vận Huyện ủy"]),
        (
            f"Ông {A}, Chủ tịch HĐQT kiêm Tổng Giám đốc Công ty cổ phần Đá Vàng.",
            ["Chủ tịch HĐQT", "Tổng Giám đốc | Công ty cổ phần Đá Vàng"],
        ),
        (f"Ông {A} là Bí thư Chi bộ, đồng thời là Trưởng thôn.", ["Bí thư | Chi bộ", "Trưởng thôn"]),
        (
            f"Ông {A}, Bí thư Đảng ủy và Chủ tịch UBND xã, cho hay.",
            ["Bí thư | Đảng ủy", "Chủ tịch | UBND xã"],
        ),
        (
            f"Đồng chí {A} đã giữ nhiều cương vị công tác, tiêu biểu là: Bí thư Huyện ủy; Chánh Văn phòng Tỉnh ủy; Trưởng Ban Tổ chức Tỉnh ủy.",
            ["Bí thư | Huyện ủy", "Chánh Văn phòng | Tỉnh ủy", "Trưởng Ban | Tổ chức Tỉnh ủy"],
        ),
        # a stray comma inside one office
        (
            f"Đồng chí {A}, Phó Trưởng Ban Thường trực, Ban Dân vận Tỉnh ủy dự.",
            ["Phó Trưởng Ban Thường trực | Ban Dân vận Tỉnh ủy"],
        ),
        (
            f"Ông {A}, Trưởng phòng Tổ chức cán bộ, Sở Y tế tỉnh Lai Châu, cho biết.",
            ["Trưởng phòng | Tổ chức cán bộ, Sở Y tế tỉnh Lai Châu"],
        ),
        # larger areas behind a comma
        (
            f"Ông {A}, Chủ tịch UBND xã Mường Bon, huyện Mai Sơn, cho biết.",
            ["Chủ tịch | UBND xã Mường Bon, huyện Mai Sơn"],
        ),
        (
            f"Bà {A}, Giám đốc Trung tâm Y tế huyện Mai Sơn, Sơn La nói.",
            ["Giám đốc | Trung tâm Y tế huyện Mai Sơn, Sơn La"],
        ),
        # bodies whose names run on
        (
            f"Ông {A}, Giám đốc Sở Văn hóa, Thể thao và Du lịch cho biết.",
            ["Giám đốc | Sở Văn hóa, Thể thao và Du lịch"],
        ),
        (
            f"Bà {A}, Giám đốc Sở Lao động - Thương binh và Xã hội nhấn mạnh.",
            ["Giám đốc | Sở Lao động - Thương binh và Xã hội"],
        ),
        (
            f"Ông {A}, Giám đốc Trung tâm phát triển quỹ đất tỉnh giải thích.",
            ["Giám đốc | Trung tâm phát triển quỹ đất tỉnh"],
        ),
        (
            f"Ông {A}, Chủ nhiệm Ủy ban Kinh tế của Quốc hội trình bày báo cáo.",
            ["Chủ nhiệm | Ủy ban Kinh tế của Quốc hội"],
        ),
        (f"Đại sứ Việt Nam tại Lào {A} tham dự.", ["Đại sứ | Việt Nam tại Lào"]),
        (
            f"Ông {A}, Giám đốc Công ty TNHH chế biến nông sản Hương Rừng, nói.",
            ["Giám đốc | Công ty TNHH chế biến nông sản Hương Rừng"],
        ),
        # kinds of bodies
        (f"Thượng tá {A}, Trưởng Công an huyện Sông Mã, xác nhận.", ["Trưởng Công an | huyện Sông Mã"]),
        (
            f"Trung tá {A}, Đồn trưởng Đồn Biên phòng Chiềng Tương, kể.",
            ["Đồn trưởng | Đồn Biên phòng Chiềng Tương"],
        ),
        (
            f"Hòa thượng {A}, Phó Chủ tịch Hội đồng Trị sự Giáo hội Phật giáo Việt Nam, dự.",
            ["Phó Chủ tịch | Hội đồng Trị sự Giáo hội Phật giáo Việt Nam"],
        ),
        (f"Bà {A}, đại biểu Quốc hội khóa XV, kiến nghị.", ["đại biểu Quốc hội"]),
        (f"Tỉnh ủy viên {A} kết luận.", ["Tỉnh ủy viên"]),
        (f"Ông {A}, Đoàn ĐBQH tỉnh Gia Lai, chất vấn.", ["Đoàn ĐBQH tỉnh Gia Lai"]),
        (f"Thủ tướng Nhật Bản {A} đón đoàn.", ["Thủ tướng | Nhật Bản"]),
        (f"Cô {A}, giáo viên Trường Mầm non Hoa Ban, dạy giỏi.", ["giáo viên | Trường Mầm non Hoa Ban"]),
        (
            f"Ông {A}, Giám đốc Công ty CP Bóng đèn Hừng Đông, nói.",
            ["Giám đốc | Công ty CP Bóng đèn Hừng Đông"],
        ),
        (
            f"Chị {A}, Chủ nhiệm Câu lạc bộ “Một tấm lòng” huyện Mai Sơn, vận động.",
            ["Chủ nhiệm | Câu lạc bộ “Một tấm lòng” huyện Mai Sơn"],
        ),
        (f"Bà {A}, Trưởng phòng Y tế quận Hai Bà Trưng cho biết.", ["Trưởng phòng | Y tế quận Hai Bà Trưng"]),
        (
            f"Thầy {A}, Hiệu trưởng Trường THPT Mộc Lỵ số 2, chia sẻ.",
            ["Hiệu trưởng | Trường THPT Mộc Lỵ số 2"],
        ),
        (
            f"Ông {A}, Trưởng bản Co Chai, xã Mường Bám, huyện Thuận Châu, kể.",
            ["Trưởng bản | Co Chai, xã Mường Bám, huyện Thuận Châu"],
        ),
        (
            f"Ông {A}, Phó Trưởng Ban Quản lý Khu kinh tế và các Khu công nghiệp tỉnh, nói.",
            ["Phó Trưởng Ban | Quản lý Khu kinh tế và các Khu công nghiệp tỉnh"],
        ),
        (
            f"Bà {A}, Phó Trưởng đoàn chuyên trách Đoàn ĐBQH tỉnh, hỏi.",
            ["Phó Trưởng đoàn chuyên trách | Đoàn ĐBQH tỉnh"],
        ),
        (
            f"Bà {A}, Tổ trưởng Tổ dân phố số 5, phường Tân Thanh, nói.",
            ["Tổ trưởng | Tổ dân phố số 5, phường Tân Thanh"],
        ),
        (
            f"Bà {A}, Trưởng Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh, nói.",
            ["Trưởng Ban | Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh"],
        ),
        (
            f"Ông {A}, SN 1960, trú tại thôn Đông, xã Hợp Tiến, nguyên Chủ tịch UBND xã, bị bắt.",
            ["Chủ tịch | UBND xã (former)"],
        ),
        (f"Thường trực Ban Bí thư {A} kết luận.", ["Thường trực Ban Bí thư"]),
        (
            f"Ông {A}, Chủ nhiệm Ủy ban Văn hóa, Giáo dục, Thanh niên và Thiếu niên, nói.",
            ["Chủ nhiệm | Ủy ban Văn hóa, Giáo dục, Thanh niên và Thiếu niên"],
        ),
        (
            f"Ông {A}, Giám đốc Trung tâm Chăm sóc trẻ em (CSTE) tỉnh, nói.",
            ["Giám đốc | Trung tâm Chăm sóc trẻ em (CSTE) tỉnh"],
        ),
        # acting, new
        (f"Ông {A}, quyền Chánh Thanh tra Bộ Nội vụ, trả lời.", ["quyền Chánh Thanh tra | Bộ Nội vụ"]),
        (f"Tân Bí thư Thành ủy {A} ra mắt.", ["Bí thư | Thành ủy"]),
        (
            f"Đồng chí {A}, Thường vụ Huyện ủy, Chủ tịch Hội Nông dân huyện.",
            ["Thường vụ | Huyện ủy", "Chủ tịch | Hội Nông dân huyện"],
        ),
        (f"Đương kim Tổng thống Mỹ {A} thăm Việt Nam.", ["Tổng thống | Mỹ"]),
        # abbreviations
        (f"Ông {A}, P. Giám đốc Sở Y tế, nói.", ["P. Giám đốc | Sở Y tế"]),
        (f"Bà {A}, PCT UBMTTQ phường, vận động.", ["PCT | UBMTTQ phường"]),
        (f"Đồng chí {A}, Ủy viên T.Ư Đảng, dự.", ["Ủy viên | T.Ư Đảng"]),
        (f"Đồng chí {A}, Phó Bí thư TT Đảng ủy, dự.", ["Phó Bí thư TT | Đảng ủy"]),
        # captions
        (f"Đồng chí {A}, Bí thư Đảng ủy xã phát biểu tại hội nghị", ["Bí thư | Đảng ủy xã"]),
    ],
)
def test_one_person(text: str, expected: list[str]) -> None:
    assert said(text, A)[A] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Ông {A}, nguyên Bí thư Huyện ủy Mộc Châu, kể lại.", ["Bí thư | Huyện ủy Mộc Châu (former)"]),
        (f"Nguyên Chủ tịch nước {A} dự lễ.", ["Chủ tịch nước (former)"]),
        (f"Cố Tổng Bí thư {A} từng về thăm.", ["Tổng Bí thư (former)"]),
        (f"Cựu Giám đốc Sở Y tế {A} ra tòa.", ["Giám đốc | Sở Y tế (former)"]),
        (
            f"Ông {A}, nguyên Ủy viên Ban Thường vụ, Trưởng ban Tổ chức Thành ủy, bị kỷ luật.",
            ["Ủy viên Ban Thường vụ (former)", "Trưởng ban | Tổ chức Thành ủy (former)"],
        ),
        (
            f"Ông {A}, nguyên Chủ tịch UBND xã, hiện là Trưởng thôn Đoài.",
            ["Chủ tịch | UBND xã (former)", "Trưởng thôn | Đoài"],
        ),
        (f"Ông {A} từng giữ chức Trưởng phòng Tài chính.", ["Trưởng phòng | Tài chính (former)"]),
        (
            f"Khi còn làm Giám đốc Trung tâm Y tế huyện, ông {A} bị khiển trách.",
            ["Giám đốc | Trung tâm Y tế huyện (former)"],
        ),
        (
            f"Hội nghị đồng ý để ông {A} thôi giữ chức Chủ tịch Hội Nông dân tỉnh.",
            ["Chủ tịch | Hội Nông dân tỉnh (former)"],
        ),
        (f"HĐND miễn nhiệm chức danh Chủ tịch UBND tỉnh đối với ông {A}.", ["Chủ tịch | UBND tỉnh (former)"]),
        (f"Bà {A} (Chủ tịch UBND tỉnh vào thời điểm đó) đã ký.", ["Chủ tịch | UBND tỉnh (former)"]),
        (f"Ông {A}, Phó Chánh án TAND tỉnh, nghỉ hưu từ tháng 5.", ["Phó Chánh án | TAND tỉnh (former)"]),
    ],
)
def test_offices_held_no_more(text: str, expected: list[str]) -> None:
    assert said(text, A)[A] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"Ban Thường vụ điều động, bổ nhiệm ông {A}, Phó Giám đốc Sở Tài chính, giữ chức Giám đốc Sở Nội vụ.",
            ["Phó Giám đốc | Sở Tài chính", "Giám đốc | Sở Nội vụ"],
        ),
        (f"Ông {A} được bầu làm Chủ tịch Hội Khuyến học huyện.", ["Chủ tịch | Hội Khuyến học huyện"]),
        (
            f"Ông {A} được HĐND huyện tín nhiệm bầu giữ chức vụ Phó Chủ tịch UBND huyện.",
            ["Phó Chủ tịch | UBND huyện"],
        ),
        (f"Đại hội bầu ông {A} làm Bí thư Đảng ủy xã.", ["Bí thư | Đảng ủy xã"]),
        (
            f"Sở trao quyết định bổ nhiệm chức danh Hiệu trưởng Trường THPT Nà Sản cho thầy {A}.",
            ["Hiệu trưởng | Trường THPT Nà Sản"],
        ),
        (
            f"Công ty bổ nhiệm ông {A} từ Trưởng phòng Kỹ thuật lên chức Phó Giám đốc Nhà máy.",
            ["Trưởng phòng | Kỹ thuật", "Phó Giám đốc | Nhà máy"],
        ),
        (f"Ông {A} tái đắc cử chức Chủ tịch Hội CCB xã.", ["Chủ tịch | Hội CCB xã"]),
        (f"Ông {A} trúng cử chức danh Chủ tịch HĐND xã.", ["Chủ tịch | HĐND xã"]),
    ],
)
def test_offices_given(text: str, expected: list[str]) -> None:
    assert said(text, A)[A] == expected


def test_office_left_for_another_is_past_and_the_other_is_not() -> None:
    text = f"Ông {A} thôi giữ chức Phó Bí thư Huyện ủy để giữ chức Bí thư Thị ủy."
    assert said(text, A)[A] == ["Phó Bí thư | Huyện ủy (former)", "Bí thư | Thị ủy"]


def test_office_given_to_several() -> None:
    text = (
        f"Thủ tướng phê chuẩn kết quả bầu Phó Chủ tịch UBND tỉnh nhiệm kỳ 2021 - 2026 đối với bà {A}, "
        f"Giám đốc Sở Tài chính và ông {B}, Chánh Văn phòng UBND tỉnh."
    )
    assert said(text, A, B) == {
        A: ["Phó Chủ tịch | UBND tỉnh", "Giám đốc | Sở Tài chính"],
        B: ["Phó Chủ tịch | UBND tỉnh", "Chánh Văn phòng | UBND tỉnh"],
    }


def test_counted_office_before_its_holders() -> None:
    text = f"HĐND bầu 02 Phó Chủ tịch UBND huyện gồm: {A}, {B}. Hiệu trưởng nhà trường là thầy {C}."
    assert said(text, A, B, C) == {
        A: ["Phó Chủ tịch | UBND huyện"],
        B: ["Phó Chủ tịch | UBND huyện"],
        C: ["Hiệu trưởng | nhà trường"],
    }


def test_office_behind_an_oblique_name_is_the_subjects() -> None:
    text = f"Theo ông {A}, Giám đốc Sở Y tế là người chịu trách nhiệm."
    assert said(text, A) == {A: []}


def test_oblique_name_keeps_its_apposition() -> None:
    text = f"Theo ông {A}, Giám đốc Sở Y tế, dịch đã giảm."
    assert said(text, A) == {A: ["Giám đốc | Sở Y tế"]}


def test_subject_who_confers_an_office_does_not_hold_it() -> None:
    text = f"Bà {A} ký quyết định bổ nhiệm chức vụ Giám đốc Sở Nội vụ cho ông {B}."
    assert said(text, A, B) == {A: [], B: ["Giám đốc | Sở Nội vụ"]}


def test_a_list_of_offices_goes_on_over_a_second_place() -> None:
    text = f"Ông {A}, nguyên Bí thư Tỉnh ủy Hà Bắc, Bắc Ninh, Chủ tịch HĐND tỉnh, dự."
    assert said(text, A)[A] == ["Bí thư | Tỉnh ủy Hà Bắc (former)", "Chủ tịch | HĐND tỉnh (former)"]


def test_places_of_the_person_come_before_those_of_the_article() -> None:
    text = f"Hà Nội họp. Hà Nội bàn. Bà {A}, Phó Bí thư Tỉnh ủy, Trưởng đoàn đại biểu Quốc hội tỉnh Đồng Nai, dự."
    assert offices_of(text, A)[A][0].full == "Phó Bí thư Tỉnh ủy Đồng Nai"


def test_a_flood_of_offices_is_read() -> None:
    text = f"{A}, " + ", ".join(f"Chủ tịch UBND xã Nà {number}" for number in range(3_000))
    assert len(offices_of(text, A)[A]) > 100


@pytest.mark.parametrize(
    "text",
    [
        f"Họ và tên: {A}\nChức vụ: Chủ tịch UBND xã",
        f"Đồng chí {A}, chức vụ: Chủ tịch UBND xã.",
        f"1 | {A} | Chủ tịch UBND xã | 0912",
        f"Đồng chí {A}; sinh năm 1940; quê xã Ngọc Chiến; Chủ tịch UBND xã, từ trần.",
    ],
)
def test_forms_and_tables(text: str) -> None:
    assert said(text, A)[A] == ["Chủ tịch | UBND xã"]


def test_pronoun_takes_the_person_of_the_sentence_before() -> None:
    text = f"Ông {A} sinh ra trong một gia đình nghèo. Năm 2010, ông được bổ nhiệm làm Giám đốc Bệnh viện Đa khoa tỉnh."
    assert said(text, A)[A] == ["Giám đốc | Bệnh viện Đa khoa tỉnh"]


def test_office_of_a_group_goes_to_each_until_the_next_group() -> None:
    text = (
        f"Dự hội nghị có các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy: {A}, Trưởng Ban Nội chính Tỉnh ủy; "
        f"{B}, Bí thư Thành ủy; các đồng chí: {C}, Phó Chủ tịch UBND tỉnh; {D}, Giám đốc Sở Y tế."
    )
    assert said(text, A, B, C, D) == {
        A: ["Ủy viên Ban Thường vụ | Tỉnh ủy", "Trưởng Ban | Nội chính Tỉnh ủy"],
        B: ["Ủy viên Ban Thường vụ | Tỉnh ủy", "Bí thư | Thành ủy"],
        C: ["Phó Chủ tịch | UBND tỉnh"],
        D: ["Giám đốc | Sở Y tế"],
    }


def test_office_of_a_group_ends_with_a_new_introduction() -> None:
    text = f"Có các đồng chí Phó Chủ tịch UBND tỉnh {A}, {B}; đồng chí {C}, Chánh Văn phòng UBND tỉnh."
    assert said(text, A, B, C) == {
        A: ["Phó Chủ tịch | UBND tỉnh"],
        B: ["Phó Chủ tịch | UBND tỉnh"],
        C: ["Chánh Văn phòng | UBND tỉnh"],
    }


def test_members_of_a_group_with_their_offices_before_them() -> None:
    text = f"Có các đồng chí Ủy viên Trung ương Đảng: Bí thư Tỉnh ủy Hòa Bình {A}, Bí thư Tỉnh ủy Sơn La {B}."
    assert said(text, A, B) == {
        A: ["Ủy viên | Trung ương Đảng", "Bí thư | Tỉnh ủy Hòa Bình"],
        B: ["Ủy viên | Trung ương Đảng", "Bí thư | Tỉnh ủy Sơn La"],
    }


def test_list_heading_in_a_paragraph_of_its_own() -> None:
    text = f"Các Phó Chủ tịch HĐND tỉnh:\n- {A};\n- {B}.\nHội nghị diễn ra tốt đẹp."
    assert said(text, A, B) == {A: ["Phó Chủ tịch | HĐND tỉnh"], B: ["Phó Chủ tịch | HĐND tỉnh"]}


def test_list_heading_ends_with_its_list() -> None:
    text = (
        f"Các đồng chí Ủy viên Ban Thường vụ Huyện ủy:\n1. {A}, Trưởng Công an huyện\n2. {B}.\n"
        f"{C} đọc quyết định."
    )
    assert said(text, A, B, C) == {
        A: ["Ủy viên Ban Thường vụ | Huyện ủy", "Trưởng Công an | huyện"],
        B: ["Ủy viên Ban Thường vụ | Huyện ủy"],
        C: [],
    }


def test_list_of_bare_names_under_a_heading() -> None:
    text = f"Phó Chủ tịch UBND tỉnh:\n{A}\n{B}\n{C} đã đọc quyết định tại hội nghị."
    assert said(text, A, B, C) == {
        A: ["Phó Chủ tịch | UBND tỉnh"],
        B: ["Phó Chủ tịch | UBND tỉnh"],
        C: [],
    }


def test_colon_makes_a_singular_office_that_of_the_list() -> None:
    text = f"Dự có nguyên Chủ tịch Quốc hội: {A}, {B}; Chủ tịch nước {C}."
    assert said(text, A, B, C) == {
        A: ["Chủ tịch | Quốc hội (former)"],
        B: ["Chủ tịch | Quốc hội (former)"],
        C: ["Chủ tịch nước"],
    }


def test_singular_office_before_a_list_is_the_first_ones() -> None:
    text = f"Giám đốc Sở Y tế {A}, {B} và {C} cùng dự."
    assert said(text, A, B, C) == {A: ["Giám đốc | Sở Y tế"], B: [], C: []}


def test_plural_row_shares_the_office_behind_it() -> None:
    text = f"Các đồng chí: {A} và {B} nguyên Phó Chủ tịch UBND huyện được tặng hoa."
    assert said(text, A, B) == {
        A: ["Phó Chủ tịch | UBND huyện (former)"],
        B: ["Phó Chủ tịch | UBND huyện (former)"],
    }


def test_plural_row_does_not_share_an_office_that_one_holds() -> None:
    text = f"Dự có các đồng chí: {A}, {B}, Chủ tịch UBND tỉnh."
    assert said(text, A, B) == {A: [], B: ["Chủ tịch | UBND tỉnh"]}


def test_row_without_plural_word_gives_the_office_to_the_last() -> None:
    text = f"Ông {A} và ông {B}, Phó Chủ tịch UBND huyện, đã đến."
    assert said(text, A, B) == {A: [], B: ["Phó Chủ tịch | UBND huyện"]}


def test_two_people_with_their_offices_in_one_clause() -> None:
    text = f"Chủ tịch Quốc hội {A} và Chủ tịch Quốc hội Lào {B} đồng chủ trì."
    assert said(text, A, B) == {A: ["Chủ tịch | Quốc hội"], B: ["Chủ tịch | Quốc hội Lào"]}


def test_missing_mark_between_two_introductions() -> None:
    text = f"Dự có ông {A}, Bí thư Huyện ủy (đứng giữa) ông {B}, Chủ tịch UBND huyện."
    assert said(text, A, B) == {A: ["Bí thư | Huyện ủy"], B: ["Chủ tịch | UBND huyện"]}


def test_bracket_says_something_of_another() -> None:
    text = f"Ông {A} (em trai bà {B}, Bí thư Thị ủy), Giám đốc Sở Xây dựng, giải trình."
    assert said(text, A, B) == {A: ["Giám đốc | Sở Xây dựng"], B: ["Bí thư | Thị ủy"]}


def test_successor_gets_the_office_that_follows_both_names() -> None:
    text = f"Ông {A} thay ông {B} giữ chức Chủ tịch UBND thị xã."
    assert said(text, A, B) == {A: ["Chủ tịch | UBND thị xã"], B: []}


def test_office_in_whose_name_another_acts_is_not_theirs() -> None:
    text = f"Thừa ủy quyền của Chủ tịch nước, Bí thư Tỉnh ủy {A} trao Huân chương."
    assert said(text, A) == {A: ["Bí thư | Tỉnh ủy"]}


@pytest.mark.parametrize(
    "text",
    [
        f"Ông {A}, Trưởng đoàn công tác, phát biểu.",
        f"Ông {A}, Trưởng đoàn kiểm tra số 3 của tỉnh, phát biểu.",
        f"Ông {A}, Trưởng Ban Tổ chức hội thi, trao giải.",
        f"Bà {A}, Trưởng ban giám khảo, công bố kết quả.",
        f"Thiếu tướng {A} đến thăm.",
        f"PGS.TS {A} trình bày tham luận.",
        f"Anh hùng Lực lượng vũ trang nhân dân {A} kể chuyện.",
        f"Ông {A} chủ trì hội nghị.",
        f"Ông {A} thay mặt lãnh đạo tỉnh cảm ơn. Chủ tịch UBND tỉnh dự.",
        f"Ông {A} được giới thiệu ứng cử chức danh Chủ tịch UBND huyện.",
        f"Ứng cử viên Tổng thống {A} phát biểu.",
        f"Ông {A} đề nghị Giám đốc Sở Y tế báo cáo.",
    ],
)
def test_no_office(text: str) -> None:
    assert said(text, A) == {A: []}


def test_headline_in_capitals() -> None:
    name = A.upper()
    text = f"ÔNG {name}, CHỦ TỊCH UBND TỈNH SƠN LA LÀM VIỆC VỚI HUYỆN MAI SƠN"
    assert said(text, name) == {name: ["CHỦ TỊCH | UBND TỈNH SƠN LA"]}


def test_lines_of_invisible_characters_are_passed_over() -> None:
    assert said(f"Ông {A}, Bí thư Huyện ủy, dự.\n\u200b\nHết.\n\u2060", A) == {A: ["Bí thư | Huyện ủy"]}


def test_delegate_is_an_office_in_an_assembly_alone() -> None:
    assert said(f"Tại kỳ họp HĐND, đại biểu {A} chất vấn.", A) == {A: ["đại biểu"]}
    assert said(f"Tại hội thảo, đại biểu {A} nêu ý kiến.", A) == {A: []}


def test_shorter_wordings_are_the_same_office() -> None:
    text = (
        f"Chủ tịch {A} nói. Chủ tịch UBND huyện {A} kết luận. Ông {A}, Chủ tịch UBND huyện Phù Yên, cảm ơn."
    )
    assert said(text, A) == {A: ["Chủ tịch | UBND huyện Phù Yên"]}


def test_a_former_office_named_again_by_its_title_stays_former() -> None:
    text = f"Ông {A}, nguyên Giám đốc Sở Công Thương, khai. Giám đốc {A} thừa nhận."
    assert said(text, A) == {A: ["Giám đốc | Sở Công Thương (former)"]}


def test_hard_wrapped_lines_do_not_cut_an_office() -> None:
    lines = [
        "Sáng nay tại hội trường lớn của xã đã diễn ra buổi lễ trao",
        "nhà đại đoàn kết cho hộ nghèo; dự có",
        f"đồng chí Quàng Thị Ưng và đồng chí {A}, Phó",
        "Chủ tịch Hội Nông dân tỉnh cùng đông đảo bà con trong bản và",
        "các thầy cô giáo của nhà trường, các em học sinh của xã nhà",
        "đã đến từ rất sớm để chung vui với các gia đình được hỗ trợ",
    ]
    assert said("\n".join(lines), A) == {A: ["Phó Chủ tịch | Hội Nông dân tỉnh"]}


def test_a_long_caption_does_not_hide_that_the_text_is_wrapped() -> None:
    caption = (
        "Các đại biểu chụp ảnh lưu niệm cùng bà con " + "và các thầy cô giáo của nhà trường " * 3 + "sau lễ"
    )
    lines = [
        "Sáng nay tại hội trường lớn của xã đã diễn ra buổi lễ trao",
        f"nhà đại đoàn kết; dự buổi lễ có đồng chí {A}, Phó Giám đốc",
        "Sở Xây dựng cùng đông đảo bà con trong bản và đại diện của",
        "các thầy cô giáo của nhà trường, các em học sinh của xã nhà",
        "đã đến từ rất sớm để chung vui với các gia đình được hỗ trợ",
        "trong dịp này.",
        caption,
    ]
    assert said("\n".join(lines), A) == {A: ["Phó Giám đốc | Sở Xây dựng"]}


def test_wording_in_full_has_abbreviations_written_out_and_the_place() -> None:
    text = f"Tại tỉnh Sơn La, ông {A}, PCT UBND tỉnh, dự. Bà {B}, GĐ Sở GD&ĐT, phát biểu. Ông {C}, UVBTV Tỉnh ủy, dự."
    found = offices_of(text, A, B, C)
    assert [found[name][0].full for name in (A, B, C)] == [
        "Phó Chủ tịch Ủy ban nhân dân tỉnh Sơn La",
        "Giám đốc Sở Giáo dục và Đào tạo tỉnh Sơn La",
        "Ủy viên Ban Thường vụ Tỉnh ủy Sơn La",
    ]


def test_spans_point_at_the_wording() -> None:
    text = f"Đồng chí {A}, Bí thư Huyện ủy, dự."
    (office,) = offices_of(text, A)[A]
    document = read(Source(title="Tin trong tỉnh", body=text))
    assert document.text[office.span.start : office.span.end] == "Bí thư Huyện ủy"


@pytest.mark.parametrize("area", ["tỉnh", "huyện", "xã", "phường", "thị trấn"])
def test_border_between_an_area_that_ends_an_office_and_a_name(area: str) -> None:
    document = read(Source(title="", body=f"Chủ tịch UBND {area} Trịnh Quế Lộc cho biết."))
    people = find_people(document)
    assert [person.name for person in people] == ["Trịnh Quế Lộc"]
    assert find_offices(document, people)["Trịnh Quế Lộc"][0].organization == f"UBND {area}"


def test_an_office_in_short_is_no_person() -> None:
    document = read(Source(title="", body="Đ/c Trịnh Quế Lộc, PBT TT Đảng ủy, CT HĐND xã dự."))
    people = find_people(document)
    assert [person.name for person in people] == ["Trịnh Quế Lộc"]
    wordings = [office.full for office in find_offices(document, people)["Trịnh Quế Lộc"]]
    assert wordings == ["Phó Bí thư Thường trực Đảng ủy", "Chủ tịch Hội đồng nhân dân xã"]


def test_confidence_is_no_higher_than_the_person() -> None:
    document = read(Source(title="", body=f"Chủ tịch UBND xã {A} dự."))
    start = document.text.index(A)
    person = PersonMentions(name=A, mentions=(Span(start, start + len(A)),), rule="test", confidence=0.4)
    assert find_offices(document, [person])[A][0].confidence == 0.4


PIECES = (
    f"{A}|{B}|Chủ tịch|UBND tỉnh|các đồng chí|nguyên|,|;|:|(|)|-|kiêm|và|Phó|Trưởng ban|của|tại|Sở Y tế|"
    "giữ chức|\n|.|khóa|XV|số|ông|thay|1|Đoàn|nhiệm kỳ|thôi giữ chức|đối với"
).split("|")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_order_of_words_is_read(words: list[str]) -> None:
    offices_of(" ".join(words), A, B)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    offices_of(f"{text} Chủ tịch UBND xã {A}, {text}", A)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Chủ tịch Hội Nghệ sĩ Nhiếp ảnh Việt Nam {A} mở triển lãm.", "Hội Nghệ sĩ Nhiếp ảnh Việt Nam"),
        (f"Ông {A}, Giám đốc Sở Tài chính và Đại tá {B}, Phó Giám đốc Công an tỉnh dự.", "Sở Tài chính"),
        (f"Ông {A}, Giám đốc Sở Y tế cùng PGS. TS. {B} thăm trạm.", "Sở Y tế"),
        (f"Ông {A}, Chủ tịch Hội Nhà báo và Luật gia tỉnh, dự.", "Hội Nhà báo và Luật gia tỉnh"),
        (
            f"Ông {A}, Chánh Văn phòng Điều phối nông thôn mới Trung ương, dự.",
            "Điều phối nông thôn mới Trung ương",
        ),
        (
            f"Bà {A}, Giám đốc Trung tâm Ươm giữ nguồn gen tỉnh, cho biết.",
            "Trung tâm Ươm",  # a verb in the stop list ends the name, wherever it stands
        ),
        (
            f"Bà {A}, Giám đốc Trung tâm Ươm nuôi nấm tỉnh, cho biết.",
            "Trung tâm Ươm nuôi nấm tỉnh",
        ),
        (f"Ông {A}, Chủ tích HĐND xã Mường Lý, dự.", "HĐND xã Mường Lý"),
        (f"Chủ tịch Hội Điện ảnh tỉnh {A} dự.", "Hội Điện ảnh tỉnh"),
        (f"Trưởng Ban Quản lý các khu công nghiệp tỉnh {A} dự.", "Quản lý các khu công nghiệp tỉnh"),
        (f"Trưởng Ban Công tác đại biểu {A} dự.", "Công tác đại biểu"),
        (f"Tư lệnh Vùng 4 Hải quân {A} thăm đảo.", "Vùng 4 Hải quân"),
        (f"Giám đốc Văn phòng Đăng ký đất đai tỉnh {A} dự.", "Văn phòng Đăng ký đất đai tỉnh"),
        (
            f"Viện trưởng Viện kiểm sát nhân dân cấp cao tại Hà Nội {A} dự.",
            "Viện kiểm sát nhân dân cấp cao tại Hà Nội",
        ),
    ],
)
def test_a_body_ends_with_its_name(text: str, expected: str) -> None:
    assert [office.organization for office in offices_of(text, A, B)[A]] == [expected]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (f"Ông {A} thay ông {B} giữ chức Giám đốc Sở Y tế.", ["Giám đốc | Sở Y tế"], []),
        (f"Ông {A} thay ông {B} nghỉ hưu giữ chức Giám đốc Sở Y tế.", ["Giám đốc | Sở Y tế"], []),
        (f"Ông {A} thay ông {B} được điều động làm Giám đốc Sở Y tế.", [], ["Giám đốc | Sở Y tế"]),
        (f"Ông {A} thay ông {B} đã được bầu làm Chủ tịch UBND huyện.", [], ["Chủ tịch | UBND huyện"]),
        (f"Ông {A} thay ông {B}, được bổ nhiệm làm Giám đốc Sở Y tế.", ["Giám đốc | Sở Y tế"], []),
    ],
)
def test_what_is_said_behind_a_replaced_person(text: str, first: list[str], second: list[str]) -> None:
    assert said(text, A, B) == {A: first, B: second}


def test_an_office_of_retirement_is_held_behind_a_former_one() -> None:
    text = f"Ông {A}, nguyên Bí thư Huyện ủy, Chủ tịch Hội Khuyến học huyện, dự."
    assert said(text, A)[A] == ["Bí thư | Huyện ủy (former)", "Chủ tịch | Hội Khuyến học huyện"]
    text = f"Ông {A}, nguyên Bí thư Huyện ủy, Chủ tịch HĐND huyện, dự."
    assert said(text, A)[A] == ["Bí thư | Huyện ủy (former)", "Chủ tịch | HĐND huyện (former)"]


def test_joined_offices_share_the_body_in_their_full_form() -> None:
    text = f"Ông {A}, Chủ tịch kiêm Giám đốc Công ty Hoa Ban, cho biết."
    assert [office.full for office in offices_of(text, A)[A]] == [
        "Chủ tịch Công ty Hoa Ban",
        "Giám đốc Công ty Hoa Ban",
    ]


def test_a_misspelt_role_is_written_right_in_the_full_form() -> None:
    text = f"Ông {A}, Bí thư Đảng ủy, Chủ tích UBND xã, dự."
    assert said(text, A)[A] == ["Bí thư | Đảng ủy", "Chủ tích | UBND xã"]
    assert offices_of(text, A)[A][1].full.startswith("Chủ tịch Ủy ban nhân dân xã")
