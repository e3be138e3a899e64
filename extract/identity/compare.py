"""Are two profiles of one name one person? The evidence for and against, weighed.

Weights are logits, as in probabilistic record linkage (Fellegi and Sunter 1969): each agreement adds the
logarithm of how much likelier it is of one person than of two namesakes, each disagreement takes away. They
were set by reasoning and tuned on the open part of `benchmarks/identity`. A sum above 0 says: one person.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from math import log

from extract.identity.commonness import share
from extract.identity.grounds import Ground, successor
from extract.identity.profile import Attested, Post, Profile, sole
from extract.identity.reasons import Reason, reason
from extract.text import fold

_IN_THE_NEWS = 400_000
"""People whom news name in the whole country, over some years."""
_RAREST, _COMMONEST = 2.5, -6.0
_SAME_PROVINCE, _BOTH_OFFICIALS, _BOTH_NATIONAL = 3.0, 1.4, 4.4
BARE = _BOTH_NATIONAL + 1.0
"""The most that can speak for one person where nothing but name, province and calling agrees."""
_TOGETHER = 0.002
"""How often two articles on one person name one companion again, by the number of names in an article."""
_SLACK = timedelta(days=45)
"""Articles go on calling people by an office for a while after they have left it."""
_RANKS = {"village": 0, "commune": 0, "district": 1, "province": 2, "national": 3}
_EVENT = timedelta(days=4)
_CHILDHOOD = timedelta(days=4 * 365)
_COUNCILS = tuple(
    fold(line)
    for line in (
        "tỉnh ủy", "thành ủy", "hội đồng nhân dân", "ủy ban nhân dân", "đoàn đại biểu quốc hội",
        "ban chấp hành đảng bộ", "ban thường vụ", "đảng bộ",
    )
)  # fmt: skip
"""Bodies whose members hold other offices of the province beside."""


def weigh(key: str, one: Profile, other: Profile) -> list[Reason]:
    """The evidence that two profiles of the name with this key are one person, or are not."""
    return [
        *_name(key, one, other),
        *_province(one, other),
        *_offices(one, other),
        *_homes(one, other),
        *_units(one, other),
        *_birth(one, other),
        *_callings(one, other),
        *_company(one, other),
        *_awards(one, other),
    ]


def name_weight(key: str) -> float:
    """What it says for one person that two appearances share the name with this key, and nothing else."""
    return min(_RAREST, max(_COMMONEST, -log(_IN_THE_NEWS * share(key))))


def total(reasons: list[Reason]) -> float:
    """The sum of the evidence: above 0 for one person."""
    return sum(one.weight for one in reasons)


def _name(key: str, one: Profile, other: Profile) -> Iterator[Reason]:
    weight = name_weight(key)
    yield reason("rare name" if weight > 0 else "common name", weight)
    if one.spellings.isdisjoint(other.spellings):
        yield reason("spelling", -0.5)


def _province(one: Profile, other: Profile) -> Iterator[Reason]:
    if one.homes and other.homes:
        if not one.homes.isdisjoint(other.homes):
            officials = one.holds_office and other.holds_office
            yield reason("same province", _SAME_PROVINCE + (_BOTH_OFFICIALS if officials else 0.0))
        elif _merged(one, other):
            yield reason("same province", _SAME_PROVINCE - 1.0)
        else:
            yield reason("other province", -3.0)
    elif one.is_national and other.is_national:
        yield reason("national", _BOTH_NATIONAL)


def _merged(one: Profile, other: Profile) -> bool:
    """Whether one knows the person in a province of before 1 July 2025, and one in what it became part of."""
    return any(
        successor(a) == b or successor(b) == a for a, b in product(sorted(one.homes), sorted(other.homes))
    )


def _offices(one: Profile, other: Profile) -> Iterator[Reason]:
    if bool(one.posts) != bool(other.posts):
        plain, official = (other, one) if one.posts else (one, other)
        at_home = any(ground.level == "commune" for ground in plain.grounds & _seats(official))
        if not at_home:
            yield reason("no office", -2.0 if plain.is_described else -1.0)
        return
    agreements = [
        found
        for a, b in product(one.posts, other.posts)
        if (found := _agreement(a, b, one.shown[a], not one.homes.isdisjoint(other.homes)))
    ]
    best = max(agreements, key=lambda found: (found.weight, found.vi), default=None)
    if best is not None:
        yield best
    if best is None or best.weight < 5.0:
        conflicts = [
            found
            for a, b in product(one.posts, other.posts)
            if (found := _conflict(a, b, one.posts[a], other.posts[b], other.shown[b]))
        ]
        if conflicts:
            yield min(conflicts, key=lambda found: (found.weight, found.vi))


def _agreement(a: Post, b: Post, shown: str, at_home: bool) -> Reason | None:  # noqa: FBT001 -- of the two
    known = bool(a.seat.place) or a.seat.level == "national"
    named = len(a.seat.line.split()) > 2
    if a.seat == b.seat and (known or (at_home and named)):
        if a.role == b.role:
            return reason("same office", 9.0 if sole(a) else 7.0, shown)
        return reason("same body", 5.5 if a.seat.level != "national" else 3.0, shown)
    if a.seat[1:] == b.seat[1:] and a.seat.place and a.seat.level in ("commune", "district"):
        return reason("same place", 4.0, shown)
    if a.role == b.role and a.seat.line == b.seat.line and at_home and not (a.seat.place and b.seat.place):
        return reason("likely office", 3.0, shown)
    return None


def _conflict(a: Post, b: Post, then: Attested, when: Attested, shown: str) -> Reason | None:
    if a.seat == b.seat or not (_placed(a) and _placed(b)):
        return None
    at_once = then.overlaps(when, _SLACK)
    if a.seat.level and a.seat[1:] == b.seat[1:]:  # another body in the same place, or both national
        if a.seat.level in ("commune", "district") or _sits_in_council(a) or _sits_in_council(b):
            return None
        weight = -2.0 if a.seat.level == "national" else -6.0
        return reason("at once", weight, shown) if at_once else reason("other office", -0.3, shown)
    if at_once:
        weight = -8.0 if a.seat.level == b.seat.level and sole(a) and sole(b) else -5.0
        return reason("at once", weight, shown)
    steps = abs(_RANKS.get(a.seat.level, 1) - _RANKS.get(b.seat.level, 1))
    return reason("other office", -2.0 - 0.5 * steps, shown)


def _placed(post: Post) -> bool:
    return bool(post.seat.place) or post.seat.level == "national" or len(post.seat.line.split()) > 2


def _sits_in_council(post: Post) -> bool:
    return any(post.seat.line.startswith(line) for line in _COUNCILS)


def _homes(one: Profile, other: Profile) -> Iterator[Reason]:
    shared = {ground for ground in one.grounds & other.grounds if ground.level != "province"}
    communes = _names(one.grounds, "commune"), _names(other.grounds, "commune")
    districts = _names(one.grounds, "district"), _names(other.grounds, "district")
    if any(ground.level == "commune" for ground in shared):
        yield reason("same home", 5.0, min(_shown(shared, "commune")))
    elif communes[0] and communes[1]:
        yield reason("other home", -3.5)
    elif any(ground.level == "village" and not ground.name.isdigit() for ground in shared):
        yield reason("same home", 3.0, min(_shown(shared, "village")))
    elif any(ground.level == "district" for ground in shared):
        yield reason("same home", 1.5, min(_shown(shared, "district")))
    elif districts[0] and districts[1]:
        yield reason("other home", -3.0)
    yield from _home_and_office(one, other)
    yield from _home_and_office(other, one)


def _home_and_office(dweller: Profile, official: Profile) -> Iterator[Reason]:
    """Whether the one lives where the other holds office."""
    seats = _seats(official)
    for level, agree, differ in (("commune", 4.0, -2.5), ("district", 0.5, -2.0)):
        homes = {ground for ground in dweller.grounds if ground.level == level}
        offices = {ground for ground in seats if ground.level == level}
        if homes & offices:
            yield reason("home and office", agree, min(ground.name for ground in homes & offices))
        elif homes and offices and not official.grounds & dweller.grounds:
            yield reason("other home", differ)


def _seats(profile: Profile) -> set[Ground]:
    """The places where a person holds or held office."""
    return {Ground(post.seat.level, post.seat.place) for post in profile.posts if post.seat.place}


def _units(one: Profile, other: Profile) -> Iterator[Reason]:
    if shared := one.units & other.units:
        yield reason("same unit", 5.5, min(shared))
    elif one.units and other.units:
        yield reason("other unit", -2.5)


def _birth(one: Profile, other: Profile) -> Iterator[Reason]:
    if one.born and other.born:
        apart = min(abs(a - b) for a, b in product(one.born, other.born))
        if apart <= 1:
            yield reason("born", 4.5)
        elif apart > 2:
            yield reason("born otherwise", -12.0)


def _callings(one: Profile, other: Profile) -> Iterator[Reason]:
    mine, others = _roles(one), _roles(other)
    if not (mine and others):
        return
    if ("pupil" in mine) != ("pupil" in others):
        near = (
            not (one.days.first and other.days.first) or abs(one.days.first - other.days.first) < _CHILDHOOD
        )
        yield reason("other calling", -6.0 if near else -2.0)
    elif mine & others - {"official"}:
        yield reason("calling", 0.8)
    elif not mine & others:
        yield reason("other calling", -1.5)


def _roles(profile: Profile) -> set[str]:
    return profile.callings | ({"official"} if profile.holds_office else set())


def _company(one: Profile, other: Profile) -> Iterator[Reason]:
    """Whom both are named with: a rare name in common says more than one that many bear."""
    near = one.days.first and other.days.first and abs(one.days.first - other.days.first) <= _EVENT
    if shared := sorted(one.company & other.company):
        weight = sum(min(4.0, max(0.5, log(_TOGETHER / share(name)))) for name in shared)
        yield reason("company", min(5.5, weight), str(len(shared)))
    if near and (both := len((one.company | one.leaders) & (other.company | other.leaders))):
        yield reason("event", min(4.0, 1.5 * both))


def _awards(one: Profile, other: Profile) -> Iterator[Reason]:
    for award in sorted(one.awards.keys() & other.awards.keys()):
        mine, others = one.awards[award].first, other.awards[award].first
        if mine and others and abs(mine - others) <= _EVENT:
            yield reason("award", 2.5)
            return


def _names(grounds: set[Ground], level: str) -> set[str]:
    return {ground.name for ground in grounds if ground.level == level}


def _shown(grounds: set[Ground], level: str) -> list[str]:
    return sorted(_names(grounds, level))
