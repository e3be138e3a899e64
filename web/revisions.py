"""What changed in an article: any two of its revisions, text and facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from db.engine import reading
from db.read import ArticleView, read_article
from web.access import READERS
from web.addresses import MAX_ID, Number
from web.comparison import Comparison, compare_articles
from web.facts import Statement, gained, statements
from web.render import Renderer

Revision = Annotated[int | None, Query(ge=1, le=MAX_ID)]


@dataclass(frozen=True, slots=True)
class Change:
    """One revision and a later or other one, and what the second says otherwise."""

    before: ArticleView
    after: ArticleView
    text: Comparison
    lost: list[Statement]
    gained: list[Statement]

    @property
    def same_text(self) -> bool:
        """Whether title and body are the same, so that only the reading of them differs."""
        return self.before.digest == self.after.digest

    @classmethod
    def between(cls, before: ArticleView, after: ArticleView) -> Change:
        """What changed from one revision to another."""
        old, new = statements(before), statements(after)
        return cls(
            before,
            after,
            compare_articles(before, after, frozenset(), frozenset()),
            lost=gained(new, old),
            gained=gained(old, new),
        )


def revision_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/articles/{id}/revisions` over a database."""
    router = APIRouter(prefix="/articles", dependencies=[READERS])

    @router.get("/{article_id}/revisions", response_class=HTMLResponse)
    def revisions(
        request: Request, article_id: Number, before: Revision = None, after: Revision = None
    ) -> Response:
        """All revisions of an article, and two of them compared: the last two unless others are asked for."""
        with reading(engine) as session:
            current = read_article(session, article_id)
            if current is None:
                raise HTTPException(404)
            numbers = [row.number for row in current.revisions]
            newer = after or numbers[-1]
            older = before or max((number for number in numbers if number < newer), default=newer)
            views = [read_article(session, article_id, number=number) for number in (older, newer)]
        old, new = views
        if old is None or new is None:
            raise HTTPException(404)
        return renderer.page(
            request,
            "revisions.html",
            section="/",
            article=current,
            change=Change.between(old, new) if older != newer else None,
            before=older,
            after=newer,
        )

    return router
