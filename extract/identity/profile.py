"""What is known of one person from some of their appearances, added up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from extract.identity.appearance import Evidence, HeldOffice
from extract.identity.grounds import Ground, province_key
from extract.identity.seats import Seat, is_sole
from extract.text import fold


class Post(NamedTuple):
    """A role in a seat."""

    role: str
    seat: Seat


@dataclass(slots=True)
class Attested:
    """The days of the first and the last article that attest something; None where none has a day."""

    first: date | None = None
    last: date | None = None

    def add(self, first: date | None, last: date | None) -> None:
        """Widen by further days."""
        self.first = min((day for day in (self.first, first) if day), default=None)
        self.last = max((day for day in (self.last, last) if day), default=None)

    def overlaps(self, other: Attested, slack: timedelta) -> bool:
        """Whether both are attested at one time, give or take; without days nobody knows."""
        if not (self.first and self.last and other.first and other.last):
            return False
        return self.first <= other.last - slack and other.first <= self.last - slack


@dataclass(slots=True)
class Profile:
    """Everything that appearances of one person say together."""

    spellings: set[str] = field(default_factory=set)
    homes: set[str] = field(default_factory=set)
    """Keys of the provinces where the person belongs; none for one who is only known in national offices."""
    posts: dict[Post, Attested] = field(default_factory=dict)
    """Offices held, with when; those that articles only call former without days."""
    shown: dict[Post, str] = field(default_factory=dict)
    grounds: set[Ground] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    callings: set[str] = field(default_factory=set)
    born: set[int] = field(default_factory=set)
    awards: dict[str, Attested] = field(default_factory=dict)
    company: set[str] = field(default_factory=set)
    leaders: set[str] = field(default_factory=set)
    days: Attested = field(default_factory=Attested)

    def include(self, other: Profile) -> None:
        """Add what another profile of the same person says."""
        self.spellings |= other.spellings
        self.homes |= other.homes
        for post, when in other.posts.items():
            self.posts.setdefault(post, Attested()).add(when.first, when.last)
        self.shown |= {post: words for post, words in other.shown.items() if post not in self.shown}
        self.grounds |= other.grounds
        self.units |= other.units
        self.callings |= other.callings
        self.born |= other.born
        for award, when in other.awards.items():
            self.awards.setdefault(award, Attested()).add(when.first, when.last)
        self.company |= other.company
        self.leaders |= other.leaders
        self.days.add(other.days.first, other.days.last)

    @property
    def holds_office(self) -> bool:
        """Whether any office is known."""
        return bool(self.posts)

    @property
    def is_described(self) -> bool:
        """Whether anything but offices is said of the person: home, school or firm, calling, birth."""
        local = any(ground.level != "province" for ground in self.grounds)
        return bool(local or self.units or self.callings or self.born)

    @property
    def is_national(self) -> bool:
        """Whether an office of the country is known."""
        return any(post.seat.level == "national" for post in self.posts)


def profile_of(evidence: Evidence) -> Profile:
    """What a single appearance says."""
    posts: dict[Post, Attested] = {}
    for office in evidence.offices:
        day = None if office.former else evidence.day
        posts.setdefault(Post(office.role, office.seat), Attested()).add(day, day)
    return Profile(
        spellings={fold(evidence.name)},
        homes=_homes(evidence),
        posts=posts,
        shown={Post(office.role, office.seat): office.shown for office in evidence.offices},
        grounds=set(evidence.grounds),
        units=set(evidence.units),
        callings=set(evidence.callings),
        born={evidence.born} if evidence.born else set(),
        awards={award: Attested(evidence.day, evidence.day) for award in evidence.awards},
        company=set(evidence.company),
        leaders=set(evidence.leaders),
        days=Attested(evidence.day, evidence.day),
    )


def sole(post: Post) -> bool:
    """Whether a post has one holder at a time."""
    return is_sole(post.role)


def _homes(evidence: Evidence) -> set[str]:
    named = {ground.name for ground in evidence.grounds if ground.level == "province"}
    named |= {office.seat.place for office in evidence.offices if office.seat.level == "province"}
    if named:
        return named
    if evidence.offices and all(map(_is_national, evidence.offices)):
        return set()
    return {province_key(evidence.province)}


def _is_national(office: HeldOffice) -> bool:
    return office.seat.level == "national"
