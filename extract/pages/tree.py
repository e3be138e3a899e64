"""Bytes to a parsed tree, within limits: what is no page is refused with its reason.

The limits keep time and memory bounded on pages made to hurt: libxml2 handles a tag's attributes in
quadratic time, and a tree takes some hundred bytes for every tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from extract.pages.encoding import decode_page

if TYPE_CHECKING:
    from extract.article import FetchedPage

MAX_BYTES = 32_000_000
MAX_TAGS = 120_000
MAX_STEPS = 20_000_000
"""From all elements up to the root, together."""
_DEEPEST = 2048
"""libxml2 builds no deeper trees."""
MAX_ATTRIBUTES = 500
"""Of one tag."""

_BINARY_STARTS = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture or a recording"),
    (b"BM", "a bitmap"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"\x1f\x8b", "compressed data"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"ID3", "a recording"),
    (b"\x00\x00\x00", "a video"),
    (b"{\\rtf", "a rich-text document"),
)
_HEAD = 2048
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_TEXT_BYTES = bytes({9, 10, 12, 13, *range(32, 256)})
_TAG = re.compile(r"<[a-zA-Z!]")
_XML_ROOT = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*<([a-zA-Z][\w:.-]*)", re.DOTALL)
_XML_ROOTS = frozenset(
    {"rss", "feed", "urlset", "sitemapindex", "rdf:rdf", "opml", "svg", "soap:envelope", "manifest"}
)
_CLOSED_EARLY = re.compile(rb"</(?:html|body|HTML|BODY|Html|Body)\s*>")
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_MANY_ATTRIBUTES = re.compile(
    rb"<[a-zA-Z][^\s>/]*+(?:[\s/]++(?:[^\s>/=\"'][^\s>/=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"']*+))?+)?+){"
    + str(MAX_ATTRIBUTES).encode()
    + rb"}"
)


class PageRefused(ValueError):
    """What was fetched is no page that could hold an article; the message says what it is."""


def parse_page(page: FetchedPage) -> etree._Element:
    """The page's tree, decoded, without comments and processing instructions.

    Raises `PageRefused` for pictures, documents, data and pages beyond the limits.
    """
    _refuse_binary(page.body)
    text = decode_page(page)
    _refuse_other_text(text)
    markup = text.encode("utf-8", "replace")
    tags = markup.count(b"<")
    if tags > MAX_TAGS:
        msg = f"{tags:,} tags; pages of more than {MAX_TAGS:,} are refused"
        raise PageRefused(msg)
    if _MANY_ATTRIBUTES.search(markup):
        msg = f"a tag with more than {MAX_ATTRIBUTES:,} attributes"
        raise PageRefused(msg)
    # What follows an early end tag belongs to the page, as in every browser.
    markup = _DECLARATION.sub(b"", _CLOSED_EARLY.sub(b"", markup.replace(b"\x00", b"")))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError as error:
        msg = f"no HTML: {error.msg}"
        raise PageRefused(msg) from error
    if root is None:
        msg = "no HTML: nothing but comments"
        raise PageRefused(msg)
    _refuse_depth(root, tags)
    return root


def _refuse_depth(root: etree._Element, tags: int) -> None:
    """Refuse trees so deep and large at once that walking up from every element would take minutes."""
    if tags * _DEEPEST < MAX_STEPS:
        return
    depths: dict[etree._Element | None, int] = {}
    steps = 0
    for element in root.iter():
        depth = depths[element] = depths.get(element.getparent(), 0) + 1
        steps += depth
    if steps > MAX_STEPS:
        msg = f"{len(depths):,} elements nested {steps // len(depths)} deep on average"
        raise PageRefused(msg)


def _refuse_binary(body: bytes) -> None:
    if not body.strip():
        msg = "an empty answer"
        raise PageRefused(msg)
    if len(body) > MAX_BYTES:
        msg = f"{len(body):,} bytes; pages of more than {MAX_BYTES:,} are refused"
        raise PageRefused(msg)
    for start, what in _BINARY_STARTS:
        if body.startswith(start):
            raise PageRefused(what)
    head = body[:_HEAD]
    if not head.startswith(_WIDE_BOMS) and b"\x00<" not in head and b"<\x00" not in head:
        controls = len(head.translate(None, delete=_TEXT_BYTES))
        if controls > len(head) // 20:
            msg = "binary data"
            raise PageRefused(msg)


def _refuse_other_text(text: str) -> None:
    head = text.lstrip("\ufeff \t\r\n")
    if head[:1] in {"{", "["} and not _TAG.match(head[1:].lstrip()):
        msg = "JSON data"
        raise PageRefused(msg)
    root = _XML_ROOT.match(head)
    name = root[1].lower() if root else ""
    if name in _XML_ROOTS or (head.startswith("<?xml") and name != "html"):
        msg = f"XML data (<{name}>)"
        raise PageRefused(msg)
    if not _TAG.search(text):
        msg = "no HTML: text without a tag"
        raise PageRefused(msg)
    if "\ufffd" in text and text.count("\ufffd") > len(text) // 10:
        msg = "binary data"
        raise PageRefused(msg)
