"""Articles: found by words and filters, one in full, its revisions, and what changed between two."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from sqlalchemy.orm import Session

from db.filters import ArticleFilter
from db.query import parse_query
from db.read import read_article
from db.search import Cursor, search
from web.api.article_models import (
    ArticleChanges,
    ArticleFull,
    ArticlePage,
    ArticleSummary,
    Revisions,
    changes,
)
from web.api.lists import Day, Id, IdAsked, Limit, Name, answer, page_of
from web.api.snapshot import Snapshots
from web.language import Said

_ARTICLE = Said("Không có bài này.", "There is no such article.")
_REVISION = Said("Bài này không có phiên bản ấy.", "The article has no such revision.")

Typed = Annotated[str, Query(max_length=300, description="what to search for: docs/search.md")]
Kind = Literal["article", "notice", "empty"]
Place = Annotated[
    str | None,
    Query(pattern=r"^[01]\.[0-7]\.[0-9]{1,18}$", description="where the page before ended: opaque"),
]
Number = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="a revision's number; by default the one that holds")
]
NumberOf = Annotated[int, Query(ge=1, le=2**31 - 1)]


def article_routes(snapshots: Snapshots) -> APIRouter:
    """`/articles` and what is below."""
    router = APIRouter(prefix="/articles", tags=["articles"])
    snapshot: Any = Depends(snapshots)

    def articles(  # noqa: PLR0913, PLR0917 -- what the address asks for
        request: Request,
        q: Typed = "",
        site: Name = None,
        province: Name = None,
        since: Day = None,
        until: Day = None,
        office: Name = None,
        award: Name = None,
        person: IdAsked = None,
        kind: Annotated[Kind | None, Query()] = None,
        stories: Literal["all", "once"] = "all",
        order: Literal["newest", "rank"] = "newest",
        limit: Limit = 25,
        cursor: Place = None,
        session: Session = snapshot,
    ) -> ArticlePage:
        """The articles that hold the words and pass the filters, newest first or by rank."""
        wanted = ArticleFilter(
            site=site,
            province=province,
            since=since,
            until=until,
            office=office,
            award=award,
            person=person,
            kind=kind,
            once_a_story=stories == "once",
        )
        after = Cursor.parse(cursor) if cursor else None
        hits = search(session, q, wanted, order=order, limit=limit + 1, after=after)
        page = page_of(request, ArticleSummary, hits, limit, lambda hit: str(hit.cursor))
        return ArticlePage.model_validate({**page, "hints": parse_query(q).hints})

    def article(article_id: Id, revision: Number = None, session: Session = snapshot) -> ArticleFull:
        """One article with its text, its facts at their places, its revisions and its capture."""
        return ArticleFull.model_validate(_read(session, article_id, revision))

    def revisions(article_id: Id, session: Session = snapshot) -> Revisions:
        """The revisions of an article, in order."""
        return Revisions.model_validate({"items": _read(session, article_id, None).revisions})

    def changed(
        article_id: Id,
        earlier: NumberOf,
        later: NumberOf,
        session: Session = snapshot,
    ) -> ArticleChanges:
        """What changed in an article from one revision to another: lines of text, and facts."""
        return changes(_read(session, article_id, earlier), _read(session, article_id, later))

    answer(router, "", articles, ArticlePage)
    answer(router, "/{article_id}", article, ArticleFull)
    answer(router, "/{article_id}/revisions", revisions, Revisions)
    answer(router, "/{article_id}/changes", changed, ArticleChanges)
    return router


def _read(session: Session, article_id: int, number: int | None) -> Any:
    view = read_article(session, article_id, number=number)
    if view is None:
        raise HTTPException(404, _ARTICLE if number is None else _REVISION)
    return view
