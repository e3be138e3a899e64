"""One-off extraction: files in, articles and facts out, without a database or settings.

A file is a page (HTML), an article as JSON (`id`, `title`, `published`, `body`), several
such in JSON Lines, or plain text; `-` is standard input.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from config import VENDORS_DIR, load_vendors
from extract.article import Article, FetchedPage
from extract.fact import Source
from extract.page import PageRefused, extract_page
from extract.text import nfc
from extract.vendor import VendorTemplate, parse_template

STANDARD_INPUT = "-"


class BadFile(ValueError):
    """A file cannot be read as what it should be; the message names it and says what is expected."""


@dataclass(frozen=True, slots=True)
class Input:
    """An article to find facts in, with the name that the answer carries."""

    id: str
    source: Source
    authors: tuple[str, ...] = ()
    """Bylines that the page's layout names."""


@cache
def vendor_templates() -> tuple[VendorTemplate, ...]:
    """The vendor templates that ship with the product."""
    return tuple(parse_template(name, data) for name, data in load_vendors(VENDORS_DIR).items())


def saved_page(name: str, url: str = "") -> FetchedPage:
    """A file as the page that it was saved from; `BadFile` where it cannot be read."""
    return FetchedPage(body=_read(name), url=url)


def read_page(name: str, page: FetchedPage, vendor: str | None = None) -> Article:
    """The article of a saved page; `BadFile` where the file is none."""
    try:
        return extract_page(page, vendor_templates(), vendor)
    except PageRefused as refusal:
        msg = f"{name}: {refusal}"
        raise BadFile(msg) from refusal


def page_object(name: str, article: Article) -> dict[str, object]:
    """The article as the object that `tintinh page --json` prints."""
    return {
        "id": stem(name),
        "title": article.title,
        "lead": article.lead,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "text": article.text,
        "captions": list(article.captions),
        "attachments": [{"url": file.url, "name": file.name} for file in article.attachments],
        "kind": article.kind.value,
        "warnings": list(article.warnings),
    }


def source_of(article: Article) -> Source:
    """What facts are read from in an article."""
    published = article.published.at.date() if article.published else None
    return Source(title=article.title, body=article.text, published=published)


def read_inputs(name: str) -> Iterator[Input]:
    """The articles of a file, whichever of the four forms it has."""
    raw = _read(name)
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"{":
        yield from _json_articles(name, raw)
    elif start == b"<":
        article = read_page(name, FetchedPage(body=raw))
        yield Input(stem(name), source_of(article), article.authors)
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            msg = f"{name}: is neither JSON nor HTML, and as plain text not UTF-8 (byte {error.start})"
            raise BadFile(msg) from error
        yield Input(stem(name), Source(title="", body=nfc(text)))


def json_lines(name: str, raw: bytes | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file that holds one JSON object, or one a line, with their line numbers."""
    try:
        text = (_read(name) if raw is None else raw).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{name}: JSON must be UTF-8 (byte {error.start} is not)"
        raise BadFile(msg) from error
    try:
        rows = [(1, json.loads(text))]
    except json.JSONDecodeError:
        rows = list(_each_line(name, text))
    for line, row in rows:
        if not isinstance(row, dict):
            msg = f"{name}:{line}: expected a JSON object, found {type(row).__name__}"
            raise BadFile(msg)
        yield line, row


def _each_line(name: str, text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                msg = f"{name}:{number}: is not JSON: {error.msg} (column {error.colno})"
                raise BadFile(msg) from error


def _json_articles(name: str, raw: bytes) -> Iterator[Input]:
    for line, row in json_lines(name, raw):
        title, body = (_text_field(name, line, row, field) for field in ("title", "body"))
        published = row.get("published")
        try:
            day = date.fromisoformat(str(published)[:10]) if published else None
        except ValueError as error:
            msg = f"{name}:{line}: published: expected an ISO day such as 2024-05-31, not {published!r}"
            raise BadFile(msg) from error
        yield Input(str(row.get("id", stem(name))), Source(title=title, body=body, published=day))


def _text_field(name: str, line: int, row: dict[str, Any], field: str) -> str:
    value = row.get(field, "")
    if not isinstance(value, str):
        msg = f"{name}:{line}: {field}: expected a text, not {type(value).__name__}"
        raise BadFile(msg)
    return nfc(value)


def stem(name: str) -> str:
    """The file's name without folder and ending; `stdin` for standard input."""
    return "stdin" if name == STANDARD_INPUT else Path(name).stem


def _read(name: str) -> bytes:
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        msg = f"{name}: cannot be read: {error.strerror}"
        raise BadFile(msg) from error
