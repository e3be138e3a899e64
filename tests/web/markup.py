"""Whether a page is well made: every element closed where it may stand, every id there once."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_SVG_EMPTY = frozenset({"path", "rect", "circle", "line"})
_PHRASING_ONLY = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "span",
        "a",
        "mark",
        "label",
        "small",
        "summary",
        "dt",
        "code",
        "pre",
        "button",
        "legend",
    }
)
_FLOW = frozenset(
    {"div", "p", "ul", "ol", "dl", "table", "section", "article", "aside", "nav", "form", "h1", "h2", "h3",
     "blockquote", "details", "figure", "fieldset", "header", "footer", "main", "pre", "li", "tr", "td"}
)  # fmt: skip
_ONLY_UNDER = {
    "li": {"ul", "ol"},
    "tr": {"thead", "tbody"},
    "td": {"tr"},
    "th": {"tr"},
    "thead": {"table"},
    "tbody": {"table"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "option": {"select", "optgroup", "datalist"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "summary": {"details"},
}


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, dict(attrs))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> closes nothing")

    def _look(self, tag: str, attributes: dict[str, str | None]) -> None:
        above = self.open[-1] if self.open else ""
        line = f"line {self.getpos()[0]}"
        if tag in _FLOW and above in _PHRASING_ONLY:
            self.faults.append(f"{line}: <{tag}> in <{above}>")
        if tag == "a" and "a" in self.open:
            self.faults.append(f"{line}: a link in a link")
        if tag in _ONLY_UNDER and above not in _ONLY_UNDER[tag]:
            self.faults.append(f"{line}: <{tag}> in <{above}>")
        if above in {"ul", "ol"} and tag != "li":
            self.faults.append(f"{line}: <{tag}> in <{above}>")
        if "style" in attributes or any(name.startswith("on") for name in attributes):
            self.faults.append(f"{line}: <{tag}> with an inline style or event")
        name = attributes.get("id")
        if name is not None and (name in self.ids or not name):
            self.faults.append(f"{line}: id {name!r} again")
        self.ids.add(name or "")


def faults(html: str) -> list[str]:
    """What is wrong with a page's markup."""
    checker = _Checker()
    checker.feed(html)
    checker.close()
    return checker.faults + [f"<{tag}> is not closed" for tag in checker.open]
