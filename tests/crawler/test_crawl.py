"""Whole crawls of real sites on this machine, well and badly behaved."""

from __future__ import annotations

import gzip
import itertools
import os
import resource
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from config import ConfigError
from crawler import CrawlError, Progress, crawl
from tests.crawler.newsroom import Newsroom, site
from tests.crawler.website import Asked, Reply, Route, Website, article, listing, serve


def conditional(reply: Reply, etag: str = '"1"') -> Route:
    """The reply with an ETag, or 304 to whoever has it."""

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == etag:
            return Reply(status=304, headers={"ETag": etag})
        return Reply(reply.body, headers={"ETag": etag})

    return answer


def endless() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    while True:
        yield b"4000\r\n" + b"x" * 0x4000 + b"\r\n"


def dripping() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    while True:
        time.sleep(0.1)
        yield b"."


def broken_off() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>half"


def fails_at_first(reply: Reply, status: int, **headers: str) -> Route:
    times = itertools.count()

    def answer(_asked: Asked) -> Reply:
        if next(times) == 0:
            return Reply(
                status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}
            )
        return reply

    return answer


def test_a_site_is_fetched_once_and_then_only_looked_at(website: Website, newsroom: Newsroom) -> None:
    paths = [f"/tin/bai-viet-so-{number}-{number}000.html" for number in range(6)]
    pages = {path: article(f"Bài {path}") for path in paths}
    following = '<a class="next" href="/?trang=2">2</a>'
    pages["/"] = listing(*paths[:4], extra=following)
    pages["/?trang=2"] = listing(*paths[2:])
    website.routes.update({path: conditional(page) for path, page in pages.items()})
    rules = site(website.url, listing={"next": "a.next"})

    heard: list[Progress] = []
    first = newsroom.crawl(rules, progress=heard)
    assert sorted(website.paths()) == sorted(pages)
    assert first.sites["mau"].progress == Progress(site_id="mau", found=7, fetched=8)
    assert heard[-1] == first.sites["mau"].progress
    assert [one.fetched for one in heard] == list(range(1, 9))

    website.asked.clear()
    second = newsroom.crawl(rules)
    assert website.paths() == ["/"]
    assert second.sites["mau"].progress == Progress(site_id="mau", unchanged=1)

    website.asked.clear()
    website.routes["/tin/bai-viet-moi-nhat-7000.html"] = article("Bài mới")
    website.routes["/"] = conditional(
        listing("/tin/bai-viet-moi-nhat-7000.html", *paths[:3], extra=following), '"2"'
    )
    third = newsroom.crawl(rules)
    assert website.paths() == ["/", "/tin/bai-viet-moi-nhat-7000.html", "/?trang=2"]
    assert third.sites["mau"].progress == Progress(site_id="mau", found=1, fetched=2, unchanged=1)
    assert len(newsroom.captures()) == 10


def test_every_kind_of_answer_is_dealt_with(website: Website, newsroom: Newsroom) -> None:
    newsroom.crawl_settings.update(timeout=2, max_bytes=200_000, max_redirects=3, retries=1)
    with serve() as elsewhere:
        faults: dict[str, Route] = {
            "good": article("Tốt"),
            "zipped": Reply(gzip.compress(b"<p>Nen</p>"), headers={"Content-Encoding": "gzip"}),
            "missing": Reply(status=404),
            "removed": Reply(status=410),
            "forbidden": Reply(status=403),
            "broken-server": Reply(status=500),
            "broken-once": fails_at_first(article("Lần hai"), 500),
            "busy-once": fails_at_first(article("Lần hai"), 503, Retry_After="0"),
            "moved": Reply(status=301, headers={"Location": "/bai-moved-2-viet-x.html?utm_source=rss"}),
            "moved-2": Reply(status=302, headers={"Location": "/bai-good-viet-x.html#dau"}),
            "circle": Reply(status=302, headers={"Location": "/bai-circle-2-viet-x.html"}),
            "circle-2": Reply(status=302, headers={"Location": "/bai-circle-viet-x.html"}),
            "away": Reply(status=302, headers={"Location": f"{elsewhere.url}/"}),
            "inside": Reply(status=302, headers={"Location": "http://169.254.169.254/latest/"}),
            "file": Reply(status=302, headers={"Location": "file:///etc/passwd"}),
            "nowhere": Reply(status=302),
            "huge": Reply(b"x" * 300_000),
            "endless": lambda _asked: Reply(raw=endless()),
            "dripping": lambda _asked: Reply(raw=dripping()),
            "broken-off": lambda _asked: Reply(raw=broken_off()),
            "bomb": Reply(gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"}),
            "not-zipped": Reply(b"<p>Tin</p>", headers={"Content-Encoding": "gzip"}),
            "pdf": Reply(b"%PDF-1.4", type="application/pdf"),
            "no-type": Reply(b"<p>Tin</p>", headers={"Content-Type": ""}),
        }
        first = {f"/bai-{name}-viet-x.html" for name in faults if not name.endswith("-2")}
        website.routes.update({f"/bai-{name}-viet-x.html": route for name, route in faults.items()})
        website.routes["/"] = listing(*sorted(first), f"{elsewhere.url}/tin-cua-trang-khac-1.html")
        outcome = newsroom.crawl(site(website.url))
        assert elsewhere.asked == []

    pages = {
        path.removeprefix("/bai-").removesuffix("-viet-x.html"): page
        for path, page in newsroom.pages().items()
    }
    told = {name: (page.state, page.reason) for name, page in pages.items() if name in faults}
    assert told == {
        "good": ("fetched", None),
        "zipped": ("fetched", None),
        "missing": ("gone", "HTTP 404"),
        "removed": ("gone", "HTTP 410"),
        "forbidden": ("refused", "HTTP 403"),
        "broken-server": ("failed", "HTTP 500"),
        "broken-once": ("fetched", None),
        "busy-once": ("fetched", None),
        "moved": ("redirected", None),
        "moved-2": ("redirected", None),
        "circle": ("redirected", None),
        "circle-2": ("failed", "redirects in a circle"),
        "away": ("refused", "redirects to another site"),
        "inside": ("refused", "redirects to another site"),
        "file": ("refused", "redirects to another site"),
        "nowhere": ("refused", "redirects nowhere"),
        "huge": ("refused", "too large"),
        "endless": ("refused", "too large"),
        "dripping": ("failed", "no answer in time"),
        "broken-off": ("failed", "the answer broke off"),
        "bomb": ("refused", "too large"),
        "not-zipped": ("failed", "cannot be decompressed"),
        "pdf": ("refused", "not a web page: application/pdf"),
        "no-type": ("fetched", None),
    }
    assert pages["moved-2"].redirect_to_id == pages["good"].id
    assert website.count()["/bai-good-viet-x.html"] == 1
    assert outcome.sites["mau"].error is None
    assert outcome.sites["mau"].reasons["HTTP 500"] == 1
    bodies = {captured.url.rsplit("/", 1)[1]: captured.body for _, captured in newsroom.captures()}
    assert bodies["bai-zipped-viet-x.html"] == b"<p>Nen</p>"


def test_robots_txt_is_kept_to(website: Website, newsroom: Newsroom) -> None:
    website.routes["/robots.txt"] = Reply("User-agent: *\nDisallow: /noi-bo/\n", type="text/plain")
    website.routes["/"] = listing("/noi-bo/bao-cao-cua-phong-ban-1.html", "/tin-cho-moi-nguoi-2.html")
    website.routes["/tin-cho-moi-nguoi-2.html"] = article("Tin")
    outcome = newsroom.crawl(site(website.url))
    assert website.paths() == ["/", "/tin-cho-moi-nguoi-2.html"]
    page = newsroom.pages()["/noi-bo/bao-cao-cua-phong-ban-1.html"]
    assert (page.state, page.reason) == ("refused", "robots.txt")
    assert outcome.sites["mau"].reasons == {"robots.txt": 1}
    assert website.asked[0].headers["user-agent"] == "TinTinh/0.1"


def test_a_site_that_cannot_be_crawled_is_reported_and_the_others_go_on(
    website: Website, newsroom: Newsroom
) -> None:
    website.routes["/"] = listing()
    with serve() as down:
        pass
    with serve() as sick, serve() as busy:
        sick.routes["/robots.txt"] = Reply(status=500)
        busy.routes["/"] = Reply(status=429, headers={"Retry-After": "3000"})
        outcome = newsroom.crawl(
            site(down.url, id="tat"),
            site(sick.url, id="hong"),
            site(busy.url, id="ban"),
            site(website.url, id="tot"),
            site("http://khong-co-trang-nay.invalid", id="la"),
        )
    assert outcome.errors.keys() == {"tat", "hong", "ban", "la"}
    assert "connection refused" in outcome.errors["tat"]
    assert "robots.txt: HTTP 500" in outcome.errors["hong"]
    assert "3000 s" in outcome.errors["ban"]
    assert "unknown host" in outcome.errors["la"]
    assert outcome.sites["tot"].progress.fetched == 1
    assert not outcome.interrupted


def test_a_further_host_that_is_down_does_not_hold_back_the_site(
    website: Website, newsroom: Newsroom
) -> None:
    with serve() as down:
        pass
    other = down.url.removeprefix("http://")
    website.routes["/"] = listing(f"{down.url}/tin-o-may-chu-khac-1.html", "/tin-o-may-chu-nay-2.html")
    website.routes["/tin-o-may-chu-nay-2.html"] = article("Tin")
    outcome = newsroom.crawl(site(website.url, hosts=[other]))
    assert outcome.errors == {}
    assert outcome.sites["mau"].reasons == {"connection refused": 1}
    assert newsroom.pages()["/tin-o-may-chu-nay-2.html"].state == "fetched"


def test_sites_that_share_a_host_take_turns(website: Website, newsroom: Newsroom) -> None:
    under_way: list[int] = []
    most: list[int] = []

    def counted(asked: Asked) -> Reply:
        under_way.append(1)
        time.sleep(0.02)
        most.append(len(under_way))
        under_way.pop()
        return article(asked.path)

    parts = {}
    for part in ("phong-mot", "phong-hai", "phong-ba"):
        parts[part] = [f"/{part}/tin-trong-ngay-so-{number}.html" for number in range(5)]
        website.routes.update(dict.fromkeys(parts[part], counted) | {f"/{part}/": listing(*parts[part])})
    with serve() as other:
        other.routes["/"] = listing(*(website.url + path for path in parts["phong-ba"]))
        outcome = newsroom.crawl(
            site(f"{website.url}/phong-mot", id="mot"),
            site(f"{website.url}/phong-hai", id="hai"),
            site(other.url, id="ba", hosts=[website.url.removeprefix("http://")]),
        )
    assert sum(one.progress.fetched for one in outcome.sites.values()) == 18
    assert max(most) == 1


def test_a_disk_that_fills_up_stops_the_crawl_which_goes_on_later(
    website: Website, newsroom: Newsroom
) -> None:
    paths = [f"/tin-dai-thu-so-{number}.html" for number in range(10)]
    website.routes.update({path: Reply(f"<p>{os.urandom(200_000).hex()}</p>") for path in paths})
    website.routes["/"] = listing(*paths)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limit[1]))
    try:
        full = newsroom.crawl(site(website.url))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert "free some space" in full.errors["mau"]
    assert 0 < full.sites["mau"].progress.fetched < 10

    assert newsroom.crawl(site(website.url)).errors == {}
    assert {newsroom.pages()[path].state for path in paths} == {"fetched"}
    assert len(newsroom.captures()) == 11


def test_retry_after_is_waited_for_by_the_whole_site(website: Website, newsroom: Newsroom) -> None:
    moments: list[float] = []

    def timed(route: Route) -> Route:
        def answer(asked: Asked) -> Reply:
            moments.append(time.monotonic())
            return route if isinstance(route, Reply) else route(asked)

        return answer

    website.routes["/"] = listing("/tin-thu-nhat-hom-nay-1.html", "/tin-thu-hai-hom-nay-2.html")
    busy = fails_at_first(article("Một"), 429, Retry_After="1")
    website.routes["/tin-thu-nhat-hom-nay-1.html"] = timed(busy)
    website.routes["/tin-thu-hai-hom-nay-2.html"] = timed(article("Hai"))
    newsroom.crawl(site(website.url))
    assert len(moments) == 3
    assert moments[1] - moments[0] >= 1


def test_a_site_that_is_busy_all_the_time_is_left(website: Website, newsroom: Newsroom) -> None:
    paths = [f"/tin-cua-ngay-hom-nay-{number}.html" for number in range(20)]
    website.routes.update(dict.fromkeys(paths, Reply(status=503)) | {"/": listing(*paths)})
    outcome = newsroom.crawl(site(website.url))
    assert outcome.errors == {"mau": "no usable answer 5 times in a row"}
    assert len(website.paths()) == 6


def test_a_listing_may_not_redirect_to_what_robots_txt_forbids(website: Website, newsroom: Newsroom) -> None:
    website.routes["/robots.txt"] = Reply("User-agent: *\nDisallow: /noi-bo/\n" + "# x\n" * 200_000)
    website.routes["/"] = Reply(status=301, headers={"Location": "/noi-bo/tin.html"})
    outcome = newsroom.crawl(site(website.url))
    assert website.paths() == ["/"]
    assert outcome.errors == {"mau": "no page to begin from: robots.txt"}


def test_a_site_keeps_its_own_pace(website: Website, newsroom: Newsroom) -> None:
    moments: list[float] = []

    def timed(asked: Asked) -> Reply:
        moments.append(time.monotonic())
        return article(asked.path)

    paths = ["/tin-thu-nhat-hom-nay-1.html", "/tin-thu-hai-hom-nay-2.html", "/tin-thu-ba-hom-nay-3.html"]
    website.routes.update(dict.fromkeys(paths, timed) | {"/": listing(*paths)})
    newsroom.crawl(site(website.url, delay=0.3))
    # A request is sent after the answer before it, and the next one a delay later at the earliest.
    assert moments[2] - moments[0] >= 0.3
    website.routes["/robots.txt"] = Reply("User-agent: *\nCrawl-delay: 0.5", type="text/plain")
    website.routes.update({path.replace("tin", "bai"): timed for path in paths})
    website.routes["/"] = listing(*(path.replace("tin", "bai") for path in paths))
    moments.clear()
    newsroom.crawl(site(website.url, delay=0))
    assert moments[2] - moments[0] >= 0.5


def test_a_site_that_answers_slowly_is_asked_more_slowly(website: Website, newsroom: Newsroom) -> None:
    moments: list[float] = []
    toil = threading.Event()

    def timed(asked: Asked) -> Reply:
        moments.append(time.monotonic())
        if len(moments) == 1:
            toil.wait(0.8)  # the answer takes the site so long; those after it come at once
        return article(asked.path)

    paths = [f"/tin-cua-ngay-thu-{number}.html" for number in range(1, 4)]
    website.routes.update(dict.fromkeys(paths, timed) | {"/": listing(*paths)})
    newsroom.crawl(site(website.url, delay=0.001))
    # AutoThrottle: half the time of the slow answer, of which chance takes at most half again.
    assert moments[2] - moments[1] >= 0.2


def test_private_addresses_are_never_asked(website: Website, newsroom: Newsroom) -> None:
    newsroom.crawl_settings.update(contact="mailto:toasoan@example.vn", retries=0)
    port = website.url.rsplit(":", 1)[1]
    outcome = newsroom.crawl(
        site(f"http://localhost:{port}", id="ten", allow_private=False),
        site(f"http://2130706433:{port}", id="so", allow_private=False),
        site(website.url, id="thang", allow_private=False),
    )
    assert website.asked == []
    assert outcome.errors.keys() == {"ten", "so", "thang"}
    assert all("private address; set allow_private" in error for error in outcome.errors.values())


def test_a_site_is_fetched_through_its_proxy(website: Website, newsroom: Newsroom) -> None:
    newsroom.crawl_settings.update(contact="mailto:toasoan@example.vn")
    home = "http://bao.example.vn"
    website.routes[f"{home}/"] = listing(
        "/tin-qua-may-chu-trung-gian-1.html", "http://10.0.0.1/tin-noi-bo-1.html"
    )
    website.routes[f"{home}/tin-qua-may-chu-trung-gian-1.html"] = article("Tin")
    port = website.url.rsplit(":", 1)[1]
    outcome = newsroom.crawl(
        site(home, allow_private=False, proxy=f"http://localhost:{port}", hosts=["10.0.0.1"])
    )
    assert outcome.errors == {}
    assert outcome.sites["mau"].progress.fetched == 2
    assert newsroom.pages()["/tin-noi-bo-1.html"].reason == "private address"
    assert {asked.path for asked in website.asked} == {
        f"{home}/robots.txt",
        f"{home}/",
        f"{home}/tin-qua-may-chu-trung-gian-1.html",
    }


def test_a_site_of_which_no_entry_page_comes_is_in_error(website: Website, newsroom: Newsroom) -> None:
    website.routes["/"] = Reply(status=302, headers={"Location": "https://khac.example.vn/"})
    website.routes["/rss"] = Reply("<html><body>no feed</body></html>")
    moved = newsroom.crawl(
        site(website.url, id="doi"), site(website.url, id="rss", feeds=[f"{website.url}/rss"])
    )
    assert moved.errors == {
        "doi": "no page to begin from: redirects to another site",
        "rss": "no page to begin from: not a feed",
    }


def test_quiet_hours_are_kept(website: Website, newsroom: Newsroom) -> None:
    now = datetime.now(timezone(timedelta(hours=7)))
    begin, end = ((now + timedelta(hours=hours)).strftime("%H:%M") for hours in (-1, 1))
    outcome = newsroom.crawl(site(website.url, quiet=f"{begin}-{end}"))
    assert outcome.sites["mau"].reasons == {"quiet hours": 1}
    assert website.asked == []


def test_live_sites_need_a_contact(newsroom: Newsroom) -> None:
    live = site("https://bao.example.vn", allow_private=False)
    with pytest.raises(ConfigError, match=r"contact.*mau"):
        crawl(newsroom.config(live), [live], newsroom.engine, newsroom.new_run(), lambda _: None)


def test_endless_spaces_are_cut(website: Website, newsroom: Newsroom) -> None:
    def deeper(asked: Asked) -> Reply:
        number = int(asked.path.rsplit("-", 1)[1])
        return listing(f"/muc-{number + 1}", "/tin-duy-nhat-cua-trang-1.html")

    website.routes["/"] = listing("/muc-1", "/lich?thang=2026-03", "/tin-duy-nhat-cua-trang-1.html")
    website.routes["/tin-duy-nhat-cua-trang-1.html"] = article("Tin")
    website.routes.update({f"/muc-{number}": deeper for number in range(1, 100)})
    newsroom.crawl(site(website.url, listing={"listing_pattern": "^/muc-|^/lich"}))
    assert len(website.paths()) <= 15


def test_no_more_pages_than_allowed_and_the_rest_next_time(website: Website, newsroom: Newsroom) -> None:
    paths = [f"/tin-so-{number}-cua-ngay-{number}.html" for number in range(9)]
    website.routes.update({path: article(path) for path in paths})
    website.routes["/"] = listing(*paths)
    limited = site(website.url, max_pages=5)
    assert newsroom.crawl(limited).sites["mau"].progress.fetched == 5
    assert newsroom.crawl(limited).sites["mau"].progress.fetched == 5
    assert website.count() == {"/robots.txt": 2, "/": 1} | dict.fromkeys(paths, 1)


def test_one_article_is_one_page_whatever_its_address(website: Website, newsroom: Newsroom) -> None:
    port = website.url.rsplit(":", 1)[1]
    website.routes["/"] = listing(
        "/tin-hay-trong-ngay-1.html",
        "/tin-hay-trong-ngay-1.html?utm_source=zalo",
        "/tin-hay-trong-ngay-1.html?print=1",
        "/print/tin-hay-trong-ngay-1.html",
        f"http://m.127.0.0.1:{port}/tin-hay-trong-ngay-1.html",
        "/ban-khac-cua-tin-hay-9.html",
    )
    website.routes["/tin-hay-trong-ngay-1.html"] = article("Tin hay")
    website.routes["/ban-khac-cua-tin-hay-9.html"] = article(
        "Tin hay", '<link rel="canonical" href="/tin-hay-trong-ngay-1.html">'
    )
    newsroom.crawl(site(website.url))
    assert sorted(website.paths()) == ["/", "/ban-khac-cua-tin-hay-9.html", "/tin-hay-trong-ngay-1.html"]
    states = {path: page.state for path, page in newsroom.pages().items() if page.role == "article"}
    assert states == {"/tin-hay-trong-ngay-1.html": "fetched", "/ban-khac-cua-tin-hay-9.html": "redirected"}


def test_a_mended_rule_finds_what_an_unchanged_listing_has(website: Website, newsroom: Newsroom) -> None:
    website.routes["/"] = conditional(listing("/a", "/b"))
    website.routes.update({"/a": article("A"), "/b": article("B")})
    assert newsroom.crawl(site(website.url)).sites["mau"].progress.found == 0
    mended = site(website.url, listing={"article_pattern": "^/[ab]$"})
    assert newsroom.crawl(mended).sites["mau"].progress == Progress(
        site_id="mau", found=2, fetched=2, unchanged=1
    )


def test_an_archive_that_cannot_be_written_stops_the_crawl_and_says_so(
    website: Website, newsroom: Newsroom
) -> None:
    website.routes["/"] = listing("/tin-hay-trong-ngay-1.html")
    archive = newsroom.config().archive_dir
    archive.parent.mkdir(exist_ok=True)
    archive.write_text("a file where the folder should be")
    with pytest.raises(CrawlError, match="archive"):
        newsroom.crawl(site(website.url))
    assert website.asked == []
