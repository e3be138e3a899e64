"""Reads RSS, Atom and sitemaps: addresses with the time of their last change. Pure.

Real feeds are broken in small ways (undeclared entities, stray text before the
declaration, relative addresses); what can be read of them is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from lxml import etree

VIETNAM = timezone(timedelta(hours=7))
"""Taken where a feed or sitemap gives a time without its zone."""


class NotAFeed(ValueError):
    """The body is no RSS, Atom or sitemap."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One address that a feed or sitemap lists, with what is said of it."""

    url: str
    stated_at: datetime | None = None
    says: str = ""
    """Title and summary in a feed: where they change, the page has changed."""
    is_index: bool = False
    """Whether it is a further sitemap."""


def read_feed(body: bytes) -> tuple[Entry, ...]:
    """The entries of an RSS or Atom feed, in order; `NotAFeed` for anything else."""
    root = _parse(body)
    if _name(root) not in {"rss", "RDF", "feed", "channel"}:
        msg = f"not a feed: it begins with <{_name(root)}>"
        raise NotAFeed(msg)
    items = (element for element in root.iter("{*}item", "{*}entry"))
    return tuple(entry for item in items if (entry := _feed_entry(item)) is not None)


def read_sitemap(body: bytes) -> tuple[Entry, ...]:
    """The entries of a sitemap or sitemap index (XML, or one address a line); `NotAFeed` otherwise."""
    if body.lstrip()[:4] == b"http":
        lines = body.decode("utf-8", errors="replace").split()
        return tuple(Entry(line) for line in lines if line.startswith("http"))
    root = _parse(body)
    name = _name(root)
    if name not in {"urlset", "sitemapindex"}:
        msg = f"not a sitemap: it begins with <{name}>"
        raise NotAFeed(msg)
    entries = []
    for element in root.iterchildren("{*}url", "{*}sitemap"):
        url = _text(element, "loc")
        if url:
            entries.append(_sitemap_entry(element, url))
    return tuple(entries)


def parse_moment(text: str) -> datetime | None:
    """A time as feeds and sitemaps write it (ISO 8601, RFC 822); `None` where it cannot be read."""
    text = text.strip()
    if not text:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    return None


def _parse(body: bytes) -> etree._Element:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    start = body.find(b"<")
    try:
        root = etree.fromstring(body[start:], parser) if start >= 0 else None
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        msg = "not XML"
        raise NotAFeed(msg)
    return root


def _feed_entry(item: etree._Element) -> Entry | None:
    stated = max(
        (moment for name in ("updated", "pubDate", "published", "date") for moment in _moments(item, name)),
        default=None,
    )
    url = _text(item, "link") or _atom_link(item) or _permanent_id(item)
    says = "\n".join(_text(item, name) for name in ("title", "description", "summary"))
    return Entry(url, stated, says) if url else None


def _sitemap_entry(element: etree._Element, url: str) -> Entry:
    """A line of a sitemap; one of news gives title and time of publication instead of the last change."""
    stated = parse_moment(_text(element, "lastmod"))
    news = next(element.iterchildren("{*}news"), None)
    title = "" if news is None else _text(news, "title")
    if stated is None and news is not None:
        stated = parse_moment(_text(news, "publication_date"))
    return Entry(url, stated, title, is_index=_name(element) == "sitemap")


def _moments(item: etree._Element, name: str) -> Iterator[datetime]:
    moment = parse_moment(_text(item, name))
    if moment is not None:
        yield moment


def _atom_link(item: etree._Element) -> str:
    for link in item.iterchildren("{*}link"):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return str(link.get("href")).strip()
    return ""


def _permanent_id(item: etree._Element) -> str:
    guid = _text(item, "guid")
    return guid if guid.startswith(("http://", "https://")) else ""


def _text(element: etree._Element, name: str) -> str:
    child = next(element.iterchildren(f"{{*}}{name}"), None)
    return "" if child is None else "".join(child.itertext()).strip()


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
