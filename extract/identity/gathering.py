"""From the facts of an article to the evidence about each name in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.fact import Facts, Office, Person, Source
from extract.identity.appearance import Evidence, HeldOffice
from extract.identity.bearing import bearing_of
from extract.identity.bodies import body_name
from extract.identity.names import name_key
from extract.identity.seats import seat_of
from extract.text import clean, fold


def gather(source: Source, facts: Facts, *, province: str) -> Mapping[str, Evidence]:
    """The evidence about each name of an article, by name key, in the order in which the names come.

    `province` is the one that the site writes about. Spellings of one name in one article are one bearer.
    """
    bearers: dict[str, list[Person]] = {}
    for person in sorted(facts.people, key=lambda person: min(person.mentions)):
        bearers.setdefault(name_key(person.name), []).append(person)
    awards: dict[str, list[str]] = {}
    for award in facts.awards:
        if award.recipient:
            awards.setdefault(name_key(award.recipient), []).append(fold(award.award))
    offices = {key: _offices(persons, province) for key, persons in bearers.items()}
    plain = [key for key in bearers if not any(map(_leads, offices[key]))]
    return {
        key: _evidence(source, key, bearers, offices[key], tuple(awards.get(key, ())), plain, province)
        for key in bearers
    }


def _evidence(  # noqa: PLR0913, PLR0917 -- what each part of the evidence comes from
    source: Source,
    key: str,
    bearers: Mapping[str, Sequence[Person]],
    offices: tuple[HeldOffice, ...],
    awards: tuple[str, ...],
    plain: Sequence[str],
    province: str,
) -> Evidence:
    own = bearers[key]
    mentions = sorted(span for person in own for span in person.mentions)
    others = [
        span for other, persons in bearers.items() if other != key for one in persons for span in one.mentions
    ]
    year = source.published.year if source.published else None
    said = bearing_of(source.text, mentions, others, year)
    return Evidence(
        name=clean(own[0].name),
        province=clean(province),
        day=source.published,
        offices=offices,
        grounds=said.grounds,
        units=said.units,
        callings=said.callings,
        born=said.born,
        awards=awards,
        company=tuple(other for other in bearers if other != key and other in plain),
        leaders=tuple(other for other in bearers if other != key and other not in plain),
    )


def _offices(persons: Sequence[Person], province: str) -> tuple[HeldOffice, ...]:
    return tuple(dict.fromkeys(_held(office, province) for one in persons for office in one.offices))


def _held(office: Office, province: str) -> HeldOffice:
    title = clean(office.title)
    return HeldOffice(
        role=fold(title),
        seat=seat_of(title, body_name(office), province),
        former=office.former,
        shown=clean(office.full),
    )


def _leads(office: HeldOffice) -> bool:
    """Whether the holder of an office is a leader of a province or the country."""
    return office.seat.level in ("province", "national")
