"""Feeds and sitemaps are read as they come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.feeds import Entry, NotAFeed, parse_moment, read_feed, read_sitemap

RSS = b"""

<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title><link>/</link>
<item><title>Tin m&#7897;t</title><link> /tin-1.html </link><description>A &nbsp; B</description>
<pubDate>Sun, 01 Mar 2026 08:00:00 +0700</pubDate></item>
<item><title>Tin hai</title><guid>http://bao.example.vn/tin-2.html</guid></item>
<item><title>no address</title></item></channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Tin</title>
<link rel="self" href="/x"/><link href="/tin-3.html"/><published>2026-02-01T00:00:00Z</published>
<updated>2026-03-01T01:00:00Z</updated></entry></feed>"""


def test_rss_is_read_with_its_faults() -> None:
    first, second = read_feed(RSS)
    assert (first.url, first.stated_at) == ("/tin-1.html", datetime(2026, 3, 1, 1, tzinfo=UTC))
    assert "Tin m\u1ed9t" in first.says
    assert (second.url, second.stated_at) == ("http://bao.example.vn/tin-2.html", None)


def test_atom_gives_the_latest_time_it_states() -> None:
    (entry,) = read_feed(ATOM)
    assert (entry.url, entry.stated_at) == ("/tin-3.html", datetime(2026, 3, 1, 1, tzinfo=UTC))


def test_sitemaps_and_their_indexes_are_told_apart() -> None:
    urls = b"<urlset xmlns='x'><url><loc>/a</loc><lastmod>2026-03-01</lastmod></url><url/></urlset>"
    index = b"<sitemapindex><sitemap><loc>/b.xml.gz</loc></sitemap></sitemapindex>"
    assert read_sitemap(urls) == (Entry("/a", datetime.fromisoformat("2026-03-01T00:00:00+07:00")),)
    assert read_sitemap(index) == (Entry("/b.xml.gz", is_index=True),)
    assert read_sitemap(b"http://b/1\nhttp://b/2\n") == (Entry("http://b/1"), Entry("http://b/2"))


def test_a_sitemap_of_news_gives_title_and_time() -> None:
    body = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://bao.example.vn/a</loc>
    <news:news><news:publication><news:name>B\xc3\xa1o</news:name></news:publication>
    <news:publication_date>2026-03-01T08:00:00+07:00</news:publication_date>
    <news:title>Ng\xe1\xba\xadp 12 nh\xc3\xa0</news:title></news:news></url></urlset>"""
    (entry,) = read_sitemap(body)
    assert entry == Entry(
        "https://bao.example.vn/a",
        datetime(2026, 3, 1, 8, tzinfo=timezone(timedelta(hours=7))),
        "Ngập 12 nhà",
    )


def test_entities_from_outside_are_not_fetched(tmp_path: object) -> None:
    evil = b"""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
    <urlset><url><loc>/&e;&b;</loc></url></urlset>"""
    assert all("root" not in entry.url for entry in read_sitemap(evil))


@pytest.mark.parametrize("body", [b"", b"khong phai", b"<html><body/></html>", b"{}", b"\0\1"])
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(NotAFeed):
        read_feed(body)
    with pytest.raises(NotAFeed):
        read_sitemap(body)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_readers(body: bytes) -> None:
    for read in (read_feed, read_sitemap):
        try:
            read(body)
        except NotAFeed:
            continue


@given(st.text(max_size=40))
def test_times_are_read_or_not(text: str) -> None:
    moment = parse_moment(text)
    assert moment is None or moment.tzinfo is not None
