"""Servers that speak only old TLS versions or weak ciphers (`tls = "legacy"`).

Scrapy's setting for ciphers goes through a list of their names, in which OpenSSL's security level is
lost, and without it OpenSSL 3 and later refuse such servers whatever the list says.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from twisted.internet.interfaces import IAcceptableCiphers
from zope.interface import implementer

LEGACY_TLS_SETTINGS: dict[str, Any] = {
    "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0",
    "DOWNLOAD_HANDLERS_BASE": dict.fromkeys(("http", "https"), "crawler.legacy_tls.LegacyTlsHandler"),
}


class LegacyTlsHandler(HTTP11DownloadHandler):
    """Scrapy's own handler, with every cipher of OpenSSL allowed."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        policy: Any = self._contextFactory
        policy.tls_ciphers = _EveryCipher()


class _Words(NamedTuple):
    """A part of OpenSSL's cipher string, which Twisted takes for a cipher."""

    fullName: str  # noqa: N815 -- Twisted's name


@implementer(IAcceptableCiphers)
class _EveryCipher:
    def selectCiphers(self, availableCiphers: Iterable[Any]) -> tuple[_Words, ...]:  # noqa: N802, N803
        del availableCiphers
        return _Words("ALL"), _Words("@SECLEVEL=0")
