"""What became of a page that a crawl asked for, written down in one transaction.

The caller opens the transaction (`db.engine.writing`); every function here does its part within
it. A page comes as `db.frontier.due_pages` gave it: a site has one crawl at a time, so that it
need not be read again, and only its row is changed. A page's capture, its new state and the
addresses that it led to are thus written together or not at all, and a crawl killed at any
moment goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from db.base import Base
from db.found import PAGES, add_found, change_page, known_pages
from db.frontier import ENTRY_INTERVAL, Answered, CrawlPass, Fetched, Found
from db.models import Capture, Page
from db.reasons import Reason

LISTING_INTERVAL = timedelta(hours=12)
"""The shortest time between two looks at a later page of a listing, unless the page before it has news."""
REDIRECTED_INTERVAL = timedelta(days=3)
REFUSED_INTERVAL = timedelta(days=7)
FAILED_INTERVAL = timedelta(hours=6)
LONGEST_INTERVAL = timedelta(days=90)

_NEW_CAPTURE = insert(Base.metadata.tables[Capture.__tablename__])


def record_fetch(
    connection: Connection, crawl: CrawlPass, page: Page, fetched: Fetched, found: Sequence[Found]
) -> int:
    """A body came that was not known: its capture, the page's state, and what it led to.

    Returns the number of new addresses.
    """
    record_capture(connection, crawl, page.id, fetched)
    change_page(
        connection,
        page.id,
        state="fetched",
        status=fetched.status,
        digest=fetched.digest,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        changed_at=fetched.fetched_at,
        **_settled(page, crawl, fetched.fetched_at, changed_at=fetched.fetched_at),
    )
    return add_found(connection, crawl, found, page, fetched.fetched_at)


def record_capture(connection: Connection, crawl: CrawlPass, page_id: int, fetched: Fetched) -> None:
    """A page's body and where it lies in the archive, with nothing said of the page's state."""
    file, offset, length = fetched.place
    connection.execute(
        _NEW_CAPTURE,
        {
            "page_id": page_id,
            "run_id": crawl.run_id,
            "fetched_at": fetched.fetched_at,
            "url": fetched.url,
            "status": fetched.status,
            "digest": fetched.digest,
            "warc_file": file,
            "warc_offset": offset,
            "warc_length": length,
        },
    )


def record_unchanged(
    connection: Connection, crawl: CrawlPass, page: Page, answered: Answered, found: Sequence[Found]
) -> int:
    """The page says what it said: 304, or the same body once more. Returns the number of new addresses."""
    settled = _settled(page, crawl, answered.at, changed_at=page.changed_at or answered.at)
    change_page(connection, page.id, state="unchanged", status=answered.status, **settled)
    return add_found(connection, crawl, found, page, answered.at)


def record_redirect(
    connection: Connection, crawl: CrawlPass, page: Page, answered: Answered, target: Found
) -> str | None:
    """The page is another one by now, which is queued if it is new.

    Returns why the target is not followed: the chain is too long or goes in a circle.
    """
    lasting = answered.status not in {302, 303, 307}
    looked_at = {
        "status": answered.status,
        "fetched_at": answered.at,
        "due_at": answered.at + (crawl.revisit_longest if lasting else REDIRECTED_INTERVAL),
        "attempts": 0,
    }
    if _chain_length(connection, page.id, crawl.max_redirects) >= crawl.max_redirects:
        reason = Reason.MANY_REDIRECTS.recorded(number=crawl.max_redirects)
        change_page(connection, page.id, state="refused", reason=reason, **looked_at)
        return reason
    add_found(connection, crawl, [target], page, answered.at)
    goal_id = known_pages(connection, page.site_id, [target.url])[target.url].id
    if _leads_to(connection, goal_id, page.id):
        reason = Reason.CIRCLE.recorded()
        change_page(connection, page.id, state="failed", reason=reason, **looked_at)
        return reason
    change_page(connection, page.id, state="redirected", reason=None, redirect_to_id=goal_id, **looked_at)
    return None


def record_refusal(connection: Connection, page: Page, reason: str, *, now: datetime) -> None:
    """The page is not to be fetched or kept, for the reason given; it is looked at again much later."""
    change_page(
        connection, page.id, state="refused", reason=reason, attempts=0, due_at=now + REFUSED_INTERVAL
    )


def record_gone(connection: Connection, page: Page, answered: Answered) -> None:
    """The page is no more: 404, which may be a mistake, or 410, which is for ever."""
    change_page(
        connection,
        page.id,
        state="gone",
        reason=Reason.HTTP.recorded(status=answered.status),
        status=answered.status,
        fetched_at=answered.at,
        attempts=0,
        due_at=None if answered.status == 410 else answered.at + LONGEST_INTERVAL,
    )


def record_failure(
    connection: Connection, crawl: CrawlPass, page: Page, answered: Answered, reason: str
) -> bool:
    """The page could not be fetched this time; returns whether that is final for now.

    It is tried again soon, as often as the crawl's rules say, each time after twice as
    long; then it has failed, and the next nights try once each, further and further apart.
    """
    attempts = page.attempts + 1
    final = attempts > crawl.retries
    if final:
        wait = min(FAILED_INTERVAL * 2 ** min(attempts - crawl.retries - 1, 10), LONGEST_INTERVAL)
    else:
        wait = timedelta(seconds=crawl.retry_wait * 2 ** (attempts - 1))
    change_page(
        connection,
        page.id,
        attempts=attempts,
        reason=reason,
        status=answered.status,
        due_at=answered.at + wait,
        **({"state": "failed"} if final else {}),
    )
    return final


def _settled(page: Page, crawl: CrawlPass, now: datetime, *, changed_at: datetime) -> dict[str, Any]:
    """The page has answered: when it is due next depends on how long it has not changed."""
    age = now - changed_at
    if page.role == "article":
        wait = min(max(age, crawl.revisit_first), crawl.revisit_longest)
    elif page.found_on_id is None:
        wait = ENTRY_INTERVAL
    else:
        wait = min(max(age, LISTING_INTERVAL), LONGEST_INTERVAL)
    return {"fetched_at": now, "reason": None, "attempts": 0, "due_at": now + wait}


def _chain_length(connection: Connection, page_id: int, limit: int) -> int:
    """How many redirects led to this page, counted up to a limit."""
    length, current = 0, page_id
    while length < limit:
        before = connection.scalar(select(PAGES.c.id).where(PAGES.c.redirect_to_id == current).limit(1))
        if before is None:
            break
        length, current = length + 1, before
    return length


def _leads_to(connection: Connection, page_id: int, goal_id: int) -> bool:
    """Whether redirects lead from a page to the one given."""
    seen: set[int] = set()
    current: int | None = page_id
    while current is not None and current not in seen:
        if current == goal_id:
            return True
        seen.add(current)
        current = connection.scalar(select(PAGES.c.redirect_to_id).where(PAGES.c.id == current))
    return False
