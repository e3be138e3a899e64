"""An appearance: one name in one article, with what the article says of its bearer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from extract.identity.grounds import Ground
from extract.identity.seats import Seat

EVIDENCE_VERSION = 2
"""Raised whenever evidence is gathered or written otherwise than before: what is in store is then gathered
anew."""


class Ref(NamedTuple):
    """What an appearance is known by, whatever extractor read the article: article id and name key."""

    article_id: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOffice:
    """An office that the article gives the bearer of a name: the role's key, the seat, and all as written."""

    role: str
    seat: Seat
    former: bool
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What tells the bearer of a name from namesakes; all but `name` and `province` are keys."""

    name: str
    province: str
    """The province that the site writes about, as written."""
    day: date | None
    offices: tuple[HeldOffice, ...] = ()
    grounds: tuple[Ground, ...] = ()
    """Where the bearer is from or lives."""
    units: tuple[str, ...] = ()
    """The schools, firms and the like to which the bearer belongs."""
    callings: tuple[str, ...] = ()
    """Kinds of callings: `pupil`, `teacher`, `farmer` …"""
    born: int | None = None
    awards: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    """The keys of the other names in the article, but those of leaders."""
    leaders: tuple[str, ...] = ()
    """The keys of leaders of a province or the country whom the article names: they are in everybody's
    company, and tell only whether two articles are about one event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """A name in an article; `url` orders appearances in the same way whenever they came in."""

    ref: Ref
    url: str
    evidence: Evidence


def to_json(evidence: Evidence) -> dict[str, Any]:
    """The evidence as plain data, for storing."""
    return asdict(evidence) | {"day": evidence.day.isoformat() if evidence.day else None}


def from_json(stored: dict[str, Any]) -> Evidence:
    """The evidence that `to_json` of this or an earlier version made the data of.

    What an earlier version did not gather is not there, until it is gathered anew.
    """
    return Evidence(
        name=stored["name"],
        province=stored["province"],
        day=date.fromisoformat(stored["day"]) if stored["day"] else None,
        offices=tuple(
            HeldOffice(role=one["role"], seat=Seat(*one["seat"]), former=one["former"], shown=one["shown"])
            for one in stored["offices"]
            if "seat" in one
        ),
        grounds=tuple(Ground(*one) for one in stored.get("grounds", ())),
        units=tuple(stored.get("units", ())),
        callings=tuple(stored.get("callings", ())),
        born=stored.get("born"),
        awards=tuple(stored.get("awards", ())),
        company=tuple(stored["company"]),
        leaders=tuple(stored.get("leaders", ())),
    )
