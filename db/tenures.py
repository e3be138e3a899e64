"""Tenures: who is attested in which office, from the first to the last day.

They follow from the office facts of articles' current revisions alone, and are brought up
to date in the transaction that changes these: a tenure is never older than its articles.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session

from db.models import Article, Mention, OfficeFact, Revision, Tenure


def attested_tenures() -> Select[int, int, bool, date | None, date | None, int]:
    """What current revisions attest: person, office, former, first and last day, number of articles."""
    return (
        select(
            Mention.person_id,
            OfficeFact.office_id,
            OfficeFact.former,
            func.min(Revision.published_day),
            func.max(Revision.published_day),
            func.count(distinct(Revision.article_id)),
        )
        .join(OfficeFact, OfficeFact.mention_id == Mention.id)
        .join(Revision, Revision.id == Mention.revision_id)
        .join(Article, Article.current_id == Revision.id)
        .group_by(Mention.person_id, OfficeFact.office_id, OfficeFact.former)
    )


def refresh_tenures(session: Session, person_ids: Collection[int]) -> None:
    """Make the tenures of these persons what the current revisions attest.

    The days are the days of publication of the attesting articles; articles without one count, but
    move no day. The caller holds the locks of their names (`db.appearances.lock_names`).
    """
    session.flush()
    attested = session.execute(attested_tenures().where(Mention.person_id.in_(person_ids)))
    stored = {
        (tenure.person_id, tenure.office_id, tenure.former): tenure
        for tenure in session.scalars(select(Tenure).where(Tenure.person_id.in_(person_ids)))
    }
    for person_id, office_id, former, first_day, last_day, articles in attested:
        tenure = stored.pop((person_id, office_id, former), None)
        if tenure is None:
            tenure = Tenure(person_id=person_id, office_id=office_id, former=former)
            session.add(tenure)
        tenure.first_day, tenure.last_day, tenure.articles = first_day, last_day, articles
    for tenure in stored.values():
        session.delete(tenure)
    session.flush()
