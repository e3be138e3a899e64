"""Pages per second: bare Scrapy (no archive, no database) against ours, over the same replica.

The replica is made up on the fly: several sites on loopback addresses of their own, each
with listings of twenty links and articles of an ordinary size. Both crawlers get one
request at a time per host and no delay, run in a process of their own, and take turns.
Ours must reach 0.8 of bare Scrapy's pages per second.

`--memory` crawls 50,000 articles with ours alone and looks at the memory of the crawl's process
on the way: after the first tenth it may grow by a fifth, no more.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response, TextResponse

from config import Config, CrawlSettings, SiteSettings
from crawler import CrawlOutcome, Progress, crawl
from db.engine import open_database, transaction, upgrade_database
from db.models import Run

BAR = 0.8
MEMORY_BAR = 1.2
SITES = 10
LINKS = 20
PARAGRAPH = "<p>Câu này được viết ra cho phép đo, không nói về ai và không kể chuyện gì ở địa phương nào.</p>"
PARAGRAPHS = 120


def main() -> int:
    """Measure, print the table, and say whether the bar is reached."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="500 pages and one round instead of 5,000 and three"
    )
    parser.add_argument("--pages", type=int, help="how many articles the replica has")
    parser.add_argument("--memory", action="store_true", help="see that memory stays flat instead")
    options = parser.parse_args()
    usual = (5_000 if options.quick else 50_000) if options.memory else (500 if options.quick else 5_000)
    pages = options.pages or usual
    rounds = 1 if options.quick else 3
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    server = context.Process(target=serve, args=(pages // SITES, sender), daemon=True)
    server.start()
    port = receiver.recv()
    if options.memory:
        status = _report_memory(pages, *_run(_memory, port, pages))
        server.terminate()
        return status
    bare, ours = [], []
    for _ in range(rounds):
        bare.append(_measured(_bare_scrapy, port, pages))
        ours.append(_measured(_ours, port, pages))
    server.terminate()
    return _report(pages, bare, ours)


def serve(articles: int, ready: Connection) -> None:
    """Serve the replica on 127.0.0.1, 127.0.0.2 and so on; sends the port when it listens."""
    body = PARAGRAPH * PARAGRAPHS

    def answer(path: str) -> str:
        if path.startswith("/trang-"):
            start = int(path.removeprefix("/trang-"))
            end = min(start + LINKS, articles)
            links = [
                f'<a href="/tin/bai-viet-thu-so-{number}.html">Bài {number}</a>'
                for number in range(start, end)
            ]
            following = f'<a class="next" href="/trang-{end}">Sau</a>' if end < articles else ""
            return f"<html><body>{' '.join(links)}{following}</body></html>"
        if path == "/robots.txt":
            return "User-agent: *\nDisallow: /noi-bo/\n"
        return f"<html><head><title>{path}</title></head><body><h1>{path}</h1>{body}</body></html>"

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                sent = answer(head.split(b" ", 2)[1].decode()).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                    b"Content-Length: %d\r\n\r\n" % len(sent)
                )
                writer.write(sent)
                await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(handle, "0.0.0.0", 0)  # noqa: S104 -- all loopback addresses
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _starts(port: int) -> list[str]:
    return [f"http://127.0.0.{number}:{port}/trang-0" for number in range(1, SITES + 1)]


class BareSpider(Spider):
    """What one writes with Scrapy alone to fetch the replica's pages."""

    name = "bare"
    starts: Sequence[str] = ()

    async def start(self) -> AsyncIterator[Any]:
        """The sites' first listings."""
        for url in self.starts:
            yield Request(url)

    def parse(self, response: Response) -> Any:
        """Follow the listing; take an article's title."""
        if isinstance(response, TextResponse) and "/trang-" in response.url:
            yield from response.follow_all(css="a")
        else:
            yield {"url": response.url, "title": response.css("h1::text").get()}


def _bare_scrapy(port: int, _pages: int, done: Connection) -> None:
    settings = {
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "CONCURRENT_REQUESTS": 16,
        "ROBOTSTXT_OBEY": True,
        "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
    }
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(BareSpider)
    begin = time.perf_counter()
    process.crawl(crawler, starts=_starts(port))
    process.start()
    seconds = time.perf_counter() - begin
    done.send((crawler.stats.get_value("item_scraped_count"), seconds))


def _ours(port: int, pages: int, done: Connection) -> None:
    outcome, seconds = _crawl(port, pages, lambda _: None)
    done.send((_articles(outcome, pages), seconds))


def _memory(port: int, pages: int, done: Connection) -> None:
    """Crawl, and send what memory the crawl's process held after each twentieth of the pages."""
    by_site: dict[str, int] = {}
    samples: list[tuple[int, float]] = []

    def look(progress: Progress) -> None:
        by_site[progress.site_id] = progress.fetched
        fetched = sum(by_site.values())
        if fetched >= (len(samples) + 1) * pages / 20:
            (process,) = multiprocessing.active_children()
            samples.append((fetched, _megabytes(process.pid or 0)))

    outcome, _ = _crawl(port, pages, look)
    done.send((_articles(outcome, pages), samples))


def _megabytes(pid: int) -> float:
    """The memory that a process holds (its resident set)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def _crawl(port: int, pages: int, on_progress: Callable[[Progress], None]) -> tuple[CrawlOutcome, float]:
    """Crawl the replica into a folder that is then thrown away; the outcome, and the seconds it took."""
    sites = [
        SiteSettings(
            id=f"mau-{number}",
            name="Trang mẫu",
            province="Lai Châu",
            start=url,
            allow_private=True,
            listing={"next": "a.next", "article_pattern": "^/tin/"},
        )
        for number, url in enumerate(_starts(port))
    ]
    with tempfile.TemporaryDirectory() as folder:
        config = Config(
            path=Path(folder, "config.toml"),
            site=tuple(sites),
            crawl=CrawlSettings(delay=0, max_pages=2 * pages, max_depth=pages),
        )
        engine = open_database(config.database_url)
        upgrade_database(engine)
        with transaction(engine) as session:
            session.add(Run(id=1, command="crawl", host="", pid=0, started_at=datetime.now(UTC)))
        begin = time.perf_counter()
        outcome = crawl(config, sites, engine, 1, on_progress)
        seconds = time.perf_counter() - begin
        engine.dispose()
    return outcome, seconds


def _articles(outcome: CrawlOutcome, pages: int) -> int:
    """How many articles were fetched: all pages but the listings."""
    listings = SITES * math.ceil(pages / SITES / LINKS)
    return sum(site.progress.fetched for site in outcome.sites.values()) - listings


def _measured(crawler: Any, port: int, pages: int) -> float:
    """Pages per second of one crawl in a fresh process; a crawl that missed pages is an error."""
    fetched, seconds = _run(crawler, port, pages)
    if fetched < pages:
        msg = f"{crawler.__name__} fetched {fetched} of {pages} pages"
        raise RuntimeError(msg)
    return float(pages / seconds)


def _run(crawler: Any, port: int, pages: int) -> tuple[int, Any]:
    """What one crawl in a fresh process sends: articles fetched, and its measure."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=crawler, args=(port, pages, sender))
    process.start()
    fetched, measure = receiver.recv()
    process.join()
    return fetched, measure


def _report(pages: int, bare: list[float], ours: list[float]) -> int:
    table = Table(title=f"{pages} articles on {SITES} sites, one request at a time per host")
    for column in ("crawler", "pages/s (median)", "rounds"):
        table.add_column(column)
    for name, rates in (("bare Scrapy", bare), ("ours, with archive and database", ours)):
        table.add_row(name, f"{statistics.median(rates):.0f}", ", ".join(f"{rate:.0f}" for rate in rates))
    Console().print(table)
    ratio = statistics.median(ours) / statistics.median(bare)
    print(f"ratio ours / bare Scrapy: {ratio:.2f} (bar {BAR})")
    return 0 if ratio >= BAR else 1


def _report_memory(pages: int, fetched: int, samples: list[tuple[int, float]]) -> int:
    if fetched < pages:
        msg = f"ours fetched {fetched} of {pages} pages"
        raise RuntimeError(msg)
    table = Table(title=f"{pages} articles on {SITES} sites: memory of the crawl's process")
    table.add_column("pages fetched", justify="right")
    table.add_column("MB", justify="right")
    for pages_fetched, megabytes in samples:
        table.add_row(str(pages_fetched), f"{megabytes:.0f}")
    Console().print(table)
    settled = samples[1][1]
    ratio = max(megabytes for _, megabytes in samples) / settled
    print(f"ratio of the most memory to that after a tenth of the pages: {ratio:.2f} (bar {MEMORY_BAR})")
    return 0 if ratio <= MEMORY_BAR else 1


if __name__ == "__main__":
    sys.exit(main())
