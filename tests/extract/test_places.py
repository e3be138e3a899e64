from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.fact import Source
from extract.places import Basis, Setting, find_mentions, gazetteer, split_kind

SON_LA = gazetteer().province_named("Sơn La")


def named(text: str, *, day: str = "2024-03-05", site: int | None = SON_LA) -> list[tuple[str, str]]:
    """The units that a text names, each with its wording there."""
    source = Source(title="", body=text)
    found = find_mentions(source, Setting(day=date.fromisoformat(day), site=site))
    return [
        (gazetteer().units[one.unit_id].name, source.text[one.span.start : one.span.end]) for one in found
    ]


def test_units_are_found_with_their_wording() -> None:
    assert named("Sáng nay, tại xã Chiềng Mai, huyện Mai Sơn và TP. Sơn La, mưa to.") == [
        ("Xã Chiềng Mai", "xã Chiềng Mai"),
        ("Huyện Mai Sơn", "huyện Mai Sơn"),
        ("Thành phố Sơn La", "TP. Sơn La"),
    ]


def test_the_larger_unit_behind_it_tells_which_one_is_meant() -> None:
    assert named("huyện Châu Thành, tỉnh Long An", site=None)[0] == ("Huyện Châu Thành", "huyện Châu Thành")
    assert named("huyện Châu Thành", site=None) == []


@pytest.mark.parametrize(("day", "level"), [("2024-03-05", "district"), ("2025-12-05", "province")])
def test_a_commune_is_that_of_the_day(day: str, level: str) -> None:
    source = Source(title="", body="xã Chiềng Mai")
    (one,) = find_mentions(source, Setting(day=date.fromisoformat(day), site=SON_LA))
    parent = gazetteer().units[one.unit_id].parent_id
    assert parent
    assert gazetteer().units[parent].level == level
    assert one.basis is Basis.SITE


def test_a_province_is_found_by_its_name_alone_but_not_in_a_persons() -> None:
    assert named("Đoàn công tác của Sơn La sang thăm Điện Biên.") == [
        ("Tỉnh Sơn La", "Sơn La"),
        ("Tỉnh Điện Biên", "Điện Biên"),
    ]
    assert named("Ông Nguyễn Thái Bình và bà Lê Hòa Bình Minh phát biểu.") == []


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["xã", "huyện", "Mai Sơn", ",", "TP.", "1"])).map(" ".join)
)
def test_any_text_gives_units_of_the_list_at_places_in_order(text: str) -> None:
    source = Source(title="", body=text)
    found = find_mentions(source, Setting(site=SON_LA))
    assert all(one.unit_id in gazetteer().units for one in found)
    ends = [0, *(one.span.end for one in found)]
    assert all(end <= one.span.start < one.span.end for end, one in zip(ends, found, strict=False))
    assert ends[-1] <= len(source.text)


@given(st.sampled_from(sorted(unit.name for unit in gazetteer().units.values())))
def test_a_name_is_its_kind_and_the_rest(name: str) -> None:
    kind, rest = split_kind(name)
    assert f"{kind} {rest}".strip().casefold() == name.casefold()
