"""Who sits at the desk, and whether a form is one that we sent them.

There are no accounts while the pages answer on this machine alone: an editor's name is asked once
and kept in a cookie. Any page that the editor's browser opens could send forms here; ours are told
by where the browser says they come from, and by a token that only our pages can read.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Depends, Form, HTTPException, Request, Response

NAME_LENGTH = 60
_NAME, _TOKEN = "tintinh_editor", "tintinh_form"
_TOKEN_BYTES = 24
_TOKEN_LENGTH = 32
_YEAR = 365 * 24 * 3600

_FOREIGN = (
    "Biểu mẫu này không do Tin Tỉnh gửi, hoặc đã cũ: mở lại trang rồi làm lại. /"
    " This form is not one of ours, or is out of date: open the page again."
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser at the desk; the name is empty until it is given."""

    name: str
    token: str

    def remember(self, response: Response) -> None:
        """Keep name and token in the visitor's browser."""
        for cookie, value in ((_NAME, quote(self.name, safe="")), (_TOKEN, self.token)):
            response.set_cookie(
                cookie, value, max_age=_YEAR, path="/review", httponly=True, samesite="strict"
            )


def visitor(request: Request) -> Visitor:
    """Whoever sends the request."""
    token = request.cookies.get(_TOKEN, "")
    if len(token) != _TOKEN_LENGTH:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
    return Visitor(tidy_name(unquote(request.cookies.get(_NAME, ""))), token)


Known = Annotated[Visitor, Depends(visitor)]


def own_form(request: Request, sender: Known, token: Annotated[str, Form(max_length=100)] = "") -> None:
    """Refuse a form that another site made a browser send."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        ours = site == "same-origin"
    else:  # browsers from before 2023; programs send neither and have the token
        ours = origin in {None, f"{request.url.scheme}://{request.headers['host']}"}
    if not (ours and secrets.compare_digest(token.encode(), sender.token.encode())):
        raise HTTPException(403, _FOREIGN)


def tidy_name(name: str) -> str:
    """The name on one line, without what cannot be seen; empty where nothing is left."""
    visible = "".join(char if char.isprintable() else " " for char in name)
    return " ".join(visible.split())[:NAME_LENGTH]
