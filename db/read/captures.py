"""One fetch of a page: what came, where in the archive it lies, and which revisions were read from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Capture, Page, Revision, RevisionPart, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRead:
    """A revision that was read from a capture."""

    article_id: int
    number: int
    title: str
    body: str
    extractor_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCapture:
    """A fetch of a page; the record's place is a file in the archive folder, offset and length in bytes."""

    capture_id: int
    site_id: str
    site_name: str
    url: str
    """The address that answered, after redirects."""
    status: int
    fetched_at: datetime
    digest: str
    """SHA-256 of the body, hexadecimal."""
    warc_file: str
    warc_offset: int
    warc_length: int
    refusal: str | None
    """Why the extractor could make no article of it."""
    revisions: tuple[RevisionRead, ...]
    others: tuple[tuple[int, datetime], ...]
    """The other captures of the same page, the latest first: number and time."""


_OTHERS_SHOWN = 20


def read_stored_capture(session: Session, capture_id: int) -> StoredCapture | None:
    """The capture; none where there is none of the number."""
    found = session.execute(
        select(Capture, Page, Site)
        .join(Page, Page.id == Capture.page_id)
        .join(Site, Site.id == Page.site_id)
        .where(Capture.id == capture_id)
    ).one_or_none()
    if found is None:
        return None
    capture, page, site = found
    parts = select(RevisionPart.revision_id).where(RevisionPart.capture_id == capture_id)
    revisions = session.scalars(
        select(Revision)
        .where(or_(Revision.capture_id == capture_id, Revision.id.in_(parts)))
        .order_by(Revision.id)
    )
    others = session.execute(
        select(Capture.id, Capture.fetched_at)
        .where(Capture.page_id == page.id, Capture.id != capture_id)
        .order_by(Capture.fetched_at.desc(), Capture.id.desc())
        .limit(_OTHERS_SHOWN)
    )
    return StoredCapture(
        capture_id=capture.id,
        site_id=site.id,
        site_name=site.name,
        url=capture.url,
        status=capture.status,
        fetched_at=capture.fetched_at,
        digest=capture.digest,
        warc_file=capture.warc_file,
        warc_offset=capture.warc_offset,
        warc_length=capture.warc_length,
        refusal=capture.refusal,
        revisions=tuple(
            RevisionRead(
                article_id=one.article_id,
                number=one.number,
                title=one.title,
                body=one.body,
                extractor_version=one.extractor_version,
            )
            for one in revisions
        ),
        others=tuple((number, fetched) for number, fetched in others),
    )
