"""Two articles side by side: one story, the same form filled in anew, or neither.

`measure` reads the texts, `decide` holds what was measured against thresholds; so a change of
thresholds can be tried on stored measurements (`tintinh dedupe tune`) without the texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum

import numpy as np

from dedupe.overlap import parallel_words, quoted_words, shared_words
from dedupe.places import compare_places
from dedupe.words import Marks, among, hashed_syllables, read_words, runs, syllables


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
class Thresholds:
    """Where the verdict turns, in shares (0 to 1); each was set by real and generated pairs."""

    copied: float = 0.61
    """The share of one text, quotations aside, that must stand in the other word for word."""
    parallel: float = 0.75
    """Or the share that must run parallel to the other, with single words replaced."""
    numbers: float = 0.3
    """The share of numbers in the same words that differ, beyond that of other words replaced,
    from which the text is a template."""
    names: float = 0.5
    """The same of names; spelling and forms of address differ more often than numbers."""
    excerpt: float = 0.85
    """The share of a shorter text within the longer one, from which it is an excerpt."""
    shorter: float = 0.7
    """The length of an excerpt, at most, as a share of the longer text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What can be counted about two articles; shares are 0 to 1, marks are 0 or 1."""

    same: float
    """Whether the bodies are the same, word for word; of short ones, the titles too."""
    words: float
    """How many words the shorter text has, title and body."""
    overlap: float
    """The share of one text in the other, in runs of five words, quotations aside; the greater one."""
    parallel: float
    """The share of the shorter text that runs parallel to the longer, quotations aside."""
    replaced: float
    """Of the words in parallel stretches, those that differ."""
    contained: float
    """The share of the shorter text that stands in the longer, quotations and all."""
    length: float
    """The shorter text's length as a share of the longer one's."""
    numbers: float
    """How many numbers stand in the same words in both (a count)."""
    numbers_differ: float
    """Of these, the share that differ."""
    names: float
    """How many names stand in the same words in both (a count)."""
    names_differ: float
    """Of these, the share that differ."""
    series: float
    """Whether the titles differ only in their numbers: `… ngày 5/8`, `… ngày 6/8`."""
    updated: float
    """Whether both are from one publisher, at different times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a comparison says, with its measurements and its reasons in words."""

    kind: Kind
    score: float
    """How much of one text is the other's, 0 to 1."""
    reasons: tuple[str, ...]
    scores: Mapping[str, float] = field(default_factory=dict)

    @property
    def duplicate(self) -> bool:
        """Whether the two count as one story."""
        return self.kind in DUPLICATES


STANDARD = Thresholds()

_HARDLY_ANY = 0.05
"""With less of their runs in common, two texts are not looked at more closely; of a text with
30 % of its words replaced, a sixth of the runs are left."""

_FEW = 4
"""With fewer numbers or names in the same words, a different one is a correction."""

_FEW_WORDS = 20
"""Words that say something of a text. Of fewer outside quotations, all are looked at; a whole text
of fewer (`Chi tiết xem tệp đính kèm`) is a duplicate only of what has its title and body."""


def compare(a: Text, b: Text, thresholds: Thresholds = STANDARD) -> Verdict:
    """Judge two articles; symmetric in kind."""
    if _runs_in_common(a.body, b.body) < _HARDLY_ANY:
        reason = "hầu như không có lời văn chung / hardly any wording in common"
        return Verdict(kind=Kind.DIFFERENT, score=0.0, reasons=(reason,))
    return decide(measure(a, b), thresholds)


def _runs_in_common(one: str, other: str) -> float:
    """The greater share of one text's runs that stand in the other: quickly counted."""
    left, right = runs(hashed_syllables(one)), runs(hashed_syllables(other))
    if not len(left) or not len(right):
        return 1.0
    return float(max(among(left, right).mean(), among(right, left).mean()))


def measure(a: Text, b: Text) -> Measures:
    """Count what two articles share."""
    if len(b.body) < len(a.body):
        a, b = b, a
    shorter, longer = read_words(f"{a.title}\n{a.body}"), read_words(f"{b.title}\n{b.body}")
    shared, shared_back = shared_words(shorter, longer), shared_words(longer, shorter)
    own, own_back = ~quoted_words(shorter, longer), ~quoted_words(longer, shorter)
    parallel, replaced = parallel_words(shorter, longer)
    numbers, names = compare_places(shorter, longer)
    title, other_title = syllables(a.title), syllables(b.title)
    body, other_body = shorter.hashes[len(title) :], longer.hashes[len(other_title) :]
    return Measures(
        same=float(
            len(body) > 0
            and np.array_equal(body, other_body)
            and (len(body) >= _FEW_WORDS or title == other_title)
        ),
        words=float(len(shorter)),
        overlap=max(_share(shared, own), _share(shared_back, own_back)),
        parallel=_share(parallel, own),
        replaced=round(replaced, 4),
        contained=_share(shared, np.ones_like(shared)),
        length=round(len(shorter) / max(1, len(longer)), 4),
        numbers=float(numbers.shared),
        numbers_differ=round(numbers.conflict, 4),
        names=float(names.shared),
        names_differ=round(names.conflict, 4),
        series=float(_issues_of_a_series(title, other_title)),
        updated=float(a.publisher is not None and a.publisher == b.publisher and a.published != b.published),
    )


def decide(measures: Measures, thresholds: Thresholds = STANDARD) -> Verdict:
    """The kind that follows from the measurements, with the reasons that led to it."""
    kind, *reasons = _identical(measures) or _judged(measures, thresholds)
    score = 1.0 if kind is Kind.IDENTICAL else max(measures.overlap, measures.parallel)
    return Verdict(kind=kind, score=score, reasons=tuple(reasons), scores=asdict(measures))


_Judgement = tuple[Kind, *tuple[str, ...]]


def _identical(measures: Measures) -> _Judgement | None:
    if not measures.same:
        return None
    return Kind.IDENTICAL, "hai bài giống nhau từng chữ / the two texts are the same, word for word"


def _judged(measures: Measures, thresholds: Thresholds) -> _Judgement:
    if measures.words < _FEW_WORDS:
        return Kind.DIFFERENT, "quá ngắn để nói là trùng / too short to be called a duplicate"
    shared = (
        f"{measures.overlap:.0%} lời văn trùng nhau, không kể trích dẫn / "
        "of the wording is shared, quotations aside"
    )
    if measures.overlap < thresholds.copied:
        if measures.parallel < thresholds.parallel:
            return Kind.DIFFERENT, shared
        shared = (
            f"{measures.parallel:.0%} bài ngắn song song với bài kia, thay {measures.replaced:.0%} số chữ / "
            "of the shorter text runs parallel to the other, with that share of words replaced"
        )
    template = _template(measures, thresholds)
    if template:
        return Kind.TEMPLATE, shared, template
    if measures.length <= thresholds.shorter and measures.contained >= thresholds.excerpt:
        return (
            Kind.EXCERPT,
            shared,
            f"bài ngắn bằng {measures.length:.0%} bài dài và nằm trọn trong đó / "
            "the shorter text is part of the longer",
        )
    if measures.updated:
        return (
            Kind.UPDATE,
            shared,
            "cùng một nơi đăng, vào lúc khác / from the same publisher, at another time",
        )
    return Kind.COPY, shared


def _template(measures: Measures, thresholds: Thresholds) -> str | None:
    """Why the two are one form filled in twice; None where they are not."""
    if measures.series and measures.numbers_differ > 0:
        return (
            "hai số của một bản tin: tựa chỉ khác ngày hay số / two issues of one bulletin, by their titles"
        )
    if measures.numbers >= _FEW and measures.numbers_differ >= thresholds.numbers + measures.replaced:
        return (
            f"{measures.numbers_differ:.0%} trong {measures.numbers:.0f} con số ở cùng vị trí khác nhau / "
            "of the numbers in the same words differ"
        )
    if measures.names >= _FEW and measures.names_differ >= thresholds.names + measures.replaced:
        return (
            f"{measures.names_differ:.0%} trong {measures.names:.0f} tên ở cùng vị trí khác nhau / "
            "of the names in the same words differ"
        )
    return None


def _share(marks: Marks, own: Marks) -> float:
    """The share of the marked words among a text's own ones, or among all where these are few."""
    if own.sum() < _FEW_WORDS:
        own = np.ones_like(own)
    return round(float(marks[own].mean()), 4) if len(own) else 0.0


def _issues_of_a_series(title: list[str], other: list[str]) -> bool:
    return title != other and _masked(title) == _masked(other)


def _masked(words: list[str]) -> list[str]:
    return ["#" if any(char.isdigit() for char in word) else word for word in words]
