"""The kinds of bodies, compiled from `lexicon/body_kinds.toml`, which says what each entry means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from extract.lexicon import entries, table
from extract.phrases import Phrases, keys, phrase_set


class BodyLevel(StrEnum):
    """The level of the administration at which a body stands."""

    CENTRE = "centre"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    OTHER = "other"
    """At none: companies, schools, religious bodies, villages."""


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A kind of body of which each unit of some level has one."""

    name: str
    line: str
    climbs: bool
    """Whether the body above is that of the unit above."""
    top: str | None
    """The central body above those of provinces."""
    names: Mapping[str, str]
    """What it is called at a level of units, where that is not its name."""


@dataclass(frozen=True, slots=True)
class Department:
    """A head of departments, and the kind of body that they belong to."""

    kind: str
    level: BodyLevel | None


@dataclass(frozen=True, slots=True)
class CentralBody:
    """A central body with the one above it."""

    name: str
    line: str
    above: str | None


class BodyWords:
    """The lists, compiled: one attribute for each."""

    def __init__(self) -> None:
        lists = table("body_kinds")
        self.kinds = {
            name: BodyKind(
                name, kind["line"], kind.get("climbs", False), kind.get("top"), kind.get("names", {})
            )
            for name, kind in lists["kinds"].items()
        }
        self.wordings: Phrases[tuple[str, str]] = Phrases(
            {
                wording: (name, unit_kind)
                for name, kind in lists["kinds"].items()
                for wording, unit_kind in (
                    dict.fromkeys([name, *kind["wordings"]], "") | kind.get("of", {}) | kind.get("said", {})
                ).items()
            }
        )
        """Names of kinds, each with its kind and the kind of unit that it says (`huyện` of `Huyện ủy`)."""
        self.of_kind = {
            (name, unit_kind): wording
            for name, kind in lists["kinds"].items()
            for wording, unit_kind in kind.get("of", {}).items()
        }
        """The wording of a kind for a kind of unit: (`Đảng ủy`, `huyện`) is `Huyện ủy`."""
        self.departments = {
            keys(head): Department(entry["kind"], BodyLevel(entry["level"]) if "level" in entry else None)
            for head, entry in lists["departments"].items()
        }
        self.department_heads = phrase_set(lists["departments"])
        self.title_heads = {keys(head): head for head in lists["titles"]["heads"]}
        self.title_always = frozenset(map(keys, lists["titles"]["always"]))
        self.title_before = frozenset(keys(word)[0] for word in lists["titles"]["before"])
        self.central = {
            name: CentralBody(name, body["line"], body.get("above")) for name, body in lists["centre"].items()
        }
        self.central_names = {
            keys(wording): name
            for name, body in lists["centre"].items()
            for wording in (name, *body.get("also", ()))
        }
        self._central_heads = phrase_set(lists["central"]["heads"])
        self._central_ends = phrase_set(lists["central"]["ends"])
        ministry = lists["central"]["ministry"]
        self.ministry_above: str = ministry["above"]
        self._ministry = phrase_set([ministry["head"]])
        self._no_ministry = phrase_set(ministry["not"])
        self.other_heads = phrase_set(lists["other"]["heads"])
        self.joined = frozenset(keys(word) for word in lists["joined"]["by"])
        self.inner_heads = phrase_set(lists["inner"]["heads"])
        self.persons_places = frozenset(table("bodies")["after_people"]["places"])
        """Names of units that are a person's without their kind."""
        self.surnames = frozenset(keys(name)[0] for name in entries("surnames"))
        self.countries = phrase_set(entries("countries"))

    def is_central(self, name: Sequence[str]) -> bool:
        """Whether the tokens begin, or end, with words that only central bodies have."""
        heads = self._no_ministry.end(name, 0) == 0 and self._central_heads.end(name, 0) > 0
        return heads or self._central_ends.suffix(name) > 0

    def department(self, name: Sequence[str]) -> Department | None:
        """The department whose head the tokens begin with; the longest."""
        found = (self.departments.get(tuple(name[:size])) for size in range(len(name), 0, -1))
        return next((department for department in found if department), None)

    def is_ministry(self, name: Sequence[str]) -> bool:
        """Whether the tokens are the name of a ministry."""
        return self._ministry.end(name, 0) > 0 and self._no_ministry.end(name, 0) == 0


@cache
def body_words() -> BodyWords:
    """The lists, compiled once."""
    return BodyWords()
