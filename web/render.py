"""Templates filled in: one environment, with the words for days, kinds and statuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from web import wording

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
        """The template as an answer; `section` names the part of the site that it belongs to."""
        values["sections"] = wording.SECTIONS
        return self._templates.TemplateResponse(request, template, values, status_code=status)
