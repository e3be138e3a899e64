"""Canonical addresses: one article, one address. Pure; knows a site's hosts, nothing else.

    addresses = SiteAddresses("https://bao.example.vn/", hosts=())
    addresses.fold("http://m.bao.example.vn:80/a/../tin.html?utm_source=zalo#top")
    # → "https://bao.example.vn/tin.html"

What is dropped never chooses what a page says: fragments, default ports, dot segments,
tracking and session parameters. Everything else is kept as it stands, in its order, because
old portals do tell `?id=5&cat=2` from `?cat=2&id=5`, and need bare queries such as `?1812`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from w3lib.url import safe_url_string

_DEFAULT_PORTS = {"http": 80, "https": 443}

_TRACKING_PARAMETERS = frozenset(
    {"gclid", "gclsrc", "dclid", "gbraid", "wbraid", "_ga", "_gl", "fbclid", "fb_source", "msclkid", "yclid"}
    | {"mc_cid", "mc_eid", "igshid", "igsh", "zarsrc", "gidzl", "zalo_id"}
)
_SESSION_PARAMETERS = frozenset({"phpsessid", "cfid", "cftoken", "jsessionid", "sessionid"})
_PRINT_PARAMETERS = frozenset({"print", "printview", "printable", "inbai"})
_DROPPED_PARAMETERS = _TRACKING_PARAMETERS | _SESSION_PARAMETERS | _PRINT_PARAMETERS
_DROPPED_PREFIXES = ("utm_", "hsa_", "aspsessionid")
_PATH_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_ASP_SESSION = re.compile(r"/\([A-Z]\([A-Za-z0-9]+\)\)(?=/|$)")
_PRINT_SEGMENTS = frozenset({"print", "printview", "in-bai", "ban-in"})
_MOBILE_LABELS = ("m.", "mobile.", "wap.", "amp.")


def canonical(url: str) -> str:
    """The address in its one form; `ValueError` where it is no http(s) address."""
    parts = urlsplit(safe_url_string(url.strip()))
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        msg = f"not an http(s) address: {url[:200]!r}"
        raise ValueError(msg)
    host = (parts.hostname or "").rstrip(".")
    if not host:
        msg = f"an address without a host: {url[:200]!r}"
        raise ValueError(msg)
    return urlunsplit((scheme, _netloc(host, parts.port, scheme), _path(parts.path), _query(parts.query), ""))


def is_print_view(url: str) -> bool:
    """Whether the address is that of a page's print view, by a segment of its path."""
    return any(segment in _PRINT_SEGMENTS for segment in urlsplit(url).path.lower().split("/"))


class SiteAddresses:
    """Folds addresses to the one form that a site's pages have, and refuses other sites'."""

    def __init__(self, start: str, hosts: Iterable[str] = ()) -> None:
        self._start = urlsplit(canonical(start))
        own = [self._start.netloc, *(urlsplit(canonical(f"http://{host}/")).netloc for host in hosts)]
        self._hosts = {_bare(netloc): netloc for netloc in reversed(own)}

    @property
    def start(self) -> str:
        """The canonical form of the site's start address."""
        return urlunsplit(self._start)

    def fold(self, url: str) -> str | None:
        """The site's form of an address, its mobile twin included; `None` where it is not of the site."""
        try:
            parts = urlsplit(canonical(url))
        except ValueError:
            return None
        netloc = self._hosts.get(_bare(parts.netloc))
        if netloc is None:
            return None
        scheme = self._start.scheme if netloc == self._start.netloc else parts.scheme
        return urlunsplit(parts._replace(scheme=scheme, netloc=netloc))


def path_and_query(url: str) -> str:
    """The part of an address that a site's patterns are matched against."""
    parts: SplitResult = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _netloc(host: str, port: int | None, scheme: str) -> str:
    shown = f"[{host}]" if ":" in host else host
    return shown if port in {None, _DEFAULT_PORTS[scheme]} else f"{shown}:{port}"


def _bare(netloc: str) -> str:
    """The host without the labels by which twins differ: `m.`, `www.` and the like."""
    for label in (*_MOBILE_LABELS, "www."):
        if netloc.startswith(label) and netloc.count(".") >= 2:
            netloc = netloc.removeprefix(label)
    return netloc


def _path(path: str) -> str:
    path = _ASP_SESSION.sub("", _PATH_SESSION.sub("", path))
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        plain = unquote(segment)
        if plain == "..":
            del kept[-1:]
        elif plain != ".":
            kept.append(segment)
    if segments and unquote(segments[-1]) in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if pair and not _is_dropped(pair))


def _is_dropped(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower()
    return name in _DROPPED_PARAMETERS or name.startswith(_DROPPED_PREFIXES)
