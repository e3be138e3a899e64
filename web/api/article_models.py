"""Articles as the API gives them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Annotated, Literal

from pydantic import Field

from db.read import ArticleView
from web.api.lists import Model, Rows


class Span(Model):
    """A place in a text: half-open, in characters."""

    start: int
    end: int


class Snippet(Model):
    """A piece of a text, and where the words searched for stand in it."""

    text: str
    marks: list[Span]
    cut_before: bool
    cut_after: bool


TenureChange = Annotated[
    Literal["began", "ended"] | None,
    Field(description="whether the sentence says that the tenure begins or ends; null where it says neither"),
]


class Hint(Model):
    """What of a query was not understood as it may have been meant."""

    vietnamese: str
    english: str


class ArticleSummary(Model):
    """An article in a list."""

    article_id: int
    revision_id: int
    site_id: str
    site_name: str
    province: str
    url: str
    kind: str
    title: str
    title_marks: list[Span]
    snippet: Snippet
    published_at: datetime | None
    published_day: date | None
    published_has_time: bool | None


class ArticlePage(Rows[ArticleSummary]):
    """A page of articles."""

    hints: list[Hint]


class Fact(Model):
    """Where a fact stands in `text`, and how it was found."""

    span: Span
    rule: str
    extractor_version: str
    confidence: float


class MentionStated(Fact):
    """A place where the article names a person."""

    speaks: Annotated[bool, Field(description="whether the article says that the person speaks there")]


class OfficeStated(Fact):
    """An office that the article gives a person."""

    office_id: int
    title: str
    organization: str
    full: str
    former: bool
    change: TenureChange


class PersonNamed(Model):
    """A person whom the article names."""

    person_id: int
    name: str
    mentions: list[MentionStated]
    offices: list[OfficeStated]


class DateStated(Fact):
    """A date or a period; both days are part of it."""

    text: str
    start: date
    end: date


class AwardStated(Fact):
    """An award to one recipient, or to a counted group."""

    award: str
    issuer: str | None
    recipient: str | None
    person_id: int | None
    count: int | None
    status: str


class Caption(Model):
    """A picture's caption."""

    text: str
    image_url: str | None


class Attachment(Model):
    """A file that the article offers."""

    name: str
    url: str


class Capture(Model):
    """The fetched page that was read, and its record in the archive."""

    capture_id: int
    url: str
    fetched_at: datetime
    warc_file: str
    warc_offset: int
    warc_length: int


class Revision(Model):
    """A version of the article."""

    number: int
    title: str
    extractor_version: str
    extracted_at: datetime
    fetched_at: datetime


class Revisions(Model):
    """All versions of an article."""

    items: list[Revision]


class ArticleFull(Model):
    """A revision of an article with its facts; their spans point into `text`: title, line break, body."""

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
    text: str
    lead: str | None
    authors: list[str]
    captions: list[Caption]
    attachments: list[Attachment]
    published_at: datetime | None
    published_day: date | None
    published_has_time: bool | None
    published_zone_assumed: bool | None
    published_source: str | None
    updated_at: datetime | None
    extractor_version: str
    extracted_at: datetime
    witness_f1: float | None
    warnings: list[str]
    capture: Capture
    people: list[PersonNamed]
    dates: list[DateStated]
    awards: list[AwardStated]
    revisions: list[Revision]


class ChangedLines(Model):
    """Lines that one revision has and the other has not, at one place."""

    earlier: list[str]
    later: list[str]


class ChangedFact(Model):
    """A fact that only one of two revisions states, in words."""

    how: Literal["gained", "lost"]
    kind: Literal["person", "office", "date", "award"]
    fact: str


class ArticleChanges(Model):
    """What changed from one revision to another."""

    article_id: int
    earlier: int
    later: int
    lines: list[ChangedLines]
    facts: list[ChangedFact]


def changes(earlier: ArticleView, later: ArticleView) -> ArticleChanges:
    """What changed from one revision of an article to another."""
    was, now = earlier.text.split("\n"), later.text.split("\n")
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    lines = [
        ChangedLines(earlier=was[a1:a2], later=now[b1:b2])
        for tag, a1, a2, b1, b2 in matcher.get_opcodes()
        if tag != "equal"
    ]
    stated, states = dict.fromkeys(_facts(earlier)), dict.fromkeys(_facts(later))
    lost = [
        ChangedFact(how="lost", kind=kind, fact=fact) for kind, fact in stated if (kind, fact) not in states
    ]
    gained = [
        ChangedFact(how="gained", kind=kind, fact=fact) for kind, fact in states if (kind, fact) not in stated
    ]
    return ArticleChanges(
        article_id=later.article_id,
        earlier=earlier.number,
        later=later.number,
        lines=lines,
        facts=[*lost, *gained],
    )


def _facts(view: ArticleView) -> Iterator[tuple[Literal["person", "office", "date", "award"], str]]:
    for person in view.people:
        yield "person", person.name
        if any(mention.speaks for mention in person.mentions):
            yield "person", f"{person.name} (speaks)"
        for office in person.offices:
            former = " (former)" if office.former else ""
            change = f" ({office.change})" if office.change else ""
            yield "office", f"{person.name}: {office.full}{former}{change}"
    for stated in view.dates:
        yield "date", f"{stated.text}: {stated.start} – {stated.end}"
    for award in view.awards:
        whom = " ".join(str(part) for part in (award.count, award.recipient) if part)
        yield "award", f"{award.award} → {whom or '?'} ({award.status})"
