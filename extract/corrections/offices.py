"""Offices as corrected."""

from __future__ import annotations

from dataclasses import replace

from extract.corrections.correction import CONFIDENCE, RULE, Action, Correction
from extract.corrections.step import Step, nearest, overlap, same, wording_at
from extract.corrections.values import NEITHER, OfficeValues
from extract.fact import Change, Facts, Office, Person, Span


def correct_office(text: str, facts: Facts, correction: Correction, place: Span) -> Step | None:
    """An office that nobody holds, that is another one or another person's, or that was not found.

    It waits while its holder is not among the article's people.
    """
    was, becomes = correction.was, correction.becomes
    if correction.action is Action.WRONG and isinstance(was, OfficeValues):
        return Step(_without(facts, _same_title(facts, was, place)), place)
    if not isinstance(becomes, OfficeValues) or not _named(facts, becomes.person):
        return None
    if correction.action is Action.MEND and isinstance(was, OfficeValues):
        replaced = _replaced(facts, was, becomes, place)
    else:
        replaced = []
    place = wording_at(text, f"{becomes.title} {becomes.organization}".strip(), place)
    facts = _without(facts, replaced)
    return Step(
        facts if _stated(facts, becomes, place) else _with(facts, becomes, place, _change(replaced, becomes)),
        place,
    )


_Held = tuple[Person, Office]


def _replaced(facts: Facts, was: OfficeValues, becomes: OfficeValues, place: Span) -> list[_Held]:
    """What a mended office takes the place of."""
    exact = [
        held for held in _held(facts, was.person) if _says(held[1], was) and overlap(held[1].span, place)
    ]
    if exact or _stated(facts, becomes, place):
        return exact
    found = nearest((office for _, office in _held(facts, was.person)), place)
    return [held for held in _held(facts, was.person) if held[1] is found]


def _same_title(facts: Facts, was: OfficeValues, place: Span) -> list[_Held]:
    """The office that is wrong; the body may be read in more or fewer words than it was."""
    return [
        (person, office)
        for person, office in _held(facts, was.person)
        if same(office.title, was.title) and office.former == was.former and overlap(office.span, place)
    ]


def _named(facts: Facts, name: str) -> bool:
    return any(same(person.name, name) for person in facts.people)


def _held(facts: Facts, name: str) -> list[_Held]:
    return [
        (person, office) for person in facts.people if same(person.name, name) for office in person.offices
    ]


def _says(office: Office, values: OfficeValues) -> bool:
    return (
        same(office.title, values.title)
        and same(office.organization, values.organization)
        and same(office.full, values.full)
        and office.former == values.former
        and values.change in {None, office.change or NEITHER}
    )


def _stated(facts: Facts, values: OfficeValues, place: Span) -> bool:
    return any(
        _says(office, values) and overlap(office.span, place) for _, office in _held(facts, values.person)
    )


def _without(facts: Facts, dropped: list[_Held]) -> Facts:
    if not dropped:
        return facts
    people = tuple(
        replace(person, offices=tuple(one for one in person.offices if (person, one) not in dropped))
        for person in facts.people
    )
    return replace(facts, people=people)


def _change(replaced: list[_Held], becomes: OfficeValues) -> Change | None:
    """What the sentence says of the tenure; where that is left open, what it said of the same holding."""
    if becomes.change is not None:
        return becomes.change if isinstance(becomes.change, Change) else None
    return next(
        (
            office.change
            for person, office in replaced
            if same(person.name, becomes.person) and office.former == becomes.former
        ),
        None,
    )


def _with(facts: Facts, values: OfficeValues, place: Span, change: Change | None) -> Facts:
    """The facts with one more office, of the first person of the name."""
    office = Office(
        title=values.title,
        organization=values.organization,
        former=values.former,
        full=values.full,
        span=place,
        rule=RULE,
        confidence=CONFIDENCE,
        change=change,
    )
    holder = next(person for person in facts.people if same(person.name, values.person))
    people = tuple(
        replace(person, offices=(*person.offices, office)) if person is holder else person
        for person in facts.people
    )
    return replace(facts, people=people)
