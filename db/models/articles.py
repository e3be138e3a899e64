"""What pages say: articles, their revisions, and what belongs to a revision."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, one_of
from db.models.crawl import Capture, Page, Site

if TYPE_CHECKING:
    from db.models.facts import AwardFact, DateFact, Mention

ARTICLE_KINDS = ("article", "notice", "listing", "empty")


class Article(Base):
    """What a page says, over time: its revisions."""

    __tablename__ = "articles"
    __table_args__ = (
        Index("ix_articles_site_id_sort_key", "site_id", "sort_key"),
        # A fact's article is found by its revision, and its place in a list is then at hand.
        Index("ix_articles_current_id_sort_key", "current_id", "sort_key"),
        CheckConstraint("sort_key IS NULL OR current_id IS NOT NULL", name="sort_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id"))
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), unique=True)
    url: Mapped[str]
    first_seen_at: Mapped[datetime]
    current_id: Mapped[int | None] = mapped_column(
        ForeignKey("revisions.id", use_alter=True, name="fk_articles_current_id"), unique=True
    )
    sort_key: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    """The current revision's place when the newest come first, and its row in the search index:
    `db.order` makes it of the time of publication and the article's id. Null where nothing is to
    be shown: the page has turned into a listing, or into a further part of another article."""

    site: Mapped[Site] = relationship()
    page: Mapped[Page] = relationship()
    current: Mapped[Revision | None] = relationship(foreign_keys=[current_id], viewonly=True)
    revisions: Mapped[list[Revision]] = relationship(
        back_populates="article", foreign_keys="Revision.article_id", order_by="Revision.number"
    )


class Revision(Base):
    r"""One version of an article: one state of its page, read by one extractor version.

    Facts point into `title + "\n" + body`.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        one_of("kind", ARTICLE_KINDS),
        UniqueConstraint("article_id", "number"),
        Index("ix_revisions_published_day", "published_day"),
        CheckConstraint(
            "(published_at IS NULL) = (published_source IS NULL)"
            " AND (published_at IS NULL) = (published_day IS NULL)"
            " AND (published_at IS NULL) = (published_has_time IS NULL)"
            " AND (published_at IS NULL) = (published_zone_assumed IS NULL)",
            name="published",
        ),
        CheckConstraint("witness_f1 >= 0 AND witness_f1 <= 1", name="witness_f1"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"), index=True)
    extractor_version: Mapped[str]
    extracted_at: Mapped[datetime]
    kind: Mapped[str]
    vendor: Mapped[str | None]
    title: Mapped[str]
    body: Mapped[str]
    digest: Mapped[str] = mapped_column(index=True)
    """SHA-256 of title and body, hexadecimal: equal texts have equal digests."""
    statement_digest: Mapped[str]
    """SHA-256 of all that the revision states, facts included: see `db.statement`."""
    lead: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_day: Mapped[date | None]
    """The day in Viet Nam."""
    published_has_time: Mapped[bool | None]
    published_zone_assumed: Mapped[bool | None]
    published_source: Mapped[str | None]
    updated_at: Mapped[datetime | None]
    witness_f1: Mapped[float | None]
    warnings: Mapped[list[str]] = mapped_column(default=list)

    article: Mapped[Article] = relationship(back_populates="revisions", foreign_keys=[article_id])
    capture: Mapped[Capture] = relationship()
    parts: Mapped[list[RevisionPart]] = relationship(
        cascade="all, delete-orphan", order_by="RevisionPart.position"
    )
    authors: Mapped[list[Author]] = relationship(cascade="all, delete-orphan", order_by="Author.position")
    captions: Mapped[list[Caption]] = relationship(cascade="all, delete-orphan", order_by="Caption.position")
    attachments: Mapped[list[Attachment]] = relationship(
        cascade="all, delete-orphan", order_by="Attachment.position"
    )
    mentions: Mapped[list[Mention]] = relationship(
        back_populates="revision", cascade="all, delete-orphan", order_by="Mention.span_start"
    )
    dates: Mapped[list[DateFact]] = relationship(
        back_populates="revision", cascade="all, delete-orphan", order_by="DateFact.span_start"
    )
    awards: Mapped[list[AwardFact]] = relationship(
        back_populates="revision", cascade="all, delete-orphan", order_by="AwardFact.span_start"
    )


class RevisionPart(Base):
    """A further page of an article that comes in parts, in order."""

    __tablename__ = "revision_parts"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"), index=True)

    capture: Mapped[Capture] = relationship()


class Author(Base):
    """A byline of a revision."""

    __tablename__ = "authors"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)


class Caption(Base):
    """A picture's caption in a revision; its text is also a line of the body."""

    __tablename__ = "captions"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    image_url: Mapped[str | None]


class Attachment(Base):
    """A file that a revision offers."""

    __tablename__ = "attachments"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    url: Mapped[str]
