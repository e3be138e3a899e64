"""The tables, as typed SQLAlchemy models, in the order in which data reaches them.

site → page → capture → article → revision → facts (people, offices, dates, awards)
→ appearances, persons, offices, tenures → pairs and judgements, corrections of facts; the runs that did the
work; and, apart from all that, who may sign in.
`docs/data.md` describes every column for the people who query them.
"""

from __future__ import annotations

from sqlalchemy import MetaData

from db.base import Base
from db.models.accounts import (
    PRIVATE_TABLES,
    ROLES,
    Account,
    ApiToken,
    AuditEvent,
    SignIn,
    SignInCount,
)
from db.models.articles import ARTICLE_KINDS, Article, Attachment, Author, Caption, Revision, RevisionPart
from db.models.corrections import (
    CORRECTED_KINDS,
    CORRECTION_ACTIONS,
    CORRECTION_STATES,
    CorrectedRevision,
    CorrectionOutcome,
    FactCorrection,
)
from db.models.crawl import PAGE_ROLES, PAGE_STATES, RUN_STATES, Capture, Page, Run, Site, SiteRun
from db.models.duplicates import (
    PAIR_KINDS,
    RELATIONS,
    VERDICTS,
    Judgement,
    Pair,
    Signature,
    SignatureEntry,
    StoryMember,
    ThresholdChange,
)
from db.models.entities import (
    ORGANIZATION_LEVELS,
    Office,
    Organization,
    OrganizationName,
    OrganizationSuccessor,
    Person,
    Tenure,
)
from db.models.facts import AWARD_STATUSES, AwardFact, DateFact, FactColumns, Mention, OfficeFact
from db.models.identity import (
    DECISION_KINDS,
    DECISION_SIDES,
    Appearance,
    DecisionMember,
    IdentityDecision,
    NameGroup,
)
from db.models.places import BASES, CHANGE_KINDS, PLACE_LEVELS, DataSet, Place, PlaceChange, PlaceMention

METADATA: MetaData = Base.metadata
"""All tables, for migrations and checks."""

__all__ = [
    "ARTICLE_KINDS",
    "AWARD_STATUSES",
    "BASES",
    "CHANGE_KINDS",
    "CORRECTED_KINDS",
    "CORRECTION_ACTIONS",
    "CORRECTION_STATES",
    "DECISION_KINDS",
    "DECISION_SIDES",
    "METADATA",
    "ORGANIZATION_LEVELS",
    "PAGE_ROLES",
    "PAGE_STATES",
    "PAIR_KINDS",
    "PLACE_LEVELS",
    "PRIVATE_TABLES",
    "RELATIONS",
    "ROLES",
    "RUN_STATES",
    "VERDICTS",
    "Account",
    "ApiToken",
    "Appearance",
    "Article",
    "Attachment",
    "AuditEvent",
    "Author",
    "AwardFact",
    "Caption",
    "Capture",
    "CorrectedRevision",
    "CorrectionOutcome",
    "DataSet",
    "DateFact",
    "DecisionMember",
    "FactColumns",
    "FactCorrection",
    "IdentityDecision",
    "Judgement",
    "Mention",
    "NameGroup",
    "Office",
    "OfficeFact",
    "Organization",
    "OrganizationName",
    "OrganizationSuccessor",
    "Page",
    "Pair",
    "Person",
    "Place",
    "PlaceChange",
    "PlaceMention",
    "Revision",
    "RevisionPart",
    "Run",
    "SignIn",
    "SignInCount",
    "Signature",
    "SignatureEntry",
    "Site",
    "SiteRun",
    "StoryMember",
    "Tenure",
    "ThresholdChange",
]
