"""A provincial newspaper on OneCMS: sections go on by a JSON endpoint behind a "load more" button."""

from __future__ import annotations

import json
from collections.abc import Mapping

from demo.content.model import DemoArticle, Section, SiteInfo
from demo.delivery import article_page
from demo.http import Handler, Request, Response, always, html
from demo.render import last_modified, page
from demo.site import NOT_FOUND
from demo.sites.common import neighbours, positive, renderer
from demo.traps import robots

PAGE_SIZE = 6
_LOAD_MORE = "/api/getMoreArticle"


def routes(site: SiteInfo, articles: tuple[DemoArticle, ...]) -> Mapping[str, Handler]:
    """Every address of the newspaper."""
    home = page("onecms/home.html", site=site, articles=articles[:6])
    table: dict[str, Handler] = {
        "/": always(html(home, last_modified=last_modified(articles))),
        "/robots.txt": robots("/cms/"),
    }
    for section in site.sections:
        own = tuple(article for article in articles if article.section == section)
        table[f"/{section.key}"] = _section(site, section, own)
        table |= _load_more(section, own)
    for article in articles:
        table[article.path] = _article(site, article, neighbours(articles, article))
        print_view = renderer("onecms/print.html", site=site, article=article)
        table[f"/print/{publisher_id(article)}.html"] = article_page(article, print_view)
    return table


def publisher_id(article: DemoArticle) -> int:
    """The CMS's number of an article, the last digits of its address."""
    return int(article.path.removesuffix(".html").rsplit("-", 1)[1])


def _section(site: SiteInfo, section: Section, articles: tuple[DemoArticle, ...]) -> Handler:
    text = page(
        "onecms/section.html", site=site, section=section, articles=articles[:PAGE_SIZE], pid=publisher_id
    )
    response = html(text, last_modified=last_modified(articles))
    return always(response)


def _load_more(section: Section, articles: tuple[DemoArticle, ...]) -> dict[str, Handler]:
    """The endpoint's address for each article, after which it goes on; an empty list ends the section."""
    table: dict[str, Handler] = {}
    for place, article in enumerate(articles, start=1):
        entries = [_entry(other) for other in articles[place : place + PAGE_SIZE]]
        response = Response(
            body=json.dumps(entries, ensure_ascii=False).encode(),
            content_type="application/json; charset=utf-8",
            last_modified=last_modified(articles),
        )
        address = f"{_LOAD_MORE}/24h_empty_{publisher_id(article)}_{section.number}_0"
        table[address] = always(response)
    return table


def _entry(article: DemoArticle) -> dict[str, object]:
    return {
        "PublisherId": publisher_id(article),
        "LinktoMe2": article.path,
        "Title": article.title,
        "Headlines": article.summary,
        "Time_ddMMyyyyHHmm": f"{article.published:%d/%m/%Y %H:%M}",
        "Time_yyyyMMddHHmmss": f"{article.published:%Y%m%d%H%M%S}",
        "Thumbnail_Small": article.images[0] if article.images else "",
    }


def _article(site: SiteInfo, article: DemoArticle, related: tuple[DemoArticle, ...]) -> Handler:
    """The article's page, or its pages, told apart by `?trang=`."""
    handlers = [
        article_page(
            article,
            renderer(
                "onecms/article.html",
                site=site,
                article=article,
                blocks=part,
                current=number,
                pages=len(article.parts),
                related=related,
                pid=publisher_id,
            ),
        )
        for number, part in enumerate(article.parts, start=1)
    ]

    def respond(request: Request) -> Response:
        number = positive(request.query.get("trang"))
        return handlers[number - 1](request) if number <= len(handlers) else NOT_FOUND

    return respond
