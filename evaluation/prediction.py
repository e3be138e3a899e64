r"""Facts as plain JSON data, in the form of the annotation guidelines.

Each fact carries its `span`, `[start, end]` offsets into `title + "\n" + body`, its
`confidence` and the `rule` that found it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extract.fact import Award, Date, Facts, Office, Person


def to_json(identifier: str, facts: Facts) -> dict[str, Any]:
    """The facts of one article as a JSON object that the scorer reads."""
    return {
        "id": identifier,
        "authors": list(facts.authors),
        "people": [_person(person) for person in facts.people],
        "dates": [_date(found) for found in facts.dates],
        "awards": [_award(award) for award in facts.awards],
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "offices": [_office(office) for office in person.offices],
        "span": list(person.mentions[0]) if person.mentions else None,
        "mentions": [list(mention) for mention in person.mentions],
        **_evidence(person),
    }


def _office(office: Office) -> dict[str, Any]:
    return {
        "title": office.title,
        "organization": office.organization,
        "former": office.former,
        "change": office.change,
        "full": office.full,
        "span": list(office.span),
        **_evidence(office),
    }


def _date(found: Date) -> dict[str, Any]:
    return {
        "text": found.text,
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "span": list(found.span),
        **_evidence(found),
    }


def _award(award: Award) -> dict[str, Any]:
    return {
        "award": award.award,
        "issuer": award.issuer,
        "recipient": award.recipient,
        "count": award.count,
        "status": award.status.value,
        "span": list(award.span),
        **_evidence(award),
    }


def _evidence(fact: Person | Office | Date | Award) -> Mapping[str, Any]:
    return {"rule": fact.rule, "confidence": round(fact.confidence, 4)}
