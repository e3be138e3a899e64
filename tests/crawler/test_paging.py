"""Listings of every kind are followed to their end: numbered, by query string, by postback, by endpoint."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from config import load_config
from crawler import crawl
from demo.config import demo_config
from demo.content.reader import load_articles
from demo.server import DemoServers, serve_demo
from tests.crawler.newsroom import Newsroom, site
from tests.crawler.website import Asked, Reply, Website, article, serve

LISTINGS = {
    "mau-congtt-nghean": ("/web/guest/tin-tuc-su-kien", "/web/guest/thong-bao"),
    "mau-pttth-thanhhoa": ("/thoi-su.htm", "/doi-song.htm"),
    "mau-huyen-thachha": ("/vi/news/tin-trong-huyen/", "/vi/news/thong-bao/"),
    "mau-congtt-namdinh": None,
    "mau-bao-danang": ("/thoi-su", "/xa-hoi"),
}
"""By replica: from where its listings lead to all its articles; None where its own settings say."""


@pytest.fixture(scope="module")
def servers() -> Iterator[DemoServers]:
    with serve_demo(slow_seconds=0.01) as servers:
        yield servers


@pytest.mark.parametrize("replica", LISTINGS)
def test_the_listings_of_every_family_lead_to_all_its_articles(
    replica: str, servers: DemoServers, newsroom: Newsroom, tmp_path: Path
) -> None:
    path = tmp_path / "replicas.toml"
    path.write_text(demo_config(servers.base_urls, Path("var")), encoding="utf-8")
    (one,) = load_config(path).sites((replica,))
    paths = LISTINGS[replica]
    listings = one.listings if paths is None else tuple(servers.base_urls[replica] + path for path in paths)
    alone = one.model_copy(update={"feeds": (), "sitemaps": (), "listings": listings})
    crawl(newsroom.config(alone), [alone], newsroom.engine, newsroom.new_run(), lambda _: None)
    pages = newsroom.pages()
    fetched = {path for path, page in pages.items() if page.role == "article" and page.state == "fetched"}
    assert fetched >= {article.path for article in load_articles() if article.site == replica}


NEWEST = datetime(2026, 3, 1, 1, tzinfo=UTC)
SIZE = 3


def hemera(articles: int) -> Sequence[dict[str, object]]:
    """What Hemera's endpoint lists: an article a day, newest first."""
    return [
        {
            "content_id": str(1000 - number),
            "title": f"Tin số {number}",
            "url": f"/tin-trong-ngay-thu-{number}-post{1000 - number}.html",
            "date": str(int((NEWEST - timedelta(days=number)).timestamp())),
            "zone": {"name": "Thời sự"},
        }
        for number in range(articles)
    ]


def story(entry: dict[str, object]) -> str:
    return (
        f'<article class="story"><h2 class="story__heading"><a href="{entry["url"]}">Tin</a></h2></article>'
    )


def fill_hemera(website: Website, endpoint: Website, entries: Sequence[dict[str, object]], form: str) -> None:
    more = '<button type="button" class="control__loadmore" data-zone="7" data-page="1">Xem thêm</button>'
    first = "".join(story(entry) for entry in entries[:SIZE])
    website.routes["/thoi-su/"] = Reply(f"<html><body>{first}{more}</body></html>")
    for entry in entries:
        website.routes[str(entry["url"])] = article(str(entry["title"]))
    for number in range(1, len(entries) // SIZE + 3):
        some = entries[(number - 1) * SIZE : number * SIZE]
        if form == "contents":
            data: object = {"contents": some}
        else:
            data = {"articles": "".join(story(entry) for entry in some)}
        body = json.dumps({"error_code": 0, "error_message": "Success", "data": data})
        endpoint.routes[f"/api/morenews-zone-7-{number}.html"] = Reply(body, type="application/json")


@pytest.mark.parametrize("form", ["contents", "articles"])
def test_hemera_goes_on_by_zone_and_page_until_nothing_comes(
    form: str, website: Website, newsroom: Newsroom
) -> None:
    entries = hemera(8)
    fill_hemera(website, website, entries, form)
    newsroom.crawl(site(website.url, vendor="hemera", listings=[f"{website.url}/thoi-su/"]))
    assert {str(entry["url"]) for entry in entries} <= set(website.paths())
    endpoint = [path for path in website.paths() if path.startswith("/api/")]
    assert endpoint == [f"/api/morenews-zone-7-{number}.html" for number in (1, 2, 3, 4)]


def test_an_endpoint_on_a_host_of_its_own_names_articles_of_the_site(
    website: Website, newsroom: Newsroom
) -> None:
    entries = hemera(7)
    with serve() as api:
        fill_hemera(website, api, entries, "contents")
        rules = {"json_url": f"{api.url}/api/morenews-zone-{{channel}}-{{page}}.html"}
        newsroom.crawl(
            site(
                website.url,
                vendor="hemera",
                hosts=[api.url.removeprefix("http://")],
                listings=[f"{website.url}/thoi-su/"],
                listing=rules,
            )
        )
        assert {asked.path for asked in api.asked} >= {f"/api/morenews-zone-7-{n}.html" for n in (1, 2, 3)}
    assert {str(entry["url"]) for entry in entries} <= set(website.paths())


def test_the_times_that_an_endpoint_gives_end_a_crawl_back_to_a_day(
    website: Website, newsroom: Newsroom
) -> None:
    entries = hemera(30)
    fill_hemera(website, website, entries, "contents")
    since = date(2026, 2, 24)
    newsroom.crawl(site(website.url, vendor="hemera", listings=[f"{website.url}/thoi-su/"], since=since))
    fetched = {path for path in website.paths() if path.startswith("/tin-")}
    assert fetched == {str(entry["url"]) for entry in entries[:6]}
    assert "/api/morenews-zone-7-4.html" not in website.paths()


def test_the_older_skin_of_hemera_has_numbered_pages(website: Website, newsroom: Newsroom) -> None:
    def section(asked: Asked) -> Reply:
        number = int(asked.path.rpartition("=")[2]) if "page=" in asked.path else 1
        stories = "".join(
            story({"url": f"/tin-hoat-dong/hoi-nghi-thu-{number}-{place}-5{number}00{place}.html"})
            for place in range(2)
        )
        pager = '<div class="pagination__pages"><a class="next" href="/tin-hoat-dong/?page=2">2</a></div>'
        return Reply(f"<html><body>{stories}{pager if number == 1 else ''}</body></html>")

    website.routes["/tin-hoat-dong/"] = website.routes["/tin-hoat-dong/?page=2"] = section
    newsroom.crawl(site(website.url, vendor="hemera", listings=[f"{website.url}/tin-hoat-dong/"]))
    assert "/tin-hoat-dong/?page=2" in website.paths()
    assert len([path for path in website.paths() if path.endswith(".html")]) == 4


def test_a_timeline_of_vccorp_may_count_from_one(website: Website, newsroom: Newsroom) -> None:
    def entry(number: int) -> str:
        path = f"/tin-trong-ngay-thu-{number}-20260301{number:08}.htm"
        website.routes[path] = article(f"Tin {number}")
        return f'<a class="box-category-link-title" data-linktype="newsdetail" href="{path}">Tin</a>'

    zone = '<input type="hidden" id="hdZoneId" value="3">'
    website.routes["/thoi-su.htm"] = Reply(f"<html><body>{zone}{entry(0)}</body></html>")
    for number in (1, 2):
        website.routes[f"/timeline/3/trang-{number}.htm"] = Reply(f"<ul><li>{entry(number)}</li></ul>")
    website.routes["/timeline/3/trang-3.htm"] = Reply("")
    rules = {"json_url": "/timeline/{channel}/trang-{page}.htm", "json_first_page": 1}
    newsroom.crawl(site(website.url, vendor="vccorp", listings=[f"{website.url}/thoi-su.htm"], listing=rules))
    assert len([path for path in website.paths() if path.startswith("/tin-")]) == 3
    assert "/timeline/3/trang-3.htm" in website.paths()
