"""One look over a page's tree: how much text and how many links each element holds, and what is junk.

`Survey` is made once for a page; `cut` takes boxes out of its measures, so that what is asked later
sees only what may be the article.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from extract.pages.lexicon import is_imprint, opens_box
from extract.pages.marks import Marks, marks
from extract.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_SILENT = (
    "audio",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "map",
    "math",
    "noscript",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
)
_JUNK_TAGS = frozenset({"nav", "footer", "aside", "marquee"})
_NEVER_JUNK_TAGS = frozenset(
    {
        "a",
        "b",
        "body",
        "em",
        "figcaption",
        "font",
        "form",
        "html",
        "i",
        "iframe",
        "img",
        "main",
        "strong",
        "tbody",
        "td",
        "tr",
        "u",
    }
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNMARKED = marks("")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5"})
_REPEATED = 3
_STORY_LENGTH = 15
_STORY_DEPTH = 5
_LINK_LENGTH = 25
_TEASER_LENGTH = 600
_MOST_JUNK = 0.5
_MOST_HIDDEN = 0.7
"""What holds more than this share of the page's text is not taken for junk, or for hidden."""
_LABEL_LENGTH = 60
_IMPRINT_LENGTH = 600
_MOST_BOXES = 200
"""So many labelled boxes are looked for, to bound the time on pages made of labels."""
_LINK_WEIGHT = 2
"""Characters of links count against an element twice: lists of stories are links, articles are not."""


def text_of(element: _Element) -> str:
    """The element's text as one clean line."""
    return clean("".join(element.itertext()))


class Survey:
    """A page's elements in document order, their measures, and what has been cut away."""

    def __init__(self, root: _Element) -> None:
        etree.strip_elements(root, *_SILENT, with_tail=False)
        for frame in root.iter("iframe", "object", "video"):
            frame.text = None
        body = root.find(".//body")
        self.body: _Element = root if body is None else body
        self.elements: list[_Element] = list(self.body.iter("*"))
        self.named: dict[_Element, Marks] = {}
        """What the class and id of each element that has them say, in document order."""
        self._hidden: set[_Element] = set()
        self._read_names()
        self._order = {element: place for place, element in enumerate(self.elements)}
        self._plain = dict.fromkeys(self.elements, 0)
        self._linked = dict.fromkeys(self.elements, 0)
        self._cut: list[_Element] = []
        self._within_cut: set[_Element] = set()
        self._stories: set[_Element] = set()
        self._measure()

    def _read_names(self) -> None:
        for element in self.elements:
            get = element.get
            names, identity, style = get("class"), get("id"), get("style")
            if names or identity:
                self.named[element] = mark = marks(f"{names or ''} {identity or ''}")
                if mark.hidden:
                    self._hidden.add(element)
            if (style and _HIDDEN_STYLE.search(style)) or get("hidden") is not None:
                self._hidden.add(element)

    def _measure(self) -> None:
        plain, linked = self._plain, self._linked
        for element in reversed(self.elements):
            own = len(element.text.strip()) if element.text else 0
            if element.tag == "a" and element.get("href"):
                linked[element] += plain[element] + own
                plain[element] = 0
            else:
                plain[element] += own
            parent = element.getparent()
            if parent in plain:
                plain[parent] += plain[element] + (len(element.tail.strip()) if element.tail else 0)
                linked[parent] += linked[element]

    def marks(self, element: _Element) -> Marks:
        """What the element's class and id say."""
        return self.named.get(element, _UNMARKED)

    def is_hidden(self, element: _Element) -> bool:
        """Whether the page hides the element itself from its readers, as far as the markup says."""
        return element in self._hidden

    def place(self, element: _Element) -> int:
        """The element's position in document order."""
        return self._order[element]

    def plain(self, element: _Element) -> int:
        """Characters of text outside links."""
        return self._plain[element]

    def linked(self, element: _Element) -> int:
        """Characters of text in links."""
        return self._linked[element]

    def size(self, element: _Element) -> int:
        """Characters of text; 0 for what lies outside the page's body."""
        return self._plain.get(element, 0) + self._linked.get(element, 0)

    def prose(self, element: _Element) -> int:
        """How much running text the element holds: links count against it."""
        return self._plain[element] - _LINK_WEIGHT * self._linked[element]

    def has_text(self, element: _Element) -> bool:
        """Whether any text is left in the element."""
        return self.size(element) > 0

    def is_cut(self, element: _Element) -> bool:
        """Whether the element or one of its ancestors was cut."""
        return element in self._within_cut

    def cut(self, element: _Element) -> None:
        """Take the element out of its ancestors' measures and out of all further search."""
        if element in self._within_cut:
            return
        plain, linked = self._plain[element], self._linked[element]
        for ancestor in element.iterancestors():
            if ancestor in self._plain:
                self._plain[ancestor] -= plain
                self._linked[ancestor] -= linked
        self._cut.append(element)
        self._within_cut.update(element.iter(etree.Element))

    def remove_cut(self) -> None:
        """Empty in the tree itself what was cut; the text behind it stays."""
        for element in self._cut:
            element.clear(keep_tail=True)

    def standing(self) -> Iterator[_Element]:
        """The elements that are not cut, in document order."""
        return (element for element in self.elements if element not in self._within_cut)

    def cut_junk(self, headline: _Element | None) -> None:
        """Cut hidden copies, menus, boxes by name and boxes by label; never most of the page's text."""
        kept = set() if headline is None else {headline, *headline.iterancestors()}
        total = self.plain(self.body)
        junk = {
            element
            for element, mark in self.named.items()
            if mark.junk and element.tag not in _NEVER_JUNK_TAGS
        }
        for element in sorted({*junk, *self._hidden, *self.body.iter(*_JUNK_TAGS)} - kept, key=self.place):
            if self.plain(element) <= total * (_MOST_HIDDEN if element in self._hidden else _MOST_JUNK):
                self.cut(element)
        self._cut_labelled(kept)
        self._cut_stories(kept)

    def _cut_labelled(self, kept: set[_Element]) -> None:
        boxes = 0
        for element in self.standing():
            text = element.text
            if not text or text.isspace():
                continue
            if len(text) <= _LABEL_LENGTH:
                short = boxes < _MOST_BOXES and self.size(element) <= _LABEL_LENGTH
                if short and opens_box(text) and clean(text) == text_of(element):
                    boxes += 1
                    self._cut_box(element, kept)
            elif self.plain(element) < _IMPRINT_LENGTH and is_imprint(text) and element not in kept:
                self.cut(element)

    def _cut_stories(self, kept: set[_Element]) -> None:
        """Cut what repeats as stories do: three or more siblings that open with a linked heading."""
        items: dict[_Element, list[_Element]] = {}
        named = (element for element, mark in self.named.items() if mark.headline)
        links = (link for link in self.body.iter("a") if self._linked[link] >= _LINK_LENGTH)
        for element in sorted({*self.body.iter(*_HEADINGS), *named, *links}, key=self.place):
            if element not in self._within_cut and self._opens_story(element):
                item = self._story_item(element)
                parent = item.getparent()
                if parent is not None and item not in kept:
                    items.setdefault(parent, []).append(item)
        for stories in items.values():
            if len(stories) >= _REPEATED:
                self._stories.update(stories)
                for story in stories:
                    self.cut(story)

    def _opens_story(self, element: _Element) -> bool:
        heading = element.tag in _HEADINGS or self.marks(element).headline or self._is_pictured_link(element)
        return heading and self._linked[element] >= _STORY_LENGTH and self._plain[element] <= 2

    def _is_pictured_link(self, element: _Element) -> bool:
        """Whether the element is a link of some length that stands with a picture, outside a paragraph."""
        parent = element.getparent()
        if element.tag != "a" or parent is None or parent.tag == "p" or self._linked[element] < _LINK_LENGTH:
            return False
        return self.size(parent) <= _TEASER_LENGTH and next(parent.iter("img"), None) is not None

    def _story_item(self, heading: _Element) -> _Element:
        """The largest element around a linked heading that holds this story alone."""
        item = heading
        own = set(heading.iter(etree.Element))
        for ancestor in islice(heading.iterancestors(), _STORY_DEPTH):
            if ancestor not in self._plain or self.size(ancestor) > self._linked[heading] + _TEASER_LENGTH:
                break
            own.add(ancestor)
            if any(self._opens_story(other) for other in ancestor.iter(etree.Element) if other not in own):
                break
            item = ancestor
        return item

    def is_story(self, element: _Element) -> bool:
        """Whether the element was cut as one of a list of stories."""
        return element in self._stories

    def _cut_box(self, label: _Element, kept: set[_Element]) -> None:
        """Cut the box that the label opens: the largest that begins with it, or what follows it as links."""
        box = label
        parent = box.getparent()
        while (
            parent is not None
            and parent in self._plain
            and parent not in kept
            and self._begins_with(parent, box)
        ):
            box, parent = parent, parent.getparent()
        alone = self.plain(box) + self.linked(box) <= _LABEL_LENGTH
        self.cut(box)
        if alone:
            for sibling in list(box.itersiblings()):
                if sibling not in self._plain or sibling in kept or self.prose(sibling) > 0:
                    break
                self.cut(sibling)

    def _begins_with(self, parent: _Element, child: _Element) -> bool:
        """Whether nothing that reads stands in the parent before the child, and the whole is no prose."""
        if parent.text and parent.text.strip():
            return False
        for sibling in child.itersiblings(preceding=True):
            if (sibling in self._plain and self.has_text(sibling)) or (sibling.tail and sibling.tail.strip()):
                return False
        return self.prose(parent) < 1500
