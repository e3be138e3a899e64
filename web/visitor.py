"""Whose browser a request comes from, and whether a form is one that we sent it.

Any page that somebody opens could make their browser send forms here. Ours are told by where the
browser says they come from, and by a token that only our pages can read: a keyed digest of the
browser's secret, which it keeps in a cookie, and of the session.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request, Response

from db.accounts.sessions import new_token
from web.cookies import Cookies
from web.house import house_of
from web.language import Said
from web.reader import NAME_COOKIE, NAME_LENGTH, SESSION_COOKIE, Reader, current_reader, tidy_name

__all__ = ["NAME_LENGTH", "Known", "Visitor", "own_form", "tidy_name", "visitor"]

BROWSER_COOKIE = "browser"
_SECRET_LENGTH = 43
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_FOREIGN = Said(
    "Biểu mẫu này không do Tin Tỉnh gửi, hoặc đã cũ: mở lại trang rồi làm lại.",
    "This form is not one of ours, or is out of date: open the page again.",
)
_NOT_TEXT = Said("Biểu mẫu có ký tự không phải chữ.", "The form holds characters that are no text.")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser with somebody before it."""

    reader: Reader
    cookies: Cookies
    secret: str
    new: bool
    """Whether the browser does not know its secret yet."""
    session: str
    """The token of the browser's session; empty where it has none."""

    @property
    def name(self) -> str:
        """The reader's name; empty until it is given."""
        return self.reader.name

    @property
    def signed_in(self) -> bool:
        """Whether the reader has an account."""
        return self.reader.via in {"session", "token"}

    @property
    def token(self) -> str:
        """What our forms carry."""
        return hmac.digest(self.secret.encode(), f"form {self.session}".encode(), "sha256").hex()

    def remember(self, response: Response) -> None:
        """Keep the secret in the visitor's browser, unless it is there."""
        if self.new:
            self.cookies.keep(response, BROWSER_COOKIE, self.secret)

    def remember_name(self, response: Response) -> None:
        """Keep the name that a local editor has given in their browser."""
        self.cookies.keep(response, NAME_COOKIE, quote(self.name, safe=""))


def visitor(request: Request, reader: Annotated[Reader, Depends(current_reader)]) -> Visitor:
    """Whoever sends the request, and from which browser; `web.render` gives it to every page."""
    cookies = house_of(request).cookies
    secret = cookies.read(request, BROWSER_COOKIE)
    new = len(secret) != _SECRET_LENGTH
    sender = Visitor(
        reader, cookies, new_token() if new else secret, new, cookies.read(request, SESSION_COOKIE)
    )
    request.state.visitor = sender
    return sender


Known = Annotated[Visitor, Depends(visitor)]


async def own_form(request: Request, sender: Known) -> None:
    """Refuse a form that another site made a browser send; what only reads passes.

    A program that shows a token has no browser that others could make send something.
    """
    if request.method in SAFE_METHODS:
        return
    form = await request.form()
    if any("\0" in value for value in form.values() if isinstance(value, str)):
        raise HTTPException(400, _NOT_TEXT)
    if sender.reader.via == "token":
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        ours = site == "same-origin"
    else:  # browsers from before 2023; programs send neither and have the token
        scheme = "https" if sender.cookies.https else "http"
        ours = origin in {None, f"{scheme}://{request.headers['host']}"}
    token = form.get("token")
    given = token if isinstance(token, str) else ""
    if not (ours and hmac.compare_digest(given.encode(), sender.token.encode())):
        raise HTTPException(403, _FOREIGN)
