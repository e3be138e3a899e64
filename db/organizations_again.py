"""Read the bodies and places of everything in store once more, by the rules of today.

    read_bodies_again(session)  # what `upgrade_database` does when the rules have changed

Facts stay as they are: only the rows that they lead to, and what follows from these, change. Offices and
bodies to which nothing leads any more are taken out.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from db.honours import resolve_honours
from db.identity import resolve_offices
from db.models import (
    Article,
    AwardFact,
    DataSet,
    Office,
    OfficeFact,
    Organization,
    OrganizationName,
    OrganizationSuccessor,
    Person,
    Revision,
    Tenure,
)
from db.place_mentions import read_places
from db.search_index import add_to_index, remove_from_index
from db.tenures import refresh_tenures
from extract import fact
from extract.bodies.edition import bodies_edition

DATA_SET = "bodies"
_AT_ONCE = 500


def read_bodies_again(session: Session) -> None:
    """Resolve the bodies and places of all revisions again, unless this edition's rules did so already."""
    stored = session.scalar(select(DataSet.digest).where(DataSet.name == DATA_SET))
    if stored == bodies_edition():
        return
    session.execute(delete(OrganizationName))
    session.execute(delete(OrganizationSuccessor))
    session.execute(update(Organization).values(search_key=None))
    for ids in _in_parts(list(session.scalars(select(Revision.id).order_by(Revision.id)))):
        for revision in session.scalars(select(Revision).where(Revision.id.in_(ids)).order_by(Revision.id)):
            _read_again(session, revision)
        session.flush()
        session.expunge_all()
    for ids in _in_parts(list(session.scalars(select(Person.id).order_by(Person.id)))):
        refresh_tenures(session, ids)
        session.expunge_all()
    _take_out_unused(session)
    _index_again(session)
    session.execute(delete(DataSet).where(DataSet.name == DATA_SET))
    session.execute(insert(DataSet).values(name=DATA_SET, digest=bodies_edition()))


def _in_parts(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _read_again(session: Session, revision: Revision) -> None:
    """Lead the offices and awards of a revision to the rows of today's rules."""
    setting = read_places(session, revision)
    rows = session.scalars(select(OfficeFact).where(OfficeFact.revision_id == revision.id)).all()
    offices = {row: _office(row) for row in rows}
    held = resolve_offices(session, offices.values(), setting)
    for row, office in offices.items():
        row.office_id, row.place_basis = held[office].office_id, held[office].place_basis
    given = session.scalars(select(AwardFact).where(AwardFact.revision_id == revision.id)).all()
    awards = {row: _award(row) for row in given}
    honours = resolve_honours(session, awards.values(), setting)
    for award_row, award in awards.items():
        award_row.issuer_id, award_row.recipient_id = honours[award].issuer_id, honours[award].recipient_id


def _office(row: OfficeFact) -> fact.Office:
    return fact.Office(
        title=row.title,
        organization=row.organization,
        former=row.former,
        full=row.full,
        span=fact.Span(row.span_start, row.span_end),
        rule=row.rule,
        confidence=row.confidence,
    )


def _award(row: AwardFact) -> fact.Award:
    return fact.Award(
        award=row.award,
        issuer=row.issuer,
        recipient=row.recipient,
        count=row.count,
        status=fact.AwardStatus(row.status),
        span=fact.Span(row.span_start, row.span_end),
        rule=row.rule,
        confidence=row.confidence,
    )


def _take_out_unused(session: Session) -> None:
    """Delete the offices that nobody holds, and the bodies that no name led to."""
    held = select(OfficeFact.office_id).union(select(Tenure.office_id))
    session.execute(delete(Office).where(Office.id.not_in(held)))
    session.execute(delete(Organization).where(Organization.search_key.is_(None)))


def _index_again(session: Session) -> None:
    """Index the current revisions by the names of today's rows."""
    shown = select(Article.id).where(Article.sort_key.is_not(None)).order_by(Article.id)
    for ids in _in_parts(list(session.scalars(shown))):
        for article in session.scalars(select(Article).where(Article.id.in_(ids))):
            if article.sort_key is None or article.current_id is None:
                continue
            revision = session.get_one(Revision, article.current_id)
            remove_from_index(session, sort_key=article.sort_key)
            add_to_index(session, sort_key=article.sort_key, site_id=article.site_id, revision=revision)
        session.expunge_all()
