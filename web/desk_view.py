"""What a page of the review desk shows: two articles compared, their judgements, the editor's progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, time
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from db.judgements import count_since, last_own
from db.models import Pair
from db.order import VIETNAM
from db.read import ArticleView, read_article
from db.read.boilerplate import repeated_lines
from db.read.judgements import JudgementRow, list_judgements
from db.read.queue import Place, QueueFilter, count_places, next_place, place_of, previous_place
from db.stories import StoryArticle, read_story
from web.comparison import Comparison, compare_articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the editor has come: pairs left in the queue, judged today, and what can be undone."""

    left: int
    today: int
    last: JudgementRow | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the comparison by the duplicate stage found: kind, reasons in words, scores by name."""

    kind: str
    reasons: tuple[str, ...]
    scores: Mapping[str, float]

    @classmethod
    def on(cls, session: Session, place: Place) -> Opinion:
        """Its opinion on a pair of the queue."""
        pair = session.get_one(Pair, place.pair_id)
        return cls(pair.kind, tuple(pair.reasons), dict(pair.scores))


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Two articles, the one published first as `a`."""

    a: ArticleView
    b: ArticleView
    comparison: Comparison
    opinion: Opinion | None
    """What the duplicate stage says of them; none where they resemble each other no more."""
    stories: Sequence[Sequence[StoryArticle]]
    """The stories that the two articles belong to by now: one, two or none."""
    history: Sequence[JudgementRow]
    """All their judgements, the last first."""
    standing: JudgementRow | None
    next_url: str
    next_is_pair: bool
    """Whether the next page is known to be a pair, so that it can be fetched ahead."""
    previous_url: str | None

    @property
    def seen(self) -> int:
        """The last judgement shown, which a form sends back; 0 where there is none."""
        return self.history[0].judgement_id if self.history else 0


def read_progress(session: Session, wanted: QueueFilter, editor: str) -> Progress:
    """The editor's progress in the queue."""
    midnight = datetime.combine(datetime.now(UTC).astimezone(VIETNAM).date(), time(), VIETNAM)
    last = last_own(session, editor)
    return Progress(
        left=count_places(session, wanted),
        today=count_since(session, midnight, editor=editor),
        last=list_judgements(session, before=last + 1, limit=1)[0] if last is not None else None,
    )


def read_pair(session: Session, articles: tuple[int, int], wanted: QueueFilter) -> PairView | None:
    """Everything about two articles; none where one of them does not exist or has no text."""
    views = [view for number in set(articles) if (view := read_article(session, number))]
    if len(views) < 2:
        return None
    a, b = sorted(views, key=_publication)
    place = place_of(session, articles)
    following = next_place(session, wanted, place) if place else None
    earlier = previous_place(session, wanted, place) if place else None
    history = list_judgements(session, articles=articles)
    repeated = [repeated_lines(session, view.article_id) for view in (a, b)]
    return PairView(
        a=a,
        b=b,
        comparison=compare_articles(a, b, *repeated),
        opinion=Opinion.on(session, place) if place else None,
        stories=_stories(session, a.article_id, b.article_id),
        history=history,
        standing=next((row for row in history if row.standing), None),
        next_url=url_of(following, wanted),
        next_is_pair=following is not None,
        previous_url=url_of(earlier, wanted) if earlier else None,
    )


def url_of(place: Place | tuple[int, int] | None, wanted: QueueFilter) -> str:
    """The page of two articles, or the start of the queue; the filter goes along."""
    articles = place.articles if isinstance(place, Place) else place
    path = "/review/{}/{}".format(*articles) if articles else "/review"
    return path + query_of(wanted)


def query_of(wanted: QueueFilter) -> str:
    """The filter as the query of an address."""
    asked = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return f"?{query}" if query else ""


def _stories(session: Session, a_id: int, b_id: int) -> list[tuple[StoryArticle, ...]]:
    of_a, of_b = read_story(session, a_id), read_story(session, b_id)
    return [story for story in dict.fromkeys((of_a, of_b)) if story]


def _publication(article: ArticleView) -> tuple[bool, float, int]:
    published = article.published_at
    return published is None, published.timestamp() if published else 0.0, article.article_id
