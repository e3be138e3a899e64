"""From the facts of an article to the evidence about each name in it."""

from __future__ import annotations

from collections.abc import Mapping

from extract.fact import Facts, Office, Person, Source
from extract.identity.appearance import Evidence, HeldOffice
from extract.identity.bodies import body_name
from extract.identity.names import name_key
from extract.text import clean, fold


def gather(source: Source, facts: Facts, *, province: str) -> Mapping[str, Evidence]:
    """The evidence about each name of an article, by name key, in the order in which the names come.

    `province` is the one that the site writes about. Spellings of one name in one article are one bearer.
    """
    bearers: dict[str, list[Person]] = {}
    for person in sorted(facts.people, key=lambda person: min(person.mentions)):
        bearers.setdefault(name_key(person.name), []).append(person)
    return {
        key: Evidence(
            name=clean(persons[0].name),
            province=clean(province),
            day=source.published,
            offices=tuple(dict.fromkeys(_held(office) for person in persons for office in person.offices)),
            company=tuple(other for other in bearers if other != key),
        )
        for key, persons in bearers.items()
    }


def _held(office: Office) -> HeldOffice:
    return HeldOffice(
        role=fold(office.title),
        body=fold(body_name(office)),
        former=office.former,
        shown=clean(office.full),
    )
