"""A provincial portal on VNPT's classic ASP.NET system: its list turns pages by `__doPostBack`."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from demo.content.model import DemoArticle, Section, SiteInfo
from demo.delivery import article_page
from demo.http import Handler, Request, Response, always, html
from demo.render import last_modified, page
from demo.site import NOT_FOUND
from demo.sites.common import neighbours, page_of, renderer
from demo.traps import robots

PAGE_SIZE = 4
BUTTONS = 3
PAGER = "ctrl_139270_23$pager$ctl00"
"""The pager's control name; its buttons are `$ctl00`, `$ctl01` … from the left."""

_VIEW_STATE_PREFIX = "demo:"
_BAD_VIEW_STATE = html("<html><body><h1>Validation of viewstate MAC failed.</h1></body></html>", status=500)


def routes(site: SiteInfo, articles: tuple[DemoArticle, ...]) -> Mapping[str, Handler]:
    """Every address of the portal."""
    home = page("vnpt/home.html", site=site, articles=articles[:5])
    table: dict[str, Handler] = {
        "/": always(html(home, last_modified=last_modified(articles))),
        "/Default.aspx": _listings(site, articles),
        "/robots.txt": robots("/Admin/"),
    }
    for article in articles:
        render = renderer(
            "vnpt/article.html", site=site, article=article, related=neighbours(articles, article)
        )
        table[article.path] = article_page(article, render)
    return table


def _listings(site: SiteInfo, articles: tuple[DemoArticle, ...]) -> Handler:
    """The lists of all sections, told apart by `catid`; a POST asks for another page."""
    sections = {str(section.number): section for section in site.sections}

    def respond(request: Request) -> Response:
        section = sections.get(request.query.get("catid", ""))
        if section is None:
            return NOT_FOUND
        own = tuple(article for article in articles if article.section == section)
        _, pages = page_of(own, 1, PAGE_SIZE)
        current = 1
        if request.method == "POST":
            asked = _asked_page(request.form, pages)
            if asked is None:
                return _BAD_VIEW_STATE
            current = asked
        response = _listing(site, section, own, current, pages)
        return html(response, last_modified=last_modified(own) if request.method == "GET" else None)

    return respond


def _listing(
    site: SiteInfo, section: Section, articles: tuple[DemoArticle, ...], current: int, pages: int
) -> str:
    shown, _ = page_of(articles, current, PAGE_SIZE)
    return page(
        "vnpt/listing.html",
        site=site,
        section=section,
        articles=shown,
        current=current,
        buttons=_buttons(current, pages),
        pager=PAGER,
        view_state=_view_state(current),
    )


def _buttons(current: int, pages: int) -> list[tuple[str, int]]:
    """The pager's buttons, label and page: a group of numbers, with `...` to the groups beside it."""
    first = (current - 1) // BUTTONS * BUTTONS + 1
    last = min(first + BUTTONS - 1, pages)
    buttons = [(str(number), number) for number in range(first, last + 1)]
    if first > 1:
        buttons.insert(0, ("...", first - 1))
    if last < pages:
        buttons.append(("...", last + 1))
    return buttons


def _view_state(current: int) -> str:
    return base64.b64encode(f"{_VIEW_STATE_PREFIX}{current}".encode()).decode()


def _asked_page(form: Mapping[str, str], pages: int) -> int | None:
    """The page behind the pressed button, given the page that the view state says was shown."""
    try:
        state = base64.b64decode(form.get("__VIEWSTATE", ""), validate=True).decode()
        current = int(state.removeprefix(_VIEW_STATE_PREFIX))
        pressed = int(form.get("__EVENTTARGET", "").removeprefix(f"{PAGER}$ctl"))
        return _buttons(current, pages)[pressed][1]
    except (ValueError, IndexError):
        return None
