"""Scores of predicted facts against labelled ones, article by article.

Gold and predictions have the form of the annotation guidelines: one object for each article
with `people`, `dates`, `awards` and `authors`. Facts are a set; gold facts marked optional
are neither asked for nor punished, and a second wording of a fact already found is no error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from evaluation.wording import Tokens, normalise, token_f1

Document = Mapping[str, Any]
"""One article, gold or predicted."""

SOFT = 0.8
"""Token F1 from which two wordings of an office or award count as the same."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Item:
    """One fact of a document as it is compared: its key, and the object it was read from."""

    key: Any
    label: str
    optional: bool
    record: Mapping[str, Any]


class Verdict(Enum):
    """What a predicted fact turned out to be."""

    RIGHT = "right"
    OPTIONAL = "optional"
    REPEATED = "repeated"
    """A second wording of a fact already found."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measure on one article: every prediction with its verdict, and the gold facts missed."""

    judged: tuple[tuple[Item, Verdict], ...]
    missed: tuple[Item, ...]

    @property
    def tally(self) -> Tally:
        """The counts."""
        verdicts = [verdict for _, verdict in self.judged]
        return Tally(verdicts.count(Verdict.RIGHT), verdicts.count(Verdict.WRONG), len(self.missed))


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one measure: right, wrongly predicted, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of the predictions that are right; 1 where nothing was predicted."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold facts that were found; 1 where there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of fact and how two facts of that kind are compared."""

    name: str
    read: Callable[[Document], list[Item]]
    similarity: Callable[[Any, Any], float] = field(repr=False)
    threshold: float

    def judge(self, gold: Document, predicted: Document) -> Outcome:
        """Match predictions to gold one to one, the most similar pairs first."""
        asked, given = self.read(gold), self.read(predicted)
        pairs = [
            (similarity, right, left)
            for right, wanted in enumerate(asked)
            for left, found in enumerate(given)
            if (similarity := self.similarity(wanted.key, found.key)) >= self.threshold
        ]
        matched: dict[int, int] = {}
        taken: set[int] = set()
        for _, right, left in sorted(pairs, key=lambda pair: -pair[0]):
            if right not in taken and left not in matched:
                matched[left] = right
                taken.add(right)
        like = {left for _, _, left in pairs}
        judged = tuple(
            (item, self._verdict(asked, matched.get(left), repeated=left in like))
            for left, item in enumerate(given)
        )
        missed = tuple(item for right, item in enumerate(asked) if right not in taken and not item.optional)
        return Outcome(judged, missed)

    @staticmethod
    def _verdict(asked: Sequence[Item], match: int | None, *, repeated: bool) -> Verdict:
        if match is not None:
            return Verdict.OPTIONAL if asked[match].optional else Verdict.RIGHT
        return Verdict.REPEATED if repeated else Verdict.WRONG


def score(gold: Document, predicted: Document) -> dict[str, Outcome]:
    """Every measure on one article; authors only where the gold names them."""
    return {
        measure.name: measure.judge(gold, predicted)
        for measure in MEASURES
        if measure.name != "authors" or gold.get("authors") is not None
    }


def total(outcomes: Iterable[Mapping[str, Outcome]]) -> dict[str, Tally]:
    """The counts of many articles, measure by measure."""
    sums: dict[str, Tally] = {}
    for scores in outcomes:
        for name, outcome in scores.items():
            sums[name] = sums.get(name, Tally()) + outcome.tally
    return sums


def _people(document: Document) -> list[Item]:
    people = list(document.get("people", []))
    optional = [{"name": name, "optional": True} for name in document.get("optional_people", [])]
    items: dict[Tokens, Item] = {}
    for person in (*people, *optional):
        key = normalise(person["name"])
        items.setdefault(key, Item(key, person["name"], bool(person.get("optional")), person))
    return list(items.values())


def _offices(document: Document) -> list[Item]:
    items: dict[tuple[Any, ...], Item] = {}
    for person in document.get("people", []):
        for office in person.get("offices", []):
            wording = " ".join(filter(None, [office.get("title"), office.get("organization")]))
            forms = tuple(dict.fromkeys(normalise(form) for form in [wording, *office.get("variants", [])]))
            former = bool(office.get("former"))
            key = (normalise(person["name"]), forms, former)
            optional = bool(office.get("optional") or person.get("optional"))
            label = f"{person['name']} | {wording}{' (former)' if former else ''}"
            items.setdefault((key[0], forms[0], former), Item(key, label, optional, office))
    return list(items.values())


def _dates(document: Document) -> list[Item]:
    items: dict[tuple[str, str], Item] = {}
    for found in document.get("dates", []):
        key = (found["start"], found["end"])
        label = f"{found.get('text', '')} {found['start']}..{found['end']}"
        item = Item(key, label, bool(found.get("optional")), found)
        if key not in items or (items[key].optional and not item.optional):
            items[key] = item
    return list(items.values())


def _awards(document: Document) -> list[Item]:
    items: dict[tuple[Any, ...], Item] = {}
    for award in document.get("awards", []):
        key = (
            normalise(award["award"]),
            normalise(award.get("recipient") or ""),
            award.get("count"),
            normalise(award.get("issuer") or ""),
            award.get("status") or "conferred",
        )
        group = f"{award['count']} " if award.get("count") else ""
        given = f"{award.get('issuer')} | {group}{award.get('recipient')} | {award.get('status')}"
        label = f"{award['award']} | {given}"
        items.setdefault(key, Item(key, label, bool(award.get("optional")), award))
    return list(items.values())


def _authors(document: Document) -> list[Item]:
    names = document.get("authors") or []
    return [Item(normalise(name), name, optional=False, record={"name": name}) for name in names]


def _equal(one: object, other: object) -> float:
    return 1.0 if one == other else 0.0


def _office_similarity(one: Any, other: Any) -> float:
    if one[0] != other[0] or one[2] != other[2]:
        return 0.0
    return max(token_f1(form, wording) for form in one[1] for wording in other[1])


def _award_core(one: Any, other: Any) -> float:
    if (one[2] or None) != (other[2] or None):
        return 0.0
    return min(token_f1(one[0], other[0]), token_f1(one[1], other[1]))


def _award_full(one: Any, other: Any) -> float:
    if one[4] != other[4] or token_f1(one[3], other[3]) < SOFT:
        return 0.0
    return _award_core(one, other)


MEASURES = (
    Measure("people", _people, _equal, 1.0),
    Measure("offices_exact", _offices, _office_similarity, 1.0),
    Measure("offices", _offices, _office_similarity, SOFT),
    Measure("dates", _dates, _equal, 1.0),
    Measure("awards_core", _awards, _award_core, SOFT),
    Measure("awards", _awards, _award_full, SOFT),
    Measure("authors", _authors, _equal, 1.0),
)
"""What is measured, in the order of the tables: facts right as a whole count by F1 over all articles."""
