"""The files that an article offers: links to documents, and viewers that show them in a frame."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from extract.article import Attachment
from extract.pages.survey import text_of
from extract.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z)$", re.IGNORECASE)
_VIEWER_PARAMETERS = ("url", "src", "file", "document")
_ADDRESS = {"a": ("href",), "iframe": ("src", "data-src"), "embed": ("src",), "object": ("data",)}


def read_attachments(elements: Iterable[_Element], base: str) -> tuple[Attachment, ...]:
    """The files that the elements link to or show, each once, with the names that the page gives them."""
    found: dict[str, str] = {}
    for element in elements:
        for attribute in _ADDRESS.get(str(element.tag), ()):
            address = (element.get(attribute) or "").strip()
            name = text_of(element) if element.tag == "a" else clean(element.get("title") or "")
            file = _file_address(address)
            if not file and is_file_name(name):
                file = address
            if file:
                url = absolute(base, file)
                found[url] = found.get(url) or name
    return tuple(Attachment(url=url, name=name or file_name(url)) for url, name in found.items())


def is_file_name(text: str) -> bool:
    """Whether a text ends as the names of documents do."""
    return bool(_FILE.search(text))


def is_file(address: str) -> bool:
    """Whether an address leads to a document, or to a viewer that shows one."""
    return bool(_file_address(address))


def file_name(address: str) -> str:
    """The name of the file that an address leads to."""
    parts = [unquote(part) for part in urlsplit(address).path.split("/")]
    return next((part for part in reversed(parts) if is_file_name(part)), parts[-1])


def _file_address(address: str) -> str:
    """The document's own address; empty where the address leads to none."""
    try:
        parts = urlsplit(address.strip())
        # Liferay puts the file's name before a version id: /documents/…/name.pdf/uuid.
        if any(is_file_name(part) for part in parts.path.split("/")[-2:]):
            return address
        query = parse_qs(parts.query)
    except ValueError:
        return ""
    shown = (value for name in _VIEWER_PARAMETERS for value in query.get(name, ()))
    return next((value for value in shown if is_file_name(urlsplit(value).path)), "")


def absolute(base: str, address: str) -> str:
    """The address as seen from the page; unchanged where it cannot be read."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address
