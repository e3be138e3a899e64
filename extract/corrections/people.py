"""Persons, everywhere in an article or at one place, as corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from extract.corrections.anchor import whole_words
from extract.corrections.correction import CONFIDENCE, RULE, Action, Correction
from extract.corrections.step import Step, overlap, same, wording_at
from extract.corrections.values import MentionValues, PersonValues
from extract.fact import Facts, Person, Span

_People = tuple[Person, ...]


def correct_person(text: str, facts: Facts, correction: Correction, place: Span) -> Step | None:
    """A person who is none, has another name, or was not found."""
    was, becomes = correction.was, correction.becomes
    if correction.action is Action.WRONG and isinstance(was, PersonValues):
        return Step(_with(facts, tuple(one for one in facts.people if not same(one.name, was.name))), place)
    if not isinstance(becomes, PersonValues):
        return None
    if correction.action is Action.MEND and isinstance(was, PersonValues):
        return _renamed(text, facts, was.name, becomes.name, place)
    return Step(_with(facts, _added(text, facts.people, becomes.name, place)), place)


def correct_mention(text: str, facts: Facts, correction: Correction, place: Span) -> Step | None:
    """Words that name nobody, or somebody else than was found, or at which somebody speaks or does not."""
    del text
    was, becomes = correction.was, correction.becomes
    if correction.action is Action.WRONG and isinstance(was, MentionValues):
        people = _without(facts.people, lambda person, span: span == place and same(person.name, was.name))
        return Step(_with(facts, people), place)
    if not isinstance(becomes, MentionValues):
        return None
    name = becomes.name
    people = _without(
        facts.people, lambda person, span: bool(overlap(span, place)) and not same(person.name, name)
    )
    if not _is_named(people, name, place):
        spoke = any(overlap(span, place) for person in facts.people for span in person.speaks)
        speaks = spoke if becomes.speaks is None else becomes.speaks
        people = (*people, replace(_stated(name, (place,)), speaks=(place,) if speaks else ()))
    elif becomes.speaks is not None:
        people = tuple(_heard(people, name, place, speaks=becomes.speaks))
    return Step(_with(facts, people), place)


def _heard(people: _People, name: str, place: Span, *, speaks: bool) -> Iterator[Person]:
    """The people with whether one speaks at a place: a mention of which that is news stands apart."""
    for person in people:
        news = tuple(
            span
            for span in person.mentions
            if same(person.name, name) and overlap(span, place) and (span in person.speaks) != speaks
        )
        kept = tuple(span for span in person.mentions if span not in news)
        if kept:
            yield replace(person, mentions=kept, speaks=tuple(span for span in person.speaks if span in kept))
        if news:
            offices = () if kept else person.offices
            yield replace(_stated(person.name, news), speaks=news if speaks else (), offices=offices)


def _renamed(text: str, facts: Facts, old: str, new: str, place: Span) -> Step:
    """The facts with a person under another name; as an award's recipient too."""
    found = [one for one in facts.people if same(one.name, old)] or _standing_at(facts.people, place)
    if not found:
        return Step(_with(facts, _added(text, facts.people, new, place)), place)
    if all(one.name == new for one in found):
        return Step(facts, place)
    people = tuple(_as(text, one, new) if one in found else one for one in facts.people)
    awards = tuple(
        replace(award, recipient=new) if any(same(award.recipient, one.name) for one in found) else award
        for award in facts.awards
    )
    return Step(replace(facts, people=people, awards=awards), wording_at(text, new, place))


def _standing_at(people: _People, place: Span) -> list[Person]:
    """The one whom an extractor reads where the person of an old reading stood."""
    over = [
        (max(overlap(span, place) for span in person.mentions), person)
        for person in people
        if person.rule != RULE
    ]
    length, person = max(over, key=lambda one: one[0], default=(0, None))
    return [person] if person is not None and length else []


def _as(text: str, person: Person, name: str) -> Person:
    """The person under a name; where the text has all of it, that is what names them there."""
    mentions = dict.fromkeys(wording_at(text, name, span) for span in person.mentions)
    speaks = dict.fromkeys(wording_at(text, name, span) for span in person.speaks)
    return replace(
        person,
        name=name,
        mentions=tuple(mentions),
        rule=RULE,
        confidence=CONFIDENCE,
        speaks=tuple(speaks),
    )


def _added(text: str, people: _People, name: str, place: Span) -> _People:
    """The people and one whom a place names: where it has the whole name, all places that have it."""
    if _is_named(people, name, place):
        return people
    taken = [span for person in people for span in person.mentions]
    wording = text[place.start : place.end]
    further = whole_words(text, wording) if same(wording, name) else iter(())
    free = [span for span in further if span != place and not any(overlap(span, other) for other in taken)]
    return (*people, _stated(name, tuple(sorted([place, *free]))))


def _stated(name: str, mentions: tuple[Span, ...]) -> Person:
    return Person(name=name, mentions=mentions, offices=(), rule=RULE, confidence=CONFIDENCE)


def _is_named(people: Iterable[Person], name: str, place: Span) -> bool:
    return any(
        same(person.name, name) and any(overlap(span, place) for span in person.mentions) for person in people
    )


def _without(people: _People, dropped: Callable[[Person, Span], bool]) -> _People:
    """The people without some mentions; who is named nowhere any more goes, with the offices."""
    kept = []
    for person in people:
        mentions = tuple(span for span in person.mentions if not dropped(person, span))
        if mentions:
            speaks = tuple(span for span in person.speaks if span in mentions)
            kept.append(replace(person, mentions=mentions, speaks=speaks))
    return tuple(kept)


def _with(facts: Facts, people: _People) -> Facts:
    return replace(facts, people=people)
