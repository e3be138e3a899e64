"""What an answer means for the page that was asked for, and where it leads: recorded by its status."""

from __future__ import annotations

from urllib.parse import urljoin

from scrapy.http import Response

from crawler.answers import Answer
from crawler.browser import PageRenderer
from crawler.feeds import NotAFeed
from crawler.guards import BodyBroken, BodyTooLarge
from crawler.work import SiteWork
from db.frontier import Found
from db.models import Page
from db.reasons import Reason

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_PASSING = frozenset({408, 425})


class AnswerRecord:
    """Records the answers of one site's pages."""

    def __init__(self, work: SiteWork, renderer: PageRenderer | None) -> None:
        self._crawl = work.crawl
        self._addresses = work.addresses
        self._discovery = work.discovery
        self._leads = work.leads
        self._visits = work.visits
        self._renderer = renderer

    async def of(self, response: Response, page: Page) -> str | None:
        """Record an answer; returns the address under which the same page is to be asked for once more.

        Raises `NoAnswer` where a page that needs a browser is not shown by it; nothing is recorded then.
        """
        status = response.status
        if status in _REDIRECTS:
            return self._redirect(response, page)
        if status == 304:
            self._visits.unchanged(page, status, self._leads.again(page))
        elif 200 <= status < 300:
            await self._body(response, page)
        elif status in _GONE:
            self._visits.gone(page, status)
        elif status >= 500 or status in _PASSING:
            self._visits.failed(page, Reason.HTTP.recorded(status=status), status)
        else:
            self._visits.refused(page, Reason.HTTP.recorded(status=status))
        return None

    def _redirect(self, response: Response, page: Page) -> str | None:
        location = (response.headers.get("Location") or b"").decode("latin-1")
        url = _joined(response.url, location)
        target = self._addresses.fold(url)
        if target is None:
            self._visits.refused(page, (Reason.ELSEWHERE if location else Reason.NOWHERE).recorded())
        elif page.role != "article" or target == page.url:
            # The same page by another spelling, or a place that is to be looked at under its own address.
            return url
        else:
            found = Found(url=target, role="article", part_of_id=page.part_of_id)
            self._visits.redirected(page, found, response.status)
        return None

    async def _body(self, response: Response, page: Page) -> None:
        try:
            answer = Answer.of(response, self._crawl.max_bytes)
            if self._renderer is not None and answer.is_html:
                answer = answer.shown_as(await self._renderer.rendered(answer))
            if page.role == "article":
                await self._article(answer, page)
            else:
                await self._visits.fetched(page, answer, self._leads.of(page, answer))
        except BodyTooLarge:
            self._visits.refused(page, Reason.TOO_LARGE.recorded())
        except BodyBroken:
            self._visits.failed(page, Reason.COMPRESSED.recorded(), response.status)
        except NotAFeed:
            self._visits.refused(page, Reason.NOT_A_LIST.recorded(what=page.role))

    async def _article(self, answer: Answer, page: Page) -> None:
        if not answer.is_html:
            self._visits.refused(page, Reason.NOT_HTML.recorded(what=answer.media_type or "no type"))
            return
        html = answer.html()
        first = self._visits.first_part(page)
        canonical = self._discovery.canonical_of(html) if first is page else None
        if canonical is not None and canonical != page.url:
            self._visits.redirected(page, Found(url=canonical, role="article"), answer.status)
            return
        parts = self._discovery.from_article(html, first.url)
        found = [Found(url=part, role="article", part_of_id=first.id) for part in parts]
        await self._visits.fetched(page, answer, found)


def _joined(url: str, location: str) -> str:
    """Where a redirect leads; nowhere for an address that no browser could read."""
    try:
        return urljoin(url, location) if location else ""
    except ValueError:
        return ""
