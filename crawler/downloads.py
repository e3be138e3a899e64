"""Requests of one site, sent through Scrapy's downloader: one at a time per host, at the site's pace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from scrapy import FormRequest, Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

from config import CrawlSettings, SiteSettings
from crawler.answers import ACCEPTED_ENCODINGS
from crawler.guards import is_private, literal_address
from crawler.politeness import user_agent
from crawler.resolver import GuardedResolver
from db.reasons import Reason

PRIVATE = Reason.PRIVATE.recorded()
TOO_LARGE = Reason.TOO_LARGE.recorded()

_REASONS: tuple[tuple[type[BaseException], Reason], ...] = (
    (DownloadTimeoutError, Reason.LATE),
    (DownloadConnectionRefusedError, Reason.REFUSED),
    (CannotResolveHostError, Reason.UNKNOWN_HOST),
    (DownloadCancelledError, Reason.TOO_LARGE),
    (ResponseDataLossError, Reason.BROKE_OFF),
)


class NoAnswer(Exception):
    """No answer came, or none that we take; the message is the same for the same cause."""

    @property
    def is_ours(self) -> bool:
        """Whether it was a guard of ours that stopped it."""
        return str(self) in {PRIVATE, TOO_LARGE}


class SiteDownloads:
    """Sends one site's requests, with what holds for all of them."""

    def __init__(self, crawler: Crawler, site: SiteSettings, crawl: CrawlSettings) -> None:
        self._crawler = crawler
        self._allow_private = site.allow_private
        self._by_proxy = site.proxy is not None
        """The address that answers is then the proxy's."""
        self._headers = {
            "User-Agent": user_agent(crawl.contact),
            "Accept-Encoding": ACCEPTED_ENCODINGS,
            "Accept-Language": "vi,en;q=0.5",
        }
        self._meta = {"download_timeout": crawl.timeout} | ({"proxy": site.proxy} if site.proxy else {})

    async def get(
        self, url: str, headers: Mapping[str, str] = {}, form: Mapping[str, Any] | None = None
    ) -> Response:
        """The answer to a GET, or to a POST where a form is given. Raises `NoAnswer`."""
        if self._is_private(literal_address(urlsplit(url).hostname or "")):
            raise NoAnswer(PRIVATE)
        if self._crawler.engine is None:
            msg = "requests can be sent only while the crawl runs"
            raise RuntimeError(msg)
        try:
            response = await self._crawler.engine.download_async(self._request(url, headers, form))
        except Exception as error:
            # What Scrapy and Twisted raise where no answer comes has no base of its own.
            refused = urlsplit(url).hostname in GuardedResolver.refused
            raise NoAnswer(PRIVATE if refused else reason_of(error)) from error
        if not self._by_proxy and self._is_private(response.ip_address):
            raise NoAnswer(PRIVATE)
        return response

    def keep_distance(self, response: Response, delay: float) -> None:
        """Leave so many seconds between requests to the host that answered, where that is longer than now."""
        if self._crawler.engine is None:
            return
        slot = self._crawler.engine.downloader.slots.get(response.meta["download_slot"])
        if slot is not None and delay > slot.delay:
            slot.delay = delay
        throttle = self._crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)

    def _request(self, url: str, headers: Mapping[str, str], form: Mapping[str, Any] | None) -> Request:
        everything = {**self._headers, **headers}
        if form is None:
            return Request(url, headers=everything, meta=dict(self._meta))
        return FormRequest(url, method="POST", formdata=dict(form), headers=everything, meta=dict(self._meta))

    def _is_private(self, address: Any) -> bool:
        return address is not None and not self._allow_private and is_private(address)


def reason_of(error: BaseException) -> str:
    """Why a request failed, in a few words that are the same for the same cause."""
    if "certificate verify failed" in str(error):
        return Reason.CERTIFICATE.recorded()
    reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), Reason.BROKEN)
    return reason.recorded()
