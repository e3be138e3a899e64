"""A page beside the article read from it: what was taken is marked on the original, by its kind.

The result is safe to open: the original is written anew from a few harmless tags without attributes,
everything else of it is escaped text, and nothing is loaded from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from extract.pages.legacy_fonts import to_unicode
from extract.pages.survey import Survey, text_of
from extract.pages.tree import parse_page
from extract.text import clean, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extract.article import Article, FetchedPage, Moment

_KEPT_TAGS = frozenset(
    {
        "p",
        "div",
        "ul",
        "ol",
        "li",
        "table",
        "tbody",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "b",
        "i",
        "em",
        "strong",
    }
)
_MOST_ELEMENTS = 50_000
"""So many elements of the original are shown."""


def mark_page(page: FetchedPage, article: Article) -> str:
    """An HTML page that shows the fetched page, with the article's parts marked, beside the article.

    Raises `PageRefused` as `extract_page` does.
    """
    survey = Survey(parse_page(page))
    return _template().substitute(
        title=escape(article.title),
        original="".join(_original(survey, _parts(article))),
        authors=escape(", ".join(article.authors)) or "-",
        published=_time(article.published),
        updated=_time(article.updated),
        kind=escape(" · ".join([article.kind.value, article.vendor or "generic", *_witness(article)])),
        attachments="<br>".join(escape(f"{file.name} ({file.url})") for file in article.attachments) or "-",
        warnings="<br>".join(map(escape, article.warnings)) or "-",
        blocks="\n".join(
            f'<p class="block {block.kind.value}"><small>{block.kind.value}</small> {escape(block.text)}</p>'
            for block in article.blocks
        ),
    )


@cache
def _template() -> Template:
    return Template((Path(__file__).parent / "marked.html").read_text(encoding="utf-8"))


def _witness(article: Article) -> list[str]:
    return [] if article.witness_f1 is None else [f"witness F1 {article.witness_f1:.3f}"]


def _time(moment: Moment | None) -> str:
    if moment is None:
        return "-"
    zone = " (Asia/Ho_Chi_Minh assumed)" if moment.zone_assumed else ""
    return f"{escape(moment.isoformat())}{zone}<br><small>{escape(moment.source)}</small>"


def _parts(article: Article) -> dict[str, str]:
    """What was read, by its folded text: the class to mark it with."""
    parts = {fold(block.text): block.kind.value for block in article.blocks}
    for moment in (article.published, article.updated):
        if moment is not None and moment.source.startswith("text:"):
            parts.setdefault(fold(moment.source.removeprefix("text:")), "time")
    parts[fold(article.title)] = "title"
    parts.pop("", None)
    return parts


def _original(survey: Survey, parts: dict[str, str]) -> Iterator[str]:
    """The original in harmless tags; walks without recursion, for pages that nest without end."""
    longest = max(map(len, parts), default=0) + 200
    stack: list[tuple[_Element, bool]] = [(survey.body, False)]
    shown = 0
    while stack and shown < _MOST_ELEMENTS:
        element, left = stack.pop()
        tag = str(element.tag)
        if left:
            yield f"</{tag}>" if tag in _KEPT_TAGS else ""
            yield _text(element.tail, parts)
            continue
        shown += 1
        kind = parts.get(fold(text_of(element))) if 0 < survey.size(element) <= longest else None
        if kind is None and 0 < survey.size(element) <= longest:
            kind = parts.get(fold(to_unicode(text_of(element))))
        if tag == "br":
            yield f"<br>{_text(element.tail, parts)}"
        elif tag == "img":
            yield f"[🖼 {escape(clean(element.get('alt') or ''))}] {_text(element.tail, parts)}"
        elif kind is not None:
            mark = f'<mark class="{kind}">{escape(text_of(element))}</mark>'
            yield f"<{tag}>{mark}</{tag}>" if tag in _KEPT_TAGS else mark
            yield _text(element.tail, parts)
        else:
            yield f"<{tag}>" if tag in _KEPT_TAGS else ""
            yield _text(element.text, parts)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element) if isinstance(child.tag, str))


def _text(text: str | None, parts: dict[str, str]) -> str:
    """A run of text, escaped, and marked where it is a part by itself (a line ended by `<br>`)."""
    if not text or text.isspace():
        return " " if text else ""
    kind = parts.get(fold(text))
    return f'<mark class="{kind}">{escape(text)}</mark>' if kind else escape(text)
