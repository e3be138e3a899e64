"""Addresses that a page led to, entered into the frontier: the new ones queued, the known ones made due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from db.base import Base
from db.frontier import CrawlPass, Found
from db.models import Page

PAGES = Base.metadata.tables[Page.__tablename__]
"""Rows are read and written as such here: made into objects, each would cost several times as much."""

_AT_ONCE = 500
"""So many addresses are looked up in one query."""
_LOOKED_AT = (
    PAGES.c.id,
    PAGES.c.url,
    PAGES.c.role,
    PAGES.c.found_on_id,
    PAGES.c.fetched_at,
    PAGES.c.stated_at,
    PAGES.c.part_of_id,
)
_CHANGE = update(PAGES).where(PAGES.c.id == bindparam("page_id"))


def add_found(
    connection: Connection, crawl: CrawlPass, found: Iterable[Found], found_on: Page, now: datetime
) -> int:
    """Queue the addresses that are new; make known ones due that have changed. Returns how many were new.

    Later listing pages become due again only where the page that leads to them has news:
    so a listing is followed as far as it is new, and no further. Pages fetched since the
    crawl began are not fetched again for news that was old by then.
    """
    by_url = _once_each(found)
    if not by_url:
        return 0
    known = known_pages(connection, found_on.site_id, list(by_url))
    fresh = [one for url, one in by_url.items() if url not in known]
    if fresh:
        connection.execute(insert(PAGES), [_new_page(one, found_on, now) for one in fresh])
    changes = {url: _said_of(row, by_url[url], crawl, now) for url, row in known.items()}
    has_news = any("due_at" in change for change in changes.values())
    if has_news or any(one.role == "article" for one in fresh):
        for url, row in known.items():
            later_page = row.role == "listing" and row.found_on_id is not None
            if later_page and _fetched_before(row, crawl):
                changes[url] |= {"due_at": now, "request": dict(by_url[url].request)}
    for url, change in changes.items():
        if change:
            change_page(connection, known[url].id, **change)
    return len(fresh)


def known_pages(connection: Connection, site_id: str, urls: Sequence[str]) -> dict[str, Row[Any]]:
    """The site's pages of these addresses, by address, with what `add_found` looks at."""
    pages: dict[str, Row[Any]] = {}
    for start in range(0, len(urls), _AT_ONCE):
        some = urls[start : start + _AT_ONCE]
        query = select(*_LOOKED_AT).where(PAGES.c.site_id == site_id, PAGES.c.url.in_(some))
        pages.update({row.url: row for row in connection.execute(query)})
    return pages


def change_page(connection: Connection, page_id: int, **values: Any) -> None:
    """Set these columns of a page's row."""
    connection.execute(_CHANGE, {"page_id": page_id, **values})


def _once_each(found: Iterable[Found]) -> dict[str, Found]:
    """What was found by address; of two that name the same, the one that states the later change."""
    by_url: dict[str, Found] = {}
    for one in found:
        other = by_url.setdefault(one.url, one)
        if one.stated_at and (other.stated_at is None or one.stated_at > other.stated_at):
            by_url[one.url] = one
    return by_url


def _new_page(found: Found, found_on: Page, now: datetime) -> dict[str, Any]:
    return {
        "site_id": found_on.site_id,
        "url": found.url,
        "role": found.role,
        "request": dict(found.request),
        "depth": found_on.depth + 1,
        "found_on_id": found_on.id,
        "found_at": now,
        "due_at": now,
        "stated_at": found.stated_at,
        "part_of_id": found.part_of_id,
    }


def _said_of(row: Row[Any], found: Found, crawl: CrawlPass, now: datetime) -> dict[str, Any]:
    """What changes of a known page by what a listing says of it; with `due_at` where it is due for it."""
    change: dict[str, Any] = {}
    leads_on = found.changed or found.part_of_id is not None
    if _states_news(row, found, crawl) or (leads_on and _fetched_before(row, crawl)):
        change["due_at"] = now
    if found.stated_at and (row.stated_at is None or found.stated_at > row.stated_at):
        change["stated_at"] = found.stated_at
    if found.part_of_id not in {None, row.id} and row.part_of_id is None:
        change["part_of_id"] = found.part_of_id
    return change


def _states_news(row: Row[Any], found: Found, crawl: CrawlPass) -> bool:
    """Whether the listing says that the page has changed since it was fetched."""
    if found.stated_at is None or row.fetched_at is None:
        return False
    later_than_known = row.stated_at is not None and found.stated_at > row.stated_at
    return bool(found.stated_at > row.fetched_at or (later_than_known and _fetched_before(row, crawl)))


def _fetched_before(row: Row[Any], crawl: CrawlPass) -> bool:
    return bool(row.fetched_at is not None and row.fetched_at < crawl.started_at)
