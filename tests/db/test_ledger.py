"""The ledger's lines say what came of the pages that each run fetched, however late it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db.engine import reading, transaction
from db.ledger import SETTLED_RUNS, settle_ledger
from db.models import Capture, Pair, SiteRun
from db.read import SiteRunRow, site_history
from db.rollback import restore
from db.runs import finish_run, start_run
from db.store import record_refusal
from extract.article import Kind
from tests.db.samples import HOME, NOW, Newsroom, Story


class Nights:
    """Runs over the site of one province, one a day."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self._days = 0

    def night(self, *captures: int) -> int:
        """A run that fetched these captures; returns its id."""
        self._days += 1
        began = NOW + timedelta(days=self._days)
        with transaction(self.newsroom.engine) as session:
            run_id = start_run(session, "nightly", began)
            session.add(SiteRun(run_id=run_id, site_id=HOME, found=len(captures)))
            for capture in captures:
                session.get_one(Capture, capture).run_id = run_id
            finish_run(session, run_id, "finished", began + timedelta(hours=1))
        return run_id

    def lines(self) -> list[SiteRunRow]:
        """The lines after they were settled, the oldest first."""
        with transaction(self.newsroom.engine) as session:
            settle_ledger(session)
        with reading(self.newsroom.engine) as session:
            return site_history(session, HOME)[HOME]


@pytest.fixture
def nights(newsroom: Newsroom) -> Nights:
    return Nights(newsroom)


def test_a_line_counts_the_articles_and_facts_of_the_pages_that_its_run_fetched(nights: Nights) -> None:
    newsroom = nights.newsroom
    pages = [newsroom.page() for _ in range(4)]
    told, untimed, listing, unread = (newsroom.capture(page) for page in pages)
    nights.night(told, untimed, listing, unread)
    story = Story(witness_f1=0.75, award="ngày 7/2/2025")
    newsroom.store(pages[0], [told], story)
    newsroom.store(pages[1], [untimed], Story(published=None, name=None, offices=(), day=None))
    newsroom.store(pages[2], [listing], Story(kind=Kind.LISTING, name=None, offices=(), day=None))
    with transaction(newsroom.engine) as session:
        record_refusal(session, unread, "1", "a picture")
    (line,) = nights.lines()
    assert (line.articles_new, line.articles_revised, line.empty) == (2, 0, 2)
    assert (line.timed, line.templated, line.agreement) == (1, 1, 0.75)
    assert line.characters == 2 * len(story.text)
    assert (line.people, line.offices, line.dates, line.awards, line.facts) == (1, 1, 1, 1, 4)


def test_a_changed_article_counts_as_revised_on_the_night_that_fetched_it(nights: Nights) -> None:
    newsroom = nights.newsroom
    page = newsroom.page()
    first = newsroom.capture(page)
    nights.night(first)
    newsroom.store(page, [first], Story())
    second = newsroom.capture(page)
    nights.night(second)
    newsroom.store(page, [second], Story(title="Thăm bản lần nữa"))
    before, after = nights.lines()
    assert (before.articles_new, before.articles_revised) == (1, 0)
    assert (after.articles_new, after.articles_revised) == (0, 1)


def test_a_replay_mends_the_line_of_the_night_that_fetched_the_page(nights: Nights) -> None:
    newsroom = nights.newsroom
    page = newsroom.page()
    capture = newsroom.capture(page)
    nights.night(capture)
    nights.night()
    newsroom.store(page, [capture], Story(published=None, day=None))
    broken, _ = nights.lines()
    newsroom.store(page, [capture], Story(), version="2")
    mended, idle = nights.lines()
    assert (broken.timed, broken.dates) == (0, 0)
    assert (mended.articles_new, mended.articles_revised, mended.timed, mended.dates) == (1, 0, 1, 1)
    assert (idle.articles, idle.facts) == (0, 0)


def test_going_back_to_an_earlier_reading_goes_back_to_its_figures(nights: Nights) -> None:
    newsroom = nights.newsroom
    page = newsroom.page()
    capture = newsroom.capture(page)
    nights.night(capture)
    stored = newsroom.store(page, [capture], Story())
    newsroom.store(page, [capture], Story(published=None, day=None), version="2")
    (worse,) = nights.lines()
    with transaction(newsroom.engine) as session:
        restore(session, stored.article_id, "1", NOW + timedelta(days=9))
    (restored,) = nights.lines()
    assert (worse.timed, worse.dates) == (0, 0)
    assert (restored.articles, restored.timed, restored.dates) == (1, 1, 1)


def test_duplicates_are_counted_on_both_sides(nights: Nights) -> None:
    newsroom = nights.newsroom
    pages = [newsroom.page() for _ in range(3)]
    captures = [newsroom.capture(page) for page in pages]
    nights.night(*captures)
    story = Story()
    a, b, _ = (
        newsroom.store(page, [capture], replace(story, title=f"Thăm bản {page}"))
        for page, capture in zip(pages, captures, strict=True)
    )
    with transaction(newsroom.engine) as session:
        session.add(
            Pair(
                a_id=a.article_id,
                b_id=b.article_id,
                a_revision_id=a.revision_id,
                b_revision_id=b.revision_id,
                kind="copy",
                duplicate=True,
                score=1.0,
                scores={},
                reasons=[],
                algorithm="test",
            )
        )
    assert nights.lines()[0].duplicates == 2


def test_the_history_of_a_site_goes_back_as_far_as_lines_are_settled(nights: Nights) -> None:
    nights.newsroom.page()
    for _ in range(SETTLED_RUNS + 2):
        nights.night()
    lines = nights.lines()
    assert len(lines) == SETTLED_RUNS
    assert [line.started_at for line in lines] == sorted(line.started_at for line in lines)
