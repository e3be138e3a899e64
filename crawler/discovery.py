"""What a fetched page leads to: articles, further listing pages, feeds, sitemaps, parts. Pure.

Listings are read by the rules of the site's vendor (`[listing]` in `vendors/*.toml`): which
links are articles, and how the listing goes on (`numbered` links, ASP.NET `postback`, a
`json` endpoint). Sites without rules live on what articles' addresses look like.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from lxml.html import FormElement, HtmlElement
from parsel import Selector
from scrapy.http import HtmlResponse
from scrapy.linkextractors import IGNORED_EXTENSIONS
from scrapy.utils.response import get_base_url

from config import VendorListing
from crawler.addresses import SiteAddresses, is_print_view, path_and_query
from crawler.days import listed_days
from crawler.feeds import NotAFeed, read_feed, read_sitemap
from crawler.guards import decompressed, is_endless
from db.frontier import Found

_POSTBACK = re.compile(
    r"""(?:__doPostBack|WebForm_PostBackOptions)\(\s*["']([^"']*)["']\s*,\s*["']([^"']*)["']"""
)
_PART_TAIL = re.compile(r"(?:[-_./](?:p|page|trang|phan)[-_./]?|[_/])(\d{1,2})/?", re.IGNORECASE)
_PART_PARAMETERS = frozenset({"page", "p", "trang", "part", "phan", "pg"})
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
_NOT_PAGES = frozenset(f".{extension}" for extension in IGNORED_EXTENSIONS)
_PLACEHOLDERS = {
    "{last}": r"(?P<last>[^/_?&]+)",
    "{channel}": r"(?P<channel>[^/_?&]+)",
    "{page}": r"(?P<page>\d+)",
}
_ID_PARAMETER = re.compile(r"(?:^|[a-z])id$|^id", re.IGNORECASE)


class Discovery:
    """Reads one site's pages for where they lead."""

    def __init__(self, addresses: SiteAddresses, rules: VendorListing, *, max_bytes: int) -> None:
        self._addresses = addresses
        self._rules = rules
        self._max_bytes = max_bytes
        self._article = re.compile(rules.article_pattern) if rules.article_pattern else None
        self._listing = re.compile(rules.listing_pattern) if rules.listing_pattern else None

    def from_feed(self, url: str, body: bytes) -> list[Found]:
        """The articles of a feed; `NotAFeed` where it is none."""
        found = (
            Found(url=address, role="article", stated_at=entry.stated_at, says=entry.says)
            for entry in read_feed(body)
            if (address := self._page(urljoin(url, entry.url))) and self._may_be_article(address)
        )
        return list(found)

    def from_sitemap(self, url: str, body: bytes) -> list[Found]:
        """The articles and further sitemaps of a sitemap, gzipped or not; `NotAFeed` where it is none."""
        if body[:2] == b"\x1f\x8b":
            body = decompressed(body, ("gzip",), self._max_bytes)
        found = []
        for entry in read_sitemap(body):
            absolute = urljoin(url, entry.url)
            if entry.is_index:
                address = self._addresses.fold(absolute)
                role = "sitemap"
            else:
                address = self._page(absolute)
                role = "article"
                if address and not self._is_article(address):
                    continue
            if address:
                found.append(Found(url=address, role=role, stated_at=entry.stated_at, says=entry.says))
        return found

    def from_listing(self, response: HtmlResponse, *, depth: int = 0) -> list[Found]:
        """The articles of a listing page, which lies `depth` links from the start, and how it goes on."""
        base = get_base_url(response)
        found = []
        for link in response.css(self._rules.links):
            address = self._page(_join(base, link.attrib.get("href", "")))
            if address is None or address == self._addresses.fold(response.url):
                continue
            if self._is_article(address):
                found.append(Found(url=address, role="article", says=_text_of(link)))
            elif self._listing and self._listing.search(path_and_query(address)):
                found.append(Found(url=address, role="listing"))
        if not found and self._rules.paging == "json":
            return []  # that is how an endpoint ends
        return found + self._onward(response, base, depth)

    def days_of(self, response: HtmlResponse) -> dict[str, date]:
        """The days that a listing page gives for its articles, by their addresses."""
        base = get_base_url(response)
        links = {
            link.root: address
            for link in response.css(self._rules.links)
            if (address := self.article_address(_join(base, link.attrib.get("href", ""))))
        }
        return listed_days(links)

    def feeds_of(self, response: HtmlResponse) -> list[Found]:
        """The feeds that a page names in its head."""
        base = get_base_url(response)
        links = response.css("link[rel~=alternate][href]")
        named = [link.attrib["href"] for link in links if link.attrib.get("type") in _FEED_TYPES]
        addresses = (self._addresses.fold(_join(base, href)) for href in named)
        return [Found(url=address, role="feed") for address in addresses if address]

    def from_json(self, url: str, body: bytes) -> list[Found]:
        """The articles of a "load more" answer and the address of the next; `NotAFeed` if it is no JSON.

        The answer is a list of items somewhere in it, or the HTML of the list.
        """
        try:
            answer = json.loads(body)
            items = _first_list(answer)
            markup = b"" if items else _first_markup(answer)
        except (ValueError, RecursionError) as error:
            msg = f"not JSON: {error}"
            raise NotAFeed(msg) from error
        if not items:
            return self.from_listing(HtmlResponse(url, body=markup, encoding="utf-8")) if markup else []
        found = [one for item in items if (one := self._from_item(item))]
        if found:
            found += self._load_more(url, last=str(items[-1].get(self._rules.json_item_id, "")))
        return found

    def _from_item(self, item: Mapping[str, Any]) -> Found | None:
        # The endpoint may stand on a host of its own; articles are the site's.
        address = self._page(_join(self._addresses.start, str(item.get(self._rules.json_item_url, ""))))
        if address is None or not self._may_be_article(address):
            return None
        says = "\n".join(value for value in item.values() if isinstance(value, str))
        stated = _moment(item.get(self._rules.json_item_date))
        return Found(url=address, role="article", says=says, stated_at=stated)

    def from_article(self, response: HtmlResponse, first_page: str) -> list[str]:
        """The addresses of the article's further parts that its page links to, in order."""
        base = get_base_url(response)
        stem = _stem(urlsplit(first_page).path).rsplit("/", 1)[-1]
        parts: dict[str, int] = {}
        for href in response.css("link[rel~=next]::attr(href), a::attr(href)").getall():
            # Most links of a page lead elsewhere, and folding an address is not cheap.
            if stem not in href and not href.startswith("?"):
                continue
            address = self._page(_join(base, href))
            if address is not None and (number := part_number(address, first_page)) is not None:
                parts[address] = number
        return sorted(parts, key=parts.__getitem__)

    def canonical_of(self, response: HtmlResponse) -> str | None:
        """The site's article that the page names as its canonical form, if it names one."""
        href = response.css("link[rel~=canonical]::attr(href)").get()
        if not href:
            return None
        return self.article_address(_join(get_base_url(response), href))

    def article_address(self, url: str) -> str | None:
        """The site's form of an article's address; `None` for another site's, and for other pages'."""
        address = self._page(url)
        return address if address and self._is_article(address) else None

    def _onward(self, response: HtmlResponse, base: str, depth: int) -> list[Found]:
        """How a listing goes on: by its endpoint, or by its links where it has no such thing."""
        rules = self._rules
        if rules.paging == "json" and (further := list(self._after_listing(response, base))):
            return further
        return list(self._numbered(response, base, depth)) if rules.paging != "none" and rules.next else []

    def _numbered(self, response: HtmlResponse, base: str, depth: int) -> Iterator[Found]:
        for link in response.css(self._rules.next):
            href = link.attrib.get("href", "") or link.attrib.get("onclick", "")
            postback = _POSTBACK.search(href)
            if postback and self._rules.paging == "postback":
                yield from self._postback(response, base, link, postback, depth)
            elif href and not postback and (address := self._page(_join(base, href))):
                yield Found(url=address, role="listing")

    def _postback(
        self, response: HtmlResponse, base: str, link: Selector, postback: re.Match[str], depth: int
    ) -> Iterator[Found]:
        form = _form_of(link)
        if form is None:
            return
        target, argument = postback.groups()
        address = self._addresses.fold(_join(base, form.get("action") or urldefrag(response.url).url))
        if address is None:
            return
        fields = {name: value for name, value in form.form_values() if not name.startswith("__EVENT")}
        label = _text_of(link)
        if not label.isdigit():
            label = f"{label}@{depth}"  # "..." and "Next" are other pages on every page
        yield Found(
            url=f"{address}#postback:{target}:{argument}:{label}",
            role="listing",
            request={
                "method": "POST",
                "form": {**fields, "__EVENTTARGET": target, "__EVENTARGUMENT": argument},
            },
        )

    def _after_listing(self, response: HtmlResponse, base: str) -> Iterator[Found]:
        rules = self._rules
        ids = response.css(rules.json_id).getall() if rules.json_id else []
        channel = response.css(rules.json_channel).get("") if rules.json_channel else ""
        yield from self._load_more(base, last=ids[-1] if ids else "", channel=channel)

    def _load_more(self, url: str, *, last: str, channel: str = "") -> Iterator[Found]:
        """The endpoint's next address, told from the listing page or from the endpoint's present one."""
        shape = "".join(_PLACEHOLDERS.get(piece, re.escape(piece)) for piece in _pieces(self._rules.json_url))
        present = re.search(shape, url)
        known = present.groupdict() if present else {}
        page = int(known["page"]) + 1 if "page" in known else self._rules.json_first_page
        values = {"{last}": last, "{channel}": known.get("channel") or channel, "{page}": str(page)}
        pieces = [values.get(piece, piece) for piece in _pieces(self._rules.json_url)]
        address = self._addresses.fold(_join(url, "".join(pieces))) if pieces and all(pieces) else None
        if address:
            yield Found(url=address, role="listing")

    def _page(self, url: str) -> str | None:
        """The site's form of an address that may be fetched as a page, else `None`."""
        address = self._addresses.fold(url)
        if address is None or is_endless(address) or is_print_view(address):
            return None
        return None if _suffix(address) in _NOT_PAGES else address

    def _may_be_article(self, address: str) -> bool:
        """For places that list nothing but articles: the pattern counts, where there is one."""
        return self._article is None or bool(self._article.search(path_and_query(address)))

    def _is_article(self, address: str) -> bool:
        if self._article is not None:
            return bool(self._article.search(path_and_query(address)))
        return looks_like_article(address)


def looks_like_article(url: str) -> bool:
    """Whether an address has the shape of an article's: a slug of four words, or an id."""
    parts = urlsplit(url)
    stem = PurePosixPath(parts.path).stem
    if stem.count("-") >= 3 or re.search(r"\d{4,}$", stem):
        return True
    return any(_ID_PARAMETER.search(name) and value.isdigit() for name, value in parse_qsl(parts.query))


def part_number(url: str, first_page: str) -> int | None:
    """The number (2 and up) of an article's further page, told from its address; `None` for any other."""
    part, first = urlsplit(url), urlsplit(first_page)
    if part.netloc != first.netloc or url == first_page:
        return None
    if part.path == first.path:
        known = set(parse_qsl(first.query, keep_blank_values=True))
        added = [pair for pair in parse_qsl(part.query, keep_blank_values=True) if pair not in known]
        if len(added) != 1 or added[0][0].lower() not in _PART_PARAMETERS:
            return None
        number = added[0][1]
    else:
        first_stem, part_stem = _stem(first.path), _stem(part.path)
        tail = _PART_TAIL.fullmatch(part_stem.removeprefix(first_stem))
        if not part_stem.startswith(first_stem) or tail is None:
            return None
        number = tail[1]
    return int(number) if number.isdigit() and 2 <= int(number) <= 50 else None


def with_news(found: Sequence[Found], before: Sequence[Found]) -> list[Found]:
    """What a page leads to now, marked as changed where the page says something of it that it did not say."""
    said, says = _sayings(before), _sayings(found)
    return [
        replace(one, changed=True) if one.url in said and says[one.url] - said[one.url] else one
        for one in found
    ]


def _sayings(found: Sequence[Found]) -> dict[str, set[str]]:
    """All that a page says of each address, which it may link to by a picture, a title and a summary."""
    sayings: dict[str, set[str]] = {}
    for one in found:
        sayings.setdefault(one.url, set()).add(one.says)
    return sayings


def _text_of(link: Selector) -> str:
    return " ".join("".join(link.css("::text").getall()).split())


def _pieces(template: str) -> list[str]:
    """A template cut into its placeholders and the text between them."""
    return [piece for piece in re.split(r"(\{(?:last|channel|page)\})", template) if piece]


def _stem(path: str) -> str:
    suffix = PurePosixPath(path).suffix
    return path.removesuffix("/").removesuffix(suffix if not suffix[1:].isdigit() else "")


def _suffix(address: str) -> str:
    return PurePosixPath(urlsplit(address).path).suffix.lower()


def _join(base: str, href: str) -> str:
    """The absolute address of a link; an address that no browser could read leads nowhere."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""


def _form_of(link: Selector) -> FormElement | None:
    element = link.root
    if not isinstance(element, HtmlElement):
        return None
    form = next(element.iterancestors("form"), None)
    if form is None:
        # Broken markup closes the form too early; there is one on such a page.
        form = next(element.getroottree().getroot().iter("form"), None)
    return form if isinstance(form, FormElement) else None


def _first_markup(answer: Any) -> bytes:
    """The HTML that a JSON answer holds in one of its texts; empty where it holds none."""
    if isinstance(answer, str):
        return answer.encode() if answer.lstrip().startswith("<") else b""
    values = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ()
    return next(filter(None, map(_first_markup, values)), b"")


def _moment(value: Any) -> datetime | None:
    """The time that so many seconds since 1970 are; `None` for what cannot be one."""
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (OSError, OverflowError, TypeError, ValueError):
        return None


def _first_list(answer: Any) -> Sequence[dict[str, Any]]:
    """The list of items in a JSON answer, at the top or inside its objects."""
    if isinstance(answer, list):
        return [item for item in answer if isinstance(item, dict)]
    if isinstance(answer, dict):
        for value in answer.values():
            items = _first_list(value)
            if items:
                return items
    return []
