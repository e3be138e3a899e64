"""Which articles a list or a search is about: site, province, days, kind, office, award, person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, SQLColumnExpression, select
from sqlalchemy.orm import Session

from db.models import (
    Article,
    Mention,
    Office,
    OfficeFact,
    PlaceMention,
    Revision,
    Site,
    StoryMember,
)
from db.order import FIRST_DATED, day_sort_keys
from db.search_match import INDEX, AllOf, Match, condition
from db.search_words import FactField, fact_match, kind_match, site_match
from db.words import Term, query_words
from extract.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """What articles must satisfy; nothing given, nothing asked.

    `site` is a site's id or name, `person` a person's id; `since` and `until` are days of
    publication in Viet Nam, both inclusive: asked for either, undated articles are out.
    """

    site: str | None = None
    province: str | None = None
    since: date | None = None
    until: date | None = None
    kind: str | None = None
    office: str | None = None
    """Words that follow each other in an office that the article states; their accents count."""
    award: str | None = None
    """Words that follow each other in the name of an award that it states."""
    person: int | None = None
    organization: int | None = None
    """The id of a body in which the article gives somebody an office."""
    place: int | None = None
    """The id of an administrative unit that it names."""
    once_a_story: bool = False
    """Of the articles that tell one story, the canonical one alone."""

    @property
    def asks_articles(self) -> bool:
        """Whether `conditions_beside_index` needs the table of articles."""
        asked = (self.person, self.organization, self.place)
        return self.once_a_story or any(one is not None for one in asked)

    def conditions(
        self, session: Session, sort_key: SQLColumnExpression[int | None]
    ) -> list[ColumnElement[bool]]:
        """Conditions on `Article`, and on a column that holds sort keys and is indexed."""
        wanted = self.conditions_beside_index(sort_key)
        site_ids = self._site_ids(session)
        if site_ids is not None:
            wanted.append(Article.site_id.in_(site_ids))
        if self.kind is not None:
            wanted.append(Article.current_id.in_(select(Revision.id).where(Revision.kind == self.kind)))
        if facts := self._fact_matches():
            wanted.append(sort_key.in_(select(INDEX.c.rowid).where(condition(session, AllOf(facts)))))
        return wanted

    def index_matches(self, session: Session) -> tuple[Match, ...]:
        """What of it the search index knows."""
        site_ids = self._site_ids(session)
        sites = () if site_ids is None else (site_match(site_ids),)
        kinds = () if self.kind is None else (kind_match(self.kind),)
        return (*sites, *kinds, *self._fact_matches())

    def conditions_beside_index(self, sort_key: SQLColumnExpression[int | None]) -> list[ColumnElement[bool]]:
        """What the search index does not know, as conditions on `Article` and the sort key."""
        wanted: list[ColumnElement[bool]] = []
        if self.since is not None or self.until is not None:
            wanted.append(sort_key >= (day_sort_keys(self.since).start if self.since else FIRST_DATED))
        if self.until is not None:
            wanted.append(sort_key < day_sort_keys(self.until).stop)
        if self.person is not None:
            # Not "exists": few articles name a person, and this can start from them.
            named = select(Mention.revision_id).where(Mention.person_id == self.person)
            wanted.append(Article.current_id.in_(named))
        if self.organization is not None:
            stated = select(OfficeFact.revision_id).join(Office, Office.id == OfficeFact.office_id)
            wanted.append(Article.current_id.in_(stated.where(Office.organization_id == self.organization)))
        if self.place is not None:
            told = select(PlaceMention.revision_id).where(PlaceMention.place_id == self.place)
            wanted.append(Article.current_id.in_(told))
        if self.once_a_story:
            taken_over = select(StoryMember.article_id).where(
                StoryMember.article_id == Article.id, StoryMember.parent_id.is_not(None)
            )
            wanted.append(~taken_over.exists())
        return wanted

    def _site_ids(self, session: Session) -> list[str] | None:
        """The sites asked for; none where any will do."""
        if self.site is None and self.province is None:
            return None
        return [
            site_id
            for site_id, name, province in session.execute(select(Site.id, Site.name, Site.province))
            if (self.site is None or self.site == site_id or fold(self.site) == fold(name))
            and (self.province is None or fold(self.province) == fold(province))
        ]

    def _fact_matches(self) -> tuple[Match, ...]:
        asked: tuple[tuple[FactField, str | None], ...] = (("office", self.office), ("award", self.award))
        words = ((field, query_words(written)) for field, written in asked if written is not None)
        return tuple(fact_match(field, Term(found)) for field, found in words if found)
