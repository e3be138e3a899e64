"""A crawl that goes back to a day, stops there, and can go on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler import CrawlOutcome
from pipeline import reach_back
from tests.crawler.newsroom import Newsroom, site
from tests.crawler.website import Reply, Website, article

FIRST = date(2020, 1, 31)
PAGES = 12


def _fill(website: Website, *, sitemap: str | None = None) -> None:
    """A listing of twelve pages, two articles a day on each, going back a day a page."""
    for number in range(PAGES):
        day = FIRST - timedelta(days=number)
        items = ""
        for side in ("sang", "chieu"):
            path = f"/tin-buoi-{side}-thu-{number}.html"
            website.routes[path] = article(f"Tin {side} {day}")
            items += f'<li><a href="{path}">Tin</a> <span>{day:%d/%m/%Y}</span></li>'
        following = f'<a class="next" href="/trang-{number + 1}">Sau</a>' if number + 1 < PAGES else ""
        today = "<p>Hôm nay 1/2/2020</p>"
        website.routes[f"/trang-{number}" if number else "/"] = Reply(
            f"<html><body>{today}<ul>{items}</ul>{following}</body></html>"
        )


def _back_to(newsroom: Newsroom, website: Website, since: date, **settings: Any) -> CrawlOutcome:
    rules = site(website.url, listing={"next": "a.next"}, **settings)
    return newsroom.crawl(*reach_back(newsroom.engine, [rules], since))


def _articles(newsroom: Newsroom) -> int:
    return len(
        [path for path, page in newsroom.pages().items() if path.startswith("/tin") and page.fetched_at]
    )


def test_a_crawl_back_to_a_day_stops_at_the_day(website: Website, newsroom: Newsroom) -> None:
    _fill(website)
    _back_to(newsroom, website, date(2020, 1, 28))
    assert _articles(newsroom) == 8
    assert "/trang-4" in website.paths(), "the page that shows that the day has been reached"
    assert "/trang-5" not in newsroom.pages()


def test_it_goes_on_where_it_was_cut_short_and_further_back_when_asked(
    website: Website, newsroom: Newsroom
) -> None:
    _fill(website)
    _back_to(newsroom, website, date(2020, 1, 26), max_pages=5)
    assert _articles(newsroom) < 12
    for _ in range(4):
        _back_to(newsroom, website, date(2020, 1, 26), max_pages=5)
    assert _articles(newsroom) == 12
    asked = website.count()
    assert all(asked[path] == 1 for path in asked if path.startswith("/tin"))

    _back_to(newsroom, website, date(2020, 1, 23))
    assert _articles(newsroom) == 18
    assert all(times == 1 for path, times in website.count().items() if path.startswith("/tin"))


def test_the_settings_of_a_site_hold_every_night(website: Website, newsroom: Newsroom) -> None:
    _fill(website)
    newsroom.crawl(site(website.url, listing={"next": "a.next"}, since=date(2020, 1, 30)))
    assert _articles(newsroom) == 4


def test_sitemaps_that_robots_txt_names_are_read_unless_the_settings_name_others(
    website: Website, newsroom: Newsroom, tmp_path: Path
) -> None:
    website.routes["/"] = Reply("<html><body></body></html>")
    website.routes["/robots.txt"] = Reply(
        f"User-agent: *\nDisallow:\nSitemap: {website.url}/ban-do.xml\nSitemap: http://khac.invalid/x.xml\n",
        type="text/plain",
    )
    entries = "".join(
        f"<url><loc>{website.url}/bai-viet-thu-so-{number}.html</loc><lastmod>{2018 + number}-05-01</lastmod></url>"
        for number in range(4)
    )
    website.routes["/ban-do.xml"] = Reply(f"<urlset>{entries}</urlset>", type="application/xml")
    for number in range(4):
        website.routes[f"/bai-viet-thu-so-{number}.html"] = article(f"Bài {number}")

    newsroom.crawl(site(website.url, since=date(2020, 1, 1)))
    fetched = {path for path in website.paths() if path.startswith("/bai")}
    assert fetched == {"/bai-viet-thu-so-2.html", "/bai-viet-thu-so-3.html"}
    assert set(newsroom.pages()) == {"/", "/ban-do.xml", *fetched}

    (tmp_path / "other").mkdir()
    other = Newsroom(tmp_path / "other")
    website.asked.clear()
    website.routes["/khac.xml"] = Reply("<urlset></urlset>", type="application/xml")
    other.crawl(site(website.url, sitemaps=[f"{website.url}/khac.xml"]))
    assert website.paths() == ["/khac.xml"]
    other.engine.dispose()


def test_a_day_in_the_settings_is_checked() -> None:
    assert site("http://127.0.0.1", since="2020-01-01").since == datetime(2020, 1, 1, tzinfo=UTC).date()
    with pytest.raises(ValueError, match="since"):
        site("http://127.0.0.1", since="1/1/2020")
