"""Tenures: who is attested in which office, from the first to the last day.

They follow from the office facts of articles' current revisions alone, and are brought up
to date in the transaction that changes these: a tenure is never older than its articles.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, Select, distinct, func, select
from sqlalchemy.orm import Session, aliased

from db.models import Article, Mention, OfficeFact, Revision, Tenure
from extract.fact import Change


def attested_tenures() -> Select[int, int, bool, date | None, date | None, int, int | None, int | None]:
    """What current revisions attest: person, office, former, first and last day, number of articles, changes.

    The changes are the earliest fact that the person takes the office, and the last that the person
    leaves it; they are those of person and office, whether articles call it a former one or not.
    """
    return (
        select(
            Mention.person_id,
            OfficeFact.office_id,
            OfficeFact.former,
            func.min(Revision.published_day),
            func.max(Revision.published_day),
            func.count(distinct(Revision.article_id)),
            _changed(Change.BEGAN, Revision.published_day.asc().nulls_last()),
            _changed(Change.ENDED, Revision.published_day.desc().nulls_last()),
        )
        .join(OfficeFact, OfficeFact.mention_id == Mention.id)
        .join(Revision, Revision.id == Mention.revision_id)
        .join(Article, Article.current_id == Revision.id)
        .group_by(Mention.person_id, OfficeFact.office_id, OfficeFact.former)
    )


def _changed(change: Change, first: ColumnElement[date | None]) -> ScalarSelect[int | None]:
    """The fact that says so of the outer query's person and office in an article that comes first."""
    fact, mention = aliased(OfficeFact), aliased(Mention)
    return (
        select(fact.id)
        .join(mention, mention.id == fact.mention_id)
        .join(Revision, Revision.id == mention.revision_id)
        .join(Article, Article.current_id == Revision.id)
        .where(
            fact.office_id == OfficeFact.office_id,
            fact.change == change,
            mention.person_id == Mention.person_id,
        )
        .order_by(first, Article.id, fact.id)
        .limit(1)
        .correlate(OfficeFact, Mention)
        .scalar_subquery()
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
    for person_id, office_id, former, first_day, last_day, articles, began, ended in attested:
        tenure = stored.pop((person_id, office_id, former), None)
        if tenure is None:
            tenure = Tenure(person_id=person_id, office_id=office_id, former=former)
            session.add(tenure)
        tenure.first_day, tenure.last_day, tenure.articles = first_day, last_day, articles
        tenure.began_fact_id, tenure.ended_fact_id = began, ended
    for tenure in stored.values():
        session.delete(tenure)
    session.flush()
