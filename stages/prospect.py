"""Looks at a site that nobody has described yet, and proposes its table for `config.toml`.

    proposal = prospect(config, "https://bao.example/", Given(), report)
    add_to_config(config.path, proposal.toml)

The site is looked at by the crawler itself, with its guards, its politeness and robots.txt: first the
home page and a few articles, which show the vendor; then the feeds, sitemaps and sections that it names.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from parsel import Selector
from sqlalchemy import select

from archive import Place, read_capture
from config import Config, ConfigError, SiteSettings, load_config
from crawler.addresses import SiteAddresses, path_and_query
from crawler.answers import Answer
from crawler.discovery import Discovery
from crawler.feeds import NotAFeed
from crawler.guards import is_endless
from db.engine import reading
from db.models import Capture, Page
from extract.article import FetchedPage
from extract.lexicon import entries
from extract.page import PageRefused, extract_page
from extract.text import clean, fold
from extract.vendor import parse_template
from pipeline import Report, crawled_aside

ARTICLES_SEEN = 3
"""Articles that are read to see who made the site."""
MOST_ADDRESSES = 8
"""Sections, and feeds, that are looked at."""
LEAST_ARTICLES = 2
"""A section that lists fewer is none."""

_MENUS = ", ".join(
    ["nav a", "header a"]
    + [f"[{name}*={word}] a" for name in ("class", "id") for word in ("menu", "Menu", "nav", "Nav")]
)
_FEED_PAGE = re.compile(r"(?:^|[/._-])(?:rss|feeds?)(?:[/._-]|$)", re.IGNORECASE)
_NO_NAME = frozenset({"www", "vn", "com", "net", "org", "info"})
"""Parts of a host that do not tell one site from another."""


class NothingThere(Exception):
    """The site gave nothing to make a table of; the message says why."""


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever adds the site says of it; the rest is told from its pages."""

    id: str | None = None
    name: str | None = None
    province: str | None = None
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A site's table, and what it rests on."""

    site: SiteSettings
    province: str | None
    articles: Mapping[str, int]
    """How many articles each proposed address names."""

    @property
    def toml(self) -> str:
        """The table as text; a province that is not known is left to be filled in."""
        site = self.site
        known = {"id": site.id, "name": site.name, "province": self.province, "vendor": site.vendor}
        lines = [f"{key} = {_quoted(value)}" for key, value in known.items() if value]
        if self.province is None:
            lines.append('# province = "…"  # điền tỉnh / fill in the province')
        lines.append(f"start = {_quoted(site.start)}")
        several = {"listings": site.listings, "feeds": site.feeds, "sitemaps": site.sitemaps}
        lines += [f"{key} = [{', '.join(map(_quoted, urls))}]" for key, urls in several.items() if urls]
        if site.allow_private:
            lines.append("allow_private = true")
        return "\n".join(["[[site]]", *lines, ""])


@dataclass(frozen=True, slots=True)
class _Look:
    """What a small crawl brought: the pages, what robots.txt names, what went wrong."""

    pages: Mapping[str, Answer]
    sitemaps: tuple[str, ...]
    trouble: str


def prospect(config: Config, url: str, given: Given, report: Report) -> Proposal:
    """Look at a site and propose its table. Raises `NothingThere` where its home page does not come."""
    site = SiteSettings(
        id=given.id or _id_of(url),
        name=given.name or "?",
        province=given.province or "?",
        start=url,
        listings=(url,),
        allow_private=given.allow_private,
    )
    look = _look(config, site, 1 + ARTICLES_SEEN, report)
    vendor = _vendor_of(config, look.pages.values())
    reader = _Reader(config, site.model_copy(update={"vendor": vendor}))
    home = look.pages.get(reader.addresses.start)
    if home is None:
        msg = f"{url}: {look.trouble or 'the page did not come'}"
        raise NothingThere(msg)
    feeds, feed_pages = reader.feeds_of(home), []
    if not feeds:
        feed_pages = reader.feed_pages(home)
    second = reader.site.model_copy(
        update={
            "listings": (*feed_pages, *reader.sections(home)),
            "feeds": tuple(feeds),
            "sitemaps": reader.own(look.sitemaps),
        }
    )
    pages = dict(_look_at_entries(config, second, report))
    feeds += [feed for page in feed_pages if page in pages for feed in reader.feeds_listed(pages[page])]
    if feed_pages and feeds:
        only_feeds = second.model_copy(update={"listings": (), "sitemaps": (), "feeds": tuple(feeds)})
        pages |= _look_at_entries(config, only_feeds, report)
    named = {
        "listings": reader.that_list(second.listings, pages, least=LEAST_ARTICLES),
        "feeds": reader.that_list(feeds, pages, least=0),
        "sitemaps": reader.that_list(second.sitemaps, pages, least=0),
    }
    if not named["listings"] and any(named.values()):
        named["listings"] = {reader.addresses.start: reader.articles_of(home)}
    name = given.name or _name_of(home, url)
    chosen = {key: tuple(counts) for key, counts in named.items()}
    articles = {address: count for counts in named.values() for address, count in counts.items()}
    proposed = reader.site.model_copy(update={"name": name, **chosen})
    return Proposal(proposed, given.province or _province_in(name, home), articles)


def add_to_config(path: Path, table: str) -> None:
    """Append a table to the file of settings, which otherwise stays as it is, byte for byte.

    Raises `ConfigError`, and writes nothing, where the file would not be sound with it.
    """
    before = path.read_bytes()
    gap = "\n" if before.endswith(b"\n") else "\n\n"
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(before + (gap + table).encode("utf-8"))
        unfinished.chmod(path.stat().st_mode)
        load_config(unfinished)
        unfinished.replace(path)
    except ConfigError as error:
        raise ConfigError(str(error).replace(str(unfinished), str(path))) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _look_at_entries(config: Config, site: SiteSettings, report: Report) -> Mapping[str, Answer]:
    """The site's entry pages alone."""
    number = len({*site.listings, *site.feeds, *site.sitemaps})
    return _look(config, site, number, report).pages if number else {}


def _look(config: Config, site: SiteSettings, pages: int, report: Report) -> _Look:
    """Crawl so many pages of a site aside."""
    with crawled_aside(config, site, pages, report) as aside:
        with reading(aside.engine) as session:
            rows = session.execute(select(Page.url, Capture).join(Capture, Capture.page_id == Page.id)).all()
        archive = aside.config.archive_dir
        captured = {
            url: read_capture(archive, Place(one.warc_file, one.warc_offset, one.warc_length))
            for url, one in rows
        }
    outcome = aside.crawl.sites[site.id]
    return _Look(
        pages={url: Answer.again(one) for url, one in captured.items()},
        sitemaps=outcome.sitemaps,
        trouble=outcome.error or ", ".join(outcome.reasons),
    )


def _vendor_of(config: Config, pages: Iterable[Answer]) -> str | None:
    """The vendor that most of the web pages show to have made them."""
    templates = [parse_template(name, data) for name, data in config.vendors.items()]
    found: Counter[str] = Counter()
    for page in pages:
        fetched = FetchedPage(body=page.body, url=page.url, headers=dict(page.headers))
        try:
            vendor = extract_page(fetched, templates).vendor if page.is_html else None
        except PageRefused:
            continue
        found.update([vendor] if vendor else [])
    return found.most_common(1)[0][0] if found else None


class _Reader:
    """Reads a site's pages by the rules of its vendor for where they lead."""

    def __init__(self, config: Config, site: SiteSettings) -> None:
        self.site = site
        self.addresses = SiteAddresses(site.start, site.hosts)
        self._discovery = Discovery(self.addresses, config.listing(site), max_bytes=config.crawl.max_bytes)

    def own(self, urls: Iterable[str]) -> tuple[str, ...]:
        """Those addresses that are of the site, once each, in its form."""
        folded = (self.addresses.fold(url) for url in urls)
        return tuple(dict.fromkeys(url for url in folded if url))[:MOST_ADDRESSES]

    def feeds_of(self, home: Answer) -> list[str]:
        """The feeds that the home page names in its head."""
        return [found.url for found in self._discovery.feeds_of(home.html())][:MOST_ADDRESSES]

    def feed_pages(self, home: Answer) -> list[str]:
        """Pages of the site that list its feeds, by what the home page links to."""
        links = self._links(home, "a")
        return [url for url in links if _FEED_PAGE.search(path_and_query(url))][:1]

    def feeds_listed(self, page: Answer) -> list[str]:
        """The feeds that a page about feeds links to."""
        links = self._links(page, "a")
        return [url for url in links if _FEED_PAGE.search(path_and_query(url))][:MOST_ADDRESSES]

    def sections(self, home: Answer) -> list[str]:
        """The sections in the home page's menus."""
        articles = {found.url for found in self._discovery.from_listing(home.html())}
        beside = {*articles, self.addresses.start, *self.feed_pages(home)}
        return [url for url in self._links(home, _MENUS) if url not in beside][:MOST_ADDRESSES]

    def that_list(self, urls: Iterable[str], pages: Mapping[str, Answer], *, least: int) -> dict[str, int]:
        """The addresses whose page came and names so many articles, with how many these are."""
        counts: dict[str, int] = {}
        for url in urls:
            if url in pages:
                try:
                    counts[url] = self._count(url, pages[url])
                except NotAFeed:
                    continue
        return {url: count for url, count in counts.items() if count >= least}

    def articles_of(self, listing: Answer) -> int:
        """How many articles a listing page links to."""
        found = self._discovery.from_listing(listing.html())
        return len({one.url for one in found if one.role == "article"})

    def _count(self, url: str, answer: Answer) -> int:
        if answer.is_html:
            return self.articles_of(answer)
        for read in (self._discovery.from_feed, self._discovery.from_sitemap):
            try:
                return len(read(url, answer.body))
            except NotAFeed:
                continue
        msg = f"{url}: neither feed nor sitemap"
        raise NotAFeed(msg)

    def _links(self, page: Answer, css: str) -> list[str]:
        """The site's addresses that a page links to, in order; no endless ones."""
        html = page.html()
        hrefs = (link.attrib.get("href", "") for link in html.css(css))
        return [
            url for url in self._folded(html.urljoin(href) for href in hrefs if href) if not is_endless(url)
        ]

    def _folded(self, urls: Iterable[str]) -> list[str]:
        folded = (self.addresses.fold(url) for url in urls)
        return list(dict.fromkeys(url for url in folded if url))


def _id_of(url: str) -> str:
    """A name for the site, told from its host."""
    parts = re.findall(r"[a-z0-9-]+", (urlsplit(url).hostname or "").lower())
    return "-".join(part for part in parts if part not in _NO_NAME).strip("-") or "site"


def _name_of(home: Answer, url: str) -> str:
    page: Selector = home.html().selector
    stated = page.css("meta[property='og:site_name']::attr(content)").get() or page.css("title::text").get()
    return clean(stated or "") or urlsplit(url).netloc


def _province_in(name: str, home: Answer) -> str | None:
    """The province that the site's name or its page's title holds, as the lists of provinces write it."""
    title = home.html().css("title::text").get() or ""
    within = fold(f"{name} {title}")
    lines = (entry.split("\t")[0] for entry in entries("provinces"))
    provinces = [re.sub(r"^(?:Tỉnh|Thành phố) ", "", line) for line in lines]
    found = [province for province in provinces if fold(province) in within]
    return max(found, key=len, default=None)


def _quoted(text: str) -> str:
    """The text as a TOML string (JSON's escapes are TOML's)."""
    return json.dumps(text, ensure_ascii=False)
