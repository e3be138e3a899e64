"""Whose browser a request comes from, and whether a form is one that we sent it.

Any page that somebody opens could make their browser send forms here. Ours are told by where the
browser says they come from, and by a token that only our pages can read: a keyed digest of the
browser's secret, which it keeps in a cookie.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request, Response

from web.language import Said
from web.reader import NAME_COOKIE, NAME_LENGTH, Reader, current_reader, tidy_name

__all__ = ["NAME_LENGTH", "Known", "Visitor", "own_form", "tidy_name", "visitor"]

_BROWSER = "tintinh_browser"
_SECRET_BYTES = 32
_SECRET_LENGTH = 43
_YEAR = 365 * 24 * 3600
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_FOREIGN = Said(
    "Biểu mẫu này không do Tin Tỉnh gửi, hoặc đã cũ: mở lại trang rồi làm lại.",
    "This form is not one of ours, or is out of date: open the page again.",
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser with somebody before it."""

    reader: Reader
    secret: str
    new: bool
    """Whether the browser does not know its secret yet."""

    @property
    def name(self) -> str:
        """The reader's name; empty until it is given."""
        return self.reader.name

    @property
    def token(self) -> str:
        """What our forms carry."""
        return hmac.digest(self.secret.encode(), b"form", "sha256").hex()

    def remember(self, response: Response) -> None:
        """Keep the secret in the visitor's browser, unless it is there."""
        if self.new:
            _keep(response, _BROWSER, self.secret)

    def remember_name(self, response: Response) -> None:
        """Keep the name that a local editor has given in their browser."""
        _keep(response, NAME_COOKIE, quote(self.name, safe=""))


def _keep(response: Response, cookie: str, value: str) -> None:
    # Lax, not strict: who follows a link to us from elsewhere is still who they are.
    response.set_cookie(cookie, value, max_age=_YEAR, httponly=True, samesite="lax")


def visitor(request: Request, reader: Annotated[Reader, Depends(current_reader)]) -> Visitor:
    """Whoever sends the request, and from which browser; `web.render` gives it to every page."""
    secret = request.cookies.get(_BROWSER, "")
    new = len(secret) != _SECRET_LENGTH
    sender = Visitor(reader, secrets.token_urlsafe(_SECRET_BYTES) if new else secret, new)
    request.state.visitor = sender
    return sender


Known = Annotated[Visitor, Depends(visitor)]


async def own_form(request: Request, sender: Known) -> None:
    """Refuse a form that another site made a browser send; what only reads passes."""
    if request.method in _SAFE_METHODS:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        ours = site == "same-origin"
    else:  # browsers from before 2023; programs send neither and have the token
        ours = origin in {None, f"{request.url.scheme}://{request.headers['host']}"}
    token = (await request.form()).get("token")
    given = token if isinstance(token, str) else ""
    if not (ours and hmac.compare_digest(given.encode(), sender.token.encode())):
        raise HTTPException(403, _FOREIGN)
