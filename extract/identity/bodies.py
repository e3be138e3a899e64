"""The body in which an office is held, in the fullest wording that an article gives."""

from __future__ import annotations

from extract.fact import Office
from extract.text import clean, fold


def body_name(office: Office) -> str:
    """The body's name in the fullest wording: `full` without the title, where it begins with it."""
    title, full = clean(office.title), clean(office.full)
    rest = full[len(title) :].strip()
    if office.organization and rest and fold(full[: len(title)]) == fold(title):
        return rest
    return clean(office.organization)
