"""One office: who held it when, as articles attest it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Office, Organization, Person, Tenure
from db.read.changes import ChangeView, changes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderRow:
    """A person in an office, and the days of publication between which articles attest it."""

    person_id: int
    name: str
    former: bool
    first_day: date | None
    last_day: date | None
    articles: int
    began: ChangeView | None
    """The earliest sentence that says that the tenure begins."""
    ended: ChangeView | None
    """The last sentence that says that it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHolders:
    """An office with everyone whom articles name in it, the latest first."""

    office_id: int
    title: str
    organization_id: int | None
    organization: str | None
    holders: tuple[HolderRow, ...]


def read_office(session: Session, office_id: int) -> OfficeHolders | None:
    """The office and its holders; none where there is no such office."""
    found = session.execute(
        select(Office, Organization.name)
        .outerjoin(Organization, Organization.id == Office.organization_id)
        .where(Office.id == office_id)
    ).one_or_none()
    if found is None:
        return None
    office, organization = found
    holders = session.execute(
        select(Tenure, Person)
        .join(Tenure.person)
        .where(Tenure.office_id == office_id)
        .order_by(Tenure.last_day.desc().nulls_last(), Tenure.articles.desc(), Tenure.id)
    ).all()
    changes = changes_of(session, (tenure for tenure, _ in holders))
    return OfficeHolders(
        office_id=office.id,
        title=office.title,
        organization_id=office.organization_id,
        organization=organization,
        holders=tuple(
            HolderRow(
                person_id=person.id,
                name=person.name,
                former=tenure.former,
                first_day=tenure.first_day,
                last_day=tenure.last_day,
                articles=tenure.articles,
                began=changes.get(tenure.began_fact_id),
                ended=changes.get(tenure.ended_fact_id),
            )
            for tenure, person in holders
        ),
    )
