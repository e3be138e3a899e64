"""Views of the facts: each statement of a current article at its place."""

from __future__ import annotations

from sqlalchemy import select

from db.models import (
    Appearance,
    AwardFact,
    DateFact,
    Mention,
    Office,
    OfficeFact,
    Organization,
    Person,
    Revision,
)
from db.views.model import View
from db.views.parts import fact_rows, facts, from_current_revisions, source_columns

_APPEARANCES = View(
    "appearances",
    from_current_revisions(
        select(
            Appearance.person_id,
            Person.name.label("person"),
            Appearance.key.label("name_key"),
            Appearance.score,
            Appearance.reasons,
            *source_columns(),
        )
        .select_from(Appearance)
        .join(Revision, Revision.id == Appearance.revision_id)
    ).join(Person, Person.id == Appearance.person_id),
    key=("article_id", "name_key"),
)

_MENTIONS = View(
    "mentions",
    facts(
        Mention,
        Mention.id.label("mention_id"),
        Mention.person_id,
        Person.name.label("person"),
        Mention.name.label("written_name"),
        Mention.speaks,
    ).join(Person, Person.id == Mention.person_id),
    key=("mention_id",),
    outline=fact_rows(Mention, Mention.id.label("mention_id"), Mention.person_id),
)

_OFFICE_STATEMENTS = View(
    "office_statements",
    facts(
        OfficeFact,
        OfficeFact.id.label("statement_id"),
        Mention.person_id,
        Person.name.label("person"),
        OfficeFact.office_id,
        Office.title.label("office"),
        Office.organization_id,
        Organization.name.label("organization"),
        OfficeFact.former,
        OfficeFact.change,
        OfficeFact.full.label("written_office"),
        OfficeFact.mention_id,
    )
    .join(Mention, Mention.id == OfficeFact.mention_id)
    .join(Person, Person.id == Mention.person_id)
    .join(Office, Office.id == OfficeFact.office_id)
    .outerjoin(Organization, Organization.id == Office.organization_id),
    key=("statement_id",),
    outline=fact_rows(
        OfficeFact,
        OfficeFact.id.label("statement_id"),
        Mention.person_id,
        OfficeFact.office_id,
        Office.organization_id,
        OfficeFact.former,
    )
    .join(Mention, Mention.id == OfficeFact.mention_id)
    .join(Office, Office.id == OfficeFact.office_id),
)

_AWARDS = View(
    "awards",
    facts(
        AwardFact,
        AwardFact.id.label("award_id"),
        AwardFact.award,
        AwardFact.award_key,
        AwardFact.issuer,
        AwardFact.issuer_id,
        AwardFact.recipient,
        AwardFact.recipient_id,
        AwardFact.person_id,
        Person.name.label("person"),
        AwardFact.count,
        AwardFact.status,
    ).outerjoin(Person, Person.id == AwardFact.person_id),
    key=("award_id",),
)

_DATES = View(
    "dates",
    facts(
        DateFact,
        DateFact.id.label("date_id"),
        DateFact.text.label("written_date"),
        DateFact.start_day,
        DateFact.end_day,
    ),
    key=("date_id",),
    outline=fact_rows(DateFact, DateFact.id.label("date_id")),
)

FACT_VIEWS = (_APPEARANCES, _MENTIONS, _OFFICE_STATEMENTS, _AWARDS, _DATES)
