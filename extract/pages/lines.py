"""A fragment of HTML to the lines that a reader sees, each with how it is set.

This is where BeautifulSoup works: on the article's fragment only, never on a whole page. Inline tags
neither glue nor split words; block tags and line breaks end a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from extract.pages.marks import marks

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
_CELLS = frozenset({"td", "th"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DROPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "button",
        "select",
        "textarea",
        "head",
        "audio",
        "canvas",
    }
)
_ITALIC = frozenset({"em", "i", "cite"})
_BOLD = frozenset({"b", "strong"})
_ALIGNED = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
_ALIGN_NAME = re.compile(r"(?<![\w-])(?:text|align)-?(center|right|end)(?![\w-])", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_IMAGE_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
_LEAD = "data-article-lead"
_ROOTS = 3
"""The document, html and body that every fragment gets; its own root, the article, is no lead by its name."""
_CELL_LENGTH = 300
_PICTURE_TABLE_LENGTH = 500


class LineKind(Enum):
    """What a line is made of."""

    TEXT = auto()
    HEADING = auto()
    LIST_ITEM = auto()
    TABLE_ROW = auto()
    CAPTION = auto()
    IMAGE = auto()


@dataclass(slots=True)
class Line:
    """One line as set: its raw text, and what share of its characters is italic, bold or a link."""

    kind: LineKind
    text: str
    align: str = ""
    italic: float = 0.0
    bold: float = 0.0
    linked: float = 0.0
    links: tuple[tuple[str, str], ...] = ()
    """Address and text of each link in the line."""
    image: str | None = None
    alt: str = ""
    byline: bool = False
    """Stands in an element that the page names as author or source."""
    lead: bool = False
    """Stands in an element that is, or is named as, the article's lead."""


@dataclass(slots=True)
class _Setting:
    """What a block passes on to the text within."""

    kind: LineKind
    align: str = ""
    byline: bool = False
    lead: bool = False


@dataclass(slots=True)
class _Open:
    """A line under construction."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    italic: int = 0
    bold: int = 0
    linked: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)


def read_lines(lead: str, body: str) -> list[Line]:
    """The lines of the HTML of a lead (may be empty) and a body; pictures are lines of their own."""
    reader = _Reader()
    markup = f"<div {_LEAD}>{lead}</div>{body}" if lead else body
    reader.read(BeautifulSoup(markup, "lxml", multi_valued_attributes=None))
    return reader.lines


class _Reader:
    """Walks a fragment without recursion, so that no depth of nesting can break it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._open = _Open()
        self._settings = [_Setting(LineKind.TEXT)]
        self._italic = 0
        self._bold = 0
        self._link: list[str] = []

    def read(self, root: Tag) -> None:
        stack: list[tuple[Tag, Iterator[PageElement]]] = [(root, iter(root.contents))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(tag)
            elif isinstance(child, Tag):
                if child.name not in _DROPPED and self._enter(child):
                    stack.append((child, iter(child.contents)))
            elif type(child) is NavigableString:
                self._add(str(child))
        self._flush()

    def _enter(self, tag: Tag) -> bool:
        """Take note of a start tag; False where its content needs no visit."""
        name = tag.name
        if name == "br":
            self._flush()
        elif name == "img":
            self._image(tag)
        elif name == "table" and self._table(tag):
            return False
        elif name in _BLOCKS:
            self._flush()
            self._settings.append(self._setting(tag))
        else:
            style = _attribute(tag, "style")
            self._italic += name in _ITALIC or bool(style and _ITALIC_STYLE.search(style))
            self._bold += name in _BOLD or bool(style and _BOLD_STYLE.search(style))
            if name == "a":
                self._link.append(_attribute(tag, "href"))
        return True

    def _leave(self, tag: Tag) -> None:
        name = tag.name
        if name in _BLOCKS:
            self._flush()
            if len(self._settings) > 1:
                self._settings.pop()
        elif name not in {"br", "img"}:
            style = _attribute(tag, "style")
            self._italic -= name in _ITALIC or bool(style and _ITALIC_STYLE.search(style))
            self._bold -= name in _BOLD or bool(style and _BOLD_STYLE.search(style))
            if name == "a" and self._link:
                self._link.pop()

    def _setting(self, tag: Tag) -> _Setting:
        outer = self._settings[-1]
        names = f"{_attribute(tag, 'class')} {_attribute(tag, 'id')}" if tag.attrs else ""
        mark = marks(names)
        kind = outer.kind
        if tag.name == "figcaption" or mark.caption:
            kind = LineKind.CAPTION
        elif tag.name in _HEADINGS and kind is LineKind.TEXT:
            kind = LineKind.HEADING
        elif tag.name == "li" and kind is LineKind.TEXT:
            kind = LineKind.LIST_ITEM
        align = _align(tag, names) or outer.align
        byline = outer.byline or mark.author or mark.source
        return _Setting(
            kind,
            align,
            byline,
            lead=outer.lead or _LEAD in tag.attrs or (mark.lead and len(self._settings) > _ROOTS),
        )

    def _add(self, text: str) -> None:
        size = len(text.strip())
        line = self._open
        line.parts.append(text)
        if size:
            line.size += size
            line.italic += size * (self._italic > 0)
            line.bold += size * (self._bold > 0)
            if self._link and self._link[-1]:
                line.linked += size
                if line.links and line.links[-1][0] == self._link[-1]:
                    line.links[-1] = (self._link[-1], line.links[-1][1] + text)
                else:
                    line.links.append((self._link[-1], text))

    def _flush(self) -> None:
        line, self._open = self._open, _Open()
        size = line.size
        if not size:
            return
        text = "".join(line.parts)
        setting = self._settings[-1]
        self.lines.append(
            Line(
                kind=setting.kind,
                text=text,
                align=setting.align,
                italic=line.italic / size,
                bold=line.bold / size,
                linked=line.linked / size,
                links=tuple(line.links),
                byline=setting.byline,
                lead=setting.lead,
            )
        )

    def _image(self, tag: Tag) -> None:
        self._flush()
        source = next((_attribute(tag, name) for name in _IMAGE_SOURCES if _attribute(tag, name)), "")
        self.lines.append(
            Line(kind=LineKind.IMAGE, text="", image=source or None, alt=_attribute(tag, "alt"))
        )

    def _table(self, table: Tag) -> bool:
        """Read a table of data row by row; False for a table that only lays the page out."""
        if self._settings[-1].kind is LineKind.CAPTION:
            return False
        if table.find("img") is not None:
            return self._picture_table(table)
        rows = [
            [cell for cell in row.contents if isinstance(cell, Tag) and cell.name in _CELLS]
            for row in table.find_all("tr")
        ]
        if len(rows) < 2 or max(map(len, rows)) < 2 or table.find("table") is not None:
            return False
        texts = [[_cell_text(cell) for cell in row] for row in rows]
        if any(len(text) > _CELL_LENGTH for row in texts for text in row):
            return False
        self._flush()
        for cells, row in zip(rows, texts, strict=True):
            joined = " | ".join(filter(None, row))
            if joined:
                anchors = (anchor for cell in cells for anchor in cell.find_all("a", href=True))
                links = tuple((_attribute(anchor, "href"), anchor.get_text()) for anchor in anchors)
                self.lines.append(Line(kind=LineKind.TABLE_ROW, text=joined, links=links))
        return True

    def _picture_table(self, table: Tag) -> bool:
        """Read a table of pictures with their captions; False where it holds more than that."""
        if len(table.get_text()) > _PICTURE_TABLE_LENGTH:
            return False
        self._flush()
        self._settings.append(_Setting(LineKind.CAPTION, "center"))
        for item in table.descendants:
            if isinstance(item, Tag):
                if item.name == "img":
                    self._image(item)
                elif item.name in _BLOCKS or item.name == "br":
                    self._flush()
            elif type(item) is NavigableString:
                self._add(str(item))
        self._flush()
        self._settings.pop()
        return True


def _cell_text(cell: Tag) -> str:
    """The text of a table cell in one line; inline tags neither glue nor split words."""
    parts = []
    for item in cell.descendants:
        if isinstance(item, Tag):
            if item.name in _BLOCKS or item.name == "br":
                parts.append(" ")
        elif type(item) is NavigableString:
            parts.append(str(item))
    return " ".join("".join(parts).split())


def _attribute(tag: Tag, name: str) -> str:
    value = tag.attrs.get(name)
    return value if isinstance(value, str) else ""


def _align(tag: Tag, names: str) -> str:
    if tag.name == "center":
        return "center"
    written = _attribute(tag, "align").lower()
    if written in {"center", "right"}:
        return written
    styled = _ALIGNED.search(_attribute(tag, "style")) or _ALIGN_NAME.search(names)
    if styled:
        return "center" if styled[1].lower() == "center" else "right"
    return "left" if written in {"left", "justify"} or "text-align" in _attribute(tag, "style") else ""
