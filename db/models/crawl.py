"""What is crawled, in which runs, and what came: sites, pages, captures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, one_of

PAGE_ROLES = ("article", "listing", "feed", "sitemap")
PAGE_STATES = ("queued", "fetched", "unchanged", "redirected", "refused", "failed", "gone")
RUN_STATES = ("running", "finished", "failed", "interrupted")
_ZERO = text("0")


class Site(Base):
    """One web site of one publisher; its settings live in `config.toml`."""

    __tablename__ = "sites"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    province: Mapped[str]
    vendor: Mapped[str | None]
    start_url: Mapped[str]

    pages: Mapped[list[Page]] = relationship(back_populates="site")


class Page(Base):
    """An address of a site and its crawl state: the frontier."""

    __tablename__ = "pages"
    __table_args__ = (
        one_of("role", PAGE_ROLES),
        one_of("state", PAGE_STATES),
        UniqueConstraint("site_id", "url"),
        Index("ix_pages_due", "site_id", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id"))
    url: Mapped[str]
    """The canonical address, as `crawler.addresses` makes it."""
    role: Mapped[str]
    request: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What a plain GET of the address lacks: method, form fields, for paging by postback."""
    depth: Mapped[int] = mapped_column(default=0)
    found_on_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"), index=True)
    found_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="queued")
    reason: Mapped[str | None]
    """Why the page is refused, failed or gone, in words."""
    status: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
    """When to fetch it next; null for never."""
    fetched_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    digest: Mapped[str | None]
    """SHA-256 of the last body, hexadecimal."""
    redirect_to_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"), index=True)
    stated_at: Mapped[datetime | None]
    """The last change that a feed, a sitemap or a listing gives for the page."""
    part_of_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"), index=True)
    """The article's first page, where this is a further part of it."""

    site: Mapped[Site] = relationship(back_populates="pages")
    captures: Mapped[list[Capture]] = relationship(back_populates="page", order_by="Capture.id")


class Run(Base):
    """One run of a command over the stages; what happened, for breakfast."""

    __tablename__ = "runs"
    __table_args__ = (
        one_of("state", RUN_STATES),
        CheckConstraint("(state = 'running') = (finished_at IS NULL)", name="finished"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    command: Mapped[str]
    state: Mapped[str] = mapped_column(default="running")
    host: Mapped[str]
    pid: Mapped[int]
    """With the host: the process that does the run, so that the next one can see it has died."""
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]

    sites: Mapped[list[SiteRun]] = relationship(back_populates="run", cascade="all, delete-orphan")


class SiteRun(Base):
    """What one run did at one site.

    The crawl writes what it met; `db.ledger` adds what came of the pages that the run fetched, and
    again whenever they are read anew.
    """

    __tablename__ = "site_runs"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    found: Mapped[int] = mapped_column(default=0)
    fetched: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[dict[str, int]] = mapped_column(default=dict)
    """How many pages failed or were refused, by reason."""
    error: Mapped[str | None]
    """Why the whole site could not be crawled."""
    refused: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    answer_ms: Mapped[int | None]
    """The median time that the site took to answer, in milliseconds."""
    robots_digest: Mapped[str | None]
    """SHA-256 of the robots.txt of the site's first host, hexadecimal."""
    certificate_expires_at: Mapped[datetime | None]
    certificate_issuer: Mapped[str | None]
    articles_new: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    articles_revised: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    empty: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    """Pages read as articles that held none: without text, listings, or not to be read at all."""
    characters: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    """The length of the articles' texts, together."""
    timed: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    """Articles that state when they were published."""
    templated: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    """Articles whose text a vendor's selectors found."""
    agreement: Mapped[float] = mapped_column(default=0.0, server_default=_ZERO)
    """Over these: the sum of their agreement with the generic extractor, each 0 to 1."""
    people: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    offices: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    dates: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    awards: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    duplicates: Mapped[int] = mapped_column(default=0, server_default=_ZERO)
    """Articles that are suspected to be duplicates of another one."""

    run: Mapped[Run] = relationship(back_populates="sites")


class Capture(Base):
    """One fetch of a page, in the archive."""

    __tablename__ = "captures"
    __table_args__ = (
        UniqueConstraint("warc_file", "warc_offset"),
        CheckConstraint("warc_offset >= 0 AND warc_length > 0", name="place"),
        CheckConstraint("refusal IS NULL OR extracted_with IS NOT NULL", name="refusal"),
        Index("ix_captures_extracted_with", "extracted_with"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"), index=True)
    fetched_at: Mapped[datetime]
    url: Mapped[str]
    """The address that answered, after redirects."""
    status: Mapped[int]
    digest: Mapped[str]
    warc_file: Mapped[str]
    warc_offset: Mapped[int] = mapped_column(BigInteger)
    warc_length: Mapped[int]
    extracted_with: Mapped[str | None]
    """The version of the extractor that read it last; null while it waits."""
    refusal: Mapped[str | None]
    """Why that extractor could make no article of it, in words."""

    page: Mapped[Page] = relationship(back_populates="captures")
