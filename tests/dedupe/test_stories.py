from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dedupe.stories import CANONICAL, JUDGED, Link, Member, Placed, place_in_stories
from dedupe.verdict import Kind

MORNING = datetime(2025, 3, 4, 7, 0, tzinfo=UTC)


def member(
    number: int,
    hours: float | None = 0,
    *,
    length: int = 1000,
    has_time: bool = True,
    credited: Collection[int] = (),
) -> Member:
    published = None if hours is None else MORNING + timedelta(hours=hours)
    return Member(
        id=number, published=published, has_time=has_time, length=length, credited=frozenset(credited)
    )


def link(a: int, b: int, score: float = 0.9, relation: str = Kind.COPY) -> Link:
    return Link(a=a, b=b, relation=relation, score=score, reason="giống / alike")


def judged(a: int, b: int, number: int, canonical: int | None = None) -> Link:
    return Link(
        a=a, b=b, relation=JUDGED, score=0.0, reason="quyết định", canonical=canonical, judgement=number
    )


def placed(members: list[Member], links: list[Link], apart: list[tuple[int, int]] = []) -> dict[int, Placed]:  # noqa: B006
    return {one.id: one for one in place_in_stories({one.id: one for one in members}, links, apart)}


def stories(found: dict[int, Placed]) -> set[frozenset[int]]:
    return {
        frozenset(one for one in found if found[one].story == story)
        for story in {one.story for one in found.values()}
    }


def canonical(found: dict[int, Placed]) -> list[int]:
    return [one for one, place in found.items() if place.relation == CANONICAL]


def test_links_join_and_the_earliest_is_canonical() -> None:
    found = placed([member(1, 3), member(2, 0), member(3, 5), member(4)], [link(1, 2), link(1, 3)])
    assert stories(found) == {frozenset({1, 2, 3})}
    assert canonical(found) == [2]
    assert "đăng sớm nhất" in found[2].reason
    assert found[1].parent == 2
    assert found[3].parent == 1


def test_a_day_without_a_time_may_mean_its_last_minute_and_no_day_is_last() -> None:
    midnight = Member(id=1, published=MORNING.replace(hour=0), has_time=False, length=1000)
    assert canonical(placed([midnight, member(2, 3)], [link(1, 2)])) == [2]
    assert canonical(placed([member(1, None), member(2, 3)], [link(1, 2)])) == [2]


def test_of_two_at_one_time_the_longer_is_canonical() -> None:
    assert canonical(placed([member(1, length=500), member(2)], [link(1, 2)])) == [2]


def test_one_that_names_its_source_is_a_reprint_though_it_is_dated_earlier() -> None:
    found = placed(
        [member(1, 0, credited={2}), member(2, 4), member(3, 5)], [link(1, 2, 0.7), link(1, 3), link(2, 3)]
    )
    assert canonical(found) == [2]
    assert found[1].parent == 2
    assert "names this source" in found[1].reason


def test_an_editor_chooses_the_canonical_one_and_the_last_word_counts() -> None:
    links = [judged(1, 2, 5, canonical=2), judged(2, 3, 9, canonical=3), link(1, 3)]
    found = placed([member(1), member(2, 1), member(3, 2)], links)
    assert canonical(found) == [3]
    assert "biên tập viên" in found[3].reason


def test_articles_told_apart_never_share_a_story_and_the_weakest_link_gives_way() -> None:
    links = [link(1, 2, 0.95), link(2, 3, 0.7), link(1, 4, 0.9)]
    found = placed([member(number) for number in range(1, 5)], links, [(1, 3)])
    assert stories(found) == {frozenset({1, 2, 4})}
    kept = placed([member(number) for number in range(1, 4)], [*links[:2], judged(2, 3, 1)], [(1, 3)])
    assert stories(kept) == {frozenset({2, 3})}


def test_a_later_compilation_does_not_join_the_stories_that_it_tells() -> None:
    links = [link(1, 3, 1.0, Kind.EXCERPT), link(2, 3, 0.9, Kind.EXCERPT)]
    compilation = placed([member(1, 1), member(2, 2), member(3, 9, length=2000)], links)
    assert stories(compilation) == {frozenset({1, 3})}
    taken_from = placed([member(1, 1), member(2, 2), member(3, 0, length=2000)], links)
    assert stories(taken_from) == {frozenset({1, 2, 3})}
    assert canonical(taken_from) == [3]


LINKS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0, 1)).filter(lambda one: one[0] < one[1])
)


@given(st.lists(st.integers(-50, 50), min_size=10, max_size=10), LINKS, LINKS)
def test_every_story_is_a_tree_from_its_canonical_article(
    hours: list[int], links: list[tuple[int, int, float]], apart: list[tuple[int, int, float]]
) -> None:
    members = [member(number, when) for number, when in enumerate(hours)]
    parted = [(a, b) for a, b, _ in apart]
    found = placed(
        members,
        [link(a, b, score) for a, b, score in {(a, b): (a, b, s) for a, b, s in links}.values()],
        parted,
    )
    for story in stories(found):
        assert len(story) > 1
        assert len([one for one in story if found[one].parent is None]) == 1
        assert min(story) == found[min(story)].story
        assert not any(a in story and b in story for a, b in parted)
        for one in story:
            seen = set()
            above: int | None = one
            while above is not None:
                assert above not in seen
                seen.add(above)
                above = found[above].parent
            assert seen <= story
