"""Further places from which a crawl of a site sets out, beside the entry pages of its settings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.frontier import ENTRY_INTERVAL
from db.models import Page


def enter_sitemaps(session: Session, site_id: str, urls: Iterable[str], now: datetime) -> None:
    """Make the sitemaps that the site's robots.txt names due, unless they have only just been fetched."""
    for url in dict.fromkeys(urls):
        page = session.scalar(select(Page).where(Page.site_id == site_id, Page.url == url))
        if page is None:
            session.add(Page(site_id=site_id, url=url, role="sitemap", found_at=now, due_at=now))
        elif page.found_on_id is None and (
            page.fetched_at is None or page.fetched_at <= now - ENTRY_INTERVAL
        ):
            page.due_at, page.attempts = now, 0
    session.flush()


def reopen_listings(session: Session, site_id: str, now: datetime) -> None:
    """Make the last pages of the site's listings due: those from which no further page was entered."""
    further = aliased(Page)
    leads_on = exists().where(further.found_on_id == Page.id, further.role == "listing")
    session.execute(
        update(Page)
        .where(
            Page.site_id == site_id,
            Page.role == "listing",
            Page.state.in_(("fetched", "unchanged")),
            or_(Page.due_at.is_(None), Page.due_at > now),
            ~leads_on,
        )
        .values(due_at=now)
        .execution_options(synchronize_session=False)
    )
