"""A crawl that is killed at any moment loses nothing and repeats next to nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.crawler.newsroom import Newsroom, site
from tests.crawler.website import Asked, Reply, Route, Website, article, listing

ARTICLES = 60
KILLS = 5
SLOWNESS = 0.02

CRAWL = """
import sys
from pathlib import Path
from tests.crawler.newsroom import Newsroom, site
if __name__ == "__main__":
    Newsroom(Path(sys.argv[1])).crawl(site(sys.argv[2], listing={"next": "a.next"}))
"""


def _slow(reply: Reply) -> Route:
    def answer(_asked: Asked) -> Reply:
        time.sleep(SLOWNESS)
        return reply

    return answer


def _fill(website: Website) -> list[str]:
    paths = [f"/tin/bai-viet-thu-so-{number}.html" for number in range(ARTICLES)]
    for number, path in enumerate(paths):
        website.routes[path] = _slow(article(f"Bài số {number}"))
    for start in range(0, ARTICLES, 10):
        following = f'<a class="next" href="/trang-{start + 10}">Sau</a>' if start + 10 < ARTICLES else ""
        page = listing(*paths[start : start + 10], extra=following)
        website.routes[f"/trang-{start}" if start else "/"] = page
    return paths


@pytest.mark.slow
def test_a_killed_crawl_goes_on_where_it_was(website: Website, newsroom: Newsroom, tmp_path: Path) -> None:
    paths = _fill(website)
    moments = random.Random(7)
    kills = 0
    for _ in range(KILLS):
        before = len(website.asked)
        crawl = subprocess.Popen(
            [sys.executable, "-c", CRAWL, str(tmp_path), website.url], start_new_session=True
        )
        while crawl.poll() is None and len(website.asked) == before:
            time.sleep(0.01)
        time.sleep(moments.uniform(0, 0.3))
        if crawl.poll() is None:
            os.killpg(crawl.pid, signal.SIGKILL)
            kills += 1
        crawl.wait()

    newsroom.crawl(site(website.url, listing={"next": "a.next"}))

    assert kills >= KILLS - 1
    pages = newsroom.pages()
    assert {pages[path].state for path in paths} == {"fetched"}
    captures = Counter(url for url, _ in newsroom.captures())
    assert set(captures.values()) == {1}
    assert len(captures) == len(pages)
    repeated = sum(times - 1 for path, times in website.count().items() if path != "/robots.txt")
    assert repeated <= kills
    for warc in newsroom.config().archive_dir.glob("*.warc.gz"):
        with warc.open("rb") as file:
            assert all(record.rec_type in {"warcinfo", "response"} for record in ArchiveIterator(file))
