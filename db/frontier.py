"""The frontier: which pages a crawl of a site sets out from, and which are due.

The caller opens the transaction (`db.engine.transaction` or `reading`). What became of a page is
written down by `db.outcomes`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from db.models import Page, Site, SiteRun

ENTRY_INTERVAL = timedelta(hours=1)
"""How long a crawl that was cut short need not look again at the pages where a site begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An address that a page led to. `request` is what a plain GET of it lacks."""

    url: str
    role: str
    request: Mapping[str, Any] = field(default_factory=dict)
    stated_at: datetime | None = None
    """The last change that the page which lists it gives for it."""
    says: str = ""
    """What that page says of it: title, summary."""
    changed: bool = False
    """Whether it said something else before."""
    part_of_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page's body that came: what answered, how, and where it lies in the archive."""

    url: str
    status: int
    digest: str
    fetched_at: datetime
    place: tuple[str, int, int]
    """File, offset and length, as `archive.Place`."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """When a request ended, and with which HTTP status; `None` where no answer came."""

    at: datetime
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlPass:
    """One crawl over a site: its run, its beginning, and the rules that it keeps to."""

    run_id: int
    started_at: datetime
    revisit_first: timedelta
    """How soon a new or changed article is looked at again."""
    revisit_longest: timedelta
    retries: int
    retry_wait: float
    """Seconds before a page that failed is tried again; then twice as long each time."""
    max_redirects: int


def begin_site(session: Session, site: Site, entries: Sequence[Found], crawl: CrawlPass) -> None:
    """Bring the site's row up to date, make its entry pages due, and open its line in the run's ledger.

    Where an earlier crawl was cut short, its queue is worked off first: entry pages that
    it has only just fetched are left alone.
    """
    session.merge(site)
    session.flush()
    now = crawl.started_at
    wanted = {entry.url: entry for entry in entries}
    waiting = session.scalar(
        select(func.count()).select_from(Page).where(Page.site_id == site.id, Page.state == "queued")
    )
    for page in _entry_pages(session, site.id):
        if page.url not in wanted:
            page.due_at = None
        elif not waiting or page.fetched_at is None or page.fetched_at <= now - ENTRY_INTERVAL:
            page.due_at, page.attempts = now, 0
    query = select(Page.url).where(Page.site_id == site.id, Page.url.in_(wanted))
    known = set(session.scalars(query))
    session.add_all(
        Page(site_id=site.id, url=url, role=one.role, request=dict(one.request), found_at=now, due_at=now)
        for url, one in wanted.items()
        if url not in known
    )
    if session.get(SiteRun, (crawl.run_id, site.id)) is None:
        session.add(SiteRun(run_id=crawl.run_id, site_id=site.id))


def due_pages(
    session: Session, site_id: str, *, now: datetime, started_at: datetime, limit: int
) -> list[Page]:
    """The pages to fetch next: where the site begins, then articles, then later listing pages.

    A page that has answered since `started_at`, when the crawl began, is not due again in it.
    """
    order = case((Page.role == "article", 1), (Page.found_on_id.is_(None), 0), else_=2)
    query = (
        select(Page)
        .where(
            Page.site_id == site_id,
            Page.due_at <= now,
            or_(Page.fetched_at.is_(None), Page.fetched_at < started_at),
        )
        .order_by(order, Page.due_at, Page.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def next_retry_at(session: Session, site_id: str, crawl: CrawlPass) -> datetime | None:
    """When the next page is due that failed in passing and is to be tried again in this crawl."""
    return session.scalar(
        select(func.min(Page.due_at)).where(
            Page.site_id == site_id,
            Page.attempts > 0,
            Page.attempts <= crawl.retries,
            or_(Page.fetched_at.is_(None), Page.fetched_at < crawl.started_at),
        )
    )


def barren_depth(session: Session, page: Page, limit: int) -> int:
    """How many listing pages in a row, this one last, led to no article that was new; at most `limit`."""
    depth = 0
    current: Page | None = page
    while current is not None and current.found_on_id is not None and depth < limit:
        led = session.scalar(
            select(Page.id).where(Page.found_on_id == current.id, Page.role == "article").limit(1)
        )
        if led is not None:
            break
        depth += 1
        current = session.get(Page, current.found_on_id)
    return depth


def _entry_pages(session: Session, site_id: str) -> Sequence[Page]:
    return session.scalars(
        select(Page).where(Page.site_id == site_id, Page.found_on_id.is_(None), Page.role != "article")
    ).all()
