from __future__ import annotations

from db.captures import further_parts, waiting_captures
from db.engine import reading, transaction
from db.store import record_refusal
from tests.db.samples import Newsroom, Story


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
