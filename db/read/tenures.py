"""Tenures: who is attested in which office, from the first to the last day, as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Office, Organization, Person, Tenure
from db.read.changes import ChangeView, changes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedTenure:
    """A person in an office, and the days of publication between which articles attest it."""

    tenure_id: int
    person_id: int
    person: str
    office_id: int
    title: str
    organization_id: int | None
    organization: str | None
    former: bool
    first_day: date | None
    last_day: date | None
    articles: int
    began: ChangeView | None
    """The earliest sentence that says that the tenure begins."""
    ended: ChangeView | None
    """The last sentence that says that it ends."""


def list_tenures(  # noqa: PLR0913 -- one keyword for each thing that a list may be asked for
    session: Session,
    *,
    person: int | None = None,
    office: int | None = None,
    organization: int | None = None,
    day: date | None = None,
    limit: int = 50,
    after: int | None = None,
) -> list[AttestedTenure]:
    """The tenures of a person, an office, a body, or those attested around a day, in the order of their ids.

    `after` is an earlier row's `tenure_id`.
    """
    query = (
        select(Tenure, Person.name, Office, Organization.name)
        .join(Tenure.person)
        .join(Tenure.office)
        .outerjoin(Organization, Organization.id == Office.organization_id)
        .order_by(Tenure.id)
        .limit(limit)
    )
    for asked, column in ((person, Tenure.person_id), (office, Tenure.office_id)):
        if asked is not None:
            query = query.where(column == asked)
    if organization is not None:
        query = query.where(Office.organization_id == organization)
    if day is not None:
        query = query.where(Tenure.first_day <= day, Tenure.last_day >= day)
    if after is not None:
        query = query.where(Tenure.id > after)
    rows = session.execute(query).all()
    changes = changes_of(session, (tenure for tenure, *_ in rows))
    return [
        AttestedTenure(
            tenure_id=tenure.id,
            person_id=tenure.person_id,
            person=name,
            office_id=office.id,
            title=office.title,
            organization_id=office.organization_id,
            organization=body,
            former=tenure.former,
            first_day=tenure.first_day,
            last_day=tenure.last_day,
            articles=tenure.articles,
            began=changes.get(tenure.began_fact_id),
            ended=changes.get(tenure.ended_fact_id),
        )
        for tenure, name, office, body in rows
    ]
