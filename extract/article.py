"""What a page says: the `Article` and its parts, as plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a page turned out to be."""

    ARTICLE = "article"
    NOTICE = "notice"
    """A few words, usually with an attachment: a real article, shown as it is."""
    LISTING = "listing"
    EMPTY = "empty"
    """No text; `Article.warnings` says why."""


class BlockKind(StrEnum):
    """What a block of an article's text is."""

    LEAD = "lead"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    SIGNATURE = "signature"
    """Byline, source or photo credit at the head or foot of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A page as it came: bytes, address and HTTP headers (names in lower case)."""

    body: bytes
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the article's text, in NFC, without line breaks."""

    kind: BlockKind
    text: str
    image: str | None = None
    """The address of the picture that a caption belongs to."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the article offers, with the name that the page gives it."""

    url: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time that the page states, with where it was found.

    `at` always carries a zone; `zone_assumed` says that the page named none and
    Asia/Ho_Chi_Minh was taken; `has_time` is false where the page gave only a day
    (`at` is then its midnight).
    """

    at: datetime
    zone_assumed: bool
    has_time: bool
    source: str

    def isoformat(self) -> str:
        """The ISO day, or day and time: with the zone only where the page stated one."""
        if not self.has_time:
            return self.at.date().isoformat()
        at = self.at.replace(tzinfo=None) if self.zone_assumed else self.at
        return at.isoformat(timespec="minutes" if at.second == 0 else "seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A page's article. `text` is what facts are read from, one block a line."""

    url: str
    title: str
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    kind: Kind = Kind.ARTICLE
    vendor: str | None = None
    canonical_url: str | None = None
    witness_f1: float | None = None
    """Agreement of the vendor's selectors with the generic extractor, 0 to 1."""
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Lead, body and captions, one block a line, in page order."""
        return "\n".join(block.text for block in self.blocks if block.kind is not BlockKind.SIGNATURE)

    @property
    def lead(self) -> str | None:
        """The lead paragraph, where the page marks one."""
        return next((block.text for block in self.blocks if block.kind is BlockKind.LEAD), None)

    @property
    def captions(self) -> tuple[str, ...]:
        """The texts of the pictures' captions."""
        return tuple(block.text for block in self.blocks if block.kind is BlockKind.CAPTION)
