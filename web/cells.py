"""Values of rows as tables on the pages show them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from web.wording import web_address


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a table: its text, None for nothing; whether it is a number; where it leads, if anywhere."""

    text: str | None
    number: bool = False
    href: str = ""


def shown_cell(value: object, longest: int) -> Cell:
    """A value as files of text have it, but for long texts, which are cut."""
    match value:
        case None:
            return Cell(None)
        case bool():
            return Cell("true" if value else "false")
        case int() | float():
            return Cell(str(value), number=True)
        case date():
            return Cell(value.isoformat())
        case list() | dict():
            text = json.dumps(value, ensure_ascii=False)
        case _:
            text = str(value)
    return Cell(f"{text[:longest]}…" if len(text) > longest else text, href=web_address(text))
