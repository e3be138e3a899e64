"""Captures read in a pool of processes, also while a crawl goes on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

import pipeline
from db.captures import waiting_captures
from db.engine import reading
from db.models import Capture, Revision
from extract.version import EXTRACTOR_VERSION
from stages.extraction import ReadingFailed, ReadingPool, Refusal, Statement
from tests.crawler.newsroom import Newsroom, site
from tests.crawler.website import Asked, Reply, Website, listing, serve

PATIENCE = 120.0
"""Seconds after which a page that waits for others to be read gives up."""


def page(title: str) -> Reply:
    return Reply(
        f"""<html><head><title>{title}</title></head><body><h1>{title}</h1><div class="content">
<p>Sáng 18/5/2024, ông Lường Văn Khuyến, Chủ tịch UBND xã Mường Nưa, dự họp với nhân dân trong thôn.</p>
<p>Bà con nhất trí góp công, hiến đất để mở rộng con đường dài hai cây số nối thôn với xã.</p></div></body></html>"""
    )


def paths(number: int) -> list[str]:
    return [f"/hop-dan-o-thon-thu-{one}.html" for one in range(number)]


@pytest.fixture
def website() -> Iterator[Website]:
    with serve() as website:
        yield website


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    newsroom = Newsroom(tmp_path)
    yield newsroom
    newsroom.engine.dispose()


def fill(website: Website, number: int) -> None:
    website.routes["/"] = listing(*paths(number))
    website.routes.update({path: page(f"Họp dân {path}") for path in paths(number)})


def test_articles_are_read_while_the_crawl_goes_on(website: Website, newsroom: Newsroom) -> None:
    fill(website, 3)
    newsroom.crawl_settings["timeout"] = 2 * PATIENCE
    first_is_read = threading.Event()

    def once_another_is_read(_asked: Asked) -> Reply:
        first_is_read.wait(PATIENCE)
        return page("Họp dân sau cùng")

    def look(step: pipeline.StageProgress) -> None:
        if step.stage == "extract":
            first_is_read.set()

    last = paths(3)[-1]
    website.routes[last] = once_another_is_read
    rules = site(website.url)
    outcome = pipeline.nightly(newsroom.config(rules), [rules], newsroom.engine, look)
    assert first_is_read.is_set()
    assert outcome.extract == pipeline.ExtractOutcome(new=3)


def test_readings_come_in_the_order_of_the_captures(website: Website, newsroom: Newsroom) -> None:
    fill(website, 20)
    website.routes[paths(20)[7]] = Reply(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    rules = site(website.url)
    newsroom.crawl(rules)
    with reading(newsroom.engine) as session:
        captures = waiting_captures(session, EXTRACTOR_VERSION)
    with ReadingPool(newsroom.config(rules)) as pool:
        readings = list(pool.read([capture] for capture in captures))
    assert [one.captures[0] for one in readings] == captures
    assert len(readings) == 20
    kinds = {one.captures[0].url.rsplit("/", 1)[-1]: type(one.result) for one in readings}
    assert kinds.pop(paths(20)[7][1:]) is Refusal
    assert set(kinds.values()) == {Statement}


def test_a_process_that_dies_is_told_and_the_rest_is_read_the_next_time(
    website: Website, newsroom: Newsroom
) -> None:
    fill(website, 30)
    rules = site(website.url)
    newsroom.crawl(rules)

    def kill(step: pipeline.StageProgress) -> None:
        if step.done == 1:
            for process in multiprocessing.active_children():
                os.kill(process.pid or 0, signal.SIGKILL)
                process.join()

    with pytest.raises(ReadingFailed, match="run the same command again"):
        pipeline.extract_stage(newsroom.config(rules), newsroom.engine, kill)
    pipeline.extract_stage(newsroom.config(rules), newsroom.engine, lambda _: None)
    with reading(newsroom.engine) as session:
        assert session.scalar(select(func.count()).select_from(Revision)) == 30
        assert not session.scalars(
            select(Capture)
            .join(Capture.page)
            .where(Capture.extracted_with.is_(None), Capture.url.contains("thon-thu"))
        ).all()
