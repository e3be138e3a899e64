"""A provincial portal on Liferay: a listing with numbered pages, and a hidden print copy in each article."""

from __future__ import annotations

from collections.abc import Mapping

from demo.content.model import DemoArticle, Section, SiteInfo
from demo.delivery import article_page
from demo.http import Handler, Request, Response, always, html
from demo.render import last_modified, page
from demo.sites.common import neighbours, page_of, positive, renderer
from demo.traps import PRIVATE_URLS, TRAPS, calendar, redirect, robots

INSTANCE = "101_INSTANCE_Kd7qWm2xRt5b"
PAGE_SIZE = 8
_STATIC_PAGES = ("gioi-thieu", "van-ban", "thu-tuc", "lien-he", "quang-cao")


def routes(site: SiteInfo, articles: tuple[DemoArticle, ...]) -> Mapping[str, Handler]:
    """Every address of the portal."""
    home = page("liferay/home.html", site=site, articles=articles[:6])
    table: dict[str, Handler] = {
        "/": always(html(home, last_modified=last_modified(articles))),
        "/robots.txt": robots("/web/guest/noi-bo/"),
        TRAPS["disallowed"].path: always(html(page("liferay/internal.html", site=site))),
        "/lich": calendar,
    }
    for section in site.sections:
        own = tuple(article for article in articles if article.section == section)
        table[f"/web/guest/{section.key}"] = _listing(site, section, own)
    for article in articles:
        related = neighbours(articles, article)
        render = renderer("liferay/article.html", site=site, article=article, related=related)
        print_view = renderer("liferay/print.html", site=site, article=article)
        table[article.path] = article_page(article, render)
        table[f"/print/{article.number}"] = article_page(article, print_view)
    for name in _STATIC_PAGES:
        table[f"/web/guest/{name}"] = always(html(page("liferay/static.html", site=site)))
    return table | _moved(articles)


def _listing(site: SiteInfo, section: Section, articles: tuple[DemoArticle, ...]) -> Handler:
    def respond(request: Request) -> Response:
        current = positive(request.query.get(f"_{INSTANCE}_cur"))
        shown, pages = page_of(articles, current, PAGE_SIZE)
        text = page(
            "liferay/listing.html",
            site=site,
            section=section,
            articles=shown,
            current=current,
            pages=pages,
            instance=INSTANCE,
            page_size=PAGE_SIZE,
            traps=TRAPS,
            private_urls=PRIVATE_URLS,
        )
        return html(text, last_modified=last_modified(articles))

    return respond


def _moved(articles: tuple[DemoArticle, ...]) -> dict[str, Handler]:
    """The old address of an article, which leads to it in three steps, and two that lead nowhere good."""
    moved = next(article for article in articles if "moved" in article.traits)
    chain, loop = TRAPS["redirect-chain"].path, TRAPS["redirect-loop"].path
    return {
        chain: redirect("/web/guest/chuyen-trang/1"),
        "/web/guest/chuyen-trang/1": redirect("/web/guest/chuyen-trang/2", status=302),
        "/web/guest/chuyen-trang/2": redirect(moved.path),
        TRAPS["redirect-to-private"].path: redirect(PRIVATE_URLS[1], status=302),
        loop: redirect(f"{loop}/lai", status=302),
        f"{loop}/lai": redirect(loop, status=302),
    }
