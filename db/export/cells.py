"""Values as text: for tables that a spreadsheet opens, and for JSON."""

from __future__ import annotations

import json
from datetime import date, datetime

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def defused(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula.

    OWASP, "CSV injection": titles come from pages that anybody may have written.
    """
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def table_cell(value: object) -> object:
    """A value for a table of text: ISO 8601 for days and times, `true` and `false`, JSON for lists."""
    match value:
        case str():
            return defused(value)
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case bytes():
            return value.hex()
    return value


def json_value(value: object) -> str:
    """What JSON has no form for: days and times as ISO 8601, bytes as hexadecimal digits."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    msg = f"{type(value).__name__} cannot be written as JSON"
    raise TypeError(msg)
