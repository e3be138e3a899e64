"""Kinds of awards: what an award is by how its name begins (`lexicon/award_kinds.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extract.lexicon import table
from extract.text import fold

OTHER = "other"
"""The kind of what no beginning fits."""


@dataclass(frozen=True, slots=True)
class AwardKind:
    """A kind, with its names and the keys with which its awards' names begin."""

    id: str
    vietnamese: str
    english: str
    beginnings: tuple[str, ...]


@cache
def award_kinds() -> tuple[AwardKind, ...]:
    """All kinds, in the order of the lexicon, and last the one of all other awards."""
    kinds = [
        AwardKind(
            one["id"], one["vietnamese"], one["english"], tuple(fold(each) for each in one["beginnings"])
        )
        for one in table("award_kinds")["kind"]
    ]
    return (*kinds, AwardKind(OTHER, "Khen thưởng khác", "Other awards", ()))


@cache
def beginnings() -> tuple[tuple[str, str], ...]:
    """Each beginning with its kind's id, the longest first: the first that fits tells the kind."""
    pairs = [(key, kind.id) for kind in award_kinds() for key in kind.beginnings]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def award_kind(name: str) -> str:
    """The id of the kind of an award with this name."""
    key = fold(name)
    return next((kind for beginning, kind in beginnings() if key.startswith(beginning)), OTHER)
