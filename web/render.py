"""Templates filled in: one environment, with the words for days, kinds and statuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from web import wording
from web.visitor import Visitor

_TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """Makes pages of templates; everything that a template is given is escaped."""

    def __init__(self) -> None:
        self._templates = Jinja2Templates(_TEMPLATES)
        self._templates.env.filters.update(
            day=wording.show_day,
            moment=wording.show_moment,
            kind=wording.show_kind,
            relation=wording.show_relation,
            status=wording.show_status,
            verdict=wording.show_verdict,
            web=wording.web_address,
        )

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
        """The template as an answer; `section` names the part of the site that it belongs to.

        `visitor` is there for every template: who reads, and `visitor.token` for the forms. None
        where nobody was asked for, as on a page that there is not.
        """
        values["sections"] = wording.SECTIONS
        visitor: Visitor | None = getattr(request.state, "visitor", None)
        values["visitor"] = visitor
        answer = self._templates.TemplateResponse(request, template, values, status_code=status)
        if visitor is not None:
            visitor.remember(answer)
        return answer
