"""The two languages of the pages: Vietnamese first, English for who asks for it.

An address says nothing of the language unless it carries `lang=vi` or `lang=en`; a browser that
once asked for one is answered in it from then on.
"""

from __future__ import annotations

from typing import Literal, NamedTuple
from urllib.parse import quote

from fastapi import Request, Response

from web.house import house_of

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, Language] = ("vi", "en")

PARAMETER = "lang"
_COOKIE = "language"


class Said(NamedTuple):
    """The same in both languages."""

    vi: str
    en: str

    def to(self, language: Language) -> str:
        """As a reader of the language is told."""
        return self.en if language == "en" else self.vi


def language_of(request: Request) -> Language:
    """The language in which a request is to be answered."""
    asked = request.query_params.get(PARAMETER) or house_of(request).cookies.read(request, _COOKIE)
    return asked if asked in LANGUAGES else "vi"


def remember_language(request: Request, response: Response) -> None:
    """Keep the language that the address asks for in the reader's browser."""
    asked = request.query_params.get(PARAMETER)
    if asked in LANGUAGES:
        house_of(request).cookies.keep(response, _COOKIE, asked)


def address_in(request: Request, language: Language) -> str:
    """The page that was asked for, in the language; the answer to a form has no address: the start."""
    if request.method != "GET":
        return f"/?{PARAMETER}={language}"
    url = request.url.include_query_params(**{PARAMETER: language})
    return f"{quote(url.path)}?{url.query}"
