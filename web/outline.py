"""A crawled page as text and structure, safe to show: nothing of its markup is kept.

The tree is walked once; what comes out is plain data (headings, paragraphs, list items, table rows,
pictures by their description), which a template escapes like any other text. Scripts, styles, frames,
forms' values and whatever a page hides from readers in its head are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from extract.article import FetchedPage
from extract.pages.tree import parse_page
from extract.text import clean, fold

Kind = Literal["heading", "paragraph", "item", "row", "picture"]
Step = Literal["enter", "text", "leave", "tail"]

MAX_BLOCKS = 3000
"""Of a longer page the rest is left out, and the reader told."""

# fmt: off
_SILENT = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "head", "select",
    "textarea", "datalist", "audio", "video", "canvas", "map",
})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd",
    "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
})
# fmt: on
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text; `href` is where the page links it to, as the page writes it."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class OutlineBlock:
    """A block of the page."""

    kind: Kind
    runs: tuple[Run, ...]
    taken: bool
    """Whether the words are a line of the article that was read from the page."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A page: its blocks in order, and whether more of them were left out."""

    blocks: tuple[OutlineBlock, ...]
    cut: bool


def outline(page: FetchedPage, lines: Collection[str]) -> Outline:
    """The page's blocks; `lines` are those of the article that was read from it.

    Raises `PageRefused` for what is no page: a picture, a document, data, or a page made to hurt.
    """
    keys = {fold(line) for line in lines}
    blocks: list[OutlineBlock] = []
    for kind, runs in _Walk().blocks(parse_page(page)):
        if len(blocks) == MAX_BLOCKS:
            return Outline(tuple(blocks), cut=True)
        words = fold("".join(run.text for run in runs))
        blocks.append(OutlineBlock(kind, runs, taken=words in keys))
    return Outline(tuple(blocks), cut=False)


@dataclass(slots=True)
class _Walk:
    """Where the walk through a tree is: what the open block holds so far."""

    kind: Kind = "paragraph"
    open: list[Run] = field(default_factory=list)
    href: str = ""

    def blocks(self, root: etree._Element) -> Iterator[tuple[Kind, tuple[Run, ...]]]:
        """The blocks of a tree, in order; empty ones are left out."""
        # Not recursive: pages may be nested deeper than Python calls.
        for event, element in _steps(root):
            name = _name(element)
            if event == "text":
                self._add(element.text)
            elif event == "tail":
                self._add(element.tail)
            elif event == "enter":
                yield from self._enter(element, name)
            else:
                yield from self._leave(name)
        yield from self._close()

    def _enter(self, element: etree._Element, name: str) -> Iterator[tuple[Kind, tuple[Run, ...]]]:
        if name == "a":
            self.href = element.get("href") or ""
        elif name == "img":
            described = clean(element.get("alt") or element.get("title") or "")
            yield from self._close()
            yield "picture", (Run(described, element.get("src") or element.get("data-src") or ""),)
        elif name == "br":
            yield from self._close(keep=True)
        elif name in _CELLS and self.open:
            self.open.append(Run(_BETWEEN_CELLS))
        elif name not in _INLINE and name not in _CELLS:
            yield from self._close()
            self.kind = _kind(name)

    def _leave(self, name: str) -> Iterator[tuple[Kind, tuple[Run, ...]]]:
        if name == "a":
            self.href = ""
        elif name not in _INLINE and name not in _CELLS and name != "br":
            yield from self._close()

    def _add(self, text: str | None) -> None:
        if text and (text.strip() or self.open):
            self.open.append(Run(text, self.href))

    def _close(self, *, keep: bool = False) -> Iterator[tuple[Kind, tuple[Run, ...]]]:
        """The open block, where it says something; a line break keeps its kind for what follows."""
        runs = tuple(Run(_tidy(run.text), run.href) for run in self.open if run.text.strip())
        kind, self.open = self.kind, []
        if not keep:
            self.kind = "paragraph"
        if any(run.text != _BETWEEN_CELLS for run in runs):
            yield kind, runs


def _steps(
    root: etree._Element,
) -> Iterator[tuple[Literal["enter", "text", "leave", "tail"], etree._Element]]:
    """Every element that shows something, entered and left, with its text and what follows it."""
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if skipped is None and _name(element) in _SILENT:
                skipped = element
            if skipped is None:
                yield "enter", element
                yield "text", element
        elif skipped is None:
            yield "leave", element
            yield "tail", element
        elif skipped is element:
            skipped = None
            yield "tail", element


def _tidy(text: str) -> str:
    """A run on one line; a space at either end stays, for what stands beside it."""
    before, after = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
    return f"{before}{clean(text)}{after}"


def _name(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _kind(name: str) -> Kind:
    if name in _HEADINGS:
        return "heading"
    if name in {"li", "dd", "dt"}:
        return "item"
    return "row" if name == "tr" else "paragraph"
