"""Articles that resemble each other: pairs, and the story that an article is part of."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from sqlalchemy.orm import Session

from db.read import list_pairs, read_article
from db.stories import read_story
from web.api.lists import Id, IdAsked, Limit, Model, NumberCursor, Rows, answer, page_of
from web.api.snapshot import Snapshots
from web.language import Said

_ARTICLE = Said("Không có bài này.", "There is no such article.")

Kind = Literal["identical", "copy", "excerpt", "update", "template", "different"]


class PairSide(Model):
    """One article of a pair, as compared."""

    article_id: int
    revision_id: int
    site_id: str
    site_name: str
    url: str
    title: str
    published_day: date | None


class Pair(Model):
    """Two articles, and what their comparison says."""

    pair_id: int
    a: PairSide
    b: PairSide
    kind: str
    duplicate: bool
    score: float
    scores: dict[str, float]
    reasons: list[str]
    algorithm: str


class StoryArticle(Model):
    """An article of a story, and which one of the others it was most likely taken from."""

    article_id: int
    parent_id: int | None
    depth: int
    relation: str
    reason: str
    site_name: str
    title: str
    url: str
    published_day: date | None


class Story(Model):
    """The articles that tell one story, from the canonical one down; none where one tells it alone."""

    items: list[StoryArticle]


def duplicate_routes(snapshots: Snapshots) -> APIRouter:
    """`/pairs` and `/articles/{id}/story`."""
    router = APIRouter(tags=["duplicates"])
    snapshot: Any = Depends(snapshots)

    def pairs(  # noqa: PLR0913, PLR0917 -- what the address asks for
        request: Request,
        verdict: Literal["all", "duplicate"] = "all",
        kind: Annotated[Kind | None, Query()] = None,
        article: IdAsked = None,
        limit: Limit = 25,
        cursor: NumberCursor = None,
        session: Session = snapshot,
    ) -> Rows[Pair]:
        """Pairs of articles that resemble each other, the last found first."""
        rows = list_pairs(
            session,
            duplicate=True if verdict == "duplicate" else None,
            kind=kind,
            article=article,
            limit=limit + 1,
            before=int(cursor) if cursor else None,
        )
        return Rows[Pair].model_validate(page_of(request, Pair, rows, limit, lambda row: str(row.cursor)))

    def story(article_id: Id, session: Session = snapshot) -> Story:
        """The story that an article is part of."""
        if read_article(session, article_id) is None:
            raise HTTPException(404, _ARTICLE)
        return Story.model_validate({"items": read_story(session, article_id)})

    answer(router, "/pairs", pairs, Rows[Pair])
    answer(router, "/articles/{article_id}/story", story, Story)
    return router
