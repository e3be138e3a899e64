"""Templates filled in: one environment for each language, with its words for days, kinds, statuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates
from markupsafe import Markup

from web import wording
from web.addresses import address
from web.charts import bar
from web.language import LANGUAGES, Language, Said, address_in, language_of, remember_language
from web.visitor import Visitor

_TEMPLATES = Path(__file__).parent / "templates"
_DECEIVING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


class Renderer:
    """Makes pages of templates; everything that a template is given is escaped."""

    def __init__(self) -> None:
        self._templates = {language: _templates(language) for language in LANGUAGES}

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
        """The template as an answer, in the reader's language; `section` names its part of the house.

        `visitor` is there for every template: who reads, and `visitor.token` for the forms. None
        where nobody was asked for, as on a page that there is not.
        """
        visitor: Visitor | None = getattr(request.state, "visitor", None)
        values["visitor"] = visitor
        values["desks"] = tuple(
            (path, words)
            for path, words, role in wording.DESKS
            if visitor is None or visitor.reader.may(role)
        )
        values["base"] = str(request.base_url).rstrip("/")
        values["languages"] = {one: address_in(request, one) for one in LANGUAGES}
        templates = self._templates[language_of(request)]
        answer = templates.TemplateResponse(request, template, values, status_code=status)
        if visitor is not None:
            visitor.remember(answer)
        remember_language(request, answer)
        return answer


def _templates(language: Language) -> Jinja2Templates:
    """The templates as they speak one language."""
    templates = Jinja2Templates(_TEMPLATES)
    templates.env.finalize = _visible
    templates.env.globals.update(language=language, sections=wording.SECTIONS, address=address, bar=bar)
    templates.env.filters.update(_filters(language))
    return templates


def _visible(value: object) -> object:
    """A text without what would show it as another: control characters, and those that turn its direction.

    What we have written ourselves is markup, and has none.
    """
    return _DECEIVING.sub("", value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _filters(language: Language) -> dict[str, Callable[..., str]]:
    def said(words: Said | str) -> str:
        return words.to(language) if isinstance(words, Said) else words

    def day(one: date | None) -> str:
        return wording.show_day(one) if one else said(wording.NO_DATE)

    def moment(one: datetime | None, has_time: bool | None) -> str:  # noqa: FBT001 -- as in show_moment
        return wording.show_moment(one, has_time) if one else said(wording.NO_DATE)

    return {
        "said": said,
        "day": day,
        "moment": moment,
        "kind": lambda kind: said(wording.KINDS[kind]),
        "article_kind": lambda kind: said(wording.ARTICLE_KINDS[kind]),
        "reason": lambda recorded: said(wording.crawl_reason(recorded)),
        "run_state": lambda state: said(wording.RUN_STATES[state]),
        "relation": lambda name: said(wording.relation(name)),
        "status": lambda status: said(wording.STATUSES[status]),
        "verdict": lambda verdict: said(wording.VERDICTS[verdict]),
        "role": lambda role: said(wording.ROLES[role]),
        "number": wording.show_number,
        "web": wording.web_address,
    }
