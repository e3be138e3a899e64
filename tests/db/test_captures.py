from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from db.captures import Selection, further_parts, selected_captures, settled_captures, waiting_captures
from db.engine import reading, transaction
from db.models import Capture, Page
from db.store import record_refusal
from tests.db.samples import NOW, Newsroom, Story


def waiting(newsroom: Newsroom, version: str = "1") -> list[int]:
    with reading(newsroom.engine) as session:
        return [capture.capture_id for capture in waiting_captures(session, version)]


def test_unread_captures_of_article_pages_wait_oldest_first(newsroom: Newsroom) -> None:
    page = newsroom.page()
    captures = [newsroom.capture(page), newsroom.capture(newsroom.page()), newsroom.capture(page)]
    newsroom.capture(newsroom.page(role="listing"))
    assert waiting(newsroom) == captures
    newsroom.store(page, [captures[0]], Story())
    assert waiting(newsroom) == captures[1:]


def test_a_newer_extractor_reads_the_last_capture_of_each_page_again(newsroom: Newsroom) -> None:
    page, other = newsroom.page(), newsroom.page()
    captures = [newsroom.capture(page), newsroom.capture(page)]
    for capture in captures:
        newsroom.store(page, [capture], Story())
    refused = newsroom.capture(other)
    with transaction(newsroom.engine) as session:
        record_refusal(session, refused, "1", "not HTML")
    assert waiting(newsroom, "1") == []
    assert waiting(newsroom, "2") == [captures[1], refused]


def test_an_article_waits_again_when_a_further_part_has_come(newsroom: Newsroom) -> None:
    page = newsroom.page()
    third, second = newsroom.page(part_of=page), newsroom.page(part_of=page)
    opening = newsroom.capture(page)
    assert waiting(newsroom) == [opening]
    newsroom.store(page, [opening], Story())
    assert waiting(newsroom) == []
    newsroom.capture(second)
    parts = [newsroom.capture(third), newsroom.capture(second)]
    with reading(newsroom.engine) as session:
        (capture,) = waiting_captures(session, "1")
        assert capture.capture_id == opening
        assert [part.capture_id for part in further_parts(session, capture)] == parts
    newsroom.store(page, [opening, *parts], Story(title="Cả bài"))
    assert waiting(newsroom) == []
    assert waiting(newsroom, "2") == [opening]


def test_a_waiting_capture_says_where_it_lies(newsroom: Newsroom) -> None:
    page = newsroom.page()
    number = newsroom.capture(page)
    with reading(newsroom.engine) as session:
        (capture,) = waiting_captures(session, "1")
    assert (capture.capture_id, capture.page_id, capture.site_id) == (number, page, "Sơn La")
    assert (capture.warc_file, capture.warc_length) == ("test.warc.gz", 1)


def test_an_article_is_settled_when_no_part_of_it_is_due(newsroom: Newsroom) -> None:
    whole, in_parts = newsroom.page(), newsroom.page()
    part = newsroom.page(part_of=in_parts)
    captures = [newsroom.capture(whole), newsroom.capture(in_parts)]
    newsroom.capture(part)

    def settled() -> list[int]:
        with reading(newsroom.engine) as session:
            return [capture.capture_id for capture in settled_captures(session, NOW)]

    assert settled() == captures[:1]
    with transaction(newsroom.engine) as session:
        page = session.get_one(Page, part)
        page.state, page.due_at = "fetched", NOW + timedelta(days=3)
    assert settled() == captures
    newsroom.store(whole, captures[:1], Story())
    assert settled() == captures[1:]


def test_a_selection_takes_the_last_capture_by_site_day_and_version(newsroom: Newsroom) -> None:
    page, other = newsroom.page(), newsroom.page(province="Lai Châu")
    earlier, last = newsroom.capture(page), newsroom.capture(page)
    elsewhere = newsroom.capture(other)
    newsroom.store(page, [last], Story(), "1")
    newsroom.store(other, [elsewhere], Story(), "2")
    with transaction(newsroom.engine) as session:
        session.get_one(Capture, elsewhere).fetched_at = datetime(2025, 3, 4, 17, 30, tzinfo=UTC)

    def selected(**selection: object) -> list[int]:
        with reading(newsroom.engine) as session:
            found = selected_captures(session, Selection(**selection))  # type: ignore[arg-type]  # a test's
        return [capture.capture_id for capture in found]

    assert selected() == [last, elsewhere]
    assert earlier not in selected()
    assert selected(sites=("Lai Châu",)) == [elsewhere]
    assert selected(since=date(2025, 3, 5)) == [elsewhere], "half past midnight in Viet Nam"
    assert selected(since=date(2025, 3, 6)) == []
    assert selected(until=date(2025, 3, 4)) == [last]
    assert selected(version="2") == [elsewhere]


def test_the_last_capture_is_the_one_fetched_last_whenever_it_was_added(newsroom: Newsroom) -> None:
    page = newsroom.page()
    newest, imported = newsroom.capture(page), newsroom.capture(page)
    with transaction(newsroom.engine) as session:
        session.get_one(Capture, imported).fetched_at = datetime(2019, 1, 1, tzinfo=UTC)
    newsroom.store(page, [imported], Story(), "1")
    newsroom.store(page, [newest], Story(), "1")
    assert waiting(newsroom, "2") == [newest]
