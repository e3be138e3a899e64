from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.corrections import (
    RULE,
    Action,
    AuthorValues,
    AwardValues,
    Correction,
    DateValues,
    MentionValues,
    OfficeValues,
    PersonValues,
    State,
    apply_corrections,
)
from extract.corrections.values import NEITHER
from extract.fact import AwardStatus, Change, Facts, Person, Span
from tests.extract.corrections.samples import (
    BODY,
    TEXT,
    TITLE,
    correction,
    facts,
    office,
    person,
    span,
    without,
)

SECRETARY = OfficeValues(
    person="Lò Văn Thử", title="Bí thư", organization="Huyện ủy", former=False, full="Bí thư Huyện ủy"
)
MORNING = DateValues(text="Sáng 7/2", start=date(2025, 2, 7), end=date(2025, 2, 7))
PRAISE = AwardValues(
    award="Bằng khen", issuer=None, recipient="Quàng Văn Tiến", count=None, status=AwardStatus.CONFERRED
)

SCHOOL = correction(Action.WRONG, span("Lê Văn Mẫu"), was=PersonValues(name="Lê Văn Mẫu"))
RENAMED = correction(
    Action.MEND,
    span("Quàng Văn Tiến"),
    was=PersonValues(name="Quàng Văn Tiến"),
    becomes=PersonValues(name="Tiến"),
)
NOT_HIM = correction(Action.WRONG, span("Thử", nth=2), was=MentionValues(name="Lò Văn Thử"))
SOMEBODY_ELSE = correction(
    Action.MEND,
    span("Thử", nth=2),
    was=MentionValues(name="Lò Văn Thử"),
    becomes=MentionValues(name="Lường Thị Thử"),
)
NO_SECRETARY = correction(Action.WRONG, span("Bí thư Huyện ủy"), was=SECRETARY)
DEPUTY = correction(
    Action.MEND,
    span("Bí thư Huyện ủy"),
    was=SECRETARY,
    becomes=replace(SECRETARY, person="Mùa A Viết", title="Phó Bí thư", full="Phó Bí thư Huyện ủy"),
)
NEXT_YEAR = correction(
    Action.MEND,
    span("Sáng 7/2"),
    was=MORNING,
    becomes=replace(MORNING, start=date(2026, 2, 7), end=date(2026, 2, 7)),
)
NO_DATE = correction(Action.WRONG, span("Sáng 7/2"), was=MORNING)
NO_PRAISE = correction(Action.WRONG, span("Bằng khen", nth=2), was=PRAISE)
OF_THE_PROVINCE = correction(
    Action.MEND, span("Bằng khen", nth=2), was=PRAISE, becomes=replace(PRAISE, issuer="tỉnh")
)
VILLAGER = correction(Action.ADD, span("bà con"), becomes=PersonValues(name="bà con"))
MEMBER = correction(
    Action.ADD,
    span("đồng chí"),
    becomes=replace(SECRETARY, title="Huyện ủy viên", organization="", full="Huyện ủy viên"),
)
TODAY = correction(Action.ADD, span("Dịp này"), becomes=replace(MORNING, text="Dịp này"))
ANOTHER_PRAISE = correction(Action.ADD, span("Bằng khen"), becomes=replace(PRAISE, recipient="Đảng bộ"))
SPEAKS = correction(
    Action.MEND,
    span("Thử", nth=2),
    was=MentionValues(name="Lò Văn Thử", speaks=False),
    becomes=MentionValues(name="Lò Văn Thử", speaks=True),
)
APPOINTED = correction(
    Action.MEND,
    span("Bí thư Huyện ủy"),
    was=replace(SECRETARY, change=NEITHER),
    becomes=replace(SECRETARY, change=Change.BEGAN),
)
NO_AUTHOR = correction(Action.WRONG, None, was=AuthorValues(name="Hà Thị Bản"))
AUTHOR = correction(Action.ADD, None, becomes=AuthorValues(name="Vì Văn Báo"))
BYLINE = correction(
    Action.MEND, None, was=AuthorValues(name="Hà Thị Bản"), becomes=AuthorValues(name="Hà Thị Bảng")
)
ALL = (
    SCHOOL,
    RENAMED,
    NOT_HIM,
    SOMEBODY_ELSE,
    NO_SECRETARY,
    DEPUTY,
    SPEAKS,
    APPOINTED,
    NEXT_YEAR,
    NO_DATE,
    NO_PRAISE,
    OF_THE_PROVINCE,
    VILLAGER,
    MEMBER,
    TODAY,
    ANOTHER_PRAISE,
    NO_AUTHOR,
    AUTHOR,
    BYLINE,
)


def corrected(one: Correction, read: Facts | None = None, text: str = TEXT) -> Facts:
    outcome = apply_corrections(text, facts() if read is None else read, [one])
    assert [found.state for found in outcome.outcomes] == [State.APPLIED]
    assert outcome.changed
    return outcome.facts


def names(read: Facts) -> list[str]:
    return [one.name for one in read.people]


def offices(read: Facts) -> list[str]:
    return [f"{one.name}: {held.full}" for one in read.people for held in one.offices]


def test_who_is_no_person_goes_everywhere() -> None:
    assert names(corrected(SCHOOL)) == ["Lò Văn Thử", "Mùa A Viết", "Quàng Văn Tiến"]


def test_a_person_gets_the_right_name_also_as_recipient() -> None:
    read = corrected(RENAMED)
    assert names(read) == ["Lò Văn Thử", "Mùa A Viết", "Tiến", "Lê Văn Mẫu"]
    assert [award.recipient for award in read.awards] == ["bản Nà Sản", "Tiến"]
    assert (read.people[2].rule, read.people[2].confidence) == (RULE, 1.0)


def test_a_name_cut_short_gets_all_its_words() -> None:
    short = replace(facts(), people=(person("Mùa A", span("Mùa A")),), awards=())
    mended = correction(
        Action.MEND, span("Mùa A"), was=PersonValues(name="Mùa A"), becomes=PersonValues(name="Mùa A Viết")
    )
    (found,) = corrected(mended, short).people
    assert (found.name, found.mentions) == ("Mùa A Viết", (span("Mùa A Viết"),))


def test_one_place_may_name_nobody_or_somebody_else() -> None:
    assert corrected(NOT_HIM).people[0].mentions == (span("Lò Văn Thử"),)
    read = corrected(SOMEBODY_ELSE)
    assert read.people[0].mentions == (span("Lò Văn Thử"),)
    assert (read.people[-1].name, read.people[-1].mentions) == ("Lường Thị Thử", (span("Thử", nth=2),))


def test_who_speaks_still_does_where_the_correction_is_about_something_else() -> None:
    first, again = span("Lò Văn Thử"), span("Thử", nth=2)
    read = facts()
    secretary, *others = read.people
    speaking = replace(read, people=(replace(secretary, speaks=(first, again)), *others))
    for one in (NO_SECRETARY, DEPUTY, RENAMED):
        assert corrected(one, speaking).people[0].speaks == (first, again)
    assert corrected(NOT_HIM, speaking).people[0].speaks == (first,)
    somebody_else = corrected(SOMEBODY_ELSE, speaking)
    assert (somebody_else.people[0].speaks, somebody_else.people[-1].speaks) == ((first,), (again,))


def test_a_person_under_another_name_speaks_where_they_spoke() -> None:
    place = span("Mùa A")
    short = replace(facts(), people=(replace(person("Mùa A", place), speaks=(place,)),), awards=())
    mended = correction(
        Action.MEND, place, was=PersonValues(name="Mùa A"), becomes=PersonValues(name="Mùa A Viết")
    )
    (found,) = corrected(mended, short).people
    assert found.speaks == found.mentions == (span("Mùa A Viết"),)


def by_himself() -> tuple[Facts, Person]:
    """The facts with one place alone that names the secretary."""
    secretary, *others = facts().people
    alone = replace(secretary, mentions=secretary.mentions[:1])
    return replace(facts(), people=(alone, *others)), alone


def test_one_place_may_be_where_somebody_speaks() -> None:
    first, again = corrected(SPEAKS).people[:2]
    assert (first.name, first.mentions, first.speaks, first.rule) == (
        "Lò Văn Thử",
        (span("Lò Văn Thử"),),
        (),
        "test",
    )
    assert first.offices == facts().people[0].offices
    assert (again.name, again.mentions, again.rule, again.offices) == (
        "Lò Văn Thử",
        (span("Thử", nth=2),),
        RULE,
        (),
    )
    assert again.speaks == again.mentions


def test_who_is_named_at_one_place_alone_keeps_the_offices_there() -> None:
    read, alone = by_himself()
    said = correction(
        Action.MEND,
        span("Lò Văn Thử"),
        was=MentionValues(name="Lò Văn Thử", speaks=False),
        becomes=MentionValues(name="Lò Văn Thử", speaks=True),
    )
    found = corrected(said, read).people[0]
    assert (found.mentions, found.speaks, found.offices) == (alone.mentions, alone.mentions, alone.offices)


def test_one_place_may_be_where_somebody_does_not_speak_or_somebody_else_does() -> None:
    read, alone = by_himself()
    speaking = replace(read, people=(replace(alone, speaks=alone.mentions), *read.people[1:]))
    was = MentionValues(name="Lò Văn Thử", speaks=True)
    silent = correction(Action.MEND, span("Lò Văn Thử"), was=was, becomes=replace(was, speaks=False))
    assert [one.speaks for one in corrected(silent, speaking).people] == [()] * 4
    other = correction(
        Action.MEND, span("Lò Văn Thử"), was=was, becomes=MentionValues(name="Lường Thị Thử", speaks=False)
    )
    assert [one.speaks for one in corrected(other, speaking).people] == [()] * 4


def test_what_a_sentence_says_of_a_tenure_may_be_mended_both_ways() -> None:
    read = corrected(APPOINTED)
    (held,) = read.people[0].offices
    assert (held.change, held.rule, held.full) == (Change.BEGAN, RULE, SECRETARY.full)
    was = replace(SECRETARY, change=Change.BEGAN)
    for change, expected in ((NEITHER, None), (Change.ENDED, Change.ENDED)):
        back = correction(Action.MEND, span("Bí thư Huyện ủy"), was=was, becomes=replace(was, change=change))
        assert [one.change for one in corrected(back, read).people[0].offices] == [expected]


def test_speech_and_changes_that_a_newer_extractor_reads_by_itself_are_left_alone() -> None:
    secretary, *others = facts().people
    newer = replace(
        secretary,
        speaks=(span("Thử", nth=2),),
        offices=(replace(secretary.offices[0], change=Change.BEGAN),),
    )
    read = replace(facts(), people=(newer, *others))
    outcome = apply_corrections(TEXT, read, [SPEAKS, replace(APPOINTED, id=2)])
    assert outcome.facts == read
    assert [found.state for found in outcome.outcomes] == [State.AGREED] * 2
    third = replace(newer, offices=(replace(secretary.offices[0], change=Change.ENDED),))
    mended = corrected(APPOINTED, replace(facts(), people=(third, *others)))
    assert [held.change for held in mended.people[0].offices] == [Change.BEGAN]


def test_an_office_may_be_wrong_or_another_persons() -> None:
    assert offices(corrected(NO_SECRETARY)) == ["Mùa A Viết: Phó Chủ tịch UBND huyện"]
    assert offices(corrected(DEPUTY)) == [
        "Mùa A Viết: Phó Chủ tịch UBND huyện",
        "Mùa A Viết: Phó Bí thư Huyện ủy",
    ]


def test_a_date_may_be_wrong_another_or_wider() -> None:
    assert corrected(NO_DATE).dates == ()
    (found,) = corrected(NEXT_YEAR).dates
    assert (found.start, found.end, found.rule) == (date(2026, 2, 7), date(2026, 2, 7), RULE)
    narrow = replace(facts(), dates=(replace(facts().dates[0], text="7/2", span=span("7/2")),))
    wider = correction(Action.MEND, span("7/2"), was=replace(MORNING, text="7/2"), becomes=MORNING)
    assert [one.span for one in corrected(wider, narrow).dates] == [span("Sáng 7/2")]


def test_an_award_is_told_by_its_recipient() -> None:
    assert [one.recipient for one in corrected(NO_PRAISE).awards] == ["bản Nà Sản"]
    assert [(one.recipient, one.issuer) for one in corrected(OF_THE_PROVINCE).awards] == [
        ("bản Nà Sản", None),
        ("Quàng Văn Tiến", "tỉnh"),
    ]


def test_what_was_overlooked_is_added_with_all_its_places() -> None:
    overlooked = without(facts(), "Mùa A Viết")
    text = f"{TEXT}\nMùa A Viết cảm ơn."
    added = correction(Action.ADD, span("Mùa A Viết"), becomes=PersonValues(name="Mùa A Viết"))
    found = corrected(added, overlooked, text).people[-1]
    assert (found.name, len(found.mentions), found.rule) == ("Mùa A Viết", 2, RULE)
    assert "Lò Văn Thử: Huyện ủy viên" in offices(corrected(MEMBER))
    assert [one.text for one in corrected(TODAY).dates] == ["Sáng 7/2", "Dịp này"]
    assert len(corrected(ANOTHER_PRAISE).awards) == 3


def test_a_further_place_of_a_known_person_joins_them() -> None:
    added = correction(Action.ADD, span("bà con"), becomes=PersonValues(name="Lò Văn Thử"))
    read = corrected(added)
    assert read.people[:4] == facts().people
    assert (read.people[-1].name, read.people[-1].mentions) == ("Lò Văn Thử", (span("bà con"),))


def test_authors_are_added_mended_and_removed() -> None:
    assert corrected(NO_AUTHOR).authors == ()
    assert corrected(AUTHOR).authors == ("Hà Thị Bản", "Vì Văn Báo")
    assert corrected(BYLINE).authors == ("Hà Thị Bảng",)


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.action}-{one.kind}")
def test_applied_once_more_a_correction_finds_itself_agreed_with(one: Correction) -> None:
    once = corrected(one)
    again = apply_corrections(TEXT, once, [one])
    assert again.facts == once
    assert [found.state for found in again.outcomes] == [State.AGREED]


@pytest.mark.parametrize(
    "one", [one for one in ALL if one.anchor], ids=lambda one: f"{one.action}-{one.kind}"
)
def test_where_the_text_is_gone_a_correction_waits(one: Correction) -> None:
    outcome = apply_corrections("Tin khác\nBản tin ngày mai.", Facts(), [one])
    assert [found.state for found in outcome.outcomes] == [State.WAITING]
    assert outcome.facts == Facts()
    assert not outcome.changed


@given(
    st.lists(st.sampled_from(ALL), max_size=6),
    st.text("bcdkx .\n", max_size=300),
    st.text("bcdkx .\n", max_size=300),
)
def test_corrections_follow_a_text_that_moves(ones: list[Correction], head: str, tail: str) -> None:
    """Whatever is written before and behind, the facts corrected are the same, further down."""
    numbered = [replace(one, id=number) for number, one in enumerate(ones)]
    here = apply_corrections(TEXT, facts(), numbered)
    text = f"{TITLE}\n{head}\n{BODY}\n{tail}"
    there = apply_corrections(text, facts(text), numbered)
    assert [found.state for found in there.outcomes] == [found.state for found in here.outcomes]
    moved = len(head) + 1

    def placed(read: Facts, by: int = 0) -> list[tuple[str, str, int]]:
        spans = [
            *(("person", one.name, place) for one in read.people for place in one.mentions),
            *(("office", held.full, held.span) for one in read.people for held in one.offices),
            *(("date", one.text, one.span) for one in read.dates),
            *(("award", f"{one.award} {one.recipient}", one.span) for one in read.awards),
        ]
        return [(kind, said, place.start + by) for kind, said, place in spans]

    assert placed(there.facts) == placed(here.facts, moved)


@given(st.lists(st.sampled_from(ALL), max_size=8))
def test_facts_stay_within_the_text_and_people_keep_their_places(ones: list[Correction]) -> None:
    outcome = apply_corrections(TEXT, facts(), [replace(one, id=number) for number, one in enumerate(ones)])
    read = outcome.facts
    assert len(outcome.outcomes) == len(ones)
    assert all(one.mentions for one in read.people)
    spans = [place for one in read.people for place in one.mentions]
    spans += [held.span for one in read.people for held in one.offices]
    assert all(isinstance(place, Span) and 0 <= place.start < place.end <= len(TEXT) for place in spans)
    assert all(TEXT[one.span.start : one.span.end] == one.text for one in read.dates)


def test_a_newer_reading_gives_way_where_it_says_a_third_thing() -> None:
    third = replace(
        facts(), people=(replace(facts().people[0], offices=(office("thư", "Huyện ủy"),)), facts().people[1])
    )
    mended = correction(
        Action.MEND, span("Bí thư Huyện ủy"), was=SECRETARY, becomes=replace(SECRETARY, former=True)
    )
    assert [held.former for held in corrected(mended, third).people[0].offices] == [True]


def test_a_newer_reading_that_is_right_by_itself_is_left_alone() -> None:
    newer = replace(facts(), dates=(replace(facts().dates[0], start=date(2026, 2, 7), end=date(2026, 2, 7)),))
    outcome = apply_corrections(TEXT, newer, [NEXT_YEAR])
    assert outcome.facts == newer
    assert [found.state for found in outcome.outcomes] == [State.AGREED]


def test_an_office_waits_for_its_holder() -> None:
    outcome = apply_corrections(TEXT, without(facts(), "Mùa A Viết"), [DEPUTY])
    assert [found.state for found in outcome.outcomes] == [State.WAITING]
    assert outcome.facts == without(facts(), "Mùa A Viết")


def test_an_office_keeps_what_its_sentence_says_of_the_tenure_unless_it_becomes_anothers() -> None:
    read = facts()
    secretary, *others = read.people
    secretary = replace(secretary, offices=(replace(secretary.offices[0], change=Change.BEGAN),))
    read = replace(read, people=(secretary, *others))
    fuller = replace(DEPUTY, becomes=replace(SECRETARY, full="Bí thư Huyện ủy Mường La"))
    for one, expected in ((NEXT_YEAR, Change.BEGAN), (fuller, Change.BEGAN), (DEPUTY, None)):
        held = [office for person in corrected(one, read).people for office in person.offices]
        assert next(office.change for office in held if "Bí thư" in office.title) is expected
