"""The five replica sites, each on a content management system of its own, are crawled whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import Config, load_config
from crawler import CrawlOutcome, Progress, crawl
from demo.config import demo_config
from demo.content.reader import load_articles
from demo.server import DemoServers, serve_demo
from demo.traps import PRIVATE_URLS, TRAPS
from tests.crawler.newsroom import Newsroom


@pytest.fixture
def servers() -> Iterator[DemoServers]:
    with serve_demo(slow_seconds=0.2) as servers:
        yield servers


@pytest.fixture
def config(servers: DemoServers, tmp_path: Path) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(demo_config(servers.base_urls, Path("var")), encoding="utf-8")
    return load_config(path)


def crawl_all(config: Config, newsroom: Newsroom) -> CrawlOutcome:
    return crawl(config, config.sites(), newsroom.engine, newsroom.new_run(), lambda _: None)


def test_the_replica_sites_are_crawled_whole_and_then_left_alone(
    servers: DemoServers, config: Config, newsroom: Newsroom
) -> None:
    outcome = crawl_all(config, newsroom)
    assert outcome.errors == {}

    pages = newsroom.pages()
    kept = {path for path, page in pages.items() if page.role == "article" and page.part_of_id is None}
    kept = {path for path in kept if pages[path].state == "fetched"}
    assert kept == {article.path for article in load_articles()}

    asked = Counter((record.site, record.path) for record in servers.requests if record.method == "GET")
    failing = {article.path for article in load_articles() if "fails-once" in article.traits}
    assert {path for (_, path), times in asked.items() if times > 1} == failing
    paths = {path for _, path in asked}
    assert TRAPS["disallowed"].path not in paths
    assert not any("/print/" in path or path.startswith(("/lich", "/tim-kiem")) for path in paths)
    assert not any(url.split("/", 3)[3] in path for url in PRIVATE_URLS for path in paths)

    assert pages[TRAPS["gone"].path].reason == "HTTP 410"
    assert pages[TRAPS["not-found"].path].reason == "HTTP 404"
    assert pages[TRAPS["disallowed"].path].reason == "robots.txt"
    moved = next(article for article in load_articles() if "moved" in article.traits)
    page = pages[TRAPS["redirect-chain"].path]
    by_id = {one.id: one for one in pages.values()}
    while page.redirect_to_id is not None:
        assert page.state == "redirected"
        page = by_id[page.redirect_to_id]
    assert page is pages[moved.path]

    before = len(servers.requests)
    outcome = crawl_all(config, newsroom)
    assert {one.status for one in servers.requests[before:] if one.path != "/robots.txt"} == {304}
    for site_id, site in outcome.sites.items():
        assert site.progress == Progress(site_id=site_id, unchanged=site.progress.unchanged)


def test_the_further_pages_of_an_article_belong_to_its_first(config: Config, newsroom: Newsroom) -> None:
    crawl_all(config, newsroom)
    pages = newsroom.pages()
    long = [article for article in load_articles() if len(article.parts) > 1]
    assert long
    for article in long:
        parts = [pages[f"{article.path}?trang={number}"] for number in range(2, len(article.parts) + 1)]
        assert {part.part_of_id for part in parts} == {pages[article.path].id}
        assert {part.state for part in parts} == {"fetched"}


def test_an_updated_article_is_fetched_again_and_nothing_else(
    servers: DemoServers, config: Config, newsroom: Newsroom
) -> None:
    crawl_all(config, newsroom)
    first, second = ({a.path: a.text for a in load_articles(edition)} for edition in (1, 2))
    updated = {path for path in first if first[path] != second[path]}
    servers.set_edition(2)
    before = len(servers.requests)
    crawl_all(config, newsroom)
    asked = {record.path for record in servers.requests[before:]}
    assert asked & set(first) == updated
    captures = Counter(url.split("/", 3)[3] for url, _ in newsroom.captures())
    assert {path for path in first if captures[path.lstrip("/")] == 2} == updated
