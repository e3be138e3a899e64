"""Vendor templates: how a content management system lays out its articles, as data with types.

A template comes from a TOML file in `vendors/`, read by the caller; `parse_template` checks its tables
`signs` and `article` and passes over the tables for the crawler. A selector may carry `until`: the
last day of publication for which that layout holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

_ARTICLE_KEYS = ("title", "lead", "body", "published", "updated", "authors", "captions", "drop")
_SIGN_KEYS = ("selectors", "addresses", "generator", "least")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_OUTSIDE_BRACKETS = re.compile(r",(?![^\[]*\])")
_ATTRIBUTE = re.compile(r"\[\s*([\w-]+)")
_NAME = re.compile(r"[.#]([\w-]+)")
_SELECTOR_KEYS = {"css", "until", "attribute", "script", "month_first"}


class TemplateError(ValueError):
    """A vendor template that cannot be used; the message names template, field and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Css:
    """A compiled CSS selector, with the names without which it can find nothing."""

    text: str
    compiled: CSSSelector
    needs: tuple[frozenset[str], ...]
    """For each alternative: the classes, ids and attributes that the page must hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Where to find one thing in a page: by CSS, or by a pattern with one group over inline scripts."""

    css: Css | None = None
    script: re.Pattern[str] | None = None
    attribute: str | None = None
    """Read this attribute instead of the text."""
    until: date | None = None
    month_first: bool = False

    def holds(self, published: date | None) -> bool:
        """Whether the selector is meant for an article of that day; an unknown day is no hindrance."""
        return self.until is None or published is None or published <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """By what a page shows that the vendor made it; `least` of them must be there."""

    selectors: tuple[Css, ...] = ()
    addresses: tuple[re.Pattern[str], ...] = ()
    """Searched in the addresses of the page's links, pictures, styles and scripts."""
    generator: re.Pattern[str] | None = None
    least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorTemplate:
    """How one system lays out its articles; the first selector that finds something wins."""

    name: str
    signs: Signs
    title: tuple[Selector, ...] = ()
    lead: tuple[Selector, ...] = ()
    body: tuple[Selector, ...] = ()
    published: tuple[Selector, ...] = ()
    updated: tuple[Selector, ...] = ()
    authors: tuple[Selector, ...] = ()
    captions: tuple[Selector, ...] = ()
    drop: tuple[Selector, ...] = ()


def parse_template(name: str, data: Mapping[str, object]) -> VendorTemplate:
    """Check a vendor's TOML and make its template.

    Raises `TemplateError` for a table, key or selector that is wrong or missing.
    """
    signs = _table(name, data, "signs", _SIGN_KEYS)
    article = _table(name, data, "article", _ARTICLE_KEYS)
    if not article.get("body"):
        raise TemplateError(f"vendor {name}: [article] needs body, the selectors of the article's text")
    selectors = {key: _selectors(name, key, article.get(key, [])) for key in _ARTICLE_KEYS}
    return VendorTemplate(name=name, signs=_signs(name, signs), **selectors)


def _table(name: str, data: Mapping[str, object], key: str, allowed: Sequence[str]) -> Mapping[str, object]:
    table = data.get(key)
    if not isinstance(table, Mapping):
        raise TemplateError(f"vendor {name}: the table [{key}] is missing")
    unknown = sorted(set(table) - set(allowed))
    if unknown:
        raise TemplateError(f"vendor {name}: [{key}] knows no {unknown[0]!r}; allowed: {', '.join(allowed)}")
    return table


def _signs(name: str, table: Mapping[str, object]) -> Signs:
    generator = table.get("generator")
    least = table.get("least", 1)
    if not isinstance(least, int) or least < 1:
        raise TemplateError(f"vendor {name}: [signs] least must be a whole number from 1")
    signs = Signs(
        selectors=tuple(
            _css(name, "signs.selectors", text)
            for text in _strings(name, "signs.selectors", table.get("selectors", []))
        ),
        addresses=tuple(
            _pattern(name, "signs.addresses", text)
            for text in _strings(name, "signs.addresses", table.get("addresses", []))
        ),
        generator=_pattern(name, "signs.generator", str(generator)) if generator else None,
        least=least,
    )
    if not (signs.selectors or signs.addresses or signs.generator):
        raise TemplateError(f"vendor {name}: [signs] needs selectors, addresses or generator")
    return signs


def _selectors(name: str, key: str, entries: object) -> tuple[Selector, ...]:
    field = f"article.{key}"
    if not isinstance(entries, list):
        raise TemplateError(f"vendor {name}: {field} must be a list of selectors")
    return tuple(_selector(name, field, entry) for entry in entries)


def _selector(name: str, field: str, entry: object) -> Selector:
    if isinstance(entry, str):
        return Selector(css=_css(name, field, entry))
    if not isinstance(entry, Mapping) or not {"css", "script"} & set(entry) or set(entry) - _SELECTOR_KEYS:
        allowed = ", ".join(sorted(_SELECTOR_KEYS))
        raise TemplateError(
            f"vendor {name}: {field}: write a CSS selector, or a table with css or script of {allowed}"
        )
    until = entry.get("until")
    if until is not None and type(until) is not date:
        raise TemplateError(f"vendor {name}: {field}: until must be a day, written 2024-12-31 without quotes")
    return Selector(
        css=_css(name, field, str(entry["css"])) if "css" in entry else None,
        script=_pattern(name, field, str(entry["script"])) if "script" in entry else None,
        attribute=str(entry["attribute"]) if "attribute" in entry else None,
        until=until,
        month_first=bool(entry.get("month_first")),
    )


def _strings(name: str, field: str, entries: object) -> list[str]:
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise TemplateError(f"vendor {name}: {field} must be a list of texts")
    return entries


def _css(name: str, field: str, text: str) -> Css:
    try:
        compiled = CSSSelector(text, translator="html")
    except SelectorError as error:
        raise TemplateError(f"vendor {name}: {field}: {text!r} is no CSS selector: {error}") from error
    return Css(text=text, compiled=compiled, needs=tuple(map(_needs, _OUTSIDE_BRACKETS.split(text))))


def _needs(alternative: str) -> frozenset[str]:
    """The classes, ids and attributes that one alternative of a selector names; none where it has a `:`."""
    attributes = _ATTRIBUTE.findall(alternative)
    bare = _BRACKETS.sub("", alternative)
    return frozenset() if ":" in bare else frozenset([*attributes, *_NAME.findall(bare)])


def _pattern(name: str, field: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise TemplateError(f"vendor {name}: {field}: {text!r} is no pattern: {error}") from error
