"""The role of an office at a place in a sentence: `Bí thư`, `Phó Giám đốc`, `quyền Trưởng phòng`.

A role is a head (`Giám đốc`), a head with a deputy's prefix (`Phó Giám đốc`) or a leader of
a unit (`Trưởng phòng`), with what modifies it (`Thường trực`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extract.offices.words import Line, office_words


class Kind(StrEnum):
    """What kind of office a phrase names."""

    OFFICE = "office"
    BARE = "bare"
    """A role without its body, that says an office only of a person."""
    OCCUPATION = "occupation"
    MEMBERSHIP = "membership"
    """A delegation named in place of an office: it has no title."""
    TOUCHING = "touching"
    """A role that says an office only where it touches a name."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: the token behind it, and what it asks for."""

    end: int
    kind: Kind
    unit: int | None = None
    """The token at which the name of the unit led begins, for leaders of a unit."""
    weak: bool = False
    """Says an office only with a body behind it."""


def role_at(line: Line, at: int) -> Role | None:
    """The role that begins at token `at`, if one does."""
    words, tokens = office_words(), line.keys
    if tokens[at] not in words.role_firsts:
        return None
    start = words.acting.end(tokens, at)
    head = words.heads.end(tokens, start)
    if head > start:
        weak = start == at and words.weak.whole(tokens[start:head])
        return Role(head, Kind.OFFICE, weak=weak)
    deputy = words.deputies.end(tokens, start)
    if deputy > start and (head := words.heads.end(tokens, deputy)) > deputy:
        return Role(head, Kind.OFFICE)
    leader = words.unit_leaders.end(tokens, start)
    if leader > start and line.free(leader):
        unit = words.units.end(tokens, leader)
        return Role(unit, Kind.OFFICE, unit=leader) if unit > leader else None
    occupation = words.occupations.end(tokens, at)
    if occupation > at:
        return Role(occupation, Kind.OCCUPATION)
    touching = words.touching.end(tokens, at)
    return Role(touching, Kind.TOUCHING) if touching > at else None


def title_end(line: Line, end: int) -> int:
    """Where the title ends, with the words that modify the role, also behind a stray mark."""
    words = office_words()
    while True:
        mark = end + 1 if line.free(end) and line.keys[end] in {",", "-"} else end
        modified = words.modifiers.end(line.keys, mark) if mark < len(line) else mark
        if modified == mark:
            return end
        end = modified
