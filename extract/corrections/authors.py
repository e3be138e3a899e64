"""Bylines as corrected. They are the page's, not a sentence's, and have no place."""

from __future__ import annotations

from dataclasses import replace

from extract.corrections.correction import Correction
from extract.corrections.step import Step, same
from extract.corrections.values import AuthorValues
from extract.fact import Facts
from extract.text import fold


def correct_author(facts: Facts, correction: Correction) -> Step | None:
    """An author who is none, has another name, or was not found; a new name waits for the old one."""
    was, becomes = correction.was, correction.becomes
    authors = facts.authors
    if isinstance(becomes, AuthorValues):
        if (
            isinstance(was, AuthorValues)
            and not _known(authors, was.name)
            and not _known(authors, becomes.name)
        ):
            return None
        if isinstance(was, AuthorValues):
            authors = tuple(becomes.name if same(name, was.name) else name for name in authors)
        return Step(replace(facts, authors=_once((*authors, becomes.name))), None)
    if isinstance(was, AuthorValues):
        authors = tuple(name for name in authors if not same(name, was.name))
    return Step(replace(facts, authors=authors), None)


def _known(authors: tuple[str, ...], name: str) -> bool:
    return any(same(author, name) for author in authors)


def _once(authors: tuple[str, ...]) -> tuple[str, ...]:
    """The names, each once, as first written."""
    kept: dict[str, str] = {}
    for name in authors:
        kept.setdefault(fold(name), name)
    return tuple(kept.values())
