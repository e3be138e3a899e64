"""The offices of an article's people.

Each sentence gives office phrases (`extract.offices.grammar`), bound to people by what
stands between (`extract.offices.links`). An office said again in fewer words is the same
office; the fullest wording is kept, of equal ones that of a sentence by which the office is taken or left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from extract.fact import Office
from extract.language import Document
from extract.offices.changes import change_of
from extract.offices.grammar import find_office_phrases
from extract.offices.links import Context, Holding, Named, Rule, link
from extract.offices.organisations import expand, parse_organization
from extract.offices.places import Places, find_places, places_in
from extract.offices.roles import Kind
from extract.offices.words import line_of, office_words
from extract.people import PersonMentions
from extract.phrases import keys

_BY_RULE = {
    Rule.TOUCHING: 0.97,
    Rule.AFTER: 0.97,
    Rule.GROUP: 0.95,
    Rule.HOLDS: 0.92,
    Rule.APPOINTED: 0.9,
    Rule.GIVEN: 0.85,
    Rule.BEFORE: 0.8,
    Rule.SHARED: 0.8,
    Rule.PRONOUN: 0.75,
}
"""How often an office bound by a rule is right, as measured."""
_BY_KIND = {
    Kind.OFFICE: 1.0,
    Kind.BARE: 0.95,
    Kind.MEMBERSHIP: 0.9,
    Kind.TOUCHING: 0.85,
    Kind.OCCUPATION: 0.8,
}
"""By how much the kind of the office phrase lowers that."""

_NEAR = 100
"""Offices of one person among which repetitions are sought; no more are read of any real article."""


def find_offices(document: Document, people: Sequence[PersonMentions]) -> Mapping[str, tuple[Office, ...]]:
    """The offices of the people, by name; people without an office are left out."""
    holdings = list(_holdings(document, people))
    if any(holding.phrase.kind is Kind.TOUCHING for holding in holdings) and not _reports_assembly(document):
        holdings = [holding for holding in holdings if holding.phrase.kind is not Kind.TOUCHING]
    if not holdings:
        return {}
    said: dict[str, list[_Said]] = {}
    for holding, following in zip_longest(holdings, holdings[1:]):
        organization = _organization(document.text, holding, following)
        said.setdefault(holding.name, []).append(_Said.of(holding, organization))
    places = find_places(document)
    certainty = {person.name: person.confidence for person in people}
    return {name: _offices(_fullest(all_said), places, certainty[name]) for name, all_said in said.items()}


def _reports_assembly(document: Document) -> bool:
    """Whether the article names an elected assembly, so that its `đại biểu` are members of one."""
    assemblies = office_words().assemblies
    return any(
        assemblies.end(sentence.keys, at) > at
        for sentence in document.sentences
        for at, first in enumerate(sentence.keys)
        if first in assemblies.firsts
    )


def _organization(text: str, holding: Holding, following: Holding | None) -> str:
    """The body of an office: its own, or that of one joined to it (`Chủ tịch kiêm Giám đốc Công ty X`)."""
    phrase = holding.phrase
    if phrase.organization or following is None or following.name != holding.name:
        return phrase.organization
    between = keys(text[phrase.span.end : following.phrase.span.start])
    return following.phrase.organization if office_words().shares_body.whole(between) else ""


def _holdings(document: Document, people: Sequence[PersonMentions]) -> Iterator[Holding]:
    """What the sentences state, one after the other."""
    mentions = sorted((span.start, span.end, person.name) for person in people for span in person.mentions)
    context = Context()
    for sentence in document.sentences:
        first = bisect_left(mentions, (sentence.start,))
        last = bisect_left(mentions, (sentence.end,))
        names = mentions[first:last]
        if not (names or context.subject or context.heading or sentence.text.endswith(":")):
            continue
        line = line_of(sentence, [(start, end) for start, end, _ in names])
        phrases = find_office_phrases(line)
        starts = [token.start for token in line.tokens]
        items = [
            Named(max(bisect_left(starts, start + 1) - 1, 0), bisect_left(starts, end), name)
            for start, end, name in names
        ]
        for holding in link(line, items, phrases, context):
            yield replace(holding, change=change_of(line, items, holding))


@dataclass(frozen=True, slots=True)
class _Said:
    """An office as one place of the article says it, with what it is compared by."""

    holding: Holding
    organization: str
    """The body in which it is held, also where another office beside it names it."""
    role: tuple[str, ...]
    words: Counter[str]
    certainty: float
    """How often an office that is said so is right."""

    @classmethod
    def of(cls, holding: Holding, organization: str) -> _Said:
        """What a holding says, in a body."""
        phrase = holding.phrase
        wording = keys(expand(f"{phrase.title} {phrase.organization}".strip()))
        return cls(
            holding,
            organization,
            keys(expand(phrase.title)),
            Counter(word for word in wording if word.isalnum()),
            _BY_RULE[holding.rule] * _BY_KIND[phrase.kind],
        )

    def within(self, other: _Said) -> bool:
        """Whether this is the other office, said in no more words than there."""
        return (
            self.role[: len(other.role)] == other.role[: len(self.role)]
            and self.words <= other.words
            and (self.holding.former == other.holding.former or other.holding.former)
        )

    def tells_more(self, other: _Said) -> bool:
        """Whether the other is this office in as many words, and only here it is taken or left."""
        tells = self.holding.change is not None and other.holding.change is None
        return tells and other.within(self)


def _fullest(offices: Sequence[_Said]) -> list[_Said]:
    """The offices without those that another says as well, in the order of the text."""
    kept: list[_Said] = []
    for said in offices:
        near = kept[-_NEAR:]
        if any(said.within(other) and not said.tells_more(other) for other in near):
            continue
        equal = [other.certainty for other in near if said.within(other) and other.within(said)]
        kept[-_NEAR:] = [other for other in near if not other.within(said)]
        kept.append(replace(said, certainty=max([said.certainty, *equal])))
    return kept


def _offices(all_said: Sequence[_Said], places: Places, certainty: float) -> tuple[Office, ...]:
    """The offices of one person; what they name of places says where those that name none are."""
    own = places_in("; ".join(said.organization for said in all_said))
    places = places.with_own(own)
    return tuple(_office(said, places, certainty) for said in all_said)


def _office(said: _Said, places: Places, certainty: float) -> Office:
    holding, phrase = said.holding, said.holding.phrase
    organization = parse_organization(said.organization, places).full if said.organization else ""
    return Office(
        title=phrase.title,
        organization=phrase.organization,
        former=holding.former,
        full=f"{expand(phrase.title)} {organization}".strip(),
        span=phrase.span,
        rule=holding.rule.value,
        confidence=round(min(said.certainty, certainty), 3),
        change=holding.change,
    )
