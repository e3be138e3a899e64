"""The robots.txt of a site's hosts: asked for when a host is first needed, kept for the run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin, urlsplit

from scrapy.http import Response

from config import CrawlSettings
from crawler.addresses import SiteAddresses
from crawler.answers import Answer
from crawler.downloads import NoAnswer, SiteDownloads
from crawler.guards import BodyBroken, BodyTooLarge
from crawler.politeness import RobotsRules
from crawler.visits import SiteVisits
from db.reasons import Reason

MAX_ROBOTS_BYTES = 500_000
"""What is read of a robots.txt (RFC 9309, section 2.5)."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class SiteRobots:
    """What the hosts of one site ask of us. `pause` waits some seconds, unless the crawl is stopped."""

    def __init__(
        self,
        downloads: SiteDownloads,
        addresses: SiteAddresses,
        crawl: CrawlSettings,
        visits: SiteVisits,
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._downloads = downloads
        self._addresses = addresses
        self._crawl = crawl
        self._visits = visits
        self._pause = pause
        self._rules: dict[str, RobotsRules | NoAnswer] = {}
        self._one_at_a_time = asyncio.Lock()

    async def rules_for(self, url: str) -> RobotsRules:
        """The rules of the address's host. Raises `NoAnswer` where it does not answer in a few attempts."""
        netloc = urlsplit(url).netloc
        async with self._one_at_a_time:
            if netloc not in self._rules:
                self._rules[netloc] = await self._asked_for(url)
        rules = self._rules[netloc]
        if isinstance(rules, NoAnswer):
            raise rules
        return rules

    async def _asked_for(self, url: str) -> RobotsRules | NoAnswer:
        attempts = 0
        while True:
            try:
                response = await self._answer(urljoin(url, "/robots.txt"))
                return self._read(url, response)
            except NoAnswer as silence:
                attempts += 1
                if silence.is_ours or attempts > self._crawl.retries:
                    return silence
            await self._pause(self._crawl.retry_wait * 2 ** (attempts - 1))

    async def _answer(self, url: str) -> Response:
        """The answer to a request for a robots.txt, which may have moved within the site."""
        response = await self._downloads.get(url)
        for _ in range(self._crawl.max_redirects):
            location = response.headers.get("Location")
            if response.status not in _REDIRECTS or location is None:
                break
            target = self._addresses.fold(_joined(response.url, location))
            if target is None:
                break
            response = await self._downloads.get(target)
        return response

    def _read(self, url: str, response: Response) -> RobotsRules:
        if response.status >= 500 or response.status == 429:
            raise NoAnswer(Reason.ROBOTS_ANSWERS.recorded(status=response.status))
        try:
            body = Answer.of(response, self._crawl.max_bytes).body if response.status == 200 else b""
        except (BodyTooLarge, BodyBroken) as error:
            raise NoAnswer(Reason.ROBOTS_BROKEN.recorded()) from error
        rules = RobotsRules(body[:MAX_ROBOTS_BYTES].decode("utf-8", errors="replace"))
        if urlsplit(url).netloc == urlsplit(self._addresses.start).netloc:
            self._visits.robots_came(body, rules.sitemaps)
        self._downloads.keep_distance(response, rules.delay)
        return rules


def _joined(url: str, location: bytes) -> str:
    try:
        return urljoin(url, location.decode("latin-1"))
    except ValueError:
        return ""
