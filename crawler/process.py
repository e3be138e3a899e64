"""The process in which Scrapy runs: one crawler a site, several sites at once.

Twisted's reactor can run only once in a process, so that every crawl gets a fresh one.
It reports over a pipe, stops cleanly at SIGTERM, and ends itself when the process that
started it is no more.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from sqlalchemy.exc import SQLAlchemyError

from archive import ArchiveFull, ArchiveWriter
from config import Config, CrawlSettings, SiteSettings
from crawler.browser import browser_settings
from crawler.legacy_tls import LEGACY_TLS_SETTINGS
from crawler.outcome import Progress, SiteOutcome
from crawler.spider import SiteSpider
from crawler.visits import SiteVisits, Store
from crawler.work import SiteWork
from db.engine import DatabaseFull, DatabaseProblem, open_database
from db.frontier import CrawlPass
from db.reasons import Reason

MAX_BROWSERS = 2
"""So many sites are shown in a browser at once, each in one of its own."""
GRACE = 5.0
"""Seconds that requests under way are given to end when the crawl is stopped."""

_HANDLER = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
_COMMON: dict[str, Any] = {
    # What Scrapy's middlewares would do behind the spider's back (retries, redirects, unpacking,
    # robots.txt, headers), the spider does itself and records.
    "SPIDER_MIDDLEWARES_BASE": {},
    "DOWNLOADER_MIDDLEWARES_BASE": {
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": 700,
    },
    "EXTENSIONS_BASE": {"scrapy.extensions.throttle.AutoThrottle": 0},
    "DOWNLOAD_HANDLERS_BASE": dict.fromkeys(
        ("http", "https"), "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
    ),
    "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY_JITTER": 0,
    "DOWNLOAD_WARNSIZE": 0,
    "LOG_LEVEL": "ERROR",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What the process is to do."""

    config: Config
    sites: tuple[SiteSettings, ...]
    database_url: str
    run_id: int


def run_crawl(order: Order, pipe: Connection) -> None:
    """Crawl the sites; sends a `Progress` for every change and a `SiteOutcome` for every site's end.

    What the crawl as a whole fails of is sent as the exception that says why.
    """
    _end_with_parent()
    try:
        engine = open_database(order.database_url)
        with ArchiveWriter(order.config.archive_dir, run=order.run_id) as archive:
            _Crawl(order, Store(engine, archive, order.config.archive_dir), pipe).run()
        engine.dispose()
    except Exception as error:
        pipe.send(error)
        raise
    finally:
        pipe.close()


class _Crawl:
    """Keeps as many sites' crawlers running as the settings allow, until all sites are done.

    Two sites that have a host in common are crawled one after the other.
    """

    def __init__(self, order: Order, store: Store, pipe: Connection) -> None:
        self._order = order
        self._store = store
        self._pipe = pipe
        self._waiting = list(order.sites)
        self._running: dict[str, SiteSettings] = {}
        self._crawlers: dict[str, Crawler] = {}
        self._process = AsyncCrawlerProcess(_process_settings(order))

    def run(self) -> None:
        """Crawl; returns when all sites are done or the crawl was stopped."""
        loop = asyncio.get_event_loop()
        loop.add_signal_handler(signal.SIGTERM, self._stop)
        for _ in range(self._order.config.crawl.concurrency):
            self._start_next()
        self._process.start(install_signal_handlers=False)

    def _start_next(self) -> None:
        site = next((one for one in self._waiting if self._may_start(one)), None)
        if site is None:
            return
        self._waiting.remove(site)
        self._running[site.id] = site
        visits = SiteVisits(site, self._pass(), self._store, self._pipe.send)
        crawler = Crawler(SiteSpider, _site_settings(self._order.config.crawl, site))
        self._crawlers[site.id] = crawler
        task = self._process.crawl(crawler, work=SiteWork.of(self._order.config, site, visits))
        task.add_done_callback(lambda done: self._site_done(site, visits, done))

    def _may_start(self, site: SiteSettings) -> bool:
        is_free = all(_hosts(site).isdisjoint(_hosts(one)) for one in self._running.values())
        browsers = sum(_has_browser(one) for one in self._running.values())
        return is_free and (browsers < MAX_BROWSERS or not _has_browser(site))

    def _pass(self) -> CrawlPass:
        crawl = self._order.config.crawl
        return CrawlPass(
            run_id=self._order.run_id,
            started_at=datetime.now(UTC),
            revisit_first=timedelta(days=crawl.revisit_days),
            revisit_longest=timedelta(days=crawl.revisit_days_max),
            retries=crawl.retries,
            retry_wait=crawl.retry_wait,
            max_redirects=crawl.max_redirects,
        )

    def _site_done(self, site: SiteSettings, visits: SiteVisits, task: asyncio.Task[None]) -> None:
        spider = self._crawlers.pop(site.id).spider
        if isinstance(spider, SiteSpider) and isinstance(spider.trouble, ArchiveFull | DatabaseFull):
            self._stop()
        del self._running[site.id]
        tally = visits.tally
        if not task.cancelled() and task.exception() is not None:
            tally.error = Reason.INTERNAL.recorded(why=task.exception())
        try:
            visits.end()
        except (DatabaseProblem, SQLAlchemyError) as error:
            tally.error = tally.error or str(error)
        self._pipe.send(
            SiteOutcome(
                progress=Progress.of(site.id, tally),
                reasons=dict(tally.reasons),
                error=tally.error,
                sitemaps=tally.sitemaps,
            )
        )
        for _ in range(self._order.config.crawl.concurrency - len(self._crawlers)):
            self._start_next()

    def _stop(self) -> None:
        """Begin no further site or request; end when the requests under way have ended, or soon after."""
        self._waiting.clear()
        for crawler in self._crawlers.values():
            if isinstance(crawler.spider, SiteSpider):
                crawler.spider.stopping.set()
        asyncio.get_event_loop().call_later(GRACE, _stop_reactor)


def _stop_reactor() -> None:
    from twisted.internet import reactor  # noqa: PLC0415 -- importing it earlier would install another one

    running: Any = reactor
    if running.running:
        running.stop()


def _process_settings(order: Order) -> Settings:
    """What holds for the whole process."""
    open_to_us = [site for site in order.sites if site.allow_private]
    hosts = [urlsplit(site.start).hostname for site in open_to_us]
    hosts += [urlsplit(f"//{host}").hostname for site in open_to_us for host in site.hosts]
    # A proxy is named by whoever runs this, and often stands in the same building.
    hosts += [urlsplit(site.proxy).hostname for site in order.sites if site.proxy]
    return Settings(
        {
            "LOG_LEVEL": "ERROR",
            "TWISTED_DNS_RESOLVER": "crawler.resolver.GuardedResolver",
            "PRIVATE_HOSTS": hosts,
        }
    )


def _site_settings(crawl: CrawlSettings, site: SiteSettings) -> Settings:
    """What holds for one site; Scrapy would let the process's settings win over these."""
    delay = crawl.delay if site.delay is None else site.delay
    return Settings(
        {
            **_COMMON,
            **(browser_settings() if _has_browser(site) else {}),
            **(LEGACY_TLS_SETTINGS if site.tls == "legacy" else {}),
            "DOWNLOAD_VERIFY_CERTIFICATES": site.verify_certificate,
            "DOWNLOAD_DELAY": delay,
            "DOWNLOAD_MAXSIZE": crawl.max_bytes,
            "AUTOTHROTTLE_ENABLED": delay > 0,
            "AUTOTHROTTLE_START_DELAY": delay,
        }
    )


def _has_browser(site: SiteSettings) -> bool:
    return site.render == "browser"


def _hosts(site: SiteSettings) -> set[str]:
    return {urlsplit(site.start).netloc.lower(), *(host.lower() for host in site.hosts)}


def _end_with_parent() -> None:
    """End this process at once when its parent dies: nothing is lost, and two crawls never overlap."""
    parent = parent_process()
    if parent is not None:
        watch = threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True)
        watch.start()


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
