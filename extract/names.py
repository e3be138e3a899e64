"""Names of people in one sentence: runs of capitalised words, judged by what they are and what stands before.

A run is cut where a name ends and begins: behind forms of address, before roles, between a
place and a name that touch (`tỉnh Sơn La Cầm Ngọc Minh`). What is left is a person's name if
a form of address or an office introduces it, or if it begins with a family name and
nothing speaks against it: a street, a school, a place, a hero's namesake.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from extract.fact import Span
from extract.language import Sentence, Token
from extract.name_lexicon import lexicon
from extract.text import fold

_LONGEST_NAME = 5
_LONGEST_HEAD = 5
_LIST_MARKS = frozenset({",", ";", "-", "–", "và", "&", "hoặc", "/"})


class Head(Enum):
    """What the words before a run of capitals say of it."""

    NOTHING = "nothing"
    PERSON = "person"
    OFFICE = "office"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name at one place: `rule` says what speaks for it, or is None where nothing does yet."""

    words: tuple[str, ...]
    span: Span
    rule: str | None

    @property
    def key(self) -> tuple[str, ...]:
        """The folded words, by which names are compared."""
        return tuple(map(_key, self.words))


@lru_cache(maxsize=65536)
def _key(word: str) -> str:
    return fold(word)


def find_candidates(sentence: Sentence) -> Iterator[Candidate]:
    """All names and possible names of a sentence, in text order."""
    reader = _Reader(sentence)
    for start, end in _runs(sentence.tokens):
        yield from reader.read_run(start, end)


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Index ranges of neighbouring tokens that begin with a capital letter, all capitals apart."""
    start = None
    for index, token in enumerate(tokens):
        joins = start is not None and _shouts(token.text) == _shouts(tokens[start].text)
        if token.text[0].isupper():
            if start is not None and not joins:
                yield start, index
                start = index
            start = index if start is None else start
        elif start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(tokens)


def _shouts(word: str) -> bool:
    """Whether a word is written in capitals; single letters (`Giàng A Páo`) are not."""
    return len(word) > 1 and word.isupper()


class _Reader:
    """The walk over the runs of one sentence; it remembers the run before, for lists."""

    def __init__(self, sentence: Sentence) -> None:
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._keys = [_key(token.text) for token in self._tokens]
        self._last_end = -1
        self._last_head = Head.NOTHING

    def read_run(self, start: int, end: int) -> Iterator[Candidate]:
        """The candidates of the run of tokens from `start` to `end`."""
        head = self._head(start)
        if head is Head.NOTHING and self._continues_list(start):
            head = self._last_head if self._last_head is Head.THING else Head.NOTHING
        while start < end:
            size, found = self._opening_head(start, end)
            if size == 0:
                break
            start, head = start + size, found
        stop = next((i for i in range(start, end) if self._keys[i] in lexicon().stops), end)
        if start < stop:
            yield from self._judge(start, stop, head)
            self._last_end, self._last_head = stop, head
        if stop + 1 < end:
            yield from self.read_run(stop + 1, end)

    def _head(self, index: int) -> Head:
        """What the words that end right before `index` say; the longest phrase counts."""
        words = lexicon()
        for size in range(min(_LONGEST_HEAD, index), 0, -1):
            phrase = " ".join(self._keys[index - size : index])
            if phrase in words.before_names:
                return Head.OFFICE
            if phrase in words.not_people:
                return Head.THING
            if phrase in words.honorifics:
                return Head.PERSON
        return Head.NOTHING

    def _opening_head(self, start: int, end: int) -> tuple[int, Head]:
        """The number of words at the head of the run that introduce a name, and what they say."""
        words = lexicon()
        for size in range(min(_LONGEST_HEAD, end - start - 1), 0, -1):
            phrase = " ".join(self._keys[start : start + size])
            if phrase in words.honorifics:
                return size, Head.PERSON
            if phrase in words.not_people and phrase not in words.surnames:
                return size, Head.THING
        return 0, Head.NOTHING

    def _continues_list(self, start: int) -> bool:
        between = self._keys[self._last_end : start] if self._last_end >= 0 else []
        return len(between) == 1 and between[0] in _LIST_MARKS

    def _judge(self, start: int, end: int, head: Head) -> Iterator[Candidate]:
        """The candidate of a run without heads and stops, cut from a place that it begins with."""
        border = self._place_border(start, end, head)
        if border is None:
            end = self._cut(start, end)
            if not self._is_no_person(start, end, head):
                yield self._candidate(start, end, self._rule(start, end, head))
        else:
            yield self._candidate(border, end, "after-place")

    def _is_no_person(self, start: int, end: int, head: Head) -> bool:
        """Whether the run names something else."""
        words = lexicon()
        name = " ".join(self._keys[start:end])
        if head is Head.THING:
            return True
        if head is Head.PERSON:
            return end - start > 1 and name in words.provinces
        namesake = head is Head.NOTHING and (name in words.communes or name in words.namesakes)
        return namesake or name in words.provinces

    def _rule(self, start: int, end: int, head: Head) -> str | None:
        """What makes the run a person's name, or None where nothing does yet."""
        words = lexicon()
        size = end - start
        surname = self._keys[start] in words.surnames
        if size == 1:
            return "short" if head is Head.PERSON and self._stands_alone(start) else None
        if head is Head.PERSON:
            return "address" if surname else "address-given"
        if surname:
            return "office" if head is Head.OFFICE else "surname" if size > 2 else "surname-short"
        if self._keys[start] in words.weak_surnames and size > 2 and self._keys[start + 1] in words.markers:
            return "weak-surname"
        return None

    def _stands_alone(self, index: int) -> bool:
        """Whether the word is a name by itself and no part of a longer word (`Tổng` in `Tổng cục`)."""
        token = self._tokens[index]
        if _shouts(token.text):
            return False
        follows = index + 1 < len(self._tokens) and self._tokens[index + 1].text.islower()
        return not follows or any(w.start == token.start and w.end == token.end for w in self._sentence.words)

    def _candidate(self, start: int, end: int, rule: str | None) -> Candidate:
        tokens = self._tokens[start:end]
        return Candidate(tuple(t.text for t in tokens), Span(tokens[0].start, tokens[-1].end), rule)

    def _place_border(self, start: int, end: int, head: Head) -> int | None:
        """Where a person's name begins behind a place name at the head of the run, or None."""
        words = lexicon()
        for size in range(min(4, end - start - 2), 0, -1):
            place = " ".join(self._keys[start : start + size])
            border = start + size
            known = place in words.provinces or (head is Head.THING and place in words.communes)
            starts_name = self._keys[border] in words.surnames or self._keys[border] in words.weak_surnames
            if known and starts_name and end - border <= _LONGEST_NAME:
                return border
        if head is Head.THING and end - start >= 4:
            for border in range(start + 1, end - 1):
                if self._keys[border] in words.surnames and end - border >= 3:
                    return border
        return None

    def _cut(self, start: int, end: int) -> int:
        """The end of the name, or of the first of two names that touch, in a run that is too long for one."""
        if end - start <= _LONGEST_NAME:
            return end
        for border in range(start + 2, end - 1):
            if self._keys[border] in lexicon().surnames:
                return border
        return start + _LONGEST_NAME - 1
