"""The replica sites over real HTTP: every article, every trap, and the rules of conditional requests."""

from __future__ import annotations

import gzip
import html
import json
import re
import socket
import tomllib
import unicodedata
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import lxml.html
import pytest

from demo.config import demo_config
from demo.content import DemoArticle, load_articles, load_sites
from demo.delivery import windows_1258
from demo.server import DemoPortError, DemoServers, serve_demo
from demo.traps import PRIVATE_URLS, TRAPS
from tests.demo.conftest import Client

ARTICLES = load_articles()


def one(trait: str) -> DemoArticle:
    return next(article for article in ARTICLES if trait in article.traits)


def shown_text(page: str) -> str:
    """The words of a page, however broken, in NFC, with single spaces."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", page))
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize("site", [site.id for site in load_sites()])
def test_every_article_is_served_with_its_title_and_text(site: str, client: Client) -> None:
    for article in ARTICLES:
        if article.site != site or {"windows-1258", "fails-once"} & article.traits:
            continue
        pages = [
            f"{article.path}?trang={part}" if part > 1 else article.path
            for part in range(1, len(article.parts) + 1)
        ]
        shown = ""
        for path in pages:
            answer = client.ask(site, path)
            assert answer.status == 200, article.path
            shown += shown_text(answer.body.decode())
        assert article.title in shown
        for block in article.blocks:
            cells = block.text.split(" | ") if block.kind == "table_row" else [block.text]
            assert all(cell in shown for cell in cells), (article.name, block.text)


def test_answers_are_the_same_bytes_at_each_start() -> None:
    ports = _free_ports()
    first, second = (_all_answers(ports) for _ in range(2))
    assert first == second


def _free_ports() -> dict[str, int]:
    listeners = {site.id: socket.create_server(("127.0.0.1", 0)) for site in load_sites()}
    ports = {site: listener.getsockname()[1] for site, listener in listeners.items()}
    for listener in listeners.values():
        listener.close()
    return ports


def _all_answers(ports: dict[str, int]) -> dict[tuple[str, str], tuple[bytes, str | None]]:
    with serve_demo(ports=ports, slow_seconds=0.0) as servers:
        client = Client(servers)
        asked = [(article.site, article.path) for article in ARTICLES]
        asked += [
            (s.id, path) for s in load_sites() for path in (*s.listings, *s.feeds, *s.sitemaps, "/robots.txt")
        ]
        answers = {key: client.ask(*key) for key in asked}
        return {key: (answer.body, answer.headers.get("etag")) for key, answer in answers.items()}


def test_unchanged_pages_answer_304_to_conditional_requests(client: Client) -> None:
    asked = [(article.site, article.path) for article in ARTICLES[::15]]
    asked += [
        (site.id, path) for site in load_sites() for path in (*site.listings, *site.feeds, *site.sitemaps)
    ]
    for site, path in asked:
        fresh = client.ask(site, path)
        by_tag = client.ask(site, path, headers={"If-None-Match": fresh.headers["etag"]})
        by_date = client.ask(site, path, headers={"If-Modified-Since": fresh.headers["last-modified"]})
        assert (by_tag.status, by_date.status) == (304, 304), path
        assert by_tag.body == b""
        other_tag = client.ask(
            site,
            path,
            headers={"If-None-Match": '"other"', "If-Modified-Since": fresh.headers["last-modified"]},
        )
        assert other_tag.status == 200


def test_the_updated_article_changes_with_the_edition(servers: DemoServers, client: Client) -> None:
    article = one("updated")
    before = client.ask(article.site, article.path)
    servers.set_edition(2)
    after = client.ask(article.site, article.path, headers={"If-None-Match": before.headers["etag"]})
    assert after.status == 200
    assert after.headers["last-modified"] != before.headers["last-modified"]
    assert after.body != before.body
    with pytest.raises(ValueError, match="edition 3"):
        servers.set_edition(3)


def test_head_answers_with_headers_alone(client: Client) -> None:
    article = ARTICLES[0]
    got, headed = (
        client.ask(article.site, article.path),
        client.ask(article.site, article.path, method="HEAD"),
    )
    assert headed.body == b""
    assert headed.headers == got.headers


def test_numbered_listing_shows_every_article_once(client: Client) -> None:
    site = load_sites()[0]
    found: list[str] = []
    path: str | None = site.listings[0]
    while path:
        page = lxml.html.fromstring(client.ask(site.id, path).body)
        found += page.xpath("//h3[@class='asset-title']/a/@href")
        path = next(iter(page.xpath("//a[@class='next']/@href")), None)
    expected = [a.path for a in ARTICLES if a.site == site.id and a.section == site.sections[0]]
    assert [href for href in found if href in expected] == expected


def test_feeds_name_every_article_of_their_section(client: Client) -> None:
    site = load_sites()[1]
    for feed, section in zip(site.feeds, site.sections, strict=True):
        items = ElementTree.fromstring(client.ask(site.id, feed).body).iter("item")
        paths = [urlsplit(item.findtext("link") or "").path for item in items]
        assert paths == [a.path for a in ARTICLES if a.site == site.id and a.section == section]


def test_the_sitemap_index_leads_to_every_article_and_one_part_is_gzipped(client: Client) -> None:
    site = load_sites()[2]
    index = client.ask(site.id, site.sitemaps[0])
    found: set[str] = set()
    parts = [urlsplit(url).path for url in re.findall(r"<loc>(.*?)</loc>", index.body.decode())]
    assert sum(part.endswith(".gz") for part in parts) == 1
    for part in parts:
        body = client.ask(site.id, part).body
        text = (gzip.decompress(body) if part.endswith(".gz") else body).decode()
        found |= {urlsplit(url).path for url in re.findall(r"<loc>(.*?)</loc>", text)}
    assert found >= {article.path for article in ARTICLES if article.site == site.id}


def test_postback_paging_leads_to_every_article(client: Client) -> None:
    site = load_sites()[3]
    listing = site.listings[0]
    page = lxml.html.fromstring(client.ask(site.id, listing).body)
    found: list[str] = []
    current = 1
    while True:
        found += page.xpath("//ul[@class='ArticleList']/li/a/@href")
        buttons = page.xpath("//span[contains(@id, '_pager')]/*")
        place = next(i for i, button in enumerate(buttons) if button.text == str(current))
        if place + 1 == len(buttons):
            break
        event = re.search(r"__doPostBack\('([^']+)'", buttons[place + 1].get("href"))
        assert event is not None
        form = {
            "__VIEWSTATE": page.xpath("//input[@name='__VIEWSTATE']/@value")[0],
            "__EVENTTARGET": event[1],
        }
        page = lxml.html.fromstring(
            client.ask(site.id, listing, method="POST", body=urlencode(form).encode()).body
        )
        current += 1
    assert found == [a.path for a in ARTICLES if a.site == site.id and a.section == site.sections[0]]
    assert current > 3


def test_a_postback_without_view_state_is_refused(client: Client) -> None:
    site = load_sites()[3]
    form = urlencode({"__EVENTTARGET": "ctrl_139270_23$pager$ctl00$ctl01"}).encode()
    assert client.ask(site.id, site.listings[0], method="POST", body=form).status == 500


def test_load_more_goes_on_to_the_end_of_the_section(client: Client) -> None:
    site = load_sites()[4]
    page = lxml.html.fromstring(client.ask(site.id, site.listings[0]).body)
    channel = page.xpath("//ul/@data-channel")[0]
    found = page.xpath("//h3[@class='b-grid__title']/a/@href")
    last = page.xpath("//ul[@data-channel]/li/@pid")[-1]
    while entries := json.loads(
        client.ask(site.id, f"/api/getMoreArticle/24h_empty_{last}_{channel}_0").body
    ):
        found += [entry["LinktoMe2"] for entry in entries]
        last = entries[-1]["PublisherId"]
    assert found == [a.path for a in ARTICLES if a.site == site.id and a.section == site.sections[0]]


def test_redirects_lead_in_three_steps_to_the_article(client: Client) -> None:
    trap = TRAPS["redirect-chain"]
    path, steps = trap.path, 0
    while (answer := client.ask(trap.site, path)).status in {301, 302}:
        path, steps = answer.headers["location"], steps + 1
    assert (answer.status, steps, path) == (200, 3, one("moved").path)
    loop = TRAPS["redirect-loop"]
    there = client.ask(loop.site, loop.path).headers["location"]
    assert client.ask(loop.site, there).headers["location"] == loop.path
    inward = TRAPS["redirect-to-private"]
    assert client.ask(inward.site, inward.path).headers["location"] in PRIVATE_URLS


def test_dead_pages_and_passing_failures(client: Client) -> None:
    assert client.ask(TRAPS["gone"].site, TRAPS["gone"].path).status == 410
    assert client.ask(TRAPS["not-found"].site, TRAPS["not-found"].path).status == 404
    flaky = one("fails-once")
    assert [client.ask(flaky.site, flaky.path).status for _ in range(3)] == [500, 200, 200]


def test_encodings_are_as_their_names_say(client: Client) -> None:
    old = one("windows-1258")
    answer = client.ask(old.site, old.path)
    assert answer.headers["content-type"] == "text/html; charset=windows-1258"
    assert old.blocks[0].text in unicodedata.normalize("NFC", answer.body.decode("cp1258"))
    decomposed = one("nfd")
    text = client.ask(decomposed.site, decomposed.path).body.decode()
    assert decomposed.title not in text
    assert decomposed.title in unicodedata.normalize("NFC", text)
    wrong = one("mislabelled")
    answer = client.ask(wrong.site, wrong.path)
    assert "charset" not in answer.headers["content-type"]
    assert b"charset=iso-8859-1" in answer.body
    assert wrong.title in answer.body.decode()


def test_windows_1258_holds_every_vietnamese_letter() -> None:
    text = "Ắ ằ Ẳ ẵ Ặ ấ Ầ ẩ Ẫ ậ đ Đ ế Ề ể Ễ ệ ố Ồ ổ Ỗ ộ ớ Ờ ở Ỡ ợ ứ Ừ ử Ữ ự ỳ Ỷ ỹ Ỵ ý ì Ỉ ĩ Ị"
    assert unicodedata.normalize("NFC", windows_1258(text).decode("cp1258")) == text


def test_the_disallowed_area_and_private_addresses_are_linked(client: Client) -> None:
    trap = TRAPS["disallowed"]
    site = load_sites()[0]
    robots = client.ask(trap.site, "/robots.txt").body.decode()
    rule = re.search(r"Disallow: (\S+)", robots)
    assert rule is not None
    assert trap.path.startswith(rule[1])
    links = lxml.html.fromstring(client.ask(site.id, site.listings[0]).body).xpath("//a/@href")
    assert {trap.path, *PRIVATE_URLS} <= set(links)
    assert client.ask(trap.site, trap.path).status == 200


def test_the_calendar_goes_on_for_ever(client: Client) -> None:
    trap = TRAPS["endless-calendar"]
    path = trap.path
    seen = set()
    for _ in range(30):
        assert path not in seen
        seen.add(path)
        path = lxml.html.fromstring(client.ask(trap.site, path).body).xpath("//a/@href")[-1]


def test_attachments_are_real_pdf_files(client: Client) -> None:
    for article in ARTICLES:
        for file in article.attachments:
            answer = client.ask(article.site, file.path)
            assert answer.headers["content-type"] == "application/pdf"
            assert answer.body.startswith(b"%PDF-")
            start = int(answer.body.split(b"startxref\n")[1].split()[0])
            assert answer.body[start:].startswith(b"xref")


def test_the_print_copy_repeats_the_article_out_of_sight(client: Client) -> None:
    article = one("print-copy")
    page = lxml.html.fromstring(client.ask(article.site, article.path).body.decode())
    hidden = page.xpath("//div[@id='ban-in' and contains(@style, 'display:none')]")
    assert article.blocks[-1].text in hidden[0].text_content()
    assert client.ask(article.site, f"/print/{article.number}").status == 200


def test_broken_html_is_broken_as_on_real_sites(client: Client) -> None:
    for article in ARTICLES:
        if "broken-html" in article.traits:
            page = client.ask(article.site, article.path).body.decode()
            before, body = page.split('<div class="ArticleContent">')
            assert "</html>" in before.split("<head>")[0]
            assert "<html>" in body
            assert "<o:p>" in body
            assert body.count("<p class=MsoNormal") > body.count("</p>")
            assert before.count("<form") == 1
            assert "</form>" not in before


def test_slow_answers_wait_while_others_do_not() -> None:
    slow, quick = one("slow"), one("nfd")
    assert slow.site == quick.site
    with serve_demo(slow_seconds=600.0) as servers:
        with socket.create_connection(_address(servers, slow.site)) as connection:
            connection.settimeout(0.2)
            connection.sendall(f"GET {slow.path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            with pytest.raises(TimeoutError):
                connection.recv(1)
        assert Client(servers).ask(quick.site, quick.path).status == 200


def _address(servers: DemoServers, site: str) -> tuple[str, int]:
    parts = urlsplit(servers.base_urls[site])
    return parts.hostname or "", parts.port or 0


def test_requests_are_logged(servers: DemoServers, client: Client) -> None:
    client.ask("mau-bao-danang", "/thoi-su?a=1")
    client.ask("mau-bao-danang", "/khong-co", method="HEAD")
    logged = [(record.site, record.method, record.path, record.status) for record in servers.requests]
    assert logged == [
        ("mau-bao-danang", "GET", "/thoi-su?a=1", 200),
        ("mau-bao-danang", "HEAD", "/khong-co", 404),
    ]


def test_a_taken_port_is_named_with_site_and_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ports = {site.id: 0 for site in load_sites()} | {"mau-congtt-namdinh": port}
        with (
            pytest.raises(DemoPortError, match=rf"{port} .*mau-congtt-namdinh.*sites\.toml"),
            serve_demo(ports=ports),
        ):
            pass


def test_the_configuration_names_every_site_and_its_addresses(servers: DemoServers, tmp_path: Path) -> None:
    table = tomllib.loads(demo_config(servers.base_urls, tmp_path))
    assert table["data"] == str(tmp_path)
    assert [site["id"] for site in table["site"]] == [site.id for site in load_sites()]
    for site in table["site"]:
        assert site["allow_private"] is True
        entries = [
            site["start"],
            *site.get("listings", []),
            *site.get("feeds", []),
            *site.get("sitemaps", []),
        ]
        assert all(entry.startswith(servers.base_urls[site["id"]] + "/") for entry in entries)
