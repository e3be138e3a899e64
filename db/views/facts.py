"""Views of the facts: each statement of a current article at its place."""

from __future__ import annotations

from db.models import AwardFact, DateFact, Mention, Office, OfficeFact, Organization, Person
from db.views.model import View
from db.views.parts import facts

_MENTIONS = View(
    "mentions",
    facts(
        Mention,
        Mention.id.label("mention_id"),
        Mention.person_id,
        Person.name.label("person"),
        Mention.name.label("written_name"),
    ).join(Person, Person.id == Mention.person_id),
    key=("mention_id",),
)

_APPEARANCES = View(
    "appearances",
    facts(
        OfficeFact,
        OfficeFact.id.label("appearance_id"),
        Mention.person_id,
        Person.name.label("person"),
        OfficeFact.office_id,
        Office.title.label("office"),
        Office.organization_id,
        Organization.name.label("organization"),
        OfficeFact.former,
        OfficeFact.full.label("written_office"),
        OfficeFact.mention_id,
    )
    .join(Mention, Mention.id == OfficeFact.mention_id)
    .join(Person, Person.id == Mention.person_id)
    .join(Office, Office.id == OfficeFact.office_id)
    .outerjoin(Organization, Organization.id == Office.organization_id),
    key=("appearance_id",),
)

_AWARDS = View(
    "awards",
    facts(
        AwardFact,
        AwardFact.id.label("award_id"),
        AwardFact.award,
        AwardFact.award_key,
        AwardFact.issuer,
        AwardFact.recipient,
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
)

FACT_VIEWS = (_MENTIONS, _APPEARANCES, _AWARDS, _DATES)
