"""A revision's facts as the extractor's own dataclasses, read back from their rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from db.models import Author, AwardFact, DateFact, Mention, OfficeFact
from extract.fact import Award, AwardStatus, Change, Date, Facts, Office, Person, Span


def read_facts(session: Session, revision_id: int) -> Facts:
    """What a revision states; its authors are all of its bylines, those of the page's layout too."""
    mentions = session.scalars(
        select(Mention)
        .where(Mention.revision_id == revision_id)
        .order_by(Mention.id)
        .options(selectinload(Mention.offices))
    ).all()
    dates = select(DateFact).where(DateFact.revision_id == revision_id).order_by(DateFact.id)
    awards = select(AwardFact).where(AwardFact.revision_id == revision_id).order_by(AwardFact.id)
    authors = select(Author.name).where(Author.revision_id == revision_id).order_by(Author.position)
    return Facts(
        authors=tuple(session.scalars(authors)),
        people=_people(mentions),
        dates=tuple(_date(row) for row in session.scalars(dates)),
        awards=tuple(_award(row) for row in session.scalars(awards)),
    )


def _people(mentions: Sequence[Mention]) -> tuple[Person, ...]:
    """The persons: mentions of one name that were found in one way belong together."""
    found: dict[tuple[str, str, float], list[Mention]] = {}
    for mention in mentions:
        found.setdefault((mention.name, mention.rule, mention.confidence), []).append(mention)
    return tuple(
        Person(
            name=name,
            mentions=tuple(_span(place) for place in places),
            offices=tuple(_office(office) for place in places for office in place.offices),
            rule=rule,
            confidence=confidence,
            speaks=tuple(_span(place) for place in places if place.speaks),
        )
        for (name, rule, confidence), places in found.items()
    )


def _office(row: OfficeFact) -> Office:
    return Office(
        title=row.title,
        organization=row.organization,
        former=row.former,
        full=row.full,
        span=_span(row),
        rule=row.rule,
        confidence=row.confidence,
        change=None if row.change is None else Change(row.change),
    )


def _date(row: DateFact) -> Date:
    return Date(
        text=row.text,
        start=row.start_day,
        end=row.end_day,
        span=_span(row),
        rule=row.rule,
        confidence=row.confidence,
    )


def _award(row: AwardFact) -> Award:
    return Award(
        award=row.award,
        issuer=row.issuer,
        recipient=row.recipient,
        count=row.count,
        status=AwardStatus(row.status),
        span=_span(row),
        rule=row.rule,
        confidence=row.confidence,
    )


def _span(row: Mention | OfficeFact | DateFact | AwardFact) -> Span:
    return Span(row.span_start, row.span_end)
