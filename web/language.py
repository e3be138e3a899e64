"""The two languages of the pages: Vietnamese first, English for who asks for it.

An address says nothing of the language unless it carries `lang=vi` or `lang=en`; a browser that
once asked for one is answered in it from then on.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from fastapi import Request, Response

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, Language] = ("vi", "en")

PARAMETER = "lang"
_COOKIE = "tintinh_language"
_YEAR = 365 * 24 * 3600


class Said(NamedTuple):
    """The same in both languages."""

    vi: str
    en: str

    def to(self, language: Language) -> str:
        """As a reader of the language is told."""
        return self.en if language == "en" else self.vi


def language_of(request: Request) -> Language:
    """The language in which a request is to be answered."""
    asked = request.query_params.get(PARAMETER) or request.cookies.get(_COOKIE)
    return asked if asked in LANGUAGES else "vi"


def remember_language(request: Request, response: Response) -> None:
    """Keep the language that the address asks for in the reader's browser."""
    asked = request.query_params.get(PARAMETER)
    if asked in LANGUAGES:
        response.set_cookie(_COOKIE, asked, max_age=_YEAR, httponly=True, samesite="lax")


def address_in(request: Request, language: Language) -> str:
    """The page that was asked for, in the language; the answer to a form has no address: the start."""
    if request.method != "GET":
        return f"/?{PARAMETER}={language}"
    url = request.url.include_query_params(**{PARAMETER: language})
    return f"{url.path}?{url.query}"
