"""Who is in the article: names joined to people with all their mentions.

Each sentence gives possible names (`extract.names`). A name that something speaks for
anywhere in the article is a person; every other place with the same words is a mention
of that person, and so is a shorter form (`ông Hải`) of the nearest fuller name before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.fact import Span
from extract.language import Document
from extract.names import Candidate, find_candidates

CONFIDENCE = {
    "address": 0.98,
    "address-given": 0.9,
    "office": 0.97,
    "after-place": 0.95,
    "surname": 0.95,
    "surname-short": 0.8,
    "weak-surname": 0.9,
    "short": 0.7,
}
"""How often a name found by a rule is right, as measured."""


@dataclass(frozen=True, slots=True)
class PersonMentions:
    """A person: the fullest name of the article, and all mentions of it in text order."""

    name: str
    mentions: tuple[Span, ...]
    rule: str
    confidence: float


def find_people(document: Document) -> tuple[PersonMentions, ...]:
    """The people of the document, in the order of their first mention."""
    candidates = [c for sentence in document.sentences for c in find_candidates(sentence)]
    named = {c.key for c in candidates if c.rule is not None}
    found = [c for c in candidates if c.key in named]
    full = _fullest(found)
    groups: dict[tuple[str, ...], list[Candidate]] = {}
    for candidate in found:
        groups.setdefault(full[candidate.key], []).append(candidate)
    people = [_person(key, group) for key, group in groups.items()]
    return tuple(sorted(people, key=lambda person: person.mentions[0]))


def _fullest(candidates: Iterable[Candidate]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The fullest form of each name: the nearest longer one before it, or else after it, that ends with it."""
    keys = list(dict.fromkeys(c.key for c in candidates))
    full = {}
    for index, key in enumerate(keys):
        before = [k for k in keys[:index] if len(k) > len(key) and k[-len(key) :] == key]
        after = [k for k in keys[index:] if len(k) > len(key) and k[-len(key) :] == key]
        full[key] = before[-1] if before else after[0] if after else key
    return {key: _root(key, full) for key in full}


def _root(key: tuple[str, ...], full: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    while full[key] != key:
        key = full[key]
    return key


def _person(key: tuple[str, ...], group: list[Candidate]) -> PersonMentions:
    """The person of a group of mentions; the best rule among the full ones speaks for them."""
    own = [c for c in group if c.key == key]
    rule = max((c.rule for c in own if c.rule), key=CONFIDENCE.__getitem__)
    return PersonMentions(
        name=" ".join(own[0].words),
        mentions=tuple(sorted(c.span for c in group)),
        rule=rule,
        confidence=CONFIDENCE[rule],
    )
