"""Pages lead on: to articles, to the listing's next page, to an article's further parts."""

from __future__ import annotations

import gzip
import json

import pytest
from scrapy.http import HtmlResponse

from config import VendorListing
from crawler.addresses import SiteAddresses
from crawler.discovery import Discovery, looks_like_article, part_number, with_news
from crawler.feeds import NotAFeed
from db.frontier import Found

HOME = "https://bao.example.vn/thoi-su"


def discovery(**rules: object) -> Discovery:
    return Discovery(SiteAddresses(HOME), VendorListing.model_validate(rules), max_bytes=100_000)


def page(markup: str, url: str = HOME) -> HtmlResponse:
    return HtmlResponse(url, body=markup.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def urls(found: list[Found], role: str = "article") -> list[str]:
    return [one.url.removeprefix("https://bao.example.vn") for one in found if one.role == role]


def test_a_listing_leads_to_articles_and_to_nothing_else() -> None:
    markup = """<a href="/tin-moi-trong-ngay-hom-nay.html">Tin</a> <a href="/gioi-thieu">Giới thiệu</a>
    <a href="https://khac.example.vn/tin-moi-trong-ngay.html">x</a> <a href="javascript:void(0)">x</a>
    <a href="/print/tin-moi-trong-ngay-hom-nay.html">In</a> <a href="/lich?thang=2026-03&id=7">Lịch</a>
    <a href="/van-ban-so-12-cua-uy-ban.pdf">PDF</a> <a href="/thoi-su">Thời sự</a> <a>trống</a>
    <a href="//m.bao.example.vn/xem.aspx?ItemID=12">Tin</a> <a href="http://[">hỏng</a>"""
    assert urls(discovery().from_listing(page(markup))) == [
        "/tin-moi-trong-ngay-hom-nay.html",
        "/xem.aspx?ItemID=12",
    ]


def test_patterns_decide_where_a_vendor_has_them() -> None:
    markup = (
        '<div id="x"><a href="/tin/a-1.htm">1</a> <a href="/muc/b">2</a></div> <a href="/tin/c-3.htm">3</a>'
    )
    rules = discovery(article_pattern=r"^/tin/.*\.htm$", listing_pattern="^/muc/", links="#x a")
    found = rules.from_listing(page(markup))
    assert urls(found) == ["/tin/a-1.htm"]
    assert urls(found, "listing") == ["/muc/b"]


def test_numbered_pages_are_followed_by_their_selector() -> None:
    markup = '<ul class="pager"><li><a href="?p=2">2</a></li><li><a href="?p=3">3</a></li></ul>'
    assert urls(discovery(next=".pager a").from_listing(page(markup)), "listing") == [
        "/thoi-su?p=2",
        "/thoi-su?p=3",
    ]


POSTBACK = """<form action="./Default.aspx?catid=5" method="post">
<input type="hidden" name="__VIEWSTATE" value="dGVzdA=="><input type="hidden" name="__EVENTTARGET" value="">
<input type="submit" name="tim" value="Tìm"><span id="c_pager">
<a href="javascript:__doPostBack(&#39;c$pager$ctl01&#39;,&#39;&#39;)">2</a>
<a href="javascript:__doPostBack('c$pager$ctl02','')">...</a></span></form>"""


def test_a_postback_becomes_a_form_to_send() -> None:
    rules = discovery(paging="postback", next="[id$=pager] a")
    second, later = rules.from_listing(page(POSTBACK), depth=3)
    assert second.url == "https://bao.example.vn/Default.aspx?catid=5#postback:c$pager$ctl01::2"
    assert second.request == {
        "method": "POST",
        "form": {"__VIEWSTATE": "dGVzdA==", "__EVENTTARGET": "c$pager$ctl01", "__EVENTARGUMENT": ""},
    }
    assert later.url.endswith(":...@3")
    (_, other) = rules.from_listing(page(POSTBACK), depth=6)
    assert other.url != later.url, "the same button on a later page leads to another page"


JSON_RULES = {
    "paging": "json",
    "article_pattern": r"-\d+\.html$",
    "json_url": "/api/more/24h_{last}_{channel}_0",
    "json_id": "li::attr(pid)",
    "json_channel": "ul::attr(data-channel)",
    "json_item_id": "Id",
    "json_item_url": "Link",
}


def test_load_more_goes_from_the_page_to_the_endpoint_and_on() -> None:
    rules = discovery(**JSON_RULES)
    markup = '<ul data-channel="7"><li pid="9"><a href="/a-9.html">A</a></li><li pid="8"><a href="/b-8.html">B</a></li></ul>'
    assert urls(rules.from_listing(page(markup)), "listing") == ["/api/more/24h_8_7_0"]

    answer = json.dumps({"data": {"items": [{"Id": 6, "Link": "/c-6.html"}, {"Id": 5, "Link": "/d-5.html"}]}})
    found = rules.from_json("https://bao.example.vn/api/more/24h_8_7_0", answer.encode())
    assert urls(found) == ["/c-6.html", "/d-5.html"]
    assert urls(found, "listing") == ["/api/more/24h_5_7_0"]


@pytest.mark.parametrize("answer", ["[]", "{}", '{"data": []}', "null", '[{"Id": 1}]', "[1, 2]"])
def test_load_more_ends_where_nothing_comes(answer: str) -> None:
    assert (
        discovery(**JSON_RULES).from_json("https://bao.example.vn/api/more/24h_8_7_0", answer.encode()) == []
    )


@pytest.mark.parametrize("answer", ["<p>Lỗi</p>", '{"a":' * 100_000, "[" * 990 + "]" * 990 + "x"])
def test_load_more_that_is_no_json_is_said(answer: str) -> None:
    with pytest.raises(NotAFeed):
        discovery(**JSON_RULES).from_json("https://bao.example.vn/api/more/24h_8_7_0", answer.encode())


def test_pages_counted_by_the_endpoint() -> None:
    rules = discovery(
        paging="json", json_url="/timeline/{channel}/{page}.htm", json_channel="#zone::attr(value)"
    )
    first = page('<input id="zone" value="21"><a href="/tin-moi-trong-ngay.htm">A</a>')
    assert urls(rules.from_listing(first), "listing") == ["/timeline/21/2.htm"]
    later = page('<a href="/tin-cu-hon-nua.htm">B</a>', "https://bao.example.vn/timeline/21/2.htm")
    assert urls(rules.from_listing(later), "listing") == ["/timeline/21/3.htm"]
    assert rules.from_listing(page("<p>Hết</p>", "https://bao.example.vn/timeline/21/3.htm")) == []


def test_a_gzipped_sitemap_is_unpacked_within_limits() -> None:
    body = b"<urlset><url><loc>/tin-moi-trong-ngay.html</loc></url><url><loc>/lien-he</loc></url></urlset>"
    found = discovery().from_sitemap(HOME, gzip.compress(body))
    assert urls(found) == ["/tin-moi-trong-ngay.html"]


def test_a_feed_lists_articles_whatever_their_addresses_look_like() -> None:
    body = b"<rss><channel><item><link>/a</link></item><item><link>//khac.example.vn/b</link></item></channel></rss>"
    assert urls(discovery().from_feed(HOME, body)) == ["/a"]


def test_the_parts_of_an_article_are_found_on_its_pages() -> None:
    markup = """<link rel="next" href="/tin-dai-ky.html?trang=2"><a href="/tin-dai-ky.html?trang=3">3</a>
    <a href="/tin-dai-ky.html">1</a> <a href="/tin-dai-ky-khac-12.html">khác</a>"""
    first = "https://bao.example.vn/tin-dai-ky.html"
    assert discovery().from_article(page(markup, first), first) == [f"{first}?trang=2", f"{first}?trang=3"]


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/tin-12.html?page=2", 2),
        ("/tin-12-p3.html", 3),
        ("/tin-12_2.html", 2),
        ("/tin-12.html/trang-2", None),
        ("/tin-12.html?page=1", None),
        ("/tin-12.html?id=2", None),
        ("/tin-125.html", None),
        ("/tin-12-34.html", None),
        ("/tin-12-tiep-theo-2.html", None),
        ("/khac-2.html", None),
    ],
)
def test_parts_are_told_from_other_articles(path: str, number: int | None) -> None:
    assert part_number(f"https://bao.example.vn{path}", "https://bao.example.vn/tin-12.html") == number


def test_the_canonical_form_must_be_an_article_of_the_site() -> None:
    rules = discovery(article_pattern=r"-\d+\.html$")
    assert (
        rules.canonical_of(page('<link rel="canonical" href="/a-1.html?utm_source=x">'))
        == "https://bao.example.vn/a-1.html"
    )
    for other in ("/", "https://khac.example.vn/a-1.html", ""):
        assert rules.canonical_of(page(f'<link rel="canonical" href="{other}">')) is None


def test_a_page_that_says_something_new_of_an_article_marks_it() -> None:
    before = [Found(url="u", role="article", says="Ngập 412 nhà"), Found(url="v", role="article", says="Tin")]
    now = [Found(url="u", role="article", says="Ngập 655 nhà"), Found(url="v", role="article", says="Tin")]
    assert [one.changed for one in with_news([*now, Found(url="w", role="article")], before)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "path", ["/web/tin-tuc/hop-giao-ban-cong-tac.html", "/chi-tiet.aspx?id=18", "/tin-40125.htm"]
)
def test_addresses_that_look_like_articles(path: str) -> None:
    assert looks_like_article(f"http://bao.example.vn{path}")


@pytest.mark.parametrize("path", ["/", "/index.html?cur=2", "/tin-tuc", "/lien-he.html", "/muc?catid=abc"])
def test_addresses_that_do_not(path: str) -> None:
    assert not looks_like_article(f"http://bao.example.vn{path}")
