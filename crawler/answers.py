"""An HTTP answer as the crawler sees it: made from Scrapy's response, with its body unpacked.

Scrapy's own decompression is switched off, so that the archive gets what came over the
network; the body is unpacked here, within the site's limit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.client import responses as status_names
from typing import Self

from scrapy.http import HtmlResponse, Response

from archive import Capture, Captured
from crawler.guards import decompressed
from db.tally import Certificate

ACCEPTED_ENCODINGS = "gzip, deflate"

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers as received and body: `sent` as it came, `body` without its compression."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    sent: bytes
    body: bytes
    fetched_at: datetime
    protocol: str
    ip_address: str | None
    is_rendered: bool = False
    """Whether `body` is what a browser made of the page."""

    @classmethod
    def of(cls, response: Response, max_bytes: int) -> Self:
        """Scrapy's response, unpacked; `BodyTooLarge` or `BodyBroken` where that fails."""
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        encodings = [value for name, value in headers if name.lower() == "content-encoding"]
        return cls(
            url=response.url,
            status=response.status,
            headers=headers,
            sent=response.body,
            body=decompressed(response.body, ",".join(encodings).split(","), max_bytes),
            fetched_at=datetime.now(UTC),
            protocol=response.protocol or "HTTP/1.1",
            ip_address=str(response.ip_address) if response.ip_address else None,
        )

    @classmethod
    def again(cls, captured: Captured) -> Self:
        """An answer of an earlier time, from the archive."""
        return cls(
            url=captured.url,
            status=captured.status,
            headers=tuple(captured.headers.items()),
            sent=captured.body,
            body=captured.body,
            fetched_at=captured.fetched_at,
            protocol="HTTP/1.1",
            ip_address=None,
        )

    def shown_as(self, document: bytes) -> Self:
        """The answer with what a browser made of it, in UTF-8, for its body."""
        return replace(self, body=document, is_rendered=True)

    def header(self, name: str) -> str | None:
        """The first header of this name (in lower case)."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def media_type(self) -> str:
        """The declared type, without parameters, in lower case; empty where none is declared."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def is_html(self) -> bool:
        """Whether it is a web page, by its declared type or, without one, by how it begins."""
        if not self.media_type:
            return self.body.lstrip()[:1] == b"<"
        return self.media_type in _HTML_TYPES

    def html(self) -> HtmlResponse:
        """The body as Scrapy's web page, with its encoding found out."""
        declared = self.header("content-type") or "text/html"
        headers = {"Content-Type": "text/html; charset=utf-8" if self.is_rendered else declared}
        return HtmlResponse(self.url, body=self.body, headers=headers)

    def capture(self) -> Capture:
        """What goes into the archive."""
        return Capture(
            url=self.url,
            status=self.status,
            reason=status_names.get(self.status, ""),
            headers=self.headers,
            body=self.sent,
            fetched_at=self.fetched_at,
            protocol=self.protocol,
            ip_address=self.ip_address,
            rendered=self.body if self.is_rendered else None,
        )


def certificate_of(response: Response) -> Certificate | None:
    """What the server's certificate says, where the answer came over TLS."""
    if response.certificate is None:
        return None
    issuer = response.certificate.getIssuer()
    # ASN.1 GENERALIZEDTIME, always in UTC here: 20270131235959Z.
    expiry = response.certificate.original.get_notAfter().decode("ascii")
    expires_at = datetime.strptime(expiry, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    names = (getattr(issuer, name, b"") for name in ("organizationName", "commonName"))
    return Certificate(", ".join(name.decode("utf-8", "replace") for name in names if name), expires_at)
