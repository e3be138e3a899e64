from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from db.engine import reading, transaction
from db.judgements import Choice, Decision, record, undo
from db.models import Article, Pair
from db.read.judgements import list_judgements
from db.read.queue import QueueFilter, count_places, next_place, place_of, previous_place
from tests.db.samples import HOME, NOW, Newsroom, Story

ALL = QueueFilter(kind="all")


@dataclass(frozen=True)
class Queue:
    """Four articles, and the pairs 1-2 (copy), 1-3 (template), 1-4 (copy), in this order."""

    engine: Engine
    newsroom: Newsroom
    articles: list[int]
    pages: list[int]

    def judge(self, other: int, choice: Choice = "duplicate", editor: str = "An") -> int:
        pair = (self.articles[0], self.articles[other])
        with transaction(self.engine) as session:
            revisions = [session.get_one(Article, number).current_id or 0 for number in pair]
            decision = Decision(
                articles=pair,
                revisions=(revisions[0], revisions[1]),
                choice=choice,
                editor=editor,
                seen=None,
            )
            return record(session, decision, made_at=NOW)

    def walk(self, wanted: QueueFilter) -> list[int]:
        """The pairs that are wanted, by their second article."""
        found, place = [], None
        with reading(self.engine) as session:
            while place := next_place(session, wanted, place):
                found.append(self.articles.index(place.articles[1]))
            assert count_places(session, wanted) == len(found)
        return found


@pytest.fixture
def queue(engine: Engine, newsroom: Newsroom) -> Queue:
    articles, pages = [], []
    for day, province in enumerate([HOME, HOME, HOME, "Lai Châu"]):
        page_id = newsroom.page(province=province)
        story = Story()
        assert story.published is not None
        later = replace(story, published=story.published + timedelta(days=day))
        articles.append(newsroom.store(page_id, [newsroom.capture(page_id)], later).article_id)
        pages.append(page_id)
    with transaction(engine) as session:
        for other, kind in ((1, "copy"), (2, "template"), (3, "copy")):
            a, b = (session.get_one(Article, articles[number]) for number in (0, other))
            session.add(
                Pair(
                    a_id=a.id,
                    b_id=b.id,
                    a_revision_id=a.current_id,
                    b_revision_id=b.current_id,
                    kind=kind,
                    duplicate=kind == "copy",
                    score=0.9,
                    algorithm="test/1",
                )
            )
            session.flush()
    return Queue(engine, newsroom, articles, pages)


@pytest.mark.parametrize(
    ("wanted", "others"),
    [
        (QueueFilter(), [3, 1]),
        (QueueFilter(kind="template"), [2]),
        (ALL, [3, 2, 1]),
        (replace(ALL, site="Lai Châu"), [3]),
        (replace(ALL, site=HOME), [3, 2, 1]),
        (replace(ALL, site="nowhere"), []),
        (replace(ALL, since=date(2025, 2, 9)), [3, 2]),
        (replace(ALL, until=date(2025, 2, 7)), [3, 2, 1]),
        (replace(ALL, since=date(2025, 2, 8), until=date(2025, 2, 8)), [1]),
        (replace(ALL, state="judged"), []),
    ],
)
def test_the_queue_holds_what_is_wanted_the_last_found_first(
    queue: Queue, wanted: QueueFilter, others: list[int]
) -> None:
    assert queue.walk(wanted) == others


def test_judged_pairs_leave_the_queue_and_come_back_when_undone(queue: Queue) -> None:
    queue.judge(3, "unsure")
    judgement = queue.judge(1)
    assert queue.walk(ALL) == [2]
    assert queue.walk(replace(ALL, state="judged")) == [3, 1]
    assert queue.walk(replace(ALL, state="unsure")) == [3]
    with transaction(queue.engine) as session:
        undo(session, judgement, editor="An", made_at=NOW)
    assert queue.walk(ALL) == [2, 1]


def test_one_can_look_back_at_judged_pairs(queue: Queue) -> None:
    queue.judge(3)
    with reading(queue.engine) as session:
        first = place_of(session, (queue.articles[3], queue.articles[0]))
        second = next_place(session, ALL)
        assert first is not None
        assert second is not None
        assert second.articles[1] == queue.articles[2]
        assert previous_place(session, ALL, second) == first
        assert previous_place(session, ALL, first) is None


def test_a_judgement_outlives_a_new_reading_and_tells_when_the_text_has_changed(queue: Queue) -> None:
    queue.judge(1)
    changed = replace(ALL, state="changed")
    story = Story()
    assert story.published is not None
    later = replace(story, published=story.published + timedelta(days=1), confidence=0.5)
    capture = queue.newsroom.capture(queue.pages[1])
    queue.newsroom.store(queue.pages[1], [capture], later, version="2")
    assert queue.walk(changed) == []
    capture = queue.newsroom.capture(queue.pages[1])
    queue.newsroom.store(queue.pages[1], [capture], replace(later, title="Một tựa khác"), version="2")
    assert queue.walk(changed) == [1]
    assert queue.walk(ALL) == [3, 2]
    with reading(queue.engine) as session:
        (row,) = list_judgements(session)
    assert (row.a.changed, row.b.changed) == (False, True)
    assert row.b.title == story.title


def test_rows_say_what_stands_and_what_is_taken_back(queue: Queue) -> None:
    judgement = queue.judge(1)
    kept = queue.judge(2, editor="Bình")
    with transaction(queue.engine) as session:
        taken_back = undo(session, judgement, editor="An", made_at=NOW)
    with reading(queue.engine) as session:
        rows = list_judgements(session)
        of_two = list_judgements(session, articles=(queue.articles[1], queue.articles[0]))
        of_binh = list_judgements(session, editor="Bình")
        older = list_judgements(session, before=kept)
    assert [(row.judgement_id, row.undone, row.standing) for row in rows] == [
        (taken_back, False, False),
        (kept, False, True),
        (judgement, True, False),
    ]
    assert [row.judgement_id for row in of_two] == [taken_back, judgement]
    assert [row.judgement_id for row in of_binh] == [kept]
    assert [row.judgement_id for row in older] == [judgement]
