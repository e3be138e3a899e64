"""A page by its vendor's template: which template fits, and what its selectors find.

Most selectors of most templates find nothing on a page; they are passed over by the names that they
need (`Css.needs`), which costs a set's look-up instead of a walk through the tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extract.pages.moments import parse_moment
from extract.pages.survey import text_of
from extract.text import clean

if TYPE_CHECKING:
    from datetime import date

    from lxml.etree import _Element

    from extract.article import Moment
    from extract.vendor import Css, Selector, Signs, VendorTemplate


class PageView:
    """A page as templates look at it."""

    def __init__(self, root: _Element, url: str) -> None:
        self._root = root
        self._url = url

    @cached_property
    def _names(self) -> set[str]:
        """All classes, ids and attribute names of the page."""
        names: set[str] = set()
        for element in self._root.iter("*"):
            for attribute, value in element.items():
                names.add(str(attribute))
                if attribute == "class":
                    names.update(str(value).split())
                elif attribute == "id":
                    names.add(str(value))
        return names

    @cached_property
    def addresses(self) -> str:
        """The page's address and those of its links, pictures, styles and scripts, one a line."""
        found = self._root.xpath("//@src | //@href | //@data-src | //@data-original | //@action")
        return "\n".join([self._url, *(str(address) for address in found)])

    @cached_property
    def generator(self) -> str:
        """What the page says that it was made by."""
        return next(
            (
                meta.get("content") or ""
                for meta in self._root.iter("meta")
                if (meta.get("name") or "").lower() == "generator"
            ),
            "",
        )

    def find(self, css: Css) -> list[_Element]:
        """The elements that a CSS selector finds, in document order."""
        if any(need <= self._names for need in css.needs):
            return css.compiled(self._root)
        return []

    def texts(self, selector: Selector) -> list[str]:
        """The texts that a selector finds, cleaned, without empty ones."""
        if selector.css is None:
            matches = (
                selector.script.search(script.text or "")
                for script in self._root.iter("script")
                if selector.script is not None
            )
            return [clean(match[1]) for match in matches if match]
        name = selector.attribute
        found = self.find(selector.css)
        texts = [clean(element.get(name) or "") if name else text_of(element) for element in found]
        return [text for text in texts if text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """What a template's selectors found; the elements are copies, freed of what is to be dropped."""

    title: str
    leads: tuple[_Element, ...]
    body: _Element | None
    published: Moment | None
    updated: Moment | None
    authors: tuple[str, ...]


def recognise(view: PageView, templates: Sequence[VendorTemplate]) -> VendorTemplate | None:
    """The template with the most signs on the page, or None where no template has enough of them."""
    counted = [(_count(view, template.signs), template) for template in templates]
    fit = [(count, template) for count, template in counted if count >= template.signs.least]
    return max(fit, key=lambda pair: pair[0])[1] if fit else None


def _count(view: PageView, signs: Signs) -> int:
    """How many of the signs the page shows."""
    found = sum(bool(view.find(css)) for css in signs.selectors)
    found += sum(bool(pattern.search(view.addresses)) for pattern in signs.addresses)
    return found + (signs.generator is not None and bool(signs.generator.search(view.generator)))


def select(template: VendorTemplate, view: PageView, published: date | None) -> Selected:
    """Read a page by a template; `published` is the day by the page's metadata, for `until`."""
    place = max(_elements(template.body, view, published), key=lambda e: len(text_of(e)), default=None)
    leads = _elements(template.lead, view, published)
    return Selected(
        title=next(iter(_texts(template.title, view, published)), ""),
        leads=tuple(_cleaned(template, lead, published) for lead in leads),
        body=None if place is None else _cleaned(template, place, published),
        published=_moment(template.published, view, published),
        updated=_moment(template.updated, view, published),
        authors=tuple(_texts(template.authors, view, published)),
    )


def _cleaned(template: VendorTemplate, element: _Element, published: date | None) -> _Element:
    """A copy of the element without what the template drops, its captions marked as such."""
    copy = deepcopy(element)
    copy.tail = None
    within = PageView(copy, "")
    for selector in template.drop:
        if selector.css is not None and selector.holds(published):
            for junk in within.find(selector.css):
                if junk is not copy:
                    junk.clear(keep_tail=True)
    for selector in template.captions:
        if selector.css is not None and selector.holds(published):
            for caption in within.find(selector.css):
                caption.set("class", "caption")
    return copy


def _elements(selectors: Sequence[Selector], view: PageView, published: date | None) -> list[_Element]:
    """What the first selector finds that finds anything."""
    for selector in selectors:
        if selector.css is not None and selector.holds(published):
            found = view.find(selector.css)
            if found:
                return found
    return []


def _texts(selectors: Sequence[Selector], view: PageView, published: date | None) -> list[str]:
    """The texts that the first selector finds that finds any."""
    for selector in selectors:
        if selector.holds(published):
            found = view.texts(selector)
            if found:
                return found
    return []


def _moment(selectors: Sequence[Selector], view: PageView, published: date | None) -> Moment | None:
    """The first time that the selectors find; several texts of one selector are read as one."""
    for selector in selectors:
        if selector.holds(published):
            text = " ".join(view.texts(selector))
            where = "script" if selector.css is None else selector.css.text
            moment = parse_moment(text, source=f"selector:{where}", month_first=selector.month_first)
            if moment:
                return moment
    return None
