"""A replica site: its facts and its routes, from an address to what answers there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from demo.content.model import DemoArticle, SiteInfo
from demo.content.reader import load_articles, load_sites
from demo.files import file_response
from demo.http import Handler, Request, Response, html

BuildRoutes = Callable[[SiteInfo, tuple[DemoArticle, ...]], Mapping[str, Handler]]


@dataclass(frozen=True, slots=True)
class DemoSite:
    """One site in one edition, ready to answer."""

    info: SiteInfo
    articles: tuple[DemoArticle, ...]
    routes: Mapping[str, Handler]

    def respond(self, request: Request) -> Response:
        """The answer to a request: a route's, else a file's, else 404."""
        handler = self.routes.get(request.path)
        if handler is not None:
            return handler(request)
        return file_response(request.path) or NOT_FOUND


NOT_FOUND = html("<html><body><h1>404</h1><p>Không tìm thấy trang yêu cầu.</p></body></html>", status=404)


def build_site(site_id: str, build_routes: BuildRoutes, edition: int) -> DemoSite:
    """The site with its articles of that edition."""
    info = next(site for site in load_sites() if site.id == site_id)
    articles = tuple(article for article in load_articles(edition) if article.site == site_id)
    return DemoSite(info, articles, build_routes(info, articles))
