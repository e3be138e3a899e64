"""Write the facts of one revision as rows, each at its place in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypedDict

from sqlalchemy.orm import Session

from db.honours import Honour, resolve_honours
from db.identity import resolve_offices
from db.models import AwardFact, DateFact, Mention, OfficeFact, Revision
from db.place_mentions import read_places
from extract import fact
from extract.article import Article
from extract.identity.names import name_key
from extract.text import fold, search_key


class _Common(TypedDict):
    revision_id: int
    span_start: int
    span_end: int
    rule: str
    extractor_version: str
    confidence: float


def check_spans(article: Article, facts: fact.Facts) -> None:
    r"""Raise `ValueError` for a fact that does not point into `title + "\n" + text`.

    Such a fact could not be shown at its place; the extractor is wrong, not the page.
    """
    length = len(article.title) + 1 + len(article.text)
    for what, span in _spans(facts):
        if not 0 <= span.start < span.end <= length:
            msg = f"{article.url}: {what} points at {span.start}:{span.end}, outside the text of {length}"
            raise ValueError(msg)
    for person in facts.people:
        if not person.mentions:
            msg = f"{article.url}: {person.name!r} is a person without a place in the text"
            raise ValueError(msg)


def add_facts(session: Session, revision: Revision, facts: fact.Facts, people: Mapping[str, int]) -> None:
    """Add the facts to a revision that has its id; `people` gives person ids by name key."""
    setting = read_places(session, revision)
    offices = resolve_offices(
        session, (office for person in facts.people for office in person.offices), setting
    )
    honours = resolve_honours(session, facts.awards, setting)
    mentions: dict[tuple[int, fact.Span], Mention] = {}
    places: dict[int, list[fact.Span]] = {}
    for person in facts.people:
        person_id = people[name_key(person.name)]
        for span in person.mentions:
            if (person_id, span) not in mentions:
                common = _common(revision, span, person.rule, person.confidence)
                mentions[person_id, span] = Mention(
                    person_id=person_id, name=person.name, speaks=span in person.speaks, **common
                )
                places.setdefault(person_id, []).append(span)
    for person in facts.people:
        person_id = people[name_key(person.name)]
        for office in person.offices:
            nearest = _nearest(places[person_id], office.span)
            mentions[person_id, nearest].offices.append(
                OfficeFact(
                    office_id=offices[office].office_id,
                    place_basis=offices[office].place_basis,
                    title=office.title,
                    organization=office.organization,
                    full=office.full,
                    former=office.former,
                    change=office.change,
                    **_common(revision, office.span, office.rule, office.confidence),
                )
            )
    session.add_all(mentions.values())
    session.add_all(_date(revision, found) for found in facts.dates)
    session.add_all(_award(revision, award, people, honours[award]) for award in facts.awards)
    session.flush()


def _date(revision: Revision, found: fact.Date) -> DateFact:
    return DateFact(
        text=found.text,
        start_day=found.start,
        end_day=found.end,
        **_common(revision, found.span, found.rule, found.confidence),
    )


def _award(revision: Revision, award: fact.Award, people: Mapping[str, int], honour: Honour) -> AwardFact:
    return AwardFact(
        award=award.award,
        award_key=fold(award.award),
        search_key=search_key(award.award),
        issuer=award.issuer,
        issuer_key=search_key(award.issuer) if award.issuer else None,
        recipient=award.recipient,
        recipient_key=search_key(award.recipient) if award.recipient else None,
        person_id=people.get(name_key(award.recipient)) if award.recipient else None,
        issuer_id=honour.issuer_id,
        recipient_id=honour.recipient_id,
        count=award.count,
        status=award.status.value,
        **_common(revision, award.span, award.rule, award.confidence),
    )


def _common(revision: Revision, span: fact.Span, rule: str, confidence: float) -> _Common:
    return {
        "revision_id": revision.id,
        "span_start": span.start,
        "span_end": span.end,
        "rule": rule,
        "extractor_version": revision.extractor_version,
        "confidence": confidence,
    }


def _nearest(spans: Sequence[fact.Span], place: fact.Span) -> fact.Span:
    """The span with the fewest characters between it and the place; of equals the first."""
    return min(spans, key=lambda span: max(0, span.start - place.end, place.start - span.end))


def _spans(facts: fact.Facts) -> Iterator[tuple[str, fact.Span]]:
    for person in facts.people:
        yield from ((f"person {person.name!r}", span) for span in person.mentions)
        yield from ((f"office {office.full!r}", office.span) for office in person.offices)
    yield from ((f"date {found.text!r}", found.span) for found in facts.dates)
    yield from ((f"award {award.award!r}", award.span) for award in facts.awards)
