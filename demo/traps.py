"""What a crawler meets on real sites besides articles, as route handlers.

`TRAPS` names each of them with its site and address, so that tests can find it; pages of
that site link to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from demo.http import Handler, Request, Response, html
from demo.render import page

PRIVATE_URLS = (
    "http://10.0.0.5/web/guest/-/asset_publisher/nb/content/ban-tin-noi-bo",
    "http://169.254.169.254/latest/meta-data/",
)
"""Addresses of machines that no page on the internet has business linking to."""

_ROBOTS = """User-agent: *
Disallow: {disallowed}
Disallow: /tim-kiem
{sitemap}"""


@dataclass(frozen=True, slots=True)
class Trap:
    """A special address: the site that has it, and its path there."""

    site: str
    path: str


TRAPS = {
    "redirect-chain": Trap("mau-congtt-nghean", "/web/guest/-/asset_publisher/cu/content/bai-chuyen-dia-chi"),
    "redirect-loop": Trap("mau-congtt-nghean", "/web/guest/-/asset_publisher/cu/content/bai-lap-vo-tan"),
    "redirect-to-private": Trap(
        "mau-congtt-nghean", "/web/guest/-/asset_publisher/cu/content/bai-dan-vao-mang-noi-bo"
    ),
    "disallowed": Trap("mau-congtt-nghean", "/web/guest/noi-bo/-/asset_publisher/nb/content/bao-cao-noi-bo"),
    "endless-calendar": Trap("mau-congtt-nghean", "/lich"),
    "gone": Trap("mau-huyen-thachha", "/vi/news/tin-trong-huyen/bai-da-thu-hoi-998.html"),
    "not-found": Trap("mau-huyen-thachha", "/vi/news/tin-trong-huyen/bai-khong-con-999.html"),
}
"""Every trap by name. Articles with traits of their own are found in `demo.content`."""


def redirect(location: str, status: int = 301) -> Handler:
    """A page that has moved."""
    return lambda _request: Response(status=status, location=location)


def gone(_request: Request) -> Response:
    """A page that was taken back: 410."""
    return html("<html><body><h1>Bài viết đã được gỡ</h1></body></html>", status=410)


def calendar(request: Request) -> Response:
    """A month of the calendar, which links to the months before and after it, for ever."""
    try:
        month = datetime.strptime(request.query.get("thang", "2026-03"), "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        return html("<html><body>Tháng không hợp lệ</body></html>", status=400)
    text = page("liferay/calendar.html", month=month, before=_shift(month, -1), after=_shift(month, 1))
    return html(text)


def robots(disallowed: str, sitemap: str | None = None) -> Handler:
    """The site's robots.txt; the sitemap's address is made absolute."""

    def respond(request: Request) -> Response:
        line = f"Sitemap: {request.base_url}{sitemap}\n" if sitemap else ""
        body = _ROBOTS.format(disallowed=disallowed, sitemap=line)
        return Response(body=body.encode(), content_type="text/plain; charset=utf-8")

    return respond


def _shift(month: datetime, months: int) -> str:
    year, index = divmod(month.year * 12 + month.month - 1 + months, 12)
    return f"{year:04}-{index + 1:02}"
