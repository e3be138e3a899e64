"""Captures and addresses that come from elsewhere, entered into the same frontier as the crawl's own.

The caller opens the transaction: a capture, its page and what the page leads to are written together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.found import add_found
from db.frontier import CrawlPass, Fetched, Found
from db.models import Capture, Page
from db.outcomes import record_capture, record_fetch


def has_capture(session: Session, site_id: str, url: str, digest: str) -> bool:
    """Whether a body with this SHA-256 is in store for the page of this address."""
    query = select(Capture.id).join(Page, Page.id == Capture.page_id)
    known = query.where(Page.site_id == site_id, Page.url == url, Capture.digest == digest).limit(1)
    return session.scalar(known) is not None


def enter_capture(session: Session, crawl: CrawlPass, site_id: str, url: str, fetched: Fetched) -> Page:
    """Enter a capture of an article's page; returns the page.

    A page that is new is looked at again as late as an old one. A page that the crawl knows keeps
    its state there: what is brought in says how it was, not how it is.
    """
    page = _page(session, site_id, url)
    if page is None:
        page = Page(site_id=site_id, url=url, role="article", found_at=crawl.started_at, depth=0, attempts=0)
        session.add(page)
        session.flush()
        record_fetch(session.connection(), crawl, page, fetched, ())
        page.due_at = crawl.started_at + crawl.revisit_longest
    else:
        record_capture(session.connection(), crawl, page.id, fetched)
    return page


def enter_parts(session: Session, crawl: CrawlPass, page: Page, parts: Sequence[str]) -> None:
    """Enter the addresses of the further parts of a page's article; those not in store wait for the crawl."""
    found = [Found(url=part, role="article", part_of_id=page.part_of_id or page.id) for part in parts]
    add_found(session.connection(), crawl, found, page, crawl.started_at)


def queue_address(session: Session, site_id: str, url: str, now: datetime) -> bool:
    """Let the next crawl of the site fetch an article's address; false where it is known already."""
    if _page(session, site_id, url) is not None:
        return False
    session.add(Page(site_id=site_id, url=url, role="article", found_at=now, due_at=now))
    session.flush()
    return True


def _page(session: Session, site_id: str, url: str) -> Page | None:
    return session.scalar(select(Page).where(Page.site_id == site_id, Page.url == url))
