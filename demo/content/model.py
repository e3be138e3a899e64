"""The replica sites' sites, articles and expected facts, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

BlockKind = Literal["lead", "paragraph", "heading", "list_item", "table_row", "caption"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a site: its word in addresses, its name and its number in the CMS."""

    key: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """One replica site. `article_path` is a format string for its articles' addresses.

    `start`, `listings`, `feeds` and `sitemaps` are paths from which a crawl can begin.
    """

    id: str
    name: str
    province: str
    vendor: str
    port: int
    article_path: str
    sections: tuple[Section, ...]
    start: str
    listings: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()

    def section(self, key: str) -> Section:
        """The section with this key. Raises ValueError where the site has none."""
        for section in self.sections:
            if section.key == key:
                return section
        message = f"site {self.id} has no section {key!r}"
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class DemoBlock:
    """One line of an article as it was written. A caption names its picture, a file link its file."""

    kind: BlockKind
    text: str
    image: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class DemoAttachment:
    """A file that an article offers: the name it is given and its address on the site."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class ExpectedFacts:
    """Facts that an article surely states, in its own words: all its people, not all the rest.

    `people` maps a name to its offices as (title, organisation, former); `dates` are
    (text, first day, last day); `awards` are (award, issuer, recipient, count, status).
    """

    people: dict[str, tuple[tuple[str, str, bool], ...]]
    dates: tuple[tuple[str, date, date], ...]
    awards: tuple[tuple[str, str | None, str | None, int | None, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoArticle:
    """One article of one site, as a person wrote it, before any layout.

    `name` finds it (`<site>/<name>` is unique); `traits` say what is special about it or
    about how it is served; `release` is shared by copies of one release, `bulletin` by
    the days of one bulletin. `signature` is what stands in the byline's place where it
    names no author.
    """

    name: str
    site: str
    number: int
    path: str
    section: Section
    title: str
    published: datetime
    modified: datetime
    authors: tuple[str, ...]
    signature: str | None
    parts: tuple[tuple[DemoBlock, ...], ...]
    attachments: tuple[DemoAttachment, ...]
    tags: tuple[str, ...]
    traits: frozenset[str]
    release: str | None
    bulletin: str | None
    facts: ExpectedFacts | None

    @property
    def blocks(self) -> tuple[DemoBlock, ...]:
        """All blocks, in order, of all the article's pages."""
        return tuple(block for part in self.parts for block in part)

    @property
    def signed(self) -> tuple[str, ...]:
        """What the byline shows: the authors, else the signature."""
        return self.authors or ((self.signature,) if self.signature else ())

    @property
    def lead(self) -> str | None:
        """The lead, where the article has one."""
        return next((block.text for block in self.blocks if block.kind == "lead"), None)

    @property
    def summary(self) -> str:
        """What listings and feeds show under the title: the lead, else the first block."""
        return self.lead or self.blocks[0].text

    @property
    def text(self) -> str:
        """Lead, body and captions, one block a line, in the order of the page."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def captions(self) -> tuple[str, ...]:
        """The pictures' captions."""
        return tuple(block.text for block in self.blocks if block.kind == "caption")

    @property
    def images(self) -> tuple[str, ...]:
        """The addresses of the pictures."""
        return tuple(block.image for block in self.blocks if block.image)
