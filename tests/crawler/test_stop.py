"""A crawl is stopped in good order by Ctrl-C, and never outlives the process that asked for it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.crawler.newsroom import Newsroom, site
from tests.crawler.website import Asked, Reply, Website, article, listing

ARTICLES = 25

CRAWL = """
import sys
from pathlib import Path
from tests.crawler.newsroom import Newsroom, site
if __name__ == "__main__":
    try:
        Newsroom(Path(sys.argv[1])).crawl(site(sys.argv[2]))
    except KeyboardInterrupt:
        sys.exit(130)
"""


def slow(_asked: Asked) -> Reply:
    time.sleep(0.05)
    return article("Tin")


def begin(website: Website, folder: Path) -> subprocess.Popen[bytes]:
    """Begin a crawl that takes a while, and wait until it is well under way."""
    paths = [f"/tin/bai-viet-thu-so-{number}.html" for number in range(ARTICLES)]
    website.routes.update(dict.fromkeys(paths, slow) | {"/": listing(*paths)})
    crawl = subprocess.Popen([sys.executable, "-c", CRAWL, str(folder), website.url], stderr=subprocess.PIPE)
    until(lambda: len(website.asked) > 4)
    return crawl


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_ctrl_c_ends_what_is_under_way_and_begins_nothing_more(
    website: Website, newsroom: Newsroom, tmp_path: Path
) -> None:
    crawl = begin(website, tmp_path)
    crawl.send_signal(signal.SIGINT)
    _, errors = crawl.communicate()
    assert (crawl.returncode, errors) == (130, b"")
    assert len(website.paths()) < ARTICLES
    assert not list(newsroom.config().archive_dir.glob("*.open"))

    newsroom.crawl(site(website.url))
    assert max(Counter(website.paths()).values()) == 1
    assert len(newsroom.captures()) == ARTICLES + 1


def test_a_crawl_ends_with_the_process_that_asked_for_it(website: Website, tmp_path: Path) -> None:
    crawl = begin(website, tmp_path)
    crawl.kill()
    crawl.communicate()  # the pipe closes when the crawling process has ended, too
    asked = len(website.asked)
    time.sleep(0.3)
    assert len(website.asked) == asked < ARTICLES
