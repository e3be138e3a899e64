"""Which rows of a data set are wanted: those of some articles, people, offices, bodies or awards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, FromClause, Select, or_, select, true, tuple_
from sqlalchemy.orm import Session

from db.filters import ArticleFilter
from db.models import Article
from db.search import found_keys
from db.views import View, view_named
from extract.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What rows must satisfy; nothing given, nothing asked.

    `person`, `office`, `organization`, `award`, `issuer` and `status` are asked of the rows of data
    sets that have such a column, and of the rows' articles in all others: the awards of a person are
    those that the person received, the dates of a person those of the articles that name the person.
    Everything else is asked of the articles: a data set without articles, like people, is cut down
    to what these articles name.
    """

    query: str = ""
    """As `db.search.search` takes it."""
    site: str | None = None
    province: str | None = None
    since: date | None = None
    until: date | None = None
    person: int | None = None
    office: int | None = None
    organization: int | None = None
    place: int | None = None
    """The id of an administrative unit that the articles name."""
    award: str | None = None
    issuer: str | None = None
    status: str | None = None
    once_a_story: bool = False

    def conditions(self, session: Session, view: View, rows: FromClause) -> list[ColumnElement[bool]]:
        """What the rows of the view must satisfy, be they read from its table or from its outline."""
        wanted = [
            rows.c[column] == value
            if column in view.columns
            else _of_articles(view, rows, _articles_with(dataset, column, value))
            for dataset, column, value in self._asked_of_rows()
        ]
        articles = self._articles(session)
        return wanted if articles is None else [*wanted, _of_articles(view, rows, articles)]

    def _asked_of_rows(self) -> list[tuple[str, str, object]]:
        """Data set, column and value of what is asked of rows."""
        asked: tuple[tuple[str, str, object], ...] = (
            ("mentions", "person_id", self.person),
            ("office_statements", "office_id", self.office),
            ("office_statements", "organization_id", self.organization),
            ("awards", "award_key", None if self.award is None else fold(self.award)),
            ("awards", "issuer", self.issuer),
            ("awards", "status", self.status),
        )
        return [(dataset, column, value) for dataset, column, value in asked if value is not None]

    def _articles(self, session: Session) -> Select[int] | None:
        """The articles that are wanted; none where all are."""
        wanted = ArticleFilter(
            site=self.site,
            province=self.province,
            since=self.since,
            until=self.until,
            place=self.place,
            once_a_story=self.once_a_story,
        )
        if self.query.strip():
            found = found_keys(session, self.query, wanted)
            return select(Article.id).where(Article.sort_key.in_(found))
        conditions = wanted.conditions(session, Article.sort_key)
        return select(Article.id).where(*conditions) if conditions else None


EVERYTHING = Selection()
"""All rows."""


def _articles_with(dataset: str, column: str, value: object) -> Select[int]:
    rows = view_named(dataset).rows
    return select(rows.c.article_id).where(rows.c[column] == value)


def _of_articles(view: View, rows: FromClause, articles: Select[int]) -> ColumnElement[bool]:
    """Whether a row is of these articles, or what it tells of is named in one of them."""
    if not view.articles and not view.named_in:
        return true()
    if view.articles:
        return or_(*(rows.c[column].in_(articles) for column in view.articles))
    named = view_named(view.named_in)
    found = select(*(named.rows.c[column] for column in view.named_by)).where(
        _of_articles(named, named.rows, articles)
    )
    return tuple_(*(rows.c[column] for column in view.named_by)).in_(found)
