"""The frontier: which pages are due, and what became of each, in one transaction a page.

The caller opens the transaction (`db.engine.transaction`); every function here does its
part within it. A page comes as `due_pages` gave it: a site has one crawl at a time, so that
it need not be read again. A page's capture, its new state and the addresses that it led to are thus
written together or not at all, and a crawl killed at any moment goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, insert, or_, select
from sqlalchemy.orm import Session

from db.base import Base
from db.models import Capture, Page, Site, SiteRun

ENTRY_INTERVAL = timedelta(hours=1)
"""How long a crawl that was cut short need not look again at the pages where a site begins."""
LISTING_INTERVAL = timedelta(hours=12)
"""The shortest time between two looks at a later page of a listing, unless the page before it has news."""
REDIRECTED_INTERVAL = timedelta(days=3)
REFUSED_INTERVAL = timedelta(days=7)
FAILED_INTERVAL = timedelta(hours=6)
LONGEST_INTERVAL = timedelta(days=90)

_ADDRESSES_AT_ONCE = 500

_NEW_CAPTURE = insert(Base.metadata.tables[Capture.__tablename__])
"""Nothing in the session needs the row as an object, which costs more to make than to insert."""


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
    known = _pages_by_url(session, site.id, list(wanted))
    session.add_all(_new_page(site.id, one, None, now) for url, one in wanted.items() if url not in known)
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


def add_found(
    session: Session, crawl: CrawlPass, found: Iterable[Found], found_on: Page, now: datetime
) -> int:
    """Queue the addresses that are new; make known ones due that have changed. Returns how many were new.

    Later listing pages become due again only where the page that leads to them has news:
    so a listing is followed as far as it is new, and no further. Pages fetched since the
    crawl began are not fetched again for news that was old by then.
    """
    by_url: dict[str, Found] = {}
    for one in found:
        other = by_url.setdefault(one.url, one)
        if one.stated_at and (other.stated_at is None or one.stated_at > other.stated_at):
            by_url[one.url] = one
    known = _pages_by_url(session, found_on.site_id, list(by_url))
    fresh = [one for url, one in by_url.items() if url not in known]
    session.add_all(_new_page(found_on.site_id, one, found_on, now) for one in fresh)
    changed = [page for url, page in known.items() if _update(page, by_url[url], crawl, now)]
    if changed or any(one.role == "article" for one in fresh):
        for url, page in known.items():
            later_page = page.role == "listing" and page.found_on_id is not None
            if later_page and _fetched_before(page, crawl):
                page.due_at = now
                page.request = dict(by_url[url].request)
    session.flush()
    return len(fresh)


def record_fetch(
    session: Session, crawl: CrawlPass, page: Page, fetched: Fetched, found: Sequence[Found]
) -> int:
    """A body came that was not known: its capture, the page's state, and what it led to.

    Returns the number of new addresses.
    """
    session.add(page)
    file, offset, length = fetched.place
    session.execute(
        _NEW_CAPTURE,
        {
            "page_id": page.id,
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
    page.state = "fetched"
    page.status = fetched.status
    page.digest = fetched.digest
    page.etag = fetched.etag
    page.last_modified = fetched.last_modified
    page.changed_at = fetched.fetched_at
    _settle(page, crawl, fetched.fetched_at)
    return add_found(session, crawl, found, page, fetched.fetched_at)


def record_unchanged(
    session: Session, crawl: CrawlPass, page: Page, answered: Answered, found: Sequence[Found]
) -> int:
    """The page says what it said: 304, or the same body once more. Returns the number of new addresses."""
    session.add(page)
    page.state = "unchanged"
    page.status = answered.status
    _settle(page, crawl, answered.at)
    return add_found(session, crawl, found, page, answered.at)


def record_redirect(
    session: Session, crawl: CrawlPass, page: Page, answered: Answered, target: Found
) -> str | None:
    """The page is another one by now, which is queued if it is new.

    Returns why the target is not followed: the chain is too long or goes in a circle.
    """
    session.add(page)
    lasting = answered.status not in {302, 303, 307}
    page.status = answered.status
    page.fetched_at = answered.at
    page.due_at = answered.at + (crawl.revisit_longest if lasting else REDIRECTED_INTERVAL)
    page.attempts = 0
    if _chain_length(session, page, crawl.max_redirects) >= crawl.max_redirects:
        page.state, page.reason = "refused", f"more than {crawl.max_redirects} redirects"
        return page.reason
    add_found(session, crawl, [target], page, answered.at)
    goal = _pages_by_url(session, page.site_id, [target.url])[target.url]
    if _leads_to(session, goal, page.id):
        page.state, page.reason = "failed", "redirects in a circle"
        return page.reason
    page.state, page.reason, page.redirect_to_id = "redirected", None, goal.id
    return None


def record_refusal(session: Session, page: Page, reason: str, *, now: datetime) -> None:
    """The page is not to be fetched or kept, for the reason given; it is looked at again much later."""
    session.add(page)
    page.state, page.reason = "refused", reason
    page.attempts = 0
    page.due_at = now + REFUSED_INTERVAL


def record_gone(session: Session, page: Page, answered: Answered) -> None:
    """The page is no more: 404, which may be a mistake, or 410, which is for ever."""
    session.add(page)
    page.state, page.reason, page.status = "gone", f"HTTP {answered.status}", answered.status
    page.fetched_at = answered.at
    page.attempts = 0
    page.due_at = None if answered.status == 410 else answered.at + LONGEST_INTERVAL


def record_failure(session: Session, crawl: CrawlPass, page: Page, answered: Answered, reason: str) -> bool:
    """The page could not be fetched this time; returns whether that is final for now.

    It is tried again soon, as often as the crawl's rules say, each time after twice as
    long; then it has failed, and the next nights try once each, further and further apart.
    """
    session.add(page)
    page.attempts += 1
    page.reason, page.status = reason, answered.status
    if page.attempts <= crawl.retries:
        page.due_at = answered.at + timedelta(seconds=crawl.retry_wait * 2 ** (page.attempts - 1))
        return False
    page.state = "failed"
    beyond = min(page.attempts - crawl.retries - 1, 10)
    page.due_at = answered.at + min(FAILED_INTERVAL * 2**beyond, LONGEST_INTERVAL)
    return True


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


def _pages_by_url(session: Session, site_id: str, urls: Sequence[str]) -> dict[str, Page]:
    pages: dict[str, Page] = {}
    for start in range(0, len(urls), _ADDRESSES_AT_ONCE):
        some = urls[start : start + _ADDRESSES_AT_ONCE]
        query = select(Page).where(Page.site_id == site_id, Page.url.in_(some))
        pages.update((page.url, page) for page in session.scalars(query))
    return pages


def _new_page(site_id: str, found: Found, found_on: Page | None, now: datetime) -> Page:
    return Page(
        site_id=site_id,
        url=found.url,
        role=found.role,
        request=dict(found.request),
        depth=found_on.depth + 1 if found_on else 0,
        found_on_id=found_on.id if found_on else None,
        found_at=now,
        due_at=now,
        stated_at=found.stated_at,
        part_of_id=found.part_of_id,
    )


def _update(page: Page, found: Found, crawl: CrawlPass, now: datetime) -> bool:
    """Take over what a listing says of a page that is known; returns whether the page is due for it."""
    leads_on = found.changed or found.part_of_id is not None
    changed = _states_news(page, found, crawl) or (leads_on and _fetched_before(page, crawl))
    if changed:
        page.due_at = now
    if found.stated_at and (page.stated_at is None or found.stated_at > page.stated_at):
        page.stated_at = found.stated_at
    if found.part_of_id != page.id:
        page.part_of_id = page.part_of_id or found.part_of_id
    return changed


def _states_news(page: Page, found: Found, crawl: CrawlPass) -> bool:
    """Whether the listing says that the page has changed since it was fetched."""
    if found.stated_at is None or page.fetched_at is None:
        return False
    later_than_known = page.stated_at is not None and found.stated_at > page.stated_at
    return found.stated_at > page.fetched_at or (later_than_known and _fetched_before(page, crawl))


def _fetched_before(page: Page, crawl: CrawlPass) -> bool:
    return page.fetched_at is not None and page.fetched_at < crawl.started_at


def _settle(page: Page, crawl: CrawlPass, now: datetime) -> None:
    """The page has answered: when it is due next depends on how long it has not changed."""
    page.fetched_at = now
    page.reason = None
    page.attempts = 0
    age = now - (page.changed_at or now)
    if page.role == "article":
        page.due_at = now + min(max(age, crawl.revisit_first), crawl.revisit_longest)
    elif page.found_on_id is None:
        page.due_at = now + ENTRY_INTERVAL
    else:
        page.due_at = now + min(max(age, LISTING_INTERVAL), LONGEST_INTERVAL)


def _chain_length(session: Session, page: Page, limit: int) -> int:
    """How many redirects led to this page, counted up to a limit."""
    length, current = 0, page.id
    while length < limit:
        before = session.scalar(select(Page.id).where(Page.redirect_to_id == current).limit(1))
        if before is None:
            break
        length, current = length + 1, before
    return length


def _leads_to(session: Session, page: Page, goal_id: int) -> bool:
    """Whether redirects lead from a page to the one given."""
    seen: set[int] = set()
    current: Page | None = page
    while current is not None and current.id not in seen:
        if current.id == goal_id:
            return True
        seen.add(current.id)
        current = session.get(Page, current.redirect_to_id) if current.redirect_to_id else None
    return False
