"""How an article's page goes out: its encoding, its validators, its delays and faults.

Traits understood here: `windows-1258`, `nfd`, `mislabelled` (says iso-8859-1, is UTF-8),
`slow`, `fails-once` (500 to the first request).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC

from demo.content.model import DemoArticle
from demo.http import Handler, Request, Response, html

RenderPage = Callable[[str], str]
"""Gives the page's HTML, in which the argument stands as its declared encoding."""

_SERVER_ERROR = html("<html><body><h1>Server Error in '/' Application.</h1></body></html>", status=500)


def article_page(article: DemoArticle, render: RenderPage) -> Handler:
    """A handler that serves the article's page as the article's traits ask."""

    def respond(request: Request) -> Response:
        if "fails-once" in article.traits and request.attempt == 1:
            return _SERVER_ERROR
        content_type, body = _encoded(article, render)
        return Response(
            body=body,
            content_type=content_type,
            last_modified=article.modified.astimezone(UTC),
            slow="slow" in article.traits,
        )

    return respond


def _encoded(article: DemoArticle, render: RenderPage) -> tuple[str, bytes]:
    """The page's content type and bytes."""
    if "windows-1258" in article.traits:
        return "text/html; charset=windows-1258", windows_1258(render("windows-1258"))
    if "mislabelled" in article.traits:
        return "text/html", render("iso-8859-1").encode()
    if "nfd" in article.traits:
        return "text/html; charset=utf-8", unicodedata.normalize("NFD", render("utf-8")).encode()
    return "text/html; charset=utf-8", render("utf-8").encode()


def windows_1258(text: str) -> bytes:
    """The text in windows-1258, which has Vietnamese letters but writes most tones after them."""
    return "".join(_letter_then_tone(char) for char in unicodedata.normalize("NFC", text)).encode("cp1258")


def _letter_then_tone(char: str) -> str:
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        tones = "\u0300\u0301\u0303\u0309\u0323"
        marks = unicodedata.normalize("NFD", char)
        letter = "".join(mark for mark in marks if mark not in tones)
        tone = "".join(mark for mark in marks if mark in tones)
        return unicodedata.normalize("NFC", letter) + tone
    return char
