from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.organizations import in_setting, labels, score
from extract.bodies import Body, BodyLevel, body_of_award, identify, read_body, successions
from extract.fact import Source
from extract.places import Basis, Setting, find_mentions, gazetteer, setting_of

SON_LA = gazetteer().province_named("Sơn La")
EVE = Setting(day=date(2024, 3, 5), site=SON_LA)


def told(
    name: str, title: str = "", *, site: str = "Sơn La", day: str = "2024-03-05", text: str = ""
) -> Body:
    setting = Setting(day=date.fromisoformat(day), site=gazetteer().province_named(site) if site else None)
    mentions = find_mentions(Source(title="", body=text), setting)
    return identify(read_body(name, title), setting_of(setting, mentions))


def unit(body: Body) -> str | None:
    return gazetteer().units[body.unit_id].name if body.unit_id else None


def test_the_labelled_list_is_told_right() -> None:
    found = score([(label, in_setting(label)) for label in labels()])
    assert min(found.levels, found.units, found.parents) >= 0.97 * len(labels())
    assert found.wrong_units == 0


@pytest.mark.parametrize(
    "names",
    [
        (("UBND tỉnh Sơn La", ""), ("Ủy ban nhân dân tỉnh Sơn La", ""), ("Uỷ ban nhân dân tỉnh", "")),
        (("Dân vận Tỉnh ủy", "Trưởng Ban"), ("Ban Dân vận Tỉnh ủy Sơn La", ""), ("BAN DÂN VẬN TỈNH ỦY", "")),
        (("MTTQ tỉnh Sơn La", ""), ("UBMTTQ Việt Nam tỉnh", ""), ("Ủy ban MTTQVN tỉnh Sơn La", "")),
        (("LĐLĐ huyện Mai Sơn", ""), ("Liên đoàn Lao động huyện Mai Sơn, tỉnh Sơn La", "")),
        (("Sở VH,TT&DL", ""), ("Sở Văn hóa, Thể thao và Du lịch tỉnh Sơn La", "")),
        (("UBND TP. Sơn La", ""), ("UBND thành phố Sơn La", ""), ("UBND TP Sơn La", "")),
        (("Tỉnh đoàn", ""), ("Đoàn TNCS Hồ Chí Minh tỉnh Sơn La", "")),
    ],
)
def test_short_and_full_names_are_one_body(names: tuple[tuple[str, str], ...]) -> None:
    assert len({told(name, title).key for name, title in names}) == 1


def test_one_name_in_two_places_is_two_bodies() -> None:
    here = told("UBND xã Tân Lập, huyện Mộc Châu")
    there = told("UBND xã Tân Lập, huyện Chợ Đồn, tỉnh Bắc Kạn")
    assert here.unit_id
    assert there.unit_id
    assert here.key != there.key


@pytest.mark.parametrize(
    "name", ["Huyện ủy Châu Thành", "UBND huyện Châu Thành", "UBND xã", "Huyện ủy", "Thành ủy"]
)
def test_a_unit_that_nothing_makes_certain_is_left_open(name: str) -> None:
    assert told(name).unit_id is None


def test_the_basis_says_what_told_the_unit() -> None:
    assert told("Huyện ủy Mai Sơn").basis is Basis.NAME
    assert told("Huyện ủy", text="tại huyện Mai Sơn").basis is Basis.ARTICLE
    assert told("Tỉnh ủy").basis is Basis.SITE
    assert told("Tỉnh ủy", text="đoàn công tác tỉnh Điện Biên").basis is Basis.ARTICLE


def test_an_article_of_another_province_does_not_take_the_sites() -> None:
    assert unit(told("Sở Y tế", text="tại tỉnh Yên Bái và tỉnh Lào Cai")) is None


def test_a_persons_name_behind_the_unit_is_no_unit() -> None:
    body = told("UBND tỉnh Nguyễn Văn Thử")
    assert (body.name, body.basis) == ("Ủy ban nhân dân tỉnh Sơn La", Basis.SITE)


def test_a_body_of_a_merged_province_passes_to_the_province_that_has_its_ground() -> None:
    (after,) = successions(told("UBND tỉnh Hà Nam"))
    assert (after.body.name, after.day) == ("Ủy ban nhân dân tỉnh Ninh Bình", date(2025, 7, 1))
    assert not list(successions(told("UBND huyện Mai Sơn")))


def test_reformed_bodies_have_their_successors() -> None:
    (ministry,) = successions(told("Bộ Kế hoạch và Đầu tư"))
    assert (ministry.body.name, ministry.day) == ("Bộ Tài chính", date(2025, 3, 1))
    (board,) = successions(told("Ban Dân vận Tỉnh ủy Sơn La"))
    assert (board.body.name, board.day) == ("Ban Tuyên giáo và Dân vận Tỉnh ủy Sơn La", None)


def test_ministries_are_no_kinds_of_provinces() -> None:
    body = told("Bộ Công an")
    assert (body.level, body.parent and body.parent.name) == (BodyLevel.CENTRE, "Chính phủ")


@pytest.mark.parametrize(
    ("wording", "name"),
    [
        ("Chủ tịch UBND tỉnh Sơn La", "Ủy ban nhân dân tỉnh Sơn La"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Sơn La"),
        ("Thủ tướng Chính phủ", "Chính phủ"),
        ("Ủy ban Trung ương MTTQ Việt Nam", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
        ("tập thể", None),
        ("hộ gia đình", None),
        ("Lò Văn Thử", None),
    ],
)
def test_who_gives_and_who_receives_is_a_body_or_none(wording: str, name: str | None) -> None:
    found = body_of_award(wording)
    assert (identify(found, EVE).name if found else None) == name


_WORDS = st.sampled_from(
    [
        "UBND",
        "Tỉnh ủy",
        "Huyện ủy",
        "Sở",
        "Y tế",
        "xã",
        "huyện",
        "tỉnh",
        "Sơn La",
        "Mai Sơn",
        ",",
        "-",
        "thuộc",
        "Công an",
        "Phòng",
        "Trung ương",
        "Nguyễn",
        "1",
        "(",
        ")",
        "&",
        "TP.",
        "của",
        "Bộ",
        "Việt Nam",
    ]
)


@given(
    st.one_of(st.lists(_WORDS, max_size=12).map(" ".join), st.text(max_size=60)),
    st.sampled_from(["", "Trưởng Ban"]),
)
@example("của Bộ Sở tỉnh", "")  # a joining word is no part of a body
def test_any_words_are_read_and_a_body_stands_on_a_finite_ladder(name: str, title: str) -> None:
    body = identify(read_body(name, title), EVE)
    assert body.unit_id is None or body.unit_id in gazetteer().units
    seen = set()
    above: Body | None = body
    while above:
        assert above.key not in seen
        seen.add(above.key)
        above = above.parent
    for after in successions(body):
        assert after.body.key != body.key


@given(st.sampled_from(sorted(gazetteer().units)[1:]))
def test_every_unit_is_found_by_its_name_and_those_above_it(unit_id: int) -> None:
    book = gazetteer()
    path = ", ".join(book.units[up].name for up in (unit_id, *book.ancestors(unit_id)) if up != 1)
    day = book.units[unit_id].until or date(2026, 1, 1)
    body = identify(read_body(f"Công an {path}"), Setting(day=day))
    same = [other.id for other in book.units.values() if other.name == book.units[unit_id].name]
    assert body.unit_id in {unit_id, None} or body.unit_id in same
