"""The tables, as typed SQLAlchemy models, in the order in which data reaches them.

site → page → capture → article → revision → facts (people, offices, dates, awards)
→ persons, offices, tenures → pairs and judgements; and the runs that did the work.
`docs/data.md` describes every column for the people who query them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from db.base import Base

PAGE_ROLES = ("article", "listing", "feed", "sitemap")
PAGE_STATES = ("queued", "fetched", "unchanged", "redirected", "refused", "failed", "gone")
RUN_STATES = ("running", "finished", "failed", "interrupted")
ARTICLE_KINDS = ("article", "notice", "listing", "empty")
AWARD_STATUSES = ("conferred", "decided", "proposed")
PAIR_KINDS = ("identical", "copy", "excerpt", "update", "template", "different")
VERDICTS = ("duplicate", "not_duplicate", "update", "unsure", "undo")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


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
        _one_of("role", PAGE_ROLES),
        _one_of("state", PAGE_STATES),
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
        _one_of("state", RUN_STATES),
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
    """What one run did at one site."""

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


class Article(Base):
    """What a page says, over time: its revisions."""

    __tablename__ = "articles"
    __table_args__ = (
        Index("ix_articles_site_id_sort_key", "site_id", "sort_key"),
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
        _one_of("kind", ARTICLE_KINDS),
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


class Person(Base):
    """An identity to which mentions in many articles are resolved."""

    __tablename__ = "persons"
    __table_args__ = (UniqueConstraint("key", "scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str]
    """`extract.text.fold` of the name."""
    search_key: Mapped[str] = mapped_column(index=True)
    """`extract.text.search_key` of the name: without accents."""
    scope: Mapped[str]
    """What keeps namesakes apart: see `db.identity`."""


class Organization(Base):
    """A body in which offices are held, as named."""

    __tablename__ = "organizations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)


class Office(Base):
    """A role in an organisation; an empty title or no organisation where the article has none."""

    __tablename__ = "offices"
    __table_args__ = (
        UniqueConstraint("title_key", "organization_id"),
        Index(
            "uq_offices_title_key_alone",
            "title_key",
            unique=True,
            sqlite_where=text("organization_id IS NULL"),
            postgresql_where=text("organization_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    title_key: Mapped[str]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)

    organization: Mapped[Organization | None] = relationship()


class FactColumns:
    """What every fact carries: its revision, span, rule, version and confidence."""

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    span_start: Mapped[int]
    span_end: Mapped[int]
    rule: Mapped[str]
    extractor_version: Mapped[str]
    confidence: Mapped[float]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:  # noqa: N805 -- SQLAlchemy calls it on the class
        """Every span is a real one and every confidence a probability."""
        return (
            CheckConstraint("span_start >= 0 AND span_end > span_start", name="span"),
            CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence"),
        )


class Mention(FactColumns, Base):
    """A place where a revision names a person."""

    __tablename__ = "mentions"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str]
    """The fullest form that the article gives, not the wording at this place."""

    person: Mapped[Person] = relationship()
    revision: Mapped[Revision] = relationship(back_populates="mentions")
    offices: Mapped[list[OfficeFact]] = relationship(
        back_populates="mention", cascade="all, delete-orphan", order_by="OfficeFact.span_start"
    )

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:  # noqa: N805 -- SQLAlchemy calls it on the class
        """One place names one person once."""
        return (
            *super().__table_args__,
            UniqueConstraint("revision_id", "span_start", "span_end", "person_id"),
            Index("ix_mentions_person_id_revision_id", "person_id", "revision_id"),
        )


class OfficeFact(FactColumns, Base):
    """An office that a revision says a person holds or held."""

    __tablename__ = "office_facts"

    mention_id: Mapped[int] = mapped_column(ForeignKey("mentions.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    title: Mapped[str]
    organization: Mapped[str]
    full: Mapped[str]
    former: Mapped[bool]

    mention: Mapped[Mention] = relationship(back_populates="offices")
    office: Mapped[Office] = relationship()


class DateFact(FactColumns, Base):
    """An expression that places something on the calendar; both days inclusive."""

    __tablename__ = "date_facts"

    text: Mapped[str]
    start_day: Mapped[date] = mapped_column(index=True)
    end_day: Mapped[date]

    revision: Mapped[Revision] = relationship(back_populates="dates")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:  # noqa: N805 -- SQLAlchemy calls it on the class
        """A period does not end before it starts."""
        return (*super().__table_args__, CheckConstraint("end_day >= start_day", name="period"))


class AwardFact(FactColumns, Base):
    """One award to one recipient, or to a counted group."""

    __tablename__ = "award_facts"

    award: Mapped[str]
    award_key: Mapped[str] = mapped_column(index=True)
    issuer: Mapped[str | None]
    recipient: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    """The recipient, where it is a person whom the article names."""
    count: Mapped[int | None]
    status: Mapped[str]

    person: Mapped[Person | None] = relationship()
    revision: Mapped[Revision] = relationship(back_populates="awards")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:  # noqa: N805 -- SQLAlchemy calls it on the class
        """The status is one of the known ones; a counted group has at least one member."""
        return (
            *super().__table_args__,
            _one_of("status", AWARD_STATUSES),
            CheckConstraint("count > 0", name="count"),
        )


class Tenure(Base):
    """A person in an office, and the days between which articles attest it."""

    __tablename__ = "tenures"
    __table_args__ = (
        UniqueConstraint("person_id", "office_id", "former"),
        CheckConstraint("last_day >= first_day", name="interval"),
        CheckConstraint("articles > 0", name="articles"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    former: Mapped[bool]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    articles: Mapped[int]
    """In how many articles it is attested."""

    person: Mapped[Person] = relationship()
    office: Mapped[Office] = relationship()


class Signature(Base):
    """The MinHash signature of an article's current text."""

    __tablename__ = "signatures"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), unique=True)
    algorithm: Mapped[str]
    """Name and version of the method; signatures of different methods are never compared."""
    values: Mapped[bytes] = mapped_column(LargeBinary)


class SignatureBand(Base):
    """One band of a signature: articles that share one are candidates."""

    __tablename__ = "signature_bands"
    __table_args__ = (Index("ix_signature_bands_band_hash", "band", "hash"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("signatures.article_id"), primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[int] = mapped_column(BigInteger)


class Pair(Base):
    """Two articles that were compared, and what the comparison says."""

    __tablename__ = "pairs"
    __table_args__ = (
        UniqueConstraint("a_id", "b_id"),
        CheckConstraint("a_id < b_id", name="order"),
        _one_of("kind", PAIR_KINDS),
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    a_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    b_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    a_revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    b_revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    kind: Mapped[str] = mapped_column(index=True)
    duplicate: Mapped[bool]
    score: Mapped[float]
    scores: Mapped[dict[str, float]] = mapped_column(default=dict)
    reasons: Mapped[list[str]] = mapped_column(default=list)
    algorithm: Mapped[str]

    a: Mapped[Article] = relationship(foreign_keys=[a_id])
    b: Mapped[Article] = relationship(foreign_keys=[b_id])


class Judgement(Base):
    """An editor's decision on two articles; rows are only ever added (a trigger sees to it)."""

    __tablename__ = "judgements"
    __table_args__ = (
        _one_of("verdict", VERDICTS),
        CheckConstraint("a_id < b_id", name="order"),
        CheckConstraint("canonical_id IS NULL OR canonical_id IN (a_id, b_id)", name="canonical"),
        CheckConstraint("(verdict = 'undo') = (undoes_id IS NOT NULL)", name="undo"),
        Index("ix_judgements_a_id_b_id", "a_id", "b_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    a_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    b_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    a_revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    b_revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    verdict: Mapped[str]
    canonical_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    editor: Mapped[str]
    reason: Mapped[str | None]
    made_at: Mapped[datetime]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("judgements.id"), unique=True)


METADATA: MetaData = Base.metadata
"""All tables, for migrations and checks."""
