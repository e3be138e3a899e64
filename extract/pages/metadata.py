"""What a page says about itself for machines: JSON-LD, Open Graph and other metas, the canonical address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from extract.pages.moments import parse_moment
from extract.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extract.article import Moment

_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report)$")
_MERIDIEM = re.compile(r"\b[AP]M\b", re.IGNORECASE)
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date.issued",
    "dcterms.issued",
)
_MODIFIED = (
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "lastmod",
    "dc.date.modified",
    "dcterms.modified",
)
_JSON_LD_DEPTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The page about itself; any of it may be missing, and any of it may be wrong."""

    headlines: tuple[str, ...] = ()
    """Of the article, by JSON-LD and Open Graph."""
    page_title: str = ""
    """The `<title>`: often the headline, cut short or with the site's name."""
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    canonical_url: str | None = None
    kind: str = ""
    """`og:type`."""


def read_metadata(root: _Element, url: str) -> Metadata:
    """Read what the page's head and its JSON-LD state."""
    metas = _metas(root)
    articles = list(_json_ld_articles(root))
    headlines = [clean(str(item["headline"])) for item in articles if item.get("headline")]
    headlines += [clean(metas[name]) for name in ("og:title", "twitter:title", "title") if metas.get(name)]
    page_title = next((clean(title.text or "") for title in root.iter("title")), "")
    authors = [clean(name) for item in articles for name in _names(item.get("author"))]
    authors += [clean(metas[name]) for name in ("author", "article:author", "dc.creator") if metas.get(name)]
    return Metadata(
        headlines=tuple(dict.fromkeys(headline for headline in headlines if headline)),
        page_title=page_title,
        authors=tuple(dict.fromkeys(author for author in authors if author)),
        published=_stated(articles, "datePublished", metas, _PUBLISHED),
        updated=_stated(articles, "dateModified", metas, _MODIFIED),
        canonical_url=_canonical(root, url),
        kind=metas.get("og:type", ""),
    )


def _metas(root: _Element) -> dict[str, str]:
    """The contents of the metas by lower-case property, name or itemprop; the first of each counts."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = meta.get("content")
        if content is None:
            continue
        parent = meta.getparent()
        # Microdata in the page's body may be another story's.
        in_head = parent is not None and parent.tag == "head"
        for attribute in ("property", "name", "itemprop") if in_head else ("property", "name"):
            key = meta.get(attribute)
            if key:
                metas.setdefault(key.strip().lower(), content.strip())
    return metas


def _json_ld_articles(root: _Element) -> Iterator[Mapping[str, object]]:
    """The JSON-LD objects that describe an article; what is no JSON is passed over."""
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            try:
                data = json.loads(script.text.strip().rstrip(";"), strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _articles_in(data)


def _articles_in(data: object) -> Iterator[Mapping[str, object]]:
    queue = [(data, 0)]
    while queue:
        item, depth = queue.pop(0)
        if depth > _JSON_LD_DEPTH:
            continue
        if isinstance(item, list):
            queue.extend((child, depth + 1) for child in item)
        elif isinstance(item, dict):
            types = item.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in names):
                yield item
            queue.extend((item[key], depth + 1) for key in ("@graph", "mainEntity") if key in item)


def _names(author: object) -> Iterator[str]:
    for item in author if isinstance(author, list) else [author]:
        name = item.get("name") if isinstance(item, dict) else item
        for one in name if isinstance(name, list) else [name]:
            if isinstance(one, str) and one.strip():
                yield one


def _stated(
    articles: list[Mapping[str, object]], key: str, metas: Mapping[str, str], names: tuple[str, ...]
) -> Moment | None:
    """The first time that parses, from JSON-LD, then from the metas."""
    stated = [(str(item[key]), f"json-ld:{key}") for item in articles if item.get(key)]
    stated += [(metas[name], f"meta:{name}") for name in names if metas.get(name)]
    moments = (
        # A system that writes AM and PM into a meta writes the month first, too.
        parse_moment(text, source=source, month_first=bool(_MERIDIEM.search(text)))
        for text, source in stated
    )
    return next((moment for moment in moments if moment), None)


def _canonical(root: _Element, url: str) -> str | None:
    """The canonical address, made absolute; None where the page names none."""
    for link in root.iter("link"):
        href = link.get("href")
        if href and "canonical" in (link.get("rel") or "").lower().split():
            try:
                return urljoin(url, href.strip())
            except ValueError:
                return None
    return None
