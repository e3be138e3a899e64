"""One article in full: its text, its facts at their places, where it comes from, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from db.models import (
    Article,
    AwardFact,
    Capture,
    CorrectedRevision,
    DateFact,
    FactColumns,
    Mention,
    OfficeFact,
    Revision,
    RevisionPart,
)
from extract.fact import Change, Span


class _Common(TypedDict):
    span: Span
    rule: str
    extractor_version: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """What every fact shows: its place in the article's text and where it comes from."""

    span: Span
    rule: str
    extractor_version: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView(FactView):
    """A place where the article names a person."""

    speaks: bool
    """Whether it says that the person speaks there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView(FactView):
    """An office of a person, in the article's words and in full."""

    office_id: int
    title: str
    organization: str
    full: str
    former: bool
    change: Change | None
    """Whether the sentence says that the tenure begins or ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNamed:
    """A person whom an article names, everywhere it does, with the offices it gives them."""

    person_id: int
    name: str
    mentions: tuple[MentionView, ...]
    offices: tuple[OfficeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateView(FactView):
    """A date or period; both days inclusive."""

    text: str
    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardView(FactView):
    """An award to one recipient, or to a counted group."""

    award: str
    issuer: str | None
    recipient: str | None
    person_id: int | None
    count: int | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionView:
    """A picture's caption."""

    text: str
    image_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    """A file that the article offers."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureView:
    """The fetched page that the revision was read from, and its place in the archive."""

    capture_id: int
    url: str
    fetched_at: datetime
    digest: str
    """SHA-256 of the page's bytes, hexadecimal."""
    warc_file: str
    warc_offset: int
    warc_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """One revision in an article's history."""

    number: int
    title: str
    extractor_version: str
    extracted_at: datetime
    fetched_at: datetime
    corrected: bool
    """Whether it is an earlier revision's reading, with facts as people have corrected them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    r"""One revision of an article with its facts; spans point into `text`, title first."""

    article_id: int
    site_id: str
    site_name: str
    province: str
    url: str
    revision_id: int
    number: int
    is_current: bool
    kind: str
    vendor: str | None
    title: str
    body: str
    digest: str
    """SHA-256 of title and body, hexadecimal."""
    lead: str | None
    authors: tuple[str, ...]
    captions: tuple[CaptionView, ...]
    attachments: tuple[AttachmentView, ...]
    published_at: datetime | None
    published_day: date | None
    published_has_time: bool | None
    published_zone_assumed: bool | None
    published_source: str | None
    updated_at: datetime | None
    extractor_version: str
    extracted_at: datetime
    witness_f1: float | None
    warnings: tuple[str, ...]
    capture: CaptureView
    further_captures: tuple[CaptureView, ...]
    """Of an article in several pages: the second page and what follows."""
    people: tuple[PersonNamed, ...]
    dates: tuple[DateView, ...]
    awards: tuple[AwardView, ...]
    revisions: tuple[RevisionRow, ...]

    @property
    def text(self) -> str:
        """Title and body, joined by one line break: what every span points into."""
        return f"{self.title}\n{self.body}"


def read_article(session: Session, article_id: int, *, number: int | None = None) -> ArticleView | None:
    """The article's current revision, or the one with the number; none where there is no such."""
    article = session.get(Article, article_id)
    if article is None:
        return None
    which = Revision.id == article.current_id if number is None else Revision.number == number
    revision = session.scalar(
        select(Revision)
        .where(Revision.article_id == article_id, which)
        .options(
            selectinload(Revision.authors),
            selectinload(Revision.captions),
            selectinload(Revision.attachments),
            selectinload(Revision.parts).selectinload(RevisionPart.capture),
            selectinload(Revision.mentions).selectinload(Mention.offices),
            selectinload(Revision.dates),
            selectinload(Revision.awards),
        )
    )
    return _view(session, article, revision) if revision else None


def _view(session: Session, article: Article, revision: Revision) -> ArticleView:
    return ArticleView(
        article_id=article.id,
        site_id=article.site_id,
        site_name=article.site.name,
        province=article.site.province,
        url=article.url,
        revision_id=revision.id,
        number=revision.number,
        is_current=revision.id == article.current_id,
        kind=revision.kind,
        vendor=revision.vendor,
        title=revision.title,
        body=revision.body,
        digest=revision.digest,
        lead=revision.lead,
        authors=tuple(author.name for author in revision.authors),
        captions=tuple(CaptionView(text=one.text, image_url=one.image_url) for one in revision.captions),
        attachments=tuple(AttachmentView(name=one.name, url=one.url) for one in revision.attachments),
        published_at=revision.published_at,
        published_day=revision.published_day,
        published_has_time=revision.published_has_time,
        published_zone_assumed=revision.published_zone_assumed,
        published_source=revision.published_source,
        updated_at=revision.updated_at,
        extractor_version=revision.extractor_version,
        extracted_at=revision.extracted_at,
        witness_f1=revision.witness_f1,
        warnings=tuple(revision.warnings),
        capture=_capture(revision.capture),
        further_captures=tuple(_capture(part.capture) for part in revision.parts),
        people=_people(revision.mentions),
        dates=tuple(_date(one) for one in revision.dates),
        awards=tuple(_award(one) for one in revision.awards),
        revisions=_history(session, article),
    )


def _capture(capture: Capture) -> CaptureView:
    return CaptureView(
        capture_id=capture.id,
        url=capture.url,
        fetched_at=capture.fetched_at,
        digest=capture.digest,
        warc_file=capture.warc_file,
        warc_offset=capture.warc_offset,
        warc_length=capture.warc_length,
    )


def _people(mentions: Sequence[Mention]) -> tuple[PersonNamed, ...]:
    """The persons in the order in which the article first names them."""
    by_person: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_person.setdefault(mention.person_id, []).append(mention)
    return tuple(
        PersonNamed(
            person_id=person_id,
            name=places[0].name,
            mentions=tuple(MentionView(speaks=place.speaks, **_common(place)) for place in places),
            offices=tuple(_office(office) for place in places for office in place.offices),
        )
        for person_id, places in by_person.items()
    )


def _office(office: OfficeFact) -> OfficeView:
    return OfficeView(
        office_id=office.office_id,
        title=office.title,
        organization=office.organization,
        full=office.full,
        former=office.former,
        change=None if office.change is None else Change(office.change),
        **_common(office),
    )


def _date(found: DateFact) -> DateView:
    return DateView(text=found.text, start=found.start_day, end=found.end_day, **_common(found))


def _award(award: AwardFact) -> AwardView:
    return AwardView(
        award=award.award,
        issuer=award.issuer,
        recipient=award.recipient,
        person_id=award.person_id,
        count=award.count,
        status=award.status,
        **_common(award),
    )


def _common(fact: FactColumns) -> _Common:
    return {
        "span": Span(fact.span_start, fact.span_end),
        "rule": fact.rule,
        "extractor_version": fact.extractor_version,
        "confidence": fact.confidence,
    }


def _history(session: Session, article: Article) -> tuple[RevisionRow, ...]:
    rows = session.execute(
        select(
            Revision.number,
            Revision.title,
            Revision.extractor_version,
            Revision.extracted_at,
            Capture.fetched_at,
            CorrectedRevision.revision_id.is_not(None),
        )
        .join(Revision.capture)
        .outerjoin(CorrectedRevision, CorrectedRevision.revision_id == Revision.id)
        .where(Revision.article_id == article.id)
        .order_by(Revision.number)
    )
    return tuple(
        RevisionRow(
            number=number,
            title=title,
            extractor_version=version,
            extracted_at=extracted,
            fetched_at=fetched,
            corrected=corrected,
        )
        for number, title, version, extracted, fetched, corrected in rows
    )
