"""Every fact of an article with its place and values: what a person can point at to correct it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.corrections.values import (
    NEITHER,
    AuthorValues,
    AwardValues,
    DateValues,
    MentionValues,
    OfficeValues,
    PersonValues,
    Values,
)
from extract.fact import Award, Date, Facts, Office, Span


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact: what it says, where it stands (authors: nowhere), and the rule that found it."""

    values: Values
    span: Span | None
    rule: str


def stated_facts(facts: Facts) -> Iterator[Stated]:
    """All facts; a person at the first mention, and each mention by itself."""
    for person in facts.people:
        yield Stated(PersonValues(name=person.name), min(person.mentions), person.rule)
        for mention in person.mentions:
            speaks = mention in person.speaks
            yield Stated(MentionValues(name=person.name, speaks=speaks), mention, person.rule)
        for office in person.offices:
            yield Stated(office_values(person.name, office), office.span, office.rule)
    for date in facts.dates:
        yield Stated(date_values(date), date.span, date.rule)
    for award in facts.awards:
        yield Stated(award_values(award), award.span, award.rule)
    for name in facts.authors:
        yield Stated(AuthorValues(name=name), None, "")


def office_values(person: str, office: Office) -> OfficeValues:
    """What an office of a person says."""
    return OfficeValues(
        person=person,
        title=office.title,
        organization=office.organization,
        former=office.former,
        full=office.full,
        change=office.change or NEITHER,
    )


def date_values(date: Date) -> DateValues:
    """What a date says."""
    return DateValues(text=date.text, start=date.start, end=date.end)


def award_values(award: Award) -> AwardValues:
    """What an award says."""
    return AwardValues(
        award=award.award,
        issuer=award.issuer,
        recipient=award.recipient,
        count=award.count,
        status=award.status,
    )
