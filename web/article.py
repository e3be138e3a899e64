"""One article: its text with the facts marked, what it states, and where it comes from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from db.engine import reading
from db.read import ArticleView, list_pairs, read_article
from db.stories import read_story
from web.access import READERS
from web.addresses import MAX_ID, Number
from web.marks import Mark, marked_lines
from web.render import Renderer
from web.wording import show_days


def article_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/articles/{id}` over a database."""
    router = APIRouter(prefix="/articles", dependencies=[READERS])

    @router.get("/{article_id}", response_class=HTMLResponse)
    def article(
        request: Request, article_id: Number, revision: Annotated[int | None, Query(le=MAX_ID)] = None
    ) -> Response:
        """One article, or one revision of it, with its facts marked."""
        with reading(engine) as session:
            article = read_article(session, article_id, number=revision)
            if article is None:
                raise HTTPException(404)
            pairs = list_pairs(session, article=article_id)
            story = read_story(session, article_id)
        dates = {(date.text, date.start, date.end): date for date in article.dates}
        return renderer.page(
            request,
            "article.html",
            section="/",
            article=article,
            lines=marked_lines(article.text, fact_marks(article)),
            captions={caption.text for caption in article.captions},
            dates=dates.values(),
            pairs=pairs,
            story=story,
        )

    return router


def fact_marks(article: ArticleView) -> list[Mark]:
    """Every fact at its place, with what it says."""
    marks = []
    for person in article.people:
        offices = "; ".join(office.full for office in person.offices)
        label = f"{person.name}: {offices}" if offices else person.name
        marks += [Mark(*mention.span, "person", label) for mention in person.mentions]
        marks += [Mark(*office.span, "office", f"{person.name}: {office.full}") for office in person.offices]
    marks += [Mark(*date.span, "date", show_days(date.start, date.end)) for date in article.dates]
    for award in article.awards:
        recipient = f"{award.count} {award.recipient}" if award.count else award.recipient
        marks.append(Mark(*award.span, "award", f"{award.award} → {recipient or '?'}"))
    return marks
