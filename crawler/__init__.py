"""Find and fetch: the sites' new and changed pages, into the archive and the frontier.

    outcome = crawl(config, config.sites(), engine, run_id, print)

`crawl` blocks, may be called again and again, and goes on where the last one was stopped.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection

from sqlalchemy import Engine

from config import Config, ConfigError, SiteSettings
from crawler.browser import BrowserMissing, require_browser
from crawler.outcome import CrawlOutcome, Progress, SiteOutcome
from crawler.process import Order, run_crawl

__all__ = ["CrawlError", "CrawlOutcome", "Progress", "SiteOutcome", "crawl"]


class CrawlError(Exception):
    """The crawl as a whole came to nothing; the message says why."""


def crawl(
    config: Config,
    sites: Sequence[SiteSettings],
    engine: Engine,
    run_id: int,
    on_progress: Callable[[Progress], None],
) -> CrawlOutcome:
    """Crawl the sites and return what became of each; `run_id` is the row of `runs` for the figures.

    A site that cannot be reached is reported in the outcome, and the others go on.
    `KeyboardInterrupt` stops the crawl in a state from which it can go on, and is raised
    again. Raises `ConfigError` where a site on the Internet is to be crawled without a
    contact, and `CrawlError` where no site could be crawled for a reason of ours.
    """
    _need_contact(config, sites)
    _need_browser(config, sites)
    # The child gets plain values: an engine cannot cross into another process.
    order = Order(config, tuple(sites), engine.url.render_as_string(hide_password=False), run_id)
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=run_crawl, args=(order, sender), name="tintinh-crawl")
    with _interrupts_ignored():
        process.start()
    sender.close()
    done: dict[str, SiteOutcome] = {}
    try:
        _listen(receiver, done, on_progress)
    except BaseException:
        if process.is_alive() and process.pid is not None:
            process.terminate()
        raise
    finally:
        process.join()
        receiver.close()
    if process.exitcode not in {0, -signal.SIGTERM}:
        msg = f"the crawl's process ended with code {process.exitcode}; run the same command again to go on"
        raise CrawlError(msg)
    return CrawlOutcome(sites=done, interrupted=len(done) < len(sites))


def _need_contact(config: Config, sites: Sequence[SiteSettings]) -> None:
    live = [site.id for site in sites if not site.allow_private]
    if live and not config.crawl.contact:
        msg = (
            f"{config.path}: [crawl] contact: write a mail or web address at which the owners of the sites"
            f' can reach you, for example contact = "mailto:you@example.org"; needed for: {", ".join(live)}'
        )
        raise ConfigError(msg)


def _need_browser(config: Config, sites: Sequence[SiteSettings]) -> None:
    shown = [site.id for site in sites if site.render == "browser"]
    if shown:
        try:
            require_browser()
        except BrowserMissing as missing:
            msg = f"{config.path}: site {shown[0]!r}: {missing}"
            raise ConfigError(msg) from missing


def _listen(
    receiver: Connection, done: dict[str, SiteOutcome], on_progress: Callable[[Progress], None]
) -> None:
    """Pass on what the process reports until it closes the pipe."""
    while True:
        try:
            message = receiver.recv()
        except EOFError:
            return
        if isinstance(message, Progress):
            on_progress(message)
        elif isinstance(message, SiteOutcome):
            done[message.progress.site_id] = message
        elif isinstance(message, Exception):
            raise CrawlError(str(message)) from message


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Let a process begun here inherit that Ctrl-C is not for it: its parent stops it in good order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
