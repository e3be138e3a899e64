"""Two articles side by side: one story, the same form filled in anew, or neither.

The words decide how much is shared; the numbers in shared wording decide whether a
shared form tells the same thing: a bulletin with other figures is a template, not a copy.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dedupe.words import shingles, syllables

_QUOTATION = re.compile(r'["“][^"“”]{20,}?["”]')
"""Words of a speaker: two reporters at one event write down the same ones."""

_RUN = 5
"""Syllables in a row that two independent texts seldom share by chance."""

COPIED = 0.62
"""The share of one text, outside quotations, that must stand in the other word for word."""

WHOLE = 0.85
"""The share from which the shorter text is an excerpt of the longer, where it is much shorter."""

MUCH_SHORTER = 0.7

CONFLICT = 0.4
"""The share of numbers that differ in the same surroundings, from which the text is a template."""

FEW_NUMBERS = 4
"""With fewer numbers in the same surroundings, a different one is a correction."""


class Kind(StrEnum):
    """What two articles are to each other."""

    IDENTICAL = "identical"
    COPY = "copy"
    EXCERPT = "excerpt"
    UPDATE = "update"
    TEMPLATE = "template"
    DIFFERENT = "different"


DUPLICATES = frozenset({Kind.IDENTICAL, Kind.COPY, Kind.EXCERPT, Kind.UPDATE})
"""The kinds that an editor counts as one story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article as the comparison sees it."""

    title: str
    body: str
    publisher: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a comparison says, with its scores (0 to 1) and its reasons in words."""

    kind: Kind
    score: float
    scores: Mapping[str, float]
    reasons: tuple[str, ...]

    @property
    def duplicate(self) -> bool:
        """Whether the two count as one story."""
        return self.kind in DUPLICATES


def compare(a: Text, b: Text) -> Verdict:
    """Judge two articles; symmetric in kind and scores."""
    words_a, words_b = syllables(f"{a.title}\n{a.body}"), syllables(f"{b.title}\n{b.body}")
    if syllables(a.body) == syllables(b.body) and words_a:
        return Verdict(
            kind=Kind.IDENTICAL,
            score=1.0,
            scores={"overlap": 1.0, "jaccard": 1.0, "conflict": 0.0},
            reasons=("hai bài giống nhau từng chữ / the two texts are the same, word for word",),
        )
    own_a, own_b = _without_quotations(a), _without_quotations(b)
    overlap = max(_covered(own_a, own_b), _covered(own_b, own_a))
    conflict, numbers = _conflicting_numbers(words_a, words_b)
    shorter, longer = sorted((words_a, words_b), key=len)
    ratio = len(shorter) / max(1, len(longer))
    jaccard = _jaccard(words_a, words_b)
    scores = {
        "overlap": round(overlap, 4),
        "jaccard": round(jaccard, 4),
        "conflict": round(conflict, 4),
        "length": round(ratio, 4),
    }
    reasons = [
        f"{overlap:.0%} lời văn trùng nhau, không kể trích dẫn / of the wording is shared, quotations aside"
    ]
    if overlap < COPIED:
        kind = Kind.DIFFERENT
    elif conflict > 0 and _issues_of_a_series(a, b):
        kind = Kind.TEMPLATE
        reasons.append(
            "hai số của một bản tin: tựa chỉ khác ngày hay số / two issues of one bulletin, by their titles"
        )
    elif numbers >= FEW_NUMBERS and conflict >= CONFLICT:
        kind = Kind.TEMPLATE
        reasons.append(
            f"{conflict:.0%} trong {numbers} con số ở cùng vị trí khác nhau / "
            f"of {numbers} numbers in the same surroundings differ"
        )
    elif ratio <= MUCH_SHORTER and _covered(shorter, longer) >= WHOLE:
        kind = Kind.EXCERPT
        reasons.append(
            f"bài ngắn bằng {ratio:.0%} bài dài và nằm trọn trong đó / the shorter text is part of the longer"
        )
    elif _later_from_same_publisher(a, b):
        kind = Kind.UPDATE
        reasons.append("cùng một nơi đăng, vào lúc khác / from the same publisher, at another time")
    else:
        kind = Kind.COPY
    return Verdict(kind=kind, score=round(overlap, 4), scores=scores, reasons=tuple(reasons))


def _without_quotations(text: Text) -> list[str]:
    return syllables(_QUOTATION.sub(" ", f"{text.title}\n{text.body}"))


def _covered(words: list[str], other: list[str]) -> float:
    """The share of `words` that lie in a run of `_RUN` words which `other` has too."""
    if not words:
        return 0.0
    known = {tuple(other[i : i + _RUN]) for i in range(len(other) - _RUN + 1)}
    count, end = 0, 0
    for start in range(len(words) - _RUN + 1):
        if tuple(words[start : start + _RUN]) in known:
            count += start + _RUN - max(start, end)
            end = start + _RUN
    return count / len(words)


def _jaccard(a: list[str], b: list[str]) -> float:
    left, right = set(shingles(a).tolist()), set(shingles(b).tolist())
    return len(left & right) / len(left | right) if left or right else 0.0


def _conflicting_numbers(a: list[str], b: list[str]) -> tuple[float, int]:
    """Of the numbers that stand in the same words in both texts: the share that differ, and their count."""
    there = defaultdict(set)
    for surroundings, number in _numbers_in_place(b):
        there[surroundings].add(number)
    shared = [(number, there[place]) for place, number in _numbers_in_place(a) if place in there]
    if not shared:
        return 0.0, 0
    return sum(number not in others for number, others in shared) / len(shared), len(shared)


def _issues_of_a_series(a: Text, b: Text) -> bool:
    """Whether the titles are the same but for their numbers, and these differ: `… ngày 5/8`, `… ngày 6/8`."""
    title_a, title_b = syllables(a.title), syllables(b.title)
    return title_a != title_b and _masked(title_a) == _masked(title_b)


def _masked(words: list[str]) -> list[str]:
    return ["#" if any(char.isdigit() for char in word) else word for word in words]


def _numbers_in_place(words: list[str]) -> list[tuple[tuple[str, ...], str]]:
    """Each number with the two words before and after it, other numbers masked."""
    masked = _masked(words)
    return [(tuple(masked[max(0, i - 2) : i + 3]), words[i]) for i, word in enumerate(masked) if word == "#"]


def _later_from_same_publisher(a: Text, b: Text) -> bool:
    same = a.publisher is not None and a.publisher == b.publisher
    return same and a.published != b.published
