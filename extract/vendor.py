"""Vendor templates: how a content management system lays out its articles, as data with types.

A template comes from a TOML file in `vendors/`, read by the caller; `parse_template` checks its tables
`signs` and `article` and passes over the tables for the crawler. A selector may carry `until`: the
last day of publication for which that layout holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from extract.moments import parse_moment
from extract.survey import text_of
from extract.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extract.article import Moment

_ARTICLE_KEYS = ("title", "lead", "body", "published", "updated", "authors", "captions", "drop")
_SIGN_KEYS = ("selectors", "addresses", "generator", "least")
_SELECTOR_KEYS = {"css", "until", "attribute", "script", "month_first"}


class TemplateError(ValueError):
    """A vendor template that cannot be used; the message names template, field and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Where to find one thing in a page: by CSS, or by a pattern with one group over inline scripts."""

    css: CSSSelector | None = None
    script: re.Pattern[str] | None = None
    attribute: str | None = None
    """Read this attribute instead of the text."""
    until: date | None = None
    month_first: bool = False

    def holds(self, published: date | None) -> bool:
        """Whether the selector is meant for an article of that day; an unknown day is no hindrance."""
        return self.until is None or published is None or published <= self.until

    def elements(self, root: _Element) -> list[_Element]:
        """The elements that the selector finds, in document order."""
        return [] if self.css is None else self.css(root)

    def texts(self, root: _Element) -> Iterator[str]:
        """The texts that the selector finds, cleaned, without empty ones."""
        if self.script is not None:
            for script in root.iter("script"):
                match = self.script.search(script.text or "")
                if match:
                    yield clean(match[1])
        for element in self.elements(root):
            text = clean(element.get(self.attribute) or "") if self.attribute else text_of(element)
            if text:
                yield text


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """By what a page shows that the vendor made it; `least` of them must be there."""

    selectors: tuple[CSSSelector, ...] = ()
    addresses: tuple[re.Pattern[str], ...] = ()
    """Searched in the addresses of the page's links, pictures, styles and scripts."""
    generator: re.Pattern[str] | None = None
    least: int = 1

    def count(self, root: _Element, addresses: str) -> int:
        """How many of the signs the page shows."""
        found = sum(bool(selector(root)) for selector in self.selectors)
        found += sum(bool(pattern.search(addresses)) for pattern in self.addresses)
        if self.generator is not None:
            found += any(
                self.generator.search(meta.get("content") or "")
                for meta in root.iter("meta")
                if (meta.get("name") or "").lower() == "generator"
            )
        return found


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """What a template's selectors found; the elements are copies, freed of what is to be dropped."""

    title: str
    leads: tuple[_Element, ...]
    body: _Element | None
    place: _Element | None
    """The body in the page's own tree."""
    published: Moment | None
    updated: Moment | None
    authors: tuple[str, ...]


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


def recognise(root: _Element, url: str, templates: Sequence[VendorTemplate]) -> VendorTemplate | None:
    """The template with the most signs on the page, or None where no template has enough of them."""
    addresses = "\n".join([url, *map(str, root.xpath("//@src | //@href | //@data-src"))])
    counted = [(template.signs.count(root, addresses), template) for template in templates]
    fit = [(count, template) for count, template in counted if count >= template.signs.least]
    return max(fit, key=lambda pair: pair[0])[1] if fit else None


def select(template: VendorTemplate, root: _Element, published: date | None) -> Selected:
    """Read a page by a template; `published` is the day by the page's metadata, for `until`."""
    place = max(_first(template.body, root, published), key=lambda found: len(text_of(found)), default=None)
    leads = _first(template.lead, root, published)
    return Selected(
        title=next(_texts(template.title, root, published), ""),
        leads=tuple(_cleaned(template, lead, published) for lead in leads),
        body=None if place is None else _cleaned(template, place, published),
        place=place,
        published=_moment(template.published, root, published),
        updated=_moment(template.updated, root, published),
        authors=tuple(_first_texts(template.authors, root, published)),
    )


def _cleaned(template: VendorTemplate, element: _Element, published: date | None) -> _Element:
    """A copy of the element without what the template drops, its captions marked as such."""
    copy = deepcopy(element)
    copy.tail = None
    for selector in template.drop:
        if selector.holds(published):
            for junk in selector.elements(copy):
                if junk is not copy:
                    junk.clear(keep_tail=True)
    for selector in template.captions:
        if selector.holds(published):
            for caption in selector.elements(copy):
                caption.set("class", "caption")
    return copy


def _first(selectors: Sequence[Selector], root: _Element, published: date | None) -> list[_Element]:
    """What the first selector finds that finds anything."""
    for selector in selectors:
        if selector.holds(published):
            found = selector.elements(root)
            if found:
                return found
    return []


def _first_texts(selectors: Sequence[Selector], root: _Element, published: date | None) -> list[str]:
    for selector in selectors:
        if selector.holds(published):
            found = list(selector.texts(root))
            if found:
                return found
    return []


def _texts(selectors: Sequence[Selector], root: _Element, published: date | None) -> Iterator[str]:
    for selector in selectors:
        if selector.holds(published):
            yield from selector.texts(root)


def _moment(selectors: Sequence[Selector], root: _Element, published: date | None) -> Moment | None:
    """The first time that the selectors find; several texts of one selector are read as one."""
    for selector in selectors:
        if selector.holds(published):
            text = " ".join(selector.texts(root))
            where = f"{selector.css.css}" if selector.css is not None else "script"
            moment = (
                parse_moment(text, source=f"selector:{where}", month_first=selector.month_first)
                if text
                else None
            )
            if moment:
                return moment
    return None


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


def _css(name: str, field: str, text: str) -> CSSSelector:
    try:
        return CSSSelector(text, translator="html")
    except SelectorError as error:
        raise TemplateError(f"vendor {name}: {field}: {text!r} is no CSS selector: {error}") from error


def _pattern(name: str, field: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise TemplateError(f"vendor {name}: {field}: {text!r} is no pattern: {error}") from error
