"""A district portal on NukeViet: a sitemap index with one gzipped part, and print views."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from demo.content.model import DemoArticle, Section, SiteInfo
from demo.delivery import article_page
from demo.feeds import gzipped, sitemap, sitemap_index
from demo.http import Handler, Request, Response, always, html
from demo.render import last_modified, page
from demo.sites.common import neighbours, page_of, renderer
from demo.traps import TRAPS, gone, robots

PAGE_SIZE = 10
_EDIT_DELAY = timedelta(days=2, hours=3)
"""NukeViet 4.5 writes the time of the last edit as `datePublished`; editors often touch an article later."""

_DEAD_SINCE = datetime(2024, 5, 20, 1, 0, tzinfo=UTC)


def routes(site: SiteInfo, articles: tuple[DemoArticle, ...]) -> Mapping[str, Handler]:
    """Every address of the district's site."""
    home = page("nukeviet/home.html", site=site, articles=articles[:6])
    table: dict[str, Handler] = {
        "/": always(html(home, last_modified=last_modified(articles))),
        "/robots.txt": robots("/admin/", sitemap="/sitemap.xml"),
        TRAPS["gone"].path: gone,
    }
    for section in site.sections:
        table |= _listing(site, section, tuple(article for article in articles if article.section == section))
    for article in articles:
        related = neighbours(articles, article)
        render = renderer(
            "nukeviet/article.html", site=site, article=article, related=related, edit_delay=_EDIT_DELAY
        )
        print_view = renderer("nukeviet/print.html", site=site, article=article)
        table[article.path] = article_page(article, render)
        table[article.path.replace("/news/", "/news/print/", 1)] = article_page(article, print_view)
    return table | _sitemaps(articles)


def _listing(site: SiteInfo, section: Section, articles: tuple[DemoArticle, ...]) -> dict[str, Handler]:
    """The section's pages: its own address, then `page-2/` and so on."""
    table: dict[str, Handler] = {}
    _, pages = page_of(articles, 1, PAGE_SIZE)
    for number in range(1, pages + 1):
        shown, _ = page_of(articles, number, PAGE_SIZE)
        text = page(
            "nukeviet/listing.html", site=site, section=section, articles=shown, current=number, pages=pages
        )
        response = html(text, last_modified=last_modified(articles))
        address = f"/vi/news/{section.key}/" + (f"page-{number}/" if number > 1 else "")
        table[address] = always(response)
    return table


def _sitemaps(articles: tuple[DemoArticle, ...]) -> dict[str, Handler]:
    """The index, the sitemap of the older articles and of dead pages, and the gzipped one of the newer."""
    newest_year = max(article.published.year for article in articles)
    newer = {a.path: a.modified for a in articles if a.published.year == newest_year}
    older = {a.path: a.modified for a in articles if a.published.year != newest_year}
    older |= {TRAPS["gone"].path: _DEAD_SINCE, TRAPS["not-found"].path: _DEAD_SINCE}
    parts = {"/sitemap-news-1.xml": max(older.values()), "/sitemap-news-2.xml.gz": max(newer.values())}

    def index(request: Request) -> Response:
        return _xml(sitemap_index(request.base_url, parts), max(parts.values()))

    def first(request: Request) -> Response:
        return _xml(sitemap(request.base_url, older), max(older.values()))

    def second(request: Request) -> Response:
        body = gzipped(sitemap(request.base_url, newer))
        changed = max(newer.values()).astimezone(UTC)
        return Response(body=body, content_type="application/x-gzip", last_modified=changed)

    return {"/sitemap.xml": index, "/sitemap-news-1.xml": first, "/sitemap-news-2.xml.gz": second}


def _xml(body: bytes, changed: datetime) -> Response:
    return Response(body=body, content_type="application/xml", last_modified=changed.astimezone(UTC))
