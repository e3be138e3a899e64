"""One article: its text with the facts marked, what it states, and where it comes from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from db.engine import reading
from db.read import list_pairs, read_article
from db.read.corrections import corrections_in
from db.stories import read_story
from web.access import READERS
from web.addresses import MAX_ID, Number
from web.correction_wording import describer
from web.facts import fact_marks, how_many, passage_at
from web.marks import marked_lines
from web.render import Renderer


def article_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/articles/{id}` over a database."""
    router = APIRouter(prefix="/articles", dependencies=[READERS])

    @router.get("/{article_id}", response_class=HTMLResponse)
    def article(
        request: Request,
        article_id: Number,
        revision: Annotated[int | None, Query(ge=1, le=MAX_ID)] = None,
        at: Annotated[int | None, Query(ge=0, le=MAX_ID)] = None,
    ) -> Response:
        """One article, or one revision of it, with its facts marked; `at` is a place in its text to cite."""
        with reading(engine) as session:
            article = read_article(session, article_id, number=revision)
            if article is None:
                raise HTTPException(404)
            pairs = list_pairs(session, article=article_id)
            story = read_story(session, article_id)
            corrections = corrections_in(session, article.revision_id)
        dates = {(date.text, date.start, date.end): date for date in article.dates}
        return renderer.page(
            request,
            "article.html",
            section="/",
            article=article,
            lines=marked_lines(article.text, fact_marks(article)),
            how_many=how_many(article),
            passage=passage_at(article, at) if at is not None else None,
            captions={caption.text: caption.image_url for caption in article.captions},
            dates=dates.values(),
            pairs=pairs,
            story=story,
            corrections=corrections,
            describe=describer(request),
        )

    return router
