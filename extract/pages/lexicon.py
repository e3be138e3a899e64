"""The page lexicon in the form that the code asks: sets of folded labels, patterns over class names.

Read once from `extract/lexicon/page*.toml`; those files say what each list means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extract.lexicon import table
from extract.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def class_words(names: str) -> str:
    """The words of class and id names, lower case, joined by `-` (`ArticleContent` is `article-content`)."""
    return _NOT_WORD.sub("-", _CAMEL.sub("-", names).lower())


def _any_class(entries: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any entry, as whole words, in what `class_words` returns."""
    ordered = sorted(entries, key=len, reverse=True)
    bodies = [
        re.escape(entry.rstrip("*")) + ("[a-z0-9]*" if entry.endswith("*") else "") for entry in ordered
    ]
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(bodies)})(?![a-z0-9])")


def _starts(entries: Iterable[str]) -> re.Pattern[str]:
    """A pattern that matches a folded text which begins with any entry, as whole words."""
    ordered = sorted((fold(entry) for entry in entries), key=len, reverse=True)
    return re.compile(
        "|".join(re.escape(entry) + (r"(?!\w)" if entry[-1].isalnum() else "") for entry in ordered)
    )


def _controls(entries: Iterable[str]) -> re.Pattern[str]:
    """A pattern that matches a folded text which is an entry, or an entry and its value."""
    ordered = sorted((fold(entry) for entry in entries), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, ordered))})\s*(?:$|[:(\d])")


def _words(entries: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any entry, as whole words, in a folded text."""
    ordered = sorted((fold(entry) for entry in entries), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


def _phrases(entries: Iterable[str]) -> tuple[str, ...]:
    """The entries, case-folded, to be looked for anywhere in a case-folded text."""
    return tuple(entry.casefold() for entry in entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPatterns:
    """Patterns over `class_words`."""

    body: re.Pattern[str]
    lead: re.Pattern[str]
    headline: re.Pattern[str]
    date: re.Pattern[str]
    clock: re.Pattern[str]
    author: re.Pattern[str]
    source: re.Pattern[str]
    trail: re.Pattern[str]
    caption: re.Pattern[str]
    junk: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What short lines around an article say; all compared folded."""

    box: frozenset[str]
    read_more: re.Pattern[str]
    paging: frozenset[str]
    control: re.Pattern[str]
    notice: tuple[str, ...]
    imprint: tuple[str, ...]
    empty_alts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """What a time line says beside its digits; patterns over folded text."""

    all: re.Pattern[str]
    phrases: re.Pattern[str]
    """Those of several words, for texts as written."""
    update: re.Pattern[str]
    publish: re.Pattern[str]
    before_noon: frozenset[str]
    after_noon: frozenset[str]
    units: dict[str, str]
    """A group of alternatives for each of `hour`, `minute`, `second`, `month` and `year`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bylines:
    """How articles are signed; compared folded."""

    credits: re.Pattern[str]
    sources: re.Pattern[str]
    named_sources: frozenset[str]
    offices: frozenset[str]
    joints: re.Pattern[str]
    organisations: re.Pattern[str]


@cache
def class_patterns() -> ClassPatterns:
    """The patterns by which class and id names are understood."""
    names = table("page")["classes"]
    return ClassPatterns(**{key: _any_class(entries) for key, entries in names.items()})


@cache
def labels() -> Labels:
    """The labels of boxes, controls and imprints."""
    words, texts = table("page")["labels"], table("page")["texts"]
    return Labels(
        box=frozenset(map(fold, words["box"])),
        read_more=_starts(words["read_more"]),
        paging=frozenset(map(fold, words["paging"])),
        control=_controls(words["control"]),
        notice=_phrases(words["notice"]),
        imprint=_phrases(words["imprint"]),
        empty_alts=frozenset(map(fold, texts["empty_alts"])),
    )


@cache
def time_words() -> TimeWords:
    """The words of time lines."""
    words = table("page")["texts"]
    return TimeWords(
        all=_words(words["time_words"]),
        phrases=re.compile(
            "|".join(
                re.escape(entry)
                for entry in sorted(words["time_words"], key=len, reverse=True)
                if " " in entry
            ),
            re.IGNORECASE,
        ),
        update=_words(words["update_words"]),
        publish=_words(words["update_yields"]),
        before_noon=frozenset(map(fold, words["before_noon"])),
        after_noon=frozenset(map(fold, words["after_noon"])),
        units={
            unit: "|".join(re.escape(fold(entry)) for entry in words[f"{unit}_units"])
            for unit in ("hour", "minute", "second", "month", "year")
        },
    )


@cache
def bylines() -> Bylines:
    """The words of signatures."""
    words = table("page_bylines")
    return Bylines(
        credits=_starts(words["credits"]),
        sources=_starts(words["sources"]),
        named_sources=frozenset(map(fold, words["named_sources"])),
        offices=frozenset(map(fold, words["offices"])),
        joints=re.compile("|".join(map(re.escape, sorted(words["joints"], key=len, reverse=True)))),
        organisations=_starts(words["organisations"]),
    )


@lru_cache(maxsize=65536)
def opens_box(text: str) -> bool:
    """Whether a line is the label of a box that is not the article (`Tin liên quan`)."""
    return fold(text).strip(" :.>»|[]()+-0123456789") in labels().box


def is_imprint(text: str) -> bool:
    """Whether a text belongs to the foot of the site: who answers for it, its licence, its makers."""
    folded = text.casefold()
    return any(phrase in folded for phrase in labels().imprint)


def is_notice(text: str) -> bool:
    """Whether a line speaks of copying the article, or asks to read on elsewhere."""
    folded = text.casefold()
    return any(phrase in folded for phrase in labels().notice)


def is_paging(text: str) -> bool:
    """Whether a line is a button of an article in parts: a number, or the way on or back."""
    key = fold(text).strip(" .<>«»‹›|[]")
    return key.isdigit() or not key or key in labels().paging
