"""Which articles a list or a search is about: site, province, days, person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, SQLColumnExpression, select
from sqlalchemy.orm import Session

from db.models import Article, Mention, Site, StoryMember
from db.order import FIRST_DATED, day_sort_keys
from extract.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """What articles must satisfy; nothing given, nothing asked.

    `site` is a site's id, `person` a person's; `since` and `until` are days of publication in
    Viet Nam, both inclusive: asked for either, undated articles are out.
    """

    site: str | None = None
    province: str | None = None
    since: date | None = None
    until: date | None = None
    person: int | None = None
    once_a_story: bool = False
    """Of the articles that tell one story, the canonical one alone."""

    def conditions(
        self, session: Session, sort_key: SQLColumnExpression[int | None]
    ) -> list[ColumnElement[bool]]:
        """Conditions on `Article`, and on a column that holds sort keys and is indexed."""
        wanted: list[ColumnElement[bool]] = []
        if self.site is not None:
            wanted.append(Article.site_id == self.site)
        if self.province is not None:
            sites = session.execute(select(Site.id, Site.province))
            wanted.append(
                Article.site_id.in_([site for site, of in sites if fold(of) == fold(self.province)])
            )
        if self.since is not None or self.until is not None:
            wanted.append(sort_key >= (day_sort_keys(self.since).start if self.since else FIRST_DATED))
        if self.until is not None:
            wanted.append(sort_key < day_sort_keys(self.until).stop)
        if self.person is not None:
            # Not "exists": few articles name a person, and this can start from them.
            named = select(Mention.revision_id).where(Mention.person_id == self.person)
            wanted.append(Article.current_id.in_(named))
        if self.once_a_story:
            taken_over = select(StoryMember.article_id).where(
                StoryMember.article_id == Article.id, StoryMember.parent_id.is_not(None)
            )
            wanted.append(~taken_over.exists())
        return wanted
