"""A page as fetched to its `Article`: the entry of the page room.

The way: bytes → text (`encoding`) → tree within limits (`tree`) → the vendor's selectors where one is
recognised (`vendor`) and always the generic extractor (`generic`) → blocks of the fragments alone
(`lines`, `blocks`) → times and authors (`page_times`, `bylines`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from extract.agreement import agreement
from extract.article import Article, Attachment, Block, BlockKind, FetchedPage, Kind
from extract.pages.attachments import absolute, read_attachments
from extract.pages.authors import shown_authors, stated_authors
from extract.pages.blocks import Reading, read_blocks
from extract.pages.bylines import authors_in
from extract.pages.generic import Found, find_article, is_lead, is_listing
from extract.pages.legacy_fonts import to_unicode
from extract.pages.metadata import Metadata, read_metadata
from extract.pages.survey import Survey
from extract.pages.times import read_times
from extract.pages.tree import PageRefused, parse_page
from extract.pages.vendor_page import PageView, Selected, recognise, select
from extract.text import clean
from extract.vendor import VendorTemplate

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["PageRefused", "extract_page"]

_TELLING = frozenset({Kind.ARTICLE, Kind.NOTICE})
_NOTICE_LENGTH = 200
_ENCRYPTED_RUN = re.compile(r"[A-Za-z0-9+/=_-]{60,}")


def extract_page(
    page: FetchedPage, templates: Sequence[VendorTemplate] = (), vendor: str | None = None
) -> Article:
    """Read the page's article.

    `vendor` names the template to use; without it the page shows by itself which of the templates fits,
    if any. The generic extractor runs in any case: alone where no template fits, else as a witness.
    Raises `PageRefused` for what is no page, and `ValueError` for a vendor without a template.
    """
    root = parse_page(page)
    metadata = read_metadata(root, page.url)
    view = PageView(root, page.url)
    template = _template(view, templates, vendor)
    selected = None
    if template is not None:
        selected = select(template, view, metadata.published.at.date() if metadata.published else None)
    survey = Survey(root)
    found = find_article(survey, metadata)
    published, updated = read_times(survey, found, metadata)
    article = _article(page, survey, found, metadata)
    if article.kind is not Kind.LISTING:
        article = replace(article, published=published, updated=updated)
    if template is None or selected is None:
        return article
    return _by_template(article, template, selected, page)


def _template(
    view: PageView, templates: Sequence[VendorTemplate], vendor: str | None
) -> VendorTemplate | None:
    if vendor is None:
        return recognise(view, templates) if templates else None
    for template in templates:
        if template.name == vendor:
            return template
    known = ", ".join(sorted(template.name for template in templates)) or "none"
    msg = f"no template for the vendor {vendor!r}; known: {known}"
    raise ValueError(msg)


def _article(page: FetchedPage, survey: Survey, found: Found, metadata: Metadata) -> Article:
    """What the generic extractor reads, but for the times."""
    named = shown_authors(survey, found)
    attachments = read_attachments(_near(survey, found), page.url)
    listing = is_listing(survey, found)
    reading = _read(survey, found)
    kind, warnings = _kind(reading, attachments, headed=found.headline is not None)
    if listing:
        kind, warnings = Kind.LISTING, ()
    return Article(
        url=page.url,
        title=clean(to_unicode(found.title)),
        authors=named or reading.authors or stated_authors(metadata),
        blocks=_addressed(reading.blocks, page.url) if kind in _TELLING else (),
        attachments=attachments,
        kind=kind,
        canonical_url=metadata.canonical_url,
        warnings=warnings,
    )


def _by_template(
    witness: Article, template: VendorTemplate, selected: Selected, page: FetchedPage
) -> Article:
    """What the vendor's selectors read; what they do not find is taken from the generic witness."""
    if selected.body is None:
        warning = f"vendor {template.name}: no body selector matches; read by the generic extractor"
        return replace(witness, vendor=template.name, warnings=(*witness.warnings, warning))
    title = clean(to_unicode(selected.title)) or witness.title
    reading = read_blocks("".join(map(_html, selected.leads)), _html(selected.body), title=title)
    within = selected.body.iter("a", "iframe", "embed", "object")
    attachments = read_attachments(within, page.url)
    attachments += tuple(
        item for item in witness.attachments if item.url not in {known.url for known in attachments}
    )
    kind, warnings = _kind(reading, attachments, headed=True)
    article = replace(
        witness,
        title=title,
        authors=authors_in(selected.authors) or reading.authors or witness.authors,
        published=selected.published or witness.published,
        updated=selected.updated or witness.updated,
        blocks=_addressed(reading.blocks, page.url) if kind in _TELLING else (),
        attachments=attachments,
        kind=kind,
        vendor=template.name,
        warnings=warnings,
    )
    return replace(article, witness_f1=agreement(article.text, witness.text).f1)


def _read(survey: Survey, found: Found) -> Reading:
    """The blocks of what was found."""
    if found.body is None:
        return Reading(blocks=(), authors=(), images=0)
    leads = [element for element in found.between if is_lead(survey, element)]
    survey.remove_cut()
    if found.headline is not None and found.body in set(found.headline.iterancestors()):
        _drop_head(survey, found.body, found.headline)
    return read_blocks("".join(map(_html, leads)), _html(found.body), title=found.title)


def _drop_head(survey: Survey, body: _Element, headline: _Element) -> None:
    """Empty the headline, and what stands above it in the body."""
    end = survey.place(headline)
    around = set(headline.iterancestors())
    for element in list(body.iter(etree.Element)):
        if element in around:
            element.text = None
        elif survey.place(element) <= end:
            element.clear(keep_tail=element is headline)


def _addressed(blocks: Sequence[Block], base: str) -> tuple[Block, ...]:
    """The blocks with their pictures' addresses made absolute; placeholders within the page are none."""
    return tuple(
        replace(block, image=None if block.image.startswith("data:") else absolute(base, block.image))
        if block.image
        else block
        for block in blocks
    )


def _html(element: _Element) -> str:
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def _near(survey: Survey, found: Found) -> Iterator[_Element]:
    """The elements of the article and of what belongs to it, such as its files."""
    if found.body is None:
        return
    yield from (
        element
        for element in found.region.iter("a", "iframe", "embed", "object")
        if not survey.is_cut(element)
    )


def _kind(
    reading: Reading, attachments: Sequence[Attachment], *, headed: bool
) -> tuple[Kind, tuple[str, ...]]:
    """What the page turned out to be, and why where it holds no text."""
    size = sum(len(block.text) for block in reading.blocks)
    if _is_encrypted(reading.blocks):
        return Kind.EMPTY, ("encrypted body: the site's script decodes it, so there is no text to read",)
    if not size:
        if attachments:
            return Kind.NOTICE, ("no text: the notice is only its attachments",)
        if reading.images:
            return Kind.EMPTY, ("no text: pictures only",)
        return Kind.EMPTY, ("no text found" if headed else "no article found",)
    return (Kind.NOTICE if size < _NOTICE_LENGTH else Kind.ARTICLE), ()


def _is_encrypted(blocks: Sequence[Block]) -> bool:
    size = sum(len(block.text) for block in blocks if block.kind is not BlockKind.LEAD)
    coded = sum(
        len(run) for block in blocks for run in _ENCRYPTED_RUN.findall(block.text) if "/" not in run[:8]
    )
    return size > 0 and coded > size / 2
