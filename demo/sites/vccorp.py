"""A provincial broadcaster on VCCorp's IMS: RSS feeds, and a timeline that goes on page by page."""

from __future__ import annotations

from collections.abc import Mapping

from demo.content.model import DemoArticle, Section, SiteInfo
from demo.delivery import article_page
from demo.feeds import rss
from demo.http import Handler, Request, Response, always, html
from demo.render import last_modified, page
from demo.sites.common import neighbours, page_of, renderer
from demo.traps import robots

PAGE_SIZE = 10


def routes(site: SiteInfo, articles: tuple[DemoArticle, ...]) -> Mapping[str, Handler]:
    """Every address of the broadcaster's site."""
    table: dict[str, Handler] = {
        "/": _page("vccorp/home.html", articles, site=site, articles=articles[:8]),
        "/rss.htm": _page("vccorp/feeds.html", articles, site=site),
        "/robots.txt": robots("/quan-tri/"),
    }
    for section in site.sections:
        own = tuple(article for article in articles if article.section == section)
        table[f"/{section.key}.htm"] = _page(
            "vccorp/section.html", own, site=site, section=section, articles=own[:PAGE_SIZE]
        )
        table[f"/rss/{section.key}.rss"] = _feed(site, section, own)
        _, pages = page_of(own, 1, PAGE_SIZE)
        for number in range(2, pages + 2):
            shown, _ = page_of(own, number, PAGE_SIZE)
            address = f"/timelinelist/{section.number}/{number}.htm"
            table[address] = _page("vccorp/timeline.html", own, articles=shown)
    for article in articles:
        related = neighbours(articles, article)
        render = renderer("vccorp/article.html", site=site, article=article, related=related)
        table[article.path] = article_page(article, render)
    return table


def _page(template: str, shown: tuple[DemoArticle, ...], **values: object) -> Handler:
    return always(html(page(template, **values), last_modified=last_modified(shown)))


def _feed(site: SiteInfo, section: Section, articles: tuple[DemoArticle, ...]) -> Handler:
    def respond(request: Request) -> Response:
        return Response(
            body=rss(f"{section.name} - {site.name}", request.base_url, articles),
            content_type="application/rss+xml; charset=utf-8",
            last_modified=last_modified(articles),
        )

    return respond
