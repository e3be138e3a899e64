"""RSS 2.0 feeds and sitemaps (sitemaps.org 0.9) of the replica sites."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from demo.content.model import DemoArticle

_SITEMAP_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def rss(title: str, base_url: str, articles: tuple[DemoArticle, ...]) -> bytes:
    """A feed of these articles; the description holds a picture and the summary, as feeds of papers do."""
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _texts(channel, {"title": title, "link": base_url + "/", "description": title, "language": "vi-vn"})
    for article in articles:
        item = SubElement(channel, "item")
        address = base_url + article.path
        picture = article.images[0] if article.images else "/logo.png"
        _texts(
            item,
            {
                "title": article.title,
                "link": address,
                "guid": address,
                "description": f'<a href="{address}"><img src="{base_url}{picture}"/></a>{article.summary}',
                "pubDate": format_datetime(article.published),
            },
        )
    return _document(root)


def sitemap(base_url: str, pages: Mapping[str, datetime]) -> bytes:
    """A sitemap: the path of each page, and when it last changed."""
    return _sitemap_document("urlset", "url", base_url, pages)


def sitemap_index(base_url: str, sitemaps: Mapping[str, datetime]) -> bytes:
    """An index of sitemaps: the path of each, and when it last changed."""
    return _sitemap_document("sitemapindex", "sitemap", base_url, sitemaps)


def _sitemap_document(root_tag: str, tag: str, base_url: str, changed: Mapping[str, datetime]) -> bytes:
    root = Element(root_tag, xmlns=_SITEMAP_NAMESPACE)
    for path, moment in changed.items():
        _texts(SubElement(root, tag), {"loc": base_url + path, "lastmod": moment.isoformat()})
    return _document(root)


def gzipped(document: bytes) -> bytes:
    """The document as a .gz file, the same bytes each time."""
    return gzip.compress(document, mtime=0)


def _texts(parent: Element, children: dict[str, str]) -> None:
    for tag, text in children.items():
        SubElement(parent, tag).text = text


def _document(root: Element) -> bytes:
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document
