"""Where a site's pages lead: its entry pages, and what feeds, sitemaps and listings name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from archive import ArchiveError
from config import CrawlSettings, SiteSettings
from crawler.addresses import SiteAddresses
from crawler.answers import Answer
from crawler.days import day_in, day_of_address
from crawler.discovery import Discovery, with_news
from crawler.feeds import VIETNAM
from crawler.visits import SiteVisits
from db.frontier import Found
from db.models import Page

BARREN_LIMIT = 10
"""A listing that leads to nothing new for so many pages in a row is not followed further."""


class Leads:
    """Reads one site's pages with what is known of them in mind: their role, depth and last capture."""

    def __init__(
        self, site: SiteSettings, crawl: CrawlSettings, discovery: Discovery, visits: SiteVisits
    ) -> None:
        self._site = site
        self._crawl = crawl
        self._discovery = discovery
        self._visits = visits
        self._since = site.since or crawl.since

    def entries(self, addresses: SiteAddresses) -> list[Found]:
        """The pages to begin from; the start page where the settings name no other."""
        site = self._site
        listings = site.listings or (() if site.feeds or site.sitemaps else (site.start,))
        wanted = (("feed", site.feeds), ("sitemap", site.sitemaps), ("listing", listings))
        return [
            Found(url=address, role=role)
            for role, urls in wanted
            for url in urls
            if (address := addresses.fold(url)) is not None
        ]

    def of(self, page: Page, answer: Answer) -> list[Found]:
        """What a feed, sitemap or listing leads to, with what it says anew; `NotAFeed` where it is none."""
        return with_news(self._read(page, answer), self.again(page))

    def again(self, page: Page) -> list[Found]:
        """What an unchanged page leads to by today's rules, which may have changed since."""
        if page.role == "article":
            return []
        try:
            captured = self._visits.last_capture(page)
        except ArchiveError:
            # The archive may have been moved away: then the page's next change is waited for.
            return []
        return [] if captured is None else self._read(page, Answer.again(captured))

    def _read(self, page: Page, answer: Answer) -> list[Found]:
        if page.role == "feed":
            return self._in_time(self._discovery.from_feed(answer.url, answer.body), {})
        if page.role == "sitemap":
            return self._in_time(self._discovery.from_sitemap(answer.url, answer.body), {})
        if answer.body.lstrip()[:1] in {b"[", b"{"}:
            found = self._discovery.from_json(answer.url, answer.body)
            days = {one.url: day for one in found if (day := day_in(one.says))}
        else:
            html = answer.html()
            found = self._discovery.from_listing(html, depth=page.depth)
            days = self._discovery.days_of(html) if self._since else {}
            if page.depth == 0 and not self._site.feeds:
                found += self._discovery.feeds_of(html)
        found = self._in_time(found, days)
        too_deep = page.depth >= self._crawl.max_depth
        if too_deep or self._visits.is_barren(page, BARREN_LIMIT):
            found = [one for one in found if one.role != "listing"]
        return found

    def _in_time(self, found: list[Found], days: Mapping[str, date]) -> list[Found]:
        """What is not from before the first day wanted; a listing that has come to that day ends there."""
        since = self._since
        if since is None:
            return found
        dated = {one.url: day for one in found if (day := days.get(one.url) or _stated_day(one))}
        of_articles = [dated[one.url] for one in found if one.role == "article" and one.url in dated]
        at_end = bool(of_articles) and max(of_articles) < since
        return [
            one
            for one in found
            if not (at_end and one.role == "listing") and dated.get(one.url, since) >= since
        ]


def _stated_day(found: Found) -> date | None:
    """The day that an address gives, or of the last change that a feed or sitemap gives."""
    if found.stated_at is not None:
        return found.stated_at.astimezone(VIETNAM).date()
    return day_of_address(found.url) if found.role != "listing" else None
