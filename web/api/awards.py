"""Awards: who honoured whom with what, by the newest article."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.orm import Session

from db.filters import ArticleFilter
from db.read import AwardFilter, list_awards
from web.api.article_models import Span
from web.api.lists import (
    Day,
    IdAsked,
    Limit,
    Model,
    Name,
    Rows,
    TwoNumbersCursor,
    answer,
    page_of,
    two_numbers_cursor,
    two_numbers_place,
)
from web.api.snapshot import Snapshots

Status = Literal["conferred", "decided", "proposed"]
Kind = Annotated[str | None, Query(pattern=r"^[a-z_-]{1,30}$", description="as in extract/lexicon")]
Year = Annotated[int | None, Query(ge=1900, le=2100, description="of the article's publication")]


class Award(Model):
    """An award, and the article that tells of it; the span is in that article's text."""

    award_id: int
    award: str
    issuer: str | None
    recipient: str | None
    person_id: int | None
    count: int | None
    status: str
    span: Span
    article_id: int
    revision: int
    article_title: str
    site_name: str
    published_day: date | None


def award_routes(snapshots: Snapshots) -> APIRouter:
    """`/awards`."""
    router = APIRouter(prefix="/awards", tags=["awards"])
    snapshot: Any = Depends(snapshots)

    def awards(  # noqa: PLR0913, PLR0917 -- what the address asks for
        request: Request,
        award: Name = None,
        q: Name = None,
        issuer: Name = None,
        recipient: Name = None,
        kind: Kind = None,
        status: Annotated[Status | None, Query()] = None,
        year: Year = None,
        person: IdAsked = None,
        site: Name = None,
        province: Name = None,
        since: Day = None,
        until: Day = None,
        limit: Limit = 25,
        cursor: TwoNumbersCursor = None,
        session: Session = snapshot,
    ) -> Rows[Award]:
        """Awards by the newest article; `award` is a name in full, the other words are parts of wordings."""
        of_articles = ArticleFilter(site=site, province=province, since=since, until=until)
        of_awards = AwardFilter(
            award=award or None,
            words=q or None,
            issuer=issuer or None,
            recipient=recipient or None,
            kind=kind,
            status=status,
            year=year,
            person=person,
        )
        rows = list_awards(session, of_articles, of_awards, limit=limit + 1, before=two_numbers_place(cursor))
        page = page_of(request, Award, rows, limit, two_numbers_cursor)
        return Rows[Award].model_validate(page)

    answer(router, "", awards, Rows[Award])
    return router
