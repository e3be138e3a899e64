"""A crawl that is killed at any moment loses nothing and repeats next to nothing.

`pytest -m kill50 tests/crawler/test_kill.py` kills it fifty times; that takes some minutes, so that
`make test` leaves it out and kills five times.
"""

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


def _fill(website: Website, articles: int) -> list[str]:
    paths = [f"/tin/bai-viet-thu-so-{number}.html" for number in range(articles)]
    for number, path in enumerate(paths):
        website.routes[path] = _slow(article(f"Bài số {number}"))
    for start in range(0, articles, 10):
        following = f'<a class="next" href="/trang-{start + 10}">Sau</a>' if start + 10 < articles else ""
        page = listing(*paths[start : start + 10], extra=following)
        website.routes[f"/trang-{start}" if start else "/"] = page
    return paths


@pytest.mark.parametrize(
    ("kills_wanted", "articles"),
    [
        pytest.param(5, 60, marks=pytest.mark.slow),
        pytest.param(50, 600, marks=pytest.mark.kill50),
    ],
)
def test_a_killed_crawl_goes_on_where_it_was(
    kills_wanted: int, articles: int, website: Website, newsroom: Newsroom, tmp_path: Path
) -> None:
    paths = _fill(website, articles)
    moments = random.Random(7)
    kills = 0
    for _ in range(kills_wanted):
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

    assert kills >= kills_wanted - 1
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
