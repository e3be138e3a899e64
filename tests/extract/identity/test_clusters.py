from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.identity.appearance import Appearance, Evidence, HeldOffice, Ref, from_json, to_json
from extract.identity.clusters import cluster
from extract.identity.grounds import Ground
from extract.identity.links import Links, Ruling, links_of
from extract.identity.names import name_key
from extract.identity.seats import seat_of
from extract.text import fold

NAME = "Nguyễn Văn Hùng"
DAY = date(2023, 5, 4)


def held(title: str, body: str, *, former: bool = False, province: str = "Sơn La") -> HeldOffice:
    return HeldOffice(
        role=fold(title), seat=seat_of(title, body, province), former=former, shown=f"{title} {body}"
    )


def said(**of: object) -> Evidence:
    return replace(Evidence(name=NAME, province="Sơn La", day=DAY), **of)  # type: ignore[arg-type]


def persons(*evidence: Evidence, links: Links | None = None) -> list[list[int]]:
    """The persons, as the numbers of the evidence that makes them up."""
    appearances = [
        Appearance(ref=Ref(number, name_key(one.name)), url=f"http://x/{number:03}", evidence=one)
        for number, one in enumerate(evidence)
    ]
    found = cluster(appearances, links or Links())
    return sorted(sorted(place.ref.article_id for place in members) for members in found)


def test_one_office_makes_one_person_whoever_writes() -> None:
    office = held("Chủ tịch", "Ủy ban nhân dân huyện Mai Sơn")
    assert persons(said(offices=(office,)), said(offices=(office,), province="Cà Mau")) == [[0, 1]]


def test_a_common_name_alone_makes_nobody_and_a_rare_one_does() -> None:
    assert persons(said(), said()) == [[0], [1]]
    rare = {"name": "Giàng Seo Vảng"}
    assert persons(said(**rare), said(**rare), said(**rare, province="Cà Mau")) == [[0, 1], [2]]


def test_two_communes_of_one_province_are_two_people() -> None:
    homes = [said(grounds=(Ground("commune", fold(name)),)) for name in ("Cò Nòi", "Chiềng Ban", "Cò Nòi")]
    assert persons(*homes) == [[0, 2], [1]]


def test_heads_of_two_communes_at_one_time_are_two_people() -> None:
    there = held("Chủ tịch", "Ủy ban nhân dân xã Cò Nòi")
    elsewhere = held("Chủ tịch", "Ủy ban nhân dân xã Chiềng Ban")
    later = DAY + timedelta(days=300)
    rare = {"name": "Lò Văn Piềng"}
    evidence = [
        said(offices=(office,), day=day, **rare) for day in (DAY, later) for office in (there, elsewhere)
    ]
    assert persons(*evidence) == [[0, 2], [1, 3]]


def test_an_article_on_a_promotion_joins_what_was_before_and_after() -> None:
    before = held("Chủ tịch", "Ủy ban nhân dân huyện Mai Sơn")
    after = held("Phó Giám đốc", "Sở Nội vụ")
    assert persons(
        said(offices=(before,)),
        said(offices=(after,), day=DAY + timedelta(days=400)),
        said(offices=(replace(before, former=True), after), day=DAY + timedelta(days=200)),
    ) == [[0, 1, 2]]


def test_years_of_birth_tell_people_apart() -> None:
    ground = (Ground("commune", fold("Cò Nòi")),)
    assert persons(said(born=1960, grounds=ground), said(born=1985, grounds=ground)) == [[0], [1]]
    assert persons(said(born=1985, grounds=ground), said(born=1984, grounds=ground)) == [[0, 1]]


def test_spellings_come_together() -> None:
    office = held("Bí thư", "Huyện uỷ Mai Sơn")
    other = held("Bí thư", "Huyện ủy Mai Sơn")
    assert persons(said(name="LÝ THỊ HOÀ", offices=(office,)), said(name="Lí Thị Hòa", offices=(other,))) == [
        [0, 1]
    ]


def test_editors_have_the_last_word_and_the_later_one_of_two() -> None:
    office = held("Chủ tịch", "Ủy ban nhân dân huyện Mai Sơn")
    refs = [Ref(number, name_key(NAME)) for number in range(3)]
    alike = [said(offices=(office,)) for _ in refs]
    apart = Ruling(number=1, one=(refs[0],), others=(refs[1], refs[2]))
    together = Ruling(number=2, one=(refs[0], refs[1]))
    assert persons(*alike, links=links_of([apart], frozenset(refs))) == [[0], [1, 2]]
    assert persons(*alike, links=links_of([together, apart], frozenset(refs))) in ([[0, 1], [2]], [[0, 1, 2]])
    strangers = [said(), said(province="Cà Mau"), said()]
    assert persons(*strangers, links=links_of([together], frozenset(refs))) == [[0, 1], [2]]


def test_every_place_has_its_reasons_in_two_languages() -> None:
    office = held("Chủ tịch", "Ủy ban nhân dân huyện Mai Sơn")
    appearances = [
        Appearance(ref=Ref(n, name_key(NAME)), url=str(n), evidence=said(offices=offices))
        for n, offices in enumerate(((office,), (office,), ()))
    ]
    for members in cluster(appearances, Links()):
        for place in members:
            assert 0 <= place.score <= 1
            assert place.reasons
            assert all(reason.vi and reason.en for reason in place.reasons)


OFFICES = [
    held("Chủ tịch", "Ủy ban nhân dân huyện Mai Sơn"),
    held("Bí thư", "Huyện ủy Mai Sơn"),
    held("Chủ tịch", "Ủy ban nhân dân xã Cò Nòi"),
    held("Bộ trưởng", "Bộ Y tế"),
]
EVIDENCE = st.builds(
    Evidence,
    name=st.sampled_from(["Nguyễn Văn Hùng", "NGUYỄN VĂN HÙNG", "Lò Văn Mỹ", "Lò Văn Mĩ"]),
    province=st.sampled_from(["Sơn La", "Cà Mau", "Hà Nam", "Ninh Bình"]),
    day=st.none() | st.dates(date(2019, 1, 1), date(2025, 12, 31)),
    offices=st.lists(st.sampled_from(OFFICES), max_size=2, unique=True).map(tuple),
    grounds=st.lists(st.sampled_from([Ground("commune", "a"), Ground("district", "b")]), max_size=1).map(
        tuple
    ),
    units=st.lists(st.sampled_from(["trương a", "công ty b"]), max_size=1).map(tuple),
    callings=st.lists(st.sampled_from(["pupil", "farmer"]), max_size=1).map(tuple),
    born=st.none() | st.sampled_from([1960, 1985]),
    company=st.lists(st.sampled_from(["k1", "k2", "k3"]), max_size=2, unique=True).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVIDENCE, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(evidence: list[Evidence], chance: object) -> None:
    appearances = [
        Appearance(ref=Ref(number, name_key(one.name)), url=f"http://x/{number:03}", evidence=one)
        for number, one in enumerate(evidence)
    ]
    once = {frozenset(members) for members in cluster(appearances, Links())}
    chance.shuffle(appearances)  # type: ignore[attr-defined]
    assert {frozenset(members) for members in cluster(appearances, Links())} == once


@given(EVIDENCE)
def test_evidence_is_the_same_after_storing(evidence: Evidence) -> None:
    assert from_json(to_json(evidence)) == evidence
