"""The frontier: what is due, what becomes of it, and nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from db.engine import reading, transaction, writing
from db.frontier import (
    Answered,
    CrawlPass,
    Fetched,
    Found,
    barren_depth,
    begin_site,
    due_pages,
    next_retry_at,
)
from db.models import Capture, Page, Run, Site, SiteRun
from db.outcomes import (
    record_failure,
    record_fetch,
    record_gone,
    record_redirect,
    record_refusal,
    record_unchanged,
)
from db.tally import Tally, record_tally

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOME = "http://bao.example.vn"
DAY = timedelta(days=1)


class Nights:
    """One site, crawled night after night; pages go by the last word of their address."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.places = 0
        self.crawl = self._night(NOW)

    def _night(self, begins: datetime) -> CrawlPass:
        with transaction(self.engine) as session:
            run = Run(command="crawl", host="test", pid=1, started_at=begins)
            session.add(run)
            session.flush()
            return CrawlPass(
                run_id=run.id,
                started_at=begins,
                revisit_first=3 * DAY,
                revisit_longest=90 * DAY,
                retries=1,
                retry_wait=10,
                max_redirects=3,
            )

    def begin(self, *entries: str, at: datetime = NOW) -> None:
        self.crawl = self._night(at)
        site = Site(id="mau", name="Báo mẫu", province="Lai Châu", vendor=None, start_url=HOME)
        found = [Found(url=f"{HOME}/{name}", role="listing") for name in entries or ("home",)]
        with transaction(self.engine) as session:
            begin_site(session, site, found, self.crawl)

    def due(self, at: datetime | None = None, limit: int = 50) -> list[str]:
        with reading(self.engine) as session:
            moment = at or self.crawl.started_at
            pages = due_pages(session, "mau", now=moment, started_at=self.crawl.started_at, limit=limit)
            return [page.url.rsplit("/", 1)[1] for page in pages]

    def page(self, name: str) -> Page:
        with reading(self.engine) as session:
            return session.scalars(select(Page).where(Page.url == f"{HOME}/{name}")).one()

    def fetch(self, name: str, *found: Found, at: datetime | None = None, body: str = "1") -> int:
        self.places += 1
        fetched = Fetched(
            url=f"{HOME}/{name}",
            status=200,
            digest=body,
            fetched_at=at or self.crawl.started_at,
            place=("a.warc.gz", self.places, 1),
        )
        with writing(self.engine) as connection:
            return record_fetch(connection, self.crawl, self.page(name), fetched, found)

    def unchanged(self, name: str, *found: Found, at: datetime) -> None:
        with writing(self.engine) as connection:
            record_unchanged(connection, self.crawl, self.page(name), Answered(at, 304), found)

    def redirect(self, name: str, target: str, at: datetime = NOW) -> str | None:
        with writing(self.engine) as connection:
            goal = Found(url=f"{HOME}/{target}", role="article")
            return record_redirect(connection, self.crawl, self.page(name), Answered(at, 301), goal)


@pytest.fixture
def nights(engine: Engine) -> Nights:
    return Nights(engine)


def articles(*names: str, stated_at: datetime | None = None, changed: bool = False) -> Sequence[Found]:
    return [
        Found(url=f"{HOME}/{name}", role="article", stated_at=stated_at, changed=changed) for name in names
    ]


def listings(*names: str) -> Sequence[Found]:
    return [Found(url=f"{HOME}/{name}", role="listing") for name in names]


def test_entries_come_first_then_articles_then_later_listing_pages(nights: Nights) -> None:
    nights.begin("home", "tin-moi")
    assert nights.fetch("home", *listings("trang-2"), *articles("a", "b")) == 3
    assert nights.due() == ["tin-moi", "a", "b", "trang-2"]
    assert nights.due(limit=2) == ["tin-moi", "a"]


def test_a_found_address_is_one_page_however_often_it_is_found(nights: Nights) -> None:
    nights.begin()
    assert nights.fetch("home", *articles("a", "a")) == 1
    assert nights.fetch("a", *articles("a", "home")) == 0


def test_a_capture_and_what_it_led_to_are_one_transaction(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home")
    nights.places -= 1  # the same place in the archive once more, which the schema refuses
    with pytest.raises(IntegrityError):
        nights.fetch("home", *articles("a"), body="2")
    assert nights.page("home").digest == "1"
    with reading(nights.engine) as session:
        assert len(session.scalars(select(Page)).all()) == 1
        assert len(session.scalars(select(Capture)).all()) == 1


def test_the_second_night_looks_at_entries_only(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home", *articles("a"), *listings("trang-2"))
    nights.fetch("a")
    nights.fetch("trang-2")
    nights.begin(at=NOW + timedelta(minutes=1))
    assert nights.due() == ["home"]
    nights.unchanged("home", at=NOW + timedelta(minutes=2))
    assert nights.due(NOW + timedelta(minutes=3)) == []


def test_a_crawl_cut_short_works_off_its_queue_first(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home", *articles("a", "b"))
    nights.fetch("a")
    nights.begin(at=NOW + timedelta(minutes=1))
    assert nights.due() == ["b"]
    nights.begin(at=NOW + DAY)
    assert nights.due() == ["home", "b"]


def test_an_entry_taken_out_of_the_settings_is_left(nights: Nights) -> None:
    nights.begin("home", "cu")
    nights.fetch("home")
    nights.begin("home", at=NOW + DAY)
    assert nights.due() == ["home"]
    nights.begin("home", "cu", at=NOW + 2 * DAY)
    assert nights.due() == ["cu", "home"] or nights.due() == ["home", "cu"]


def test_the_interval_grows_while_a_page_stays_the_same_and_shrinks_when_it_changes(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home", *articles("a"))
    nights.fetch("a")
    looked_at, days = NOW, []
    for _ in range(8):
        due = nights.page("a").due_at
        assert due is not None
        days.append((due - looked_at).days)
        looked_at = due
        nights.unchanged("a", at=due)
    assert days == [3, 3, 6, 12, 24, 48, 90, 90]
    nights.fetch("a", at=looked_at, body="2")
    assert nights.page("a").due_at == looked_at + 3 * DAY


@pytest.mark.parametrize(
    ("stated_at", "changed", "due"),
    [
        (None, False, False),
        (NOW - 10 * DAY, False, False),
        (NOW + DAY, False, True),
        (NOW - 5 * DAY, False, True),
        (None, True, True),
    ],
)
def test_a_listing_that_states_a_change_makes_the_article_due(
    nights: Nights, stated_at: datetime | None, changed: bool, due: bool
) -> None:
    nights.begin()
    nights.fetch("home", *articles("a", stated_at=NOW - 10 * DAY))
    nights.fetch("a")
    nights.begin(at=NOW + 2 * DAY)
    nights.fetch("home", *articles("a", stated_at=stated_at, changed=changed), body="2")
    assert nights.due() == (["a"] if due else [])


def test_later_listing_pages_are_looked_at_again_only_as_far_as_there_is_news(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home", *articles("a"), *listings("trang-2"))
    nights.fetch("a")
    nights.fetch("trang-2", *articles("b"), *listings("trang-3"))
    nights.fetch("b")
    nights.fetch("trang-3")
    nights.begin(at=NOW + timedelta(hours=2))
    nights.fetch("home", *articles("moi", "a"), *listings("trang-2"), body="2")
    assert nights.due() == ["moi", "trang-2"]
    nights.fetch("trang-2", *articles("a"), *listings("trang-3"), body="2")
    assert nights.due() == ["moi"]


def test_a_redirect_leads_to_one_page(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home", *articles("cu", "moi"))
    assert nights.redirect("cu", "moi") is None
    assert nights.page("cu").state == "redirected"
    assert nights.page("cu").redirect_to_id == nights.page("moi").id
    assert nights.due() == ["moi"]


def test_redirects_in_a_circle_and_without_end_are_given_up(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home", *articles("a"))
    assert nights.redirect("a", "b") is None
    assert nights.redirect("b", "a") == "redirects in a circle"
    assert nights.redirect("b", "c") is None
    assert nights.redirect("c", "d") is None
    assert nights.redirect("d", "e") == "more than 3 redirects"
    assert nights.page("d").state == "refused"


def test_a_failure_is_tried_again_and_then_left_for_longer_and_longer(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home", *articles("a"))
    moment, waits = NOW, []
    for final in (False, True, True, True):
        with writing(nights.engine) as connection:
            answered = Answered(moment, 500)
            assert record_failure(connection, nights.crawl, nights.page("a"), answered, "HTTP 500") is final
        due = nights.page("a").due_at
        assert due is not None
        waits.append(due - moment)
        moment = due
    assert waits == [timedelta(seconds=10), timedelta(hours=6), timedelta(hours=12), timedelta(hours=24)]
    assert (nights.page("a").state, nights.page("a").reason) == ("failed", "HTTP 500")
    nights.fetch("a", at=moment)
    assert (nights.page("a").state, nights.page("a").reason, nights.page("a").attempts) == (
        "fetched",
        None,
        0,
    )


def test_only_a_page_that_will_be_tried_soon_is_waited_for(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home", *articles("a"))
    expected = [None, NOW + timedelta(seconds=10), None]
    for moment in expected:
        with reading(nights.engine) as session:
            assert next_retry_at(session, "mau", nights.crawl) == moment
        with writing(nights.engine) as connection:
            page = nights.page("a")
            record_failure(connection, nights.crawl, page, Answered(NOW), "no answer in time")


def test_gone_and_refused_pages_say_why(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home", *articles("mat", "go", "cam"))
    with writing(nights.engine) as connection:
        record_gone(connection, nights.page("mat"), Answered(NOW, 404))
        record_gone(connection, nights.page("go"), Answered(NOW, 410))
        record_refusal(connection, nights.page("cam"), "robots.txt", now=NOW)
    assert (nights.page("mat").state, nights.page("mat").reason) == ("gone", "HTTP 404")
    assert nights.page("go").due_at is None
    assert (nights.page("cam").state, nights.page("cam").reason) == ("refused", "robots.txt")
    assert nights.due() == []


def test_the_ledger_holds_the_figures_of_the_run(nights: Nights) -> None:
    nights.begin()
    tally = Tally(found=3, fetched=2, failed=1, refused=1, robots_digest="ab")
    tally.answer_seconds.extend([0.1, 0.2, 9.0])
    tally.reasons.update({"HTTP 500": 1, "robots.txt": 1})
    with writing(nights.engine) as connection:
        record_tally(connection, nights.crawl.run_id, "mau", tally)
    with reading(nights.engine) as session:
        row = session.get_one(SiteRun, (nights.crawl.run_id, "mau"))
        assert (row.found, row.fetched, row.failed, row.refused) == (3, 2, 1, 1)
        assert (row.answer_ms, row.robots_digest, row.certificate_issuer) == (200, "ab", None)
        assert row.reasons == {"HTTP 500": 1, "robots.txt": 1}


def test_a_listing_that_leads_nowhere_new_is_known_as_barren(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home", *articles("a"), *listings("lich-1"))
    for number in range(1, 4):
        nights.fetch(f"lich-{number}", *articles("a"), *listings(f"lich-{number + 1}"))
    with transaction(nights.engine) as session:
        assert barren_depth(session, nights.page("home"), 10) == 0
        assert barren_depth(session, nights.page("lich-4"), 10) == 4
        assert barren_depth(session, nights.page("lich-4"), 2) == 2


def test_the_parts_of_a_changed_article_are_due_with_it(nights: Nights) -> None:
    nights.begin()
    nights.fetch("home", *articles("a"))
    part = replace(articles("a-2")[0], part_of_id=nights.page("a").id)
    nights.fetch("a", part)
    nights.fetch("a-2")
    assert nights.page("a-2").part_of_id == nights.page("a").id
    nights.begin(at=NOW + 5 * DAY)
    nights.fetch("a", part, body="2")
    assert "a-2" in nights.due()
