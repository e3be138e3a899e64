"""What the extractor reads from each served page is what was written: title, time, text, captions, files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import config
from demo.content import DemoArticle, load_articles, load_sites
from demo.server import serve_demo
from extract.article import Article, FetchedPage
from extract.page import extract_page
from extract.vendor import VendorTemplate, parse_template
from tests.demo.conftest import Client

ARTICLES = load_articles()
VENDORS = {site.id: site.vendor for site in load_sites()}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serve_demo(slow_seconds=0.0) as servers:
        yield Client(servers)


@pytest.fixture(scope="module")
def templates() -> tuple[VendorTemplate, ...]:
    return tuple(
        parse_template(name, table) for name, table in config.load_vendors(config.VENDORS_DIR).items()
    )


def extracted(client: Client, templates: tuple[VendorTemplate, ...], article: DemoArticle) -> list[Article]:
    """The article's pages as the extractor reads them."""
    pages = []
    for part in range(1, len(article.parts) + 1):
        path = article.path if part == 1 else f"{article.path}?trang={part}"
        answer = client.ask(article.site, path)
        if answer.status == 500 and "fails-once" in article.traits:
            answer = client.ask(article.site, path)
        url = client.servers.base_urls[article.site] + path
        page = FetchedPage(body=answer.body, url=url, headers=answer.headers)
        pages.append(extract_page(page, templates, VENDORS[article.site]))
    return pages


def words(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: f"{article.site}-{article.name}")
def test_what_was_written_is_read(
    article: DemoArticle, client: Client, templates: tuple[VendorTemplate, ...]
) -> None:
    pages = extracted(client, templates, article)
    first = pages[0]
    assert first.title == article.title
    assert first.published is not None
    assert first.published.at == article.published
    assert first.authors == article.authors
    assert words("\n".join(page.text for page in pages)) == words(article.text)
    assert tuple(caption for page in pages for caption in page.captions) == article.captions
    base = client.servers.base_urls[article.site]
    files = [file.url.removeprefix(base) for page in pages for file in page.attachments]
    assert files == [file.path for file in article.attachments]
