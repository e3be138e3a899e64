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

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from sqlalchemy.exc import SQLAlchemyError
from twisted.python.failure import Failure

from archive import ArchiveFull, ArchiveWriter
from config import Config, CrawlSettings, SiteSettings
from crawler.addresses import SiteAddresses
from crawler.discovery import Discovery
from crawler.leads import Leads
from crawler.outcome import Progress, SiteOutcome
from crawler.spider import SiteSpider, SiteWork
from crawler.visits import SiteVisits, Store
from db.engine import DatabaseFull, DatabaseProblem, open_database
from db.frontier import CrawlPass

GRACE = 5.0
"""Seconds that requests under way are given to end when the crawl is stopped."""

_HANDLER = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
_COMMON: dict[str, Any] = {
    # What Scrapy's middlewares would do behind the spider's back (retries, redirects, unpacking,
    # robots.txt, headers), the spider does itself and records.
    "SPIDER_MIDDLEWARES_BASE": {},
    "DOWNLOADER_MIDDLEWARES_BASE": {
        "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": 700,
    },
    "EXTENSIONS_BASE": {"scrapy.extensions.throttle.AutoThrottle": 0},
    "DOWNLOAD_HANDLERS_BASE": dict.fromkeys(
        ("http", "https"), "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
    ),
    "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
    # A callback yields one request; Scrapy would begin a hundred tasks to look for more.
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY_JITTER": 0,
    "DOWNLOAD_WARNSIZE": 0,
    "LOG_LEVEL": "ERROR",
}


_LEGACY_TLS = {"DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0", "DOWNLOADER_CLIENT_TLS_CIPHERS": "ALL:@SECLEVEL=0"}


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

    Two sites on one host are crawled one after the other.
    """

    def __init__(self, order: Order, store: Store, pipe: Connection) -> None:
        self._order = order
        self._store = store
        self._pipe = pipe
        self._waiting = list(order.sites)
        self._busy: set[str] = set()
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
        site = next((one for one in self._waiting if _netloc(one) not in self._busy), None)
        if site is None:
            return
        self._waiting.remove(site)
        self._busy.add(_netloc(site))
        visits = SiteVisits(site, self._pass(), self._store, self._pipe.send)
        crawler = Crawler(SiteSpider, _site_settings(self._order.config.crawl, site))
        crawler.signals.connect(self._spider_failed, signal=signals.spider_error)
        self._crawlers[site.id] = crawler
        task = self._process.crawl(crawler, work=_work(self._order.config, site, visits))
        task.add_done_callback(lambda done: self._site_done(site, visits, done))

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

    def _spider_failed(self, failure: Failure, spider: SiteSpider) -> None:
        """The spider met something that is not the site's fault: a full disk, or a fault of ours."""
        error = failure.value or RuntimeError("no error was given")
        spider.broke(error)
        if isinstance(error, ArchiveFull | DatabaseFull):
            self._stop()

    def _site_done(self, site: SiteSettings, visits: SiteVisits, task: asyncio.Task[None]) -> None:
        del self._crawlers[site.id]
        self._busy.discard(_netloc(site))
        tally = visits.tally
        if not task.cancelled() and task.exception() is not None:
            tally.error = f"internal error: {task.exception()}"
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
    hosts += [host for site in open_to_us for host in site.hosts]
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
            **(_LEGACY_TLS if site.tls == "legacy" else {}),
            "DOWNLOAD_VERIFY_CERTIFICATES": site.verify_certificate,
            "DOWNLOAD_DELAY": delay,
            "DOWNLOAD_TIMEOUT": crawl.timeout,
            "DOWNLOAD_MAXSIZE": crawl.max_bytes,
            "AUTOTHROTTLE_ENABLED": delay > 0,
            "AUTOTHROTTLE_START_DELAY": delay,
        }
    )


def _netloc(site: SiteSettings) -> str:
    return urlsplit(site.start).netloc.lower()


def _work(config: Config, site: SiteSettings, visits: SiteVisits) -> SiteWork:
    addresses = SiteAddresses(site.start, site.hosts)
    discovery = Discovery(addresses, config.listing(site), max_bytes=config.crawl.max_bytes)
    return SiteWork(
        site=site,
        crawl=config.crawl,
        addresses=addresses,
        discovery=discovery,
        leads=Leads(site, config.crawl, discovery, visits),
        visits=visits,
    )


def _end_with_parent() -> None:
    """End this process at once when its parent dies: nothing is lost, and two crawls never overlap."""
    parent = parent_process()
    if parent is not None:
        watch = threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True)
        watch.start()


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
