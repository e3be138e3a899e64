"""Who is in the article: names joined to people with all their mentions.

Each sentence gives possible names (`extract.people.names`). A name that something speaks for
anywhere in the article, and nothing against, is a person; every other place with the same
words is a mention of that person, and so is a shorter form (`ông Hải`) of the nearest
fuller name before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extract.fact import Span
from extract.language import Document
from extract.people.lexicon import is_foreign
from extract.people.names import Candidate, find_candidates

CONFIDENCE = {
    "address": 0.98,
    "office": 0.98,
    "after-place": 0.95,
    "surname": 0.93,
    "highland": 0.9,
    "address-given": 0.9,
    "list": 0.85,
    "weak-surname": 0.85,
    "surname-short": 0.8,
    "short": 0.6,
}
"""How often a name found by a rule is right, as measured; where several speak, the first counts."""

_SURE = frozenset({"address", "office", "after-place"})
_TRIMMED_TO = 3
"""Fewest words of a name for a longer run to be read as that name and more."""

_TIMES_SHORT = 2
"""Fewest mentions of a person of whom the article never gives more than a given name."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonMentions:
    """A person: the fullest name of the article, and all mentions of it in text order."""

    name: str
    mentions: tuple[Span, ...]
    rule: str
    confidence: float


def find_people(document: Document) -> tuple[PersonMentions, ...]:
    """The people of the document, in the order of their first mention."""
    candidates = _trim([c for sentence in document.sentences for c in find_candidates(sentence)])
    named = _named(candidates)
    mentions = [c for c in candidates if c.key in named and not c.against]
    names = _FullNames(mentions)
    groups: dict[Key, list[Candidate]] = defaultdict(list)
    for mention in mentions:
        groups[names.fullest(mention)].append(mention)
    people = [_person(key, group) for key, group in groups.items()]
    told = [person for person in people if person.rule != "short" or len(person.mentions) >= _TIMES_SHORT]
    return tuple(sorted(told, key=lambda person: person.mentions[0]))


def _trim(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those cut short that begin with a well-known name and run on (`Lê Văn An Đón nhận`)."""
    known = {c.key for c in candidates if c.rule in _SURE and len(c.key) >= _TRIMMED_TO}
    count = Counter(c.key for c in candidates)
    trimmed = []
    for candidate in candidates:
        sizes = range(_TRIMMED_TO, len(candidate.key)) if count[candidate.key] == 1 else ()
        size = next((size for size in sizes if candidate.key[:size] in known), len(candidate.key))
        trimmed.append(candidate if size == len(candidate.key) else candidate.cut(size))
    return trimmed


def _named(candidates: Sequence[Candidate]) -> set[Key]:
    """The names that are people's: surely spoken for, or spoken for and nothing against."""
    rules: dict[Key, set[str]] = defaultdict(set)
    for candidate in candidates:
        if candidate.rule is not None:
            rules[candidate.key].add(candidate.rule)
    against = {candidate.key for candidate in candidates if candidate.against}
    return {key for key, found in rules.items() if key not in against or not _SURE.isdisjoint(found)}


class _FullNames:
    """The names of the article, by the words that they end with (or, if foreign, begin with)."""

    def __init__(self, mentions: Sequence[Candidate]) -> None:
        self._longer: dict[Key, list[tuple[int, Key]]] = defaultdict(list)
        for mention in mentions:
            key = mention.key
            shorter = {key[size:] for size in range(1, len(key))}
            if is_foreign(key):
                shorter |= {key[:size] for size in range(1, len(key))}
            for short in shorter:
                self._longer[short].append((mention.span.start, key))

    def fullest(self, mention: Candidate) -> Key:
        """The fullest form of the mention's name: of the nearest longer name before it, or else after it."""
        key = mention.key
        while longer := self._longer.get(key):
            before = bisect_left(longer, mention.span.start, key=lambda found: found[0])
            key = longer[max(before - 1, 0)][1]
        return key


def _person(key: Key, group: Sequence[Candidate]) -> PersonMentions:
    """The person of a group of mentions; the best rule among the full ones speaks for them."""
    own = [mention for mention in group if mention.key == key] or group
    found = {mention.rule for mention in own}
    rule = next(rule for rule in CONFIDENCE if rule in found)
    return PersonMentions(
        name=min((mention.text for mention in own), key=str.isupper),
        mentions=tuple(sorted(mention.span for mention in group)),
        rule=rule,
        confidence=CONFIDENCE[rule],
    )
