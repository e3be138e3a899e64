"""Every entry of the name lists works: one line added to a list is enough, and is tried here."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.fact import Source
from extract.language import read
from extract.lexicon import entries, make_places
from extract.people import find_people


def names(text: str) -> list[str]:
    return [person.name for person in find_people(read(Source(title="", body=text)))]


@pytest.mark.parametrize("surname", entries("surnames"))
def test_a_surname_makes_a_name_of_what_follows(surname: str) -> None:
    assert names(f"Hôm ấy {surname} Đăng Khởi phát biểu.") == [f"{surname} Đăng Khởi"]


@pytest.mark.parametrize("surname", entries("surnames_weak"))
def test_a_weak_surname_does_so_behind_a_form_of_address(surname: str) -> None:
    assert names(f"Hôm ấy bà {surname} Đăng Khởi phát biểu.") == [f"{surname} Đăng Khởi"]


@pytest.mark.parametrize("surname", entries("surnames_last"))
def test_a_clan_name_may_end_a_name(surname: str) -> None:
    assert names(f"Hôm ấy Y Khởi {surname} phát biểu.") == [f"Y Khởi {surname}"]


@pytest.mark.parametrize("marker", entries("name_markers"))
def test_a_middle_name_makes_a_name_of_unknown_surnames(marker: str) -> None:
    assert names(f"Hôm ấy Xeo {marker} Khởi phát biểu.") == [f"Xeo {marker} Khởi"]


@pytest.mark.parametrize("honorific", entries("honorifics"))
def test_behind_a_form_of_address_any_name_is_a_person(honorific: str) -> None:
    assert names(f"Hôm ấy {honorific} Thu Khởi phát biểu.") == ["Thu Khởi"]


@pytest.mark.parametrize("calling", entries("callings"))
def test_behind_a_calling_a_full_name_is_a_person(calling: str) -> None:
    assert names(f"Hôm ấy {calling} Lê Khởi phát biểu.") == ["Lê Khởi"]


@pytest.mark.parametrize("office", entries("state_offices"))
def test_behind_an_office_of_state_a_foreign_name_is_a_person(office: str) -> None:
    assert names(f"Hôm ấy {office} Marko Petrov phát biểu.") == ["Marko Petrov"]


@pytest.mark.parametrize("head", entries("not_people"))
def test_behind_the_kind_of_a_thing_no_name_is_a_person(head: str) -> None:
    assert names(f"Đoàn ghé {head} Lê Minh Khởi hôm ấy.") == []


@pytest.mark.parametrize("head", entries("place_heads"))
def test_behind_the_kind_of_a_place_a_short_name_is_none(head: str) -> None:
    assert names(f"Đoàn ghé {head} Lê Khởi hôm ấy.") == []


@pytest.mark.parametrize("credit", entries("credits"))
def test_behind_a_credit_a_name_is_no_person(credit: str) -> None:
    assert names(f"Toàn cảnh. {credit.capitalize()}: Lê Minh Khởi.") == []


@pytest.mark.parametrize("namesake", entries("namesakes"))
def test_a_namesake_alone_is_no_person(namesake: str) -> None:
    assert names(f"Xe đến {namesake} thì dừng.") == []


@pytest.mark.parametrize("saint", entries("saints"))
def test_a_saint_s_name_opens_a_name(saint: str) -> None:
    assert names(f"Linh mục {saint} Lê Khởi dâng lễ.") == [f"{saint} Lê Khởi"]


@pytest.mark.parametrize("stop", [*entries("name_stops"), *entries("name_openers")])
def test_a_stop_ends_the_name_before_it(stop: str) -> None:
    assert names(f"Hôm ấy ông Lê Văn Khởi {stop} 12 nhà.") == ["Lê Văn Khởi"]


@pytest.mark.parametrize("stop", [*entries("name_stops"), *entries("name_openers")])
def test_a_stop_that_ends_the_run_before_a_mark_is_the_given_name(stop: str) -> None:
    assert names(f"Hôm ấy ông Lê Văn {stop}, 62 tuổi, về làng.") == [f"Lê Văn {stop}"]


@pytest.mark.parametrize("opener", entries("name_openers"))
def test_an_opener_is_of_no_name_though_the_full_stop_is_missing(opener: str) -> None:
    assert names(f"Hôm ấy có Lê Văn Khởi, Đậu Thị Tình {opener} đóng góp.")[1:] == ["Đậu Thị Tình"]


@pytest.mark.parametrize("middle", entries("name_middles"))
def test_a_middle_name_is_not_the_last(middle: str) -> None:
    assert names(f"Hôm ấy ông Lê {middle} Tỉnh ra đồng.") == [f"Lê {middle} Tỉnh"]


@pytest.mark.parametrize("family", entries("surnames_royal"))
def test_a_royal_family_name_opens_a_name(family: str) -> None:
    assert names(f"Hôm ấy {family} Đăng Khởi phát biểu.") == [f"{family} Đăng Khởi"]


@pytest.mark.parametrize("joiner", entries("joiners"))
def test_a_joiner_makes_a_person_of_the_next_in_the_list(joiner: str) -> None:
    assert names(f"Hôm ấy có ông Lê Văn Khởi {joiner} Phan Tịnh.") == ["Lê Văn Khởi", "Phan Tịnh"]


@pytest.mark.parametrize("told", entries("after_names"))
def test_what_is_told_makes_a_person_of_a_short_name(told: str) -> None:
    assert names(f"Hôm ấy Phan Tịnh {told} nhiều.") == ["Phan Tịnh"]


@pytest.mark.parametrize("place", [line.split("\t")[0] for line in entries("provinces")])
def test_a_province_is_no_person_and_ends_before_one(place: str) -> None:
    assert names(f"Chủ tịch UBND {place} Lê Văn Khởi thăm {place}.") == ["Lê Văn Khởi"]


@pytest.mark.parametrize("place", [*entries("countries"), *entries("regions")])
def test_a_country_or_region_is_no_person(place: str) -> None:
    assert names(f"Đoàn thăm {place} hôm ấy.") == []


@pytest.mark.parametrize("country", entries("countries"))
def test_behind_a_country_that_ends_an_office_a_foreign_name_begins(country: str) -> None:
    assert names(f"Hôm ấy Thủ tướng {country} Hun Sorat phát biểu.") == ["Hun Sorat"]


def test_places_are_those_of_the_installed_address_data() -> None:
    home = Path(make_places.__file__).parent
    for name, text in make_places.lists().items():
        assert (home / f"{name}.txt").read_text(encoding="utf-8") == text


def test_there_are_sixty_three_provinces_of_old_and_thirty_four_of_today() -> None:
    units = [line.split("\t") for line in entries("provinces")]
    assert len(units) == 63
    assert len({today for _, today in units}) == 34
