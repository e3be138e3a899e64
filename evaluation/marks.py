"""Where facts stand in a text: marks on its characters, and the text cut along them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from evaluation.score import Document, Item, Outcome, Verdict

SHOWN = ("people", "offices", "dates", "awards", "authors")
"""The measures whose facts are shown; the others judge the same facts more or less strictly."""

MISSED = "missed"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A fact at one place of a text: its measure, its verdict or `missed`, and what it says."""

    start: int
    end: int
    measure: str
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks."""

    text: str
    marks: tuple[Mark, ...]


def marks(text: str, outcomes: dict[str, Outcome]) -> list[Mark]:
    """The marks of all found facts, and of the missed ones whose wording is in the text."""
    found = [
        Mark(start, end, measure, verdict.value, _why(item))
        for measure in SHOWN
        if measure in outcomes
        for item, verdict in outcomes[measure].judged
        for start, end in _places(item.record)
    ]
    missed = [
        Mark(start, start + len(wording), measure, MISSED, item.label)
        for measure in SHOWN
        if measure in outcomes
        for item in outcomes[measure].missed
        for wording in _wordings(measure, item.record)[:1]
        if (start := text.find(wording)) >= 0
    ]
    return sorted(found + missed)


def pieces(text: str, placed: Iterable[Mark]) -> Iterator[Piece]:
    """The text cut wherever a mark begins or ends."""
    ordered = sorted(placed)
    edges = sorted({0, len(text), *(edge for mark in ordered for edge in (mark.start, mark.end))})
    waiting = iter(ordered)
    upcoming = next(waiting, None)
    active: list[Mark] = []
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        while upcoming is not None and upcoming.start <= start:
            active.append(upcoming)
            upcoming = next(waiting, None)
        yield Piece(text[start:end], tuple(active))


def errors(outcomes: dict[str, Outcome]) -> list[tuple[str, str, str]]:
    """Measure, `wrong` or `missed`, and label of every error of an article."""
    rows = []
    for measure in SHOWN:
        if measure in outcomes:
            rows += [(measure, MISSED, item.label) for item in outcomes[measure].missed]
            rows += [
                (measure, verdict.value, _why(item))
                for item, verdict in outcomes[measure].judged
                if verdict is Verdict.WRONG
            ]
    return rows


def _places(record: Document) -> list[tuple[int, int]]:
    """Where a predicted fact stands: a person at every mention, other facts at their span."""
    places = record.get("mentions") or [record["span"]] if record.get("span") else []
    return [(place[0], place[1]) for place in places]


def _why(item: Item) -> str:
    """What a predicted fact says, the rule that found it and its confidence."""
    if "rule" not in item.record:
        return item.label
    return f"{item.label} · {item.record['rule']} · {item.record['confidence']:.2f}"


def _wordings(measure: str, record: Document) -> list[str]:
    """The wordings by which a missed fact may be found in the text, the likeliest first."""
    match measure:
        case "people" | "authors":
            return [record["name"]]
        case "dates":
            return [record["text"]] if record.get("text") else []
        case "awards":
            return [record["award"]]
        case _:
            return [record["title"]] if record.get("title") else [record["organization"]]
