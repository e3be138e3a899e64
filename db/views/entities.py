"""Views of who and what the articles are about: people, bodies, offices, tenures, sites."""

from __future__ import annotations

from sqlalchemy import and_, case, distinct, func, select
from sqlalchemy.orm import aliased

from db.models import (
    Article,
    Mention,
    Office,
    OfficeFact,
    Organization,
    Person,
    Place,
    Revision,
    Site,
    Tenure,
)
from db.views.model import View
from db.views.parts import Column, Query, fact_rows

# The numbers of persons, offices and bodies come from the subqueries that count their articles: so a
# question about some of them counts theirs alone, on both databases.


def _attested(*columns: Column) -> Query:
    """Columns beside the number of current articles, and the first and last day of their publication."""
    return select(
        *columns,
        func.count(distinct(Article.id)).label("articles"),
        func.min(Revision.published_day).label("first_day"),
        func.max(Revision.published_day).label("last_day"),
    )


_NAMED = (
    _attested(
        Mention.person_id,
        func.count(Mention.id).label("mentions"),
        func.count(distinct(case((Mention.speaks, Article.id)))).label("speeches"),
    )
    .select_from(Mention)
    .join(Revision, Revision.id == Mention.revision_id)
    .join(Article, Article.current_id == Revision.id)
    .where(Article.sort_key.is_not(None))
    .group_by(Mention.person_id)
    .subquery()
)

_PEOPLE = View(
    "people",
    select(
        _NAMED.c.person_id,
        Person.name.label("person"),
        Person.search_key,
        Person.province,
        _NAMED.c.mentions,
        _NAMED.c.articles,
        _NAMED.c.speeches,
        _NAMED.c.first_day,
        _NAMED.c.last_day,
    ).join(_NAMED, _NAMED.c.person_id == Person.id),
    key=("person_id",),
    articles=(),
    named_in="mentions",
    named_by=("person_id",),
    outline=select(Person.id.label("person_id")).where(
        fact_rows(Mention).where(Mention.person_id == Person.id).exists()
    ),
)

_ABOVE = aliased(Organization, name="above")
_BY_BODY = (  # those without offices too: known as the one above another, or by an award
    _attested(Organization.id, func.count(distinct(Mention.person_id)).label("people"))
    .select_from(Organization)
    .outerjoin(Office, Office.organization_id == Organization.id)
    .outerjoin(OfficeFact, OfficeFact.office_id == Office.id)
    .outerjoin(Article, and_(Article.current_id == OfficeFact.revision_id, Article.sort_key.is_not(None)))
    .outerjoin(Mention, and_(Mention.id == OfficeFact.mention_id, Article.id.is_not(None)))
    .outerjoin(Revision, Revision.id == Article.current_id)
    .group_by(Organization.id)
    .subquery()
)

_ORGANIZATIONS = View(
    "organizations",
    select(
        _BY_BODY.c.id.label("organization_id"),
        Organization.name.label("organization"),
        Organization.level,
        Organization.place_id,
        Place.name.label("place"),
        Organization.parent_id,
        _ABOVE.name.label("parent"),
        _BY_BODY.c.people,
        _BY_BODY.c.articles,
        _BY_BODY.c.first_day,
        _BY_BODY.c.last_day,
    )
    .join(_BY_BODY, _BY_BODY.c.id == Organization.id)
    .outerjoin(Place, Place.id == Organization.place_id)
    .outerjoin(_ABOVE, _ABOVE.id == Organization.parent_id),
    key=("organization_id",),
    articles=(),
    named_in="office_statements",
    named_by=("organization_id",),
    outline=select(Organization.id.label("organization_id")),
)

_BY_OFFICE = (
    _attested(
        OfficeFact.office_id,
        func.count(distinct(Mention.person_id)).label("people"),
        func.count(distinct(case((OfficeFact.change.is_not(None), Article.id)))).label("changes"),
    )
    .select_from(OfficeFact)
    .join(Mention, Mention.id == OfficeFact.mention_id)
    .join(Revision, Revision.id == OfficeFact.revision_id)
    .join(Article, Article.current_id == Revision.id)
    .where(Article.sort_key.is_not(None))
    .group_by(OfficeFact.office_id)
    .subquery()
)

_OFFICES = View(
    "offices",
    select(
        _BY_OFFICE.c.office_id,
        Office.title.label("office"),
        Office.title_key.label("office_key"),
        Office.organization_id,
        Organization.name.label("organization"),
        _BY_OFFICE.c.people,
        _BY_OFFICE.c.articles,
        _BY_OFFICE.c.changes,
        _BY_OFFICE.c.first_day,
        _BY_OFFICE.c.last_day,
    )
    .join(_BY_OFFICE, _BY_OFFICE.c.office_id == Office.id)
    .outerjoin(Organization, Organization.id == Office.organization_id),
    key=("office_id",),
    articles=(),
    named_in="office_statements",
    named_by=("office_id",),
    outline=select(Office.id.label("office_id"), Office.organization_id).where(
        fact_rows(OfficeFact).where(OfficeFact.office_id == Office.id).exists()
    ),
)

_BEGAN, _ENDED = aliased(OfficeFact, name="began"), aliased(OfficeFact, name="ended")
_BEGAN_IN, _ENDED_IN = aliased(Revision, name="began_in"), aliased(Revision, name="ended_in")

_TENURES = View(
    "tenures",
    select(
        Tenure.id.label("tenure_id"),
        Tenure.person_id,
        Person.name.label("person"),
        Tenure.office_id,
        Office.title.label("office"),
        Office.organization_id,
        Organization.name.label("organization"),
        Tenure.former,
        Tenure.first_day,
        Tenure.last_day,
        Tenure.articles,
        Tenure.began_fact_id.label("began_statement_id"),
        _BEGAN_IN.published_day.label("began_day"),
        _BEGAN_IN.article_id.label("began_article_id"),
        Tenure.ended_fact_id.label("ended_statement_id"),
        _ENDED_IN.published_day.label("ended_day"),
        _ENDED_IN.article_id.label("ended_article_id"),
    )
    .join(Person, Person.id == Tenure.person_id)
    .join(Office, Office.id == Tenure.office_id)
    .outerjoin(Organization, Organization.id == Office.organization_id)
    .outerjoin(_BEGAN, _BEGAN.id == Tenure.began_fact_id)
    .outerjoin(_BEGAN_IN, _BEGAN_IN.id == _BEGAN.revision_id)
    .outerjoin(_ENDED, _ENDED.id == Tenure.ended_fact_id)
    .outerjoin(_ENDED_IN, _ENDED_IN.id == _ENDED.revision_id),
    key=("tenure_id",),
    articles=(),
    named_in="office_statements",
    named_by=("person_id", "office_id", "former"),
)

_BY_SITE = (
    _attested(Article.site_id)
    .select_from(Article)
    .join(Revision, Revision.id == Article.current_id)
    .where(Article.sort_key.is_not(None))
    .group_by(Article.site_id)
    .subquery()
)

_SITES = View(
    "sites",
    select(
        Site.id.label("site_id"),
        Site.name.label("site"),
        Site.province.label("site_province"),
        Site.vendor,
        Site.start_url,
        func.coalesce(_BY_SITE.c.articles, 0).label("articles"),
        _BY_SITE.c.first_day,
        _BY_SITE.c.last_day,
    ).outerjoin(_BY_SITE, _BY_SITE.c.site_id == Site.id),
    key=("site_id",),
    articles=(),
    named_in="articles",
    named_by=("site_id",),
    outline=select(Site.id.label("site_id")),
)

ENTITY_VIEWS = (_PEOPLE, _TENURES, _OFFICES, _ORGANIZATIONS, _SITES)
