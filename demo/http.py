"""Requests and responses of the replica sites, and the rules of conditional requests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a browser asks of a site.

    `attempt` counts the requests for this address since the server began, from 1.
    """

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]
    base_url: str
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a site answers. `slow` answers wait for the server's `slow_seconds` first."""

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    last_modified: datetime | None = None
    location: str | None = None
    slow: bool = False

    def headers(self) -> dict[str, str]:
        """The headers of the answer. What can be cached carries ETag and Last-Modified."""
        headers = {"Content-Type": self.content_type}
        if self.location is not None:
            headers["Location"] = self.location
        if self.last_modified is not None:
            headers["ETag"] = self.etag
            headers["Last-Modified"] = format_datetime(self.last_modified, usegmt=True)
        return headers

    @property
    def etag(self) -> str:
        """A strong validator: the digest of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


Handler = Callable[[Request], Response]


def html(text: str, *, status: int = 200, last_modified: datetime | None = None) -> Response:
    """A page in UTF-8."""
    return Response(body=text.encode(), status=status, last_modified=last_modified)


def always(response: Response) -> Handler:
    """A handler that gives this one answer."""
    return lambda _request: response


def is_unchanged(request: Request, response: Response) -> bool:
    """Whether the asker already has this answer (RFC 9110: an ETag outranks a date)."""
    if response.status != 200 or response.last_modified is None:
        return False
    if_none_match = request.headers.get("if-none-match")
    if if_none_match is not None:
        known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return bool(known & {response.etag, "*"})
    if_modified_since = request.headers.get("if-modified-since")
    if if_modified_since is None:
        return False
    try:
        return response.last_modified <= parsedate_to_datetime(if_modified_since)
    except ValueError:
        return False
