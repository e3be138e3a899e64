from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from extract.units import ChangeKind, Unit, UnitLevel, unit_changes, units

EVE = date(2025, 6, 30)
REFORM = date(2025, 7, 1)

BY_ID = {unit.id: unit for unit in units()}


def on(day: date) -> list[Unit]:
    return [unit for unit in units() if (unit.since or day) <= day <= (unit.until or day)]


def one(name: str, *, parent: str | None = None) -> Unit:
    (found,) = [
        unit
        for unit in units()
        if unit.name == name and (parent is None or (unit.parent_id and BY_ID[unit.parent_id].name == parent))
    ]
    return found


def successors(unit: Unit) -> dict[str, ChangeKind]:
    return {BY_ID[change.new_id].name: change.kind for change in unit_changes() if change.old_id == unit.id}


def test_the_country_of_today_is_that_of_the_law() -> None:
    """34 provinces and 3,321 communes since 1 July 2025; no districts."""
    assert Counter(unit.level for unit in on(REFORM)) == {
        UnitLevel.COUNTRY: 1,
        UnitLevel.PROVINCE: 34,
        UnitLevel.COMMUNE: 3321,
    }


def test_the_country_before_the_reform_had_63_provinces_and_696_districts() -> None:
    undated = {change.old_id for change in unit_changes() if change.day is None}
    levels = Counter(unit.level for unit in on(EVE) if unit.id not in undated)
    assert (levels[UnitLevel.PROVINCE], levels[UnitLevel.DISTRICT]) == (63, 696)


def test_every_unit_stands_under_one_of_a_level_above_that_did_not_end_before() -> None:
    above = {
        UnitLevel.PROVINCE: {UnitLevel.COUNTRY},
        UnitLevel.DISTRICT: {UnitLevel.PROVINCE},
        UnitLevel.COMMUNE: {UnitLevel.DISTRICT, UnitLevel.PROVINCE},
    }
    for unit in units():
        if unit.parent_id is None:
            assert unit.level is UnitLevel.COUNTRY
            continue
        parent = BY_ID[unit.parent_id]
        assert parent.level in above[unit.level], unit
        assert parent.until is None or (unit.until is not None and unit.until <= parent.until), unit


def test_numbers_and_pairs_are_there_once() -> None:
    assert len(BY_ID) == len(units())
    pairs = [(change.old_id, change.new_id) for change in unit_changes()]
    assert len(set(pairs)) == len(pairs)
    assert all(old in BY_ID and new in BY_ID and old != new for old, new in pairs)


def test_every_unit_that_ended_in_the_reform_is_linked_to_what_has_its_ground() -> None:
    linked = {change.old_id for change in unit_changes()}
    dated = {change.old_id for change in unit_changes() if change.day == REFORM}
    for unit in units():
        if unit.until == EVE and unit.level is not UnitLevel.COMMUNE and unit.id not in linked:
            pytest.fail(f"{unit} leads nowhere")
    on_the_eve = [unit for unit in units() if unit.until == EVE and unit.level is UnitLevel.COMMUNE]
    assert sum(unit.id in dated for unit in on_the_eve) == 10035  # the communes of 30 June 2025


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Tỉnh Hà Nam", "Tỉnh Ninh Bình"),
        ("Tỉnh Nam Định", "Tỉnh Ninh Bình"),
        ("Tỉnh Quảng Nam", "Thành phố Đà Nẵng"),
        ("Tỉnh Yên Bái", "Tỉnh Lào Cai"),
        ("Tỉnh Kiên Giang", "Tỉnh An Giang"),
        ("Tỉnh Hà Tây", "Thành phố Hà Nội"),
        ("Tỉnh Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh"),
    ],
)
def test_a_province_that_was_merged_is_linked_to_the_one_that_has_its_ground(old: str, new: str) -> None:
    assert successors(one(old)) == {new: ChangeKind.MERGER}


def test_earlier_reforms_have_their_day() -> None:
    assert one("Tỉnh Hà Tây").until == date(2008, 7, 31)
    assert successors(one("Tỉnh Nam Hà")) == {
        "Tỉnh Hà Nam": ChangeKind.PARTIAL,
        "Tỉnh Nam Định": ChangeKind.PARTIAL,
    }
    assert successors(one("Tỉnh Thừa Thiên Huế")) == {"Thành phố Huế": ChangeKind.RENAMING}
    assert one("Thành phố Thủ Đức").since == date(2021, 1, 1)


def test_a_district_leads_to_the_communes_that_have_its_ground() -> None:
    found = successors(one("Huyện Mai Sơn"))
    assert set(found.values()) == {ChangeKind.ABOLITION}
    assert {"Xã Mai Sơn", "Xã Chiềng Mai"} <= set(found)


def test_a_commune_of_before_an_undated_merger_is_linked_without_a_day() -> None:
    old = one("Xã Đông Sang", parent="Huyện Mộc Châu")
    assert [
        (BY_ID[change.new_id].name, change.day) for change in unit_changes() if change.old_id == old.id
    ] == [("Phường Đông Sang", None)]
