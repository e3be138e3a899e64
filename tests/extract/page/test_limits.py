"""Whatever comes, there is an answer or a refusal with its reason, in bounded time and memory."""

from __future__ import annotations

import multiprocessing
import resource
import zlib
from contextlib import suppress

import pytest

from extract.article import FetchedPage
from extract.page import PageRefused, extract_page
from tests.extract.page.build import FIRST, PARAGRAPHS, TITLE, page, read, texts

CPU_SECONDS = 60
MEMORY_BYTES = 3 << 30
PROSE = f"<p>{FIRST}</p>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"GIF89a", "GIF"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04word/document.xml", "ZIP"),
        (zlib.compress(b"x" * 1000, wbits=31), "compressed"),
        (b'{"title": "x", "html": "y"}', "JSON"),
        (b'[{"a": 1}]', "JSON"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "XML"),
        (b"<urlset><url/></urlset>", "XML"),
        (b'<?xml version="1.0"?><data><p>x</p></data>', "XML"),
        ("Chỉ là văn bản, không có thẻ nào.".encode(), "without a tag"),
        (b"<!-- nothing -->", "no HTML"),
        (bytes(range(256)) * 40 + b"<p>", "binary"),
        (b"<p>" * 200_000, "tags"),
        (b"<div " + b" ".join(b'a%d="x"' % number for number in range(1_000_000)) + b">", "attributes"),
        (b"<div " + b" ".join(b'a%d="><"' % number for number in range(50_000)) + b">", "attributes"),
    ],
)
def test_what_is_no_page_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(PageRefused, match=reason):
        extract_page(FetchedPage(body=body))


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>{TITLE}</h1>{PARAGRAPHS}",
        f"<html></html><head><title>x</title></head><body><h1>{TITLE}</h1>{PARAGRAPHS}",
        f"<html><body><h1>{TITLE}</h1><div class='noidung'><html><body>{PARAGRAPHS}</body></html></div></body></html>",
        f"<form id='aspnetForm'><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></form>",
        f"<?xml version='1.0'?><!DOCTYPE html><html><body><h1>{TITLE}</h1>{PARAGRAPHS}</body></html>",
        f"<h1>{TITLE}</h1><table><tr><td>{PARAGRAPHS}",
        f"<h1>{TITLE}</h1><p>{FIRST}<p>" + PARAGRAPHS.split("</p>")[1],
        f"<h1>{TITLE}</h1><?xml:namespace prefix = o ns = 'x' />{PARAGRAPHS}<o:p></o:p>",
    ],
)
def test_broken_html_is_read_all_the_same(html: str) -> None:
    article = extract_page(FetchedPage(body=html.encode()))
    assert article.title == TITLE
    assert texts(article) == texts(read())


HURTFUL = {
    "20 MB of text": f"<h1>{TITLE}</h1><p>" + "chữ nghĩa " * 1_500_000,
    "many paragraphs": f"<h1>{TITLE}</h1>" + PROSE * 10_000,
    "10,000 deep": "<div>" * 10_000 + PROSE,
    "10,000 unclosed": "<b>" * 10_000 + PROSE,
    "deep and wide": "<div>" * 1_000 + PROSE * 8_000,
    "labels": "<p>Tin khác</p>" * 20_000,
    "linked headings": "<h3><a href='/t'>Bà con ra đồng gặt lúa</a></h3>" * 20_000,
    "cut lines": "<p>Ngày mai trời sáng, bà con ra đồng gặt lúa sớm...</p>" * 20_000,
    "pictures": "".join(f"<img src=a.jpg alt='Bà con ra đồng gặt lúa ngày thứ {n}'>" for n in range(20_000)),
    "nested tables": "<table><tr><td>" * 3_000 + PROSE,
    "rows": "<table>" + "<tr><td>a</td><td>b</td></tr>" * 5_000,
    "times": "<div class=date>01/01/2020 10:10</div>" * 20_000,
    "class names": f"<p class='{'quang-cao ' * 200_000}'>x</p>{PROSE}",
    "JSON-LD": "<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + PROSE,
    "bad addresses": "<a href='http://[x'>x.pdf</a>" * 1_000 + PROSE,
    "entities": "&amp;" * 1_000_000 + PROSE,
    "quotes": "<p a='" * 60_000 + PROSE,
}


def _read_within_limits(html: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    with suppress(PageRefused):
        extract_page(FetchedPage(body=f"<html><body>{html}".encode(), url="https://dongram.vn/a.html"))


@pytest.mark.slow
@pytest.mark.parametrize("name", HURTFUL)
def test_pages_made_to_hurt_stay_within_limits(name: str) -> None:
    worker = multiprocessing.get_context("spawn").Process(target=_read_within_limits, args=(HURTFUL[name],))
    worker.start()
    worker.join()
    assert worker.exitcode == 0


def test_an_unknown_vendor_is_an_error_that_names_those_known() -> None:
    with pytest.raises(ValueError, match="no template for the vendor 'khac'; known: none"):
        extract_page(page(), (), "khac")
