"""Who speaks where: the mentions of people that are the subjects of words of speech.

Two constructions count: a person with the verb behind (`đồng chí A, Bí thư Huyện ủy, nhấn mạnh`),
where nothing but what the person is stands between, and a sentence that opens with the verb and
has the person behind a comma (`Phát biểu tại hội nghị, đồng chí A …`). Whatever else may be meant
is left: that a mention speaks is said only where the words leave little doubt. The words are those
of `lexicon/speech.toml`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import chain

from extract.fact import Span
from extract.language import Document, Sentence
from extract.lexicon import entries, table
from extract.offices.grammar import find_office_phrases
from extract.offices.words import Line, line_of
from extract.people import PersonMentions
from extract.phrases import Phrases, phrase_set

_MARKS = frozenset({",", "-", "–", "—"})
_ENDS = frozenset({";", ":", ".", "!", "?", "…", '"', "“", "”", "(", ")"})
"""What no gap runs over."""
_BEFORE_OPENERS = frozenset({".", "!", "?", ":", '"', "“", "”"})
_ASIDE = 24
"""Tokens of a bracket, or of words for where a person lives, at the most."""
_BEHALF = 16
"""Tokens of those for whom a person speaks, at the most."""


class _Words:
    """The lists of the lexicon, compiled."""

    def __init__(self) -> None:
        lists, links = table("speech"), table("office_links")
        is_speech = dict.fromkeys(lists["verbs"], True) | dict.fromkeys(lists["other"], False)
        self.verbs: Phrases[bool] = Phrases(is_speech)
        """Whether the words say that somebody speaks."""
        self.leads = phrase_set(lists["leads"])
        self.on_behalf = phrase_set(lists["on_behalf"])
        self.apposed = phrase_set(lists["apposed"])
        self.openers = phrase_set(lists["openers"])
        self.not_subjects = phrase_set(lists["not_subjects"])
        self.address = phrase_set(
            set(chain(links["address"], links["ranks"], entries("honorifics"))) - set(lists["not_subjects"])
        )
        self.firsts = self.verbs.firsts | self.openers.firsts


@cache
def _words() -> _Words:
    return _Words()


def find_speech(document: Document, people: Sequence[PersonMentions]) -> frozenset[Span]:
    """The mentions of the people at which the article says that they speak."""
    mentions = sorted(span for person in people for span in person.mentions)
    found: set[Span] = set()
    for sentence in document.sentences:
        first = bisect_left(mentions, (sentence.start,))
        spans = mentions[first : bisect_left(mentions, (sentence.end,))]
        if spans and not _words().firsts.isdisjoint(sentence.keys):
            found.update(_Clause(sentence, spans).speakers())
    return frozenset(found)


class _Clause:
    """A sentence with people and words of speech."""

    def __init__(self, sentence: Sentence, spans: Sequence[Span]) -> None:
        self._line: Line = line_of(sentence, spans)
        self._keys = sentence.keys
        starts = [token.start for token in sentence.tokens]
        self._mentions = [
            (max(bisect_left(starts, span.start + 1) - 1, 0), bisect_left(starts, span.end), span)
            for span in spans
        ]

    @cached_property
    def _offices(self) -> dict[int, int]:
        """The ends of the office phrases, by where they begin."""
        return {phrase.start: phrase.end for phrase in find_office_phrases(self._line)}

    def speakers(self) -> Iterator[Span]:
        """The mentions that speak."""
        for number, (start, end, span) in enumerate(self._mentions):
            following = self._mentions[number + 1][0] if number + 1 < len(self._mentions) else len(self._keys)
            subject = self._subject_start(start)
            if _words().not_subjects.suffix(self._keys[:subject]):
                continue
            if self._speaks_behind(end, following) or (number == 0 and self._is_announced(subject)):
                yield span

    def _subject_start(self, start: int) -> int:
        """Where the words begin that stand before a name and belong to it: address, ranks, an office."""
        start -= self._address_before(start)
        begins = next((first for first, end in self._offices.items() if end == start), start)
        return begins - self._address_before(begins)

    def _address_before(self, start: int) -> int:
        """How many tokens of address and ranks stand right before."""
        size = 0
        while length := _words().address.suffix(self._keys[: start - size]):
            size += length
        return size

    def _speaks_behind(self, at: int, end: int) -> bool:
        """Whether a word of speech follows a name, with nothing between but what the person is."""
        while at < end:
            at = self._behind_leads(at)
            verb = _words().verbs.match(self._keys, at)
            if verb:
                return verb[1]
            if _words().on_behalf.end(self._keys, at) > at:
                return self._speaks_on_behalf(at, end)
            behind = self._behind_aside(at, end)
            if behind == at:
                return False
            at = behind
        return False

    def _behind_leads(self, at: int) -> int:
        while (behind := _words().leads.end(self._keys, at)) > at:
            at = behind
        return at

    def _speaks_on_behalf(self, at: int, end: int) -> bool:
        """Whether the verb follows behind those for whom the person speaks."""
        for index in range(at + 1, min(at + _BEHALF, end)):
            if self._keys[index] in _MARKS | _ENDS:
                return False
            verb = _words().verbs.match(self._keys, index)
            if verb:
                return verb[1]
        return False

    def _behind_aside(self, at: int, end: int) -> int:
        """The end of what is said of the person at `at`: a bracket, an office, a home; `at` for none."""
        if self._keys[at] == "(":
            closing = (index + 1 for index in range(at, min(at + _ASIDE, end)) if self._keys[index] == ")")
            return next(closing, at)
        if self._keys[at] in _MARKS:
            return self._behind_home(at + 1, end)
        joined = at + 1 if self._keys[at] in {"và", "kiêm"} else at
        return self._offices.get(joined, at)

    def _behind_home(self, at: int, end: int) -> int:
        """The end of words for where a person lives that begin at `at`; `at` for none."""
        if at in self._offices or _words().apposed.end(self._keys, at) == at:
            return at
        for index in range(at, min(at + _ASIDE, end)):
            if self._keys[index] in _MARKS or _words().verbs.match(self._keys, index):
                return index
            if self._keys[index] in _ENDS:
                return at
        return at

    def _is_announced(self, subject: int) -> bool:
        """Whether the sentence opens with speech, and its subject begins behind a comma."""
        if subject == 0 or self._keys[subject - 1] not in _MARKS:
            return False
        opens = next((at for at in range(subject) if self._keys[at] not in _BEFORE_OPENERS), subject)
        return _words().openers.end(self._keys, opens) > opens
