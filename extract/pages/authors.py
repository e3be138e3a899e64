"""Who wrote an article, by the elements around its text and by its page's metadata.

Signatures in the text itself are read with its blocks (`extract.pages.blocks`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from extract.pages.bylines import authors_in, is_name
from extract.pages.lexicon import bylines
from extract.pages.survey import text_of
from extract.text import clean, fold

if TYPE_CHECKING:
    from extract.pages.generic import Found
    from extract.pages.metadata import Metadata
    from extract.pages.survey import Survey

_LINE_LENGTH = 120


def shown_authors(survey: Survey, found: Found) -> tuple[str, ...]:
    """The authors in the elements that the page names so, or that begin as credits, beside the text."""
    return next((names for text in _author_texts(survey, found) if (names := authors_in([text]))), ())


def stated_authors(metadata: Metadata) -> tuple[str, ...]:
    """The authors by the metadata; organisations, which sites put there for themselves, are left out."""
    return tuple(
        name for name in metadata.authors if is_name(name) and not bylines().organisations.match(fold(name))
    )


def _author_texts(survey: Survey, found: Found) -> Iterator[str]:
    """Candidates, those in elements named for authors first."""
    if found.headline is None or found.body is None:
        return
    region = found.region
    for element in region.iter(etree.Element):
        # Microdata may be hidden from readers and still name the author.
        named = survey.marks(element).author and not survey.is_cut(element)
        if (named or element.get("itemprop") == "author") and 0 < survey.size(element) <= _LINE_LENGTH:
            yield text_of(element)
            yield from (clean(text) for text in element.itertext() if isinstance(text, str))
    behind = survey.place(found.body)
    inside = set(found.body.iterdescendants())
    for element in region.iter("p", "div", "li"):
        if survey.place(element) <= behind or element in inside or survey.is_cut(element):
            continue
        if 0 < survey.size(element) <= _LINE_LENGTH:
            text = text_of(element)
            if ":" in text and bylines().credits.match(fold(text)):
                yield text
