"""Organisations understood: abbreviations, level, place, and the article's own place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.fact import Source
from extract.language import read
from extract.lexicon import table
from extract.offices.organisations import Level, expand, parse_organization
from extract.offices.places import Places, find_places

NOWHERE = Places()
SON_LA = Places(province="tỉnh Sơn La", district="huyện Mai Sơn", commune="xã Chiềng Ban")
HAI_PHONG = Places(province="thành phố Hải Phòng")


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("UVBTV", "Ủy viên Ban Thường vụ"),
        ("PCT UBND TP", "Phó Chủ tịch Ủy ban nhân dân thành phố"),
        ("Ủy viên T.Ư Đảng", "Ủy viên Trung ương Đảng"),
        ("Ủy viên TƯ Đảng", "Ủy viên Trung ương Đảng"),
        ("Ủy viên TW Đảng", "Ủy viên Trung ương Đảng"),
        ("Thành ủy TP.HCM", "Thành ủy Thành phố Hồ Chí Minh"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở GD-ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
        ("UBND Q.1", "Ủy ban nhân dân quận 1"),
        ("LĐLĐ TX. Phú Thọ", "Liên đoàn Lao động thị xã Phú Thọ"),
        ("Ủy ban MTTQ", "Ủy ban Mặt trận Tổ quốc"),
        ("ĐBQH", "đại biểu Quốc hội"),
        ("Huyện ủy", "Huyện ủy"),
        ("Tư lệnh", "Tư lệnh"),
        ("Sở VHXX-TT", "Sở VHXX-TT"),
    ],
)
def test_abbreviations_are_written_out(wording: str, expected: str) -> None:
    assert expand(wording) == expected


@pytest.mark.parametrize("short", sorted(table("abbreviations")["words"]))
def test_every_abbreviation_of_the_lexicon_works(short: str) -> None:
    assert expand(f"Hội {short}") == f"Hội {table('abbreviations')['words'][short]}"


@given(st.text(max_size=80))
def test_anything_can_be_expanded(wording: str) -> None:
    assert expand(wording) is not None


@pytest.mark.parametrize(
    ("wording", "places", "body", "level", "place"),
    [
        ("UBND tỉnh", SON_LA, "Ủy ban nhân dân", Level.PROVINCE, "tỉnh Sơn La"),
        ("UBND tỉnh", NOWHERE, "Ủy ban nhân dân", Level.PROVINCE, None),
        ("HĐND huyện", SON_LA, "Hội đồng nhân dân", Level.DISTRICT, "huyện Mai Sơn"),
        ("Công an xã", SON_LA, "Công an", Level.COMMUNE, "xã Chiềng Ban"),
        ("UBND thành phố", HAI_PHONG, "Ủy ban nhân dân", Level.DISTRICT, "thành phố Hải Phòng"),
        ("UBND quận", SON_LA, "Ủy ban nhân dân", Level.DISTRICT, None),
        ("UBND huyện Phù Yên", SON_LA, "Ủy ban nhân dân", Level.DISTRICT, "huyện Phù Yên"),
        ("Tỉnh ủy", SON_LA, "Tỉnh ủy", Level.PROVINCE, "tỉnh Sơn La"),
        ("Tỉnh ủy Lai Châu", SON_LA, "Tỉnh ủy", Level.PROVINCE, "Lai Châu"),
        ("Ban Dân vận Huyện ủy", SON_LA, "Ban Dân vận Huyện ủy", Level.DISTRICT, "huyện Mai Sơn"),
        ("Sở Y tế", SON_LA, "Sở Y tế", Level.PROVINCE, "tỉnh Sơn La"),
        ("Công đoàn cơ sở", SON_LA, "Công đoàn cơ sở", None, None),
        ("Bộ Chính trị", SON_LA, "Bộ Chính trị", Level.CENTRAL, None),
        ("Quốc hội", NOWHERE, "Quốc hội", Level.CENTRAL, None),
    ],
)
def test_body_level_and_place(
    wording: str, places: Places, body: str, level: Level | None, place: str | None
) -> None:
    found = parse_organization(wording, places)
    assert (found.wording, found.body, found.level, found.place) == (wording, body, level, place)


@pytest.mark.parametrize(
    ("wording", "full"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Sơn La"),
        ("UBND huyện", "Ủy ban nhân dân huyện Mai Sơn"),
        ("Tỉnh ủy", "Tỉnh ủy Sơn La"),
        ("Ban Dân vận Huyện ủy", "Ban Dân vận Huyện ủy Mai Sơn"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo tỉnh Sơn La"),
        ("UBND quận", "Ủy ban nhân dân quận"),
        ("Tỉnh ủy Lai Châu", "Tỉnh ủy Lai Châu"),
        ("Huyện ủy Vân Hồ", "Huyện ủy Vân Hồ"),
        ("Sở", "Sở"),
    ],
)
def test_full_wording_has_the_articles_place(wording: str, full: str) -> None:
    assert parse_organization(wording, SON_LA).full == full


@given(st.text(max_size=80))
def test_any_organization_can_be_parsed(wording: str) -> None:
    assert parse_organization(wording, SON_LA).wording == wording


def places_of(text: str) -> Places:
    return find_places(read(Source(title="", body=text)))


def test_the_article_is_about_the_units_it_names() -> None:
    found = places_of("Xã Chiềng Ban, huyện Mai Sơn, tỉnh Sơn La đón khách. UBND tỉnh chỉ đạo.")
    assert found == Places(province="tỉnh Sơn La", district="huyện Mai Sơn", commune="xã Chiềng Ban")


def test_the_province_follows_from_the_district() -> None:
    assert places_of("Tại huyện Mai Sơn, bà con thu hoạch nhãn.").province == "tỉnh Sơn La"


def test_units_that_no_list_has_count_behind_their_kind() -> None:
    assert places_of("Bí thư Tỉnh ủy tỉnh Hủa Phăn Sầm Nưa đến thăm.").province == "tỉnh Hủa Phăn Sầm Nưa"


def test_a_person_is_no_place() -> None:
    assert places_of("Học tập phong cách Hồ Chí Minh. Tỉnh Sơn La làm tốt.").province == "tỉnh Sơn La"


def test_two_provinces_named_as_often_leave_it_open() -> None:
    assert places_of("Đoàn của tỉnh Sơn La thăm tỉnh Điện Biên.").province is None


def test_the_province_named_far_more_often_wins() -> None:
    text = "Tỉnh Sơn La họp. Nông dân Sơn La được mùa. Sơn La mời đoàn của tỉnh Điện Biên."
    assert places_of(text).province == "tỉnh Sơn La"


def test_a_district_with_a_name_of_two_provinces_says_no_province() -> None:
    assert places_of("Huyện An Lão tổ chức lễ hội.").province is None
