"""Store what extraction made of a page: the article's revision, its facts, and what follows from them.

All of it happens in the caller's transaction: the revision, persons and offices, tenures,
the search index and the captures' marks are stored together or not at all. On PostgreSQL
keep to one article a transaction: it locks the persons whom the article names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.corrected import apply_standing, reading_of
from db.facts import check_spans
from db.models import (
    Article,
    Attachment,
    Author,
    Caption,
    Capture,
    Page,
    Revision,
    RevisionPart,
)
from db.order import VIETNAM
from db.speaking import make_current, retire_parts
from db.statement import statement_digest, text_digest
from extract import article as read
from extract.fact import Facts
from extract.text import fold

Outcome = Literal["new", "revised", "unchanged"]


@dataclass(frozen=True, slots=True)
class Stored:
    """The article's current revision after storing, and what storing did."""

    revision_id: int
    article_id: int
    outcome: Outcome


def store_article(  # noqa: PLR0913 -- one keyword for each thing that a revision is made of
    session: Session,
    *,
    page_id: int,
    capture_ids: Sequence[int],
    article: read.Article,
    facts: Facts,
    extractor_version: str,
    extracted_at: datetime,
) -> Stored:
    """Store an article as its page states it, as a new revision only where it states something new.

    `capture_ids` holds the capture of the article's own page first, then those of its further
    parts in order; all are marked as read by this extractor version. A capture older than the
    one behind the current revision changes nothing: the page has said something else since. What
    people have corrected holds for the new revision too (`db.corrected`).
    Raises `ValueError` for captures of another page and for facts outside the text.
    """
    captures = _captures(session, page_id, capture_ids)
    check_spans(article, facts)
    page = captures[0].page
    stored = session.scalar(select(Article).where(Article.page_id == page_id).with_for_update(key_share=True))
    current = stored.current if stored else None
    _mark_as_read(session, captures, extractor_version, extracted_at)

    digest = statement_digest(article, facts)
    if stored and current and not _says_something_new(session, current, captures, digest):
        session.flush()
        return Stored(current.id, stored.id, "unchanged")
    if stored is None:
        stored = Article(
            site_id=page.site_id, page_id=page_id, url=page.url, first_seen_at=captures[0].fetched_at
        )
        session.add(stored)
        session.flush()
    revision = _revision(article, captures, extractor_version, extracted_at)
    revision.authors = _authors(article, facts)
    revision.statement_digest = digest
    revision.article_id = stored.id
    revision.number = _last_number(session, stored) + 1
    session.add(revision)
    session.flush()
    make_current(session, stored, revision, facts)
    speaks = apply_standing(session, stored, revision)
    retire_parts(session, captures[1:])
    return Stored(speaks.id, stored.id, "new" if revision.number == 1 else "revised")


def record_refusal(session: Session, capture_id: int, version: str, reason: str) -> None:
    """Note that this extractor version could make no article of a capture, and why.

    An article that the page held before stays as it was read then.
    """
    capture = session.get_one(Capture, capture_id)
    capture.extracted_with, capture.refusal = version, reason
    session.flush()


def _captures(session: Session, page_id: int, capture_ids: Sequence[int]) -> list[Capture]:
    if not capture_ids or len(set(capture_ids)) != len(capture_ids):
        msg = f"page {page_id}: an article needs captures, each one once, not {list(capture_ids)}"
        raise ValueError(msg)
    captures = [session.get_one(Capture, capture_id) for capture_id in capture_ids]
    if captures[0].page_id != page_id:
        msg = f"capture {capture_ids[0]} is of page {captures[0].page_id}, not of page {page_id}"
        raise ValueError(msg)
    return captures


def _says_something_new(
    session: Session, current: Revision, captures: Sequence[Capture], digest: str
) -> bool:
    older = (captures[0].fetched_at, captures[0].id) < (current.capture.fetched_at, current.capture_id)
    return not older and reading_of(session, current).statement_digest != digest


def _mark_as_read(
    session: Session, captures: Sequence[Capture], extractor_version: str, extracted_at: datetime
) -> None:
    """Mark the captures, and those of the article's parts that it no longer, or not yet, consists of."""
    for capture in captures:
        capture.extracted_with, capture.refusal = extractor_version, None
    parts = select(Page.id).where(Page.part_of_id == captures[0].page_id)
    session.execute(
        update(Capture)
        .where(
            Capture.page_id.in_(parts),
            Capture.extracted_with.is_(None),
            Capture.fetched_at <= extracted_at,
        )
        .values(extracted_with=extractor_version)
        .execution_options(synchronize_session=False)
    )


def _last_number(session: Session, stored: Article) -> int:
    query = select(func.max(Revision.number)).where(Revision.article_id == stored.id)
    return session.scalar(query) or 0


def _authors(article: read.Article, facts: Facts) -> list[Author]:
    """Those whom the page's layout names, then those whom only the text names."""
    names: dict[str, str] = {}
    for name in (*article.authors, *facts.authors):
        names.setdefault(fold(name), name)
    return [
        Author(position=position, name=name, key=key)
        for position, (key, name) in enumerate(names.items(), start=1)
    ]


def _revision(
    article: read.Article, captures: Sequence[Capture], extractor_version: str, extracted_at: datetime
) -> Revision:
    published = article.published
    revision = Revision(
        capture_id=captures[0].id,
        extractor_version=extractor_version,
        extracted_at=extracted_at,
        kind=article.kind.value,
        vendor=article.vendor,
        title=article.title,
        body=article.text,
        digest=text_digest(article.title, article.text),
        lead=article.lead,
        updated_at=article.updated.at if article.updated else None,
        witness_f1=article.witness_f1,
        warnings=list(article.warnings),
    )
    if published:
        revision.published_at = published.at
        # A day without a time is the day that the page wrote, whatever zone it is in.
        local = published.at.astimezone(VIETNAM) if published.has_time else published.at
        revision.published_day = local.date()
        revision.published_has_time = published.has_time
        revision.published_zone_assumed = published.zone_assumed
        revision.published_source = published.source
    revision.parts = [
        RevisionPart(position=position, capture_id=capture.id)
        for position, capture in enumerate(captures[1:], start=2)
    ]
    revision.captions = [
        Caption(position=position, text=block.text, image_url=block.image)
        for position, block in enumerate(
            (block for block in article.blocks if block.kind is read.BlockKind.CAPTION), start=1
        )
    ]
    revision.attachments = [
        Attachment(position=position, name=attachment.name, url=attachment.url)
        for position, attachment in enumerate(article.attachments, start=1)
    ]
    return revision
