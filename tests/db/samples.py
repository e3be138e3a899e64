"""Sites, captures and articles with invented people, and what storing them returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TypedDict

from sqlalchemy import Engine

from db.engine import transaction
from db.models import Capture, Page, Site
from db.order import VIETNAM
from db.store import Stored, store_article
from extract.article import Article, Attachment, Block, BlockKind, Kind, Moment
from extract.fact import Award, AwardStatus, Change, Date, Facts, Office, Person, Span

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
HOME = "Sơn La"


class _How(TypedDict):
    rule: str
    confidence: float


@dataclass(frozen=True)
class Story:
    """An article and its facts, written so that a test changes one thing at a time."""

    title: str = "Thăm bản Pá Hốc"
    text: str = "Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm bản ngày 7/2/2025."
    published: datetime | None = datetime(2025, 2, 7, 9, 30, tzinfo=VIETNAM)
    has_time: bool = True
    name: str | None = "Lò Văn Thử"
    offices: tuple[tuple[str, str, str], ...] = (("Bí thư", "Huyện ủy", "Bí thư Huyện ủy Mường La"),)
    change: Change | None = None
    former: bool = False
    day: str | None = "ngày 7/2/2025"
    speaks: bool = False
    """Whether the person speaks wherever the story names them."""
    award: str | None = None
    issuer: str | None = None
    award_status: AwardStatus = AwardStatus.CONFERRED
    authors: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    caption: str | None = None
    kind: Kind = Kind.ARTICLE
    confidence: float = 0.9
    witness_f1: float | None = None

    @property
    def article(self) -> Article:
        moment = None
        if self.published:
            moment = Moment(at=self.published, zone_assumed=True, has_time=self.has_time, source="meta")
        blocks = [Block(BlockKind.LEAD, self.text)]
        if self.caption:
            blocks.append(Block(BlockKind.CAPTION, self.caption, image="http://bao.example/anh.jpg"))
        return Article(
            url="http://bao.example/bai",
            title=self.title,
            authors=self.authors,
            published=moment,
            blocks=tuple(blocks),
            attachments=self.attachments,
            kind=self.kind,
            witness_f1=self.witness_f1,
        )

    @property
    def facts(self) -> Facts:
        return Facts(
            people=self._people(),
            dates=tuple(
                Date(
                    text=day, start=date(2025, 2, 7), end=date(2025, 2, 7), span=self._span(day), **self._how
                )
                for day in [self.day]
                if day
            ),
            awards=tuple(
                Award(
                    award=award,
                    issuer=self.issuer,
                    recipient=self.name,
                    count=None,
                    status=self.award_status,
                    span=self._span(award),
                    **self._how,
                )
                for award in [self.award]
                if award
            ),
        )

    def _people(self) -> tuple[Person, ...]:
        if self.name is None:
            return ()
        offices = tuple(
            Office(
                title=title,
                organization=body,
                former=self.former,
                change=self.change,
                full=full,
                span=self._span(f"{title} {body}"),
                **self._how,
            )
            for title, body, full in self.offices
        )
        mentions = self._spans(self.name)
        speaks = mentions if self.speaks else ()
        return (Person(name=self.name, mentions=mentions, offices=offices, speaks=speaks, **self._how),)

    @property
    def _how(self) -> _How:
        return {"rule": "test", "confidence": self.confidence}

    @property
    def _whole(self) -> str:
        return f"{self.title}\n{self.article.text}"

    def _spans(self, wording: str) -> tuple[Span, ...]:
        places, start = [], self._whole.find(wording)
        while start >= 0:
            places.append(Span(start, start + len(wording)))
            start = self._whole.find(wording, start + 1)
        return tuple(places)

    def _span(self, wording: str) -> Span:
        return self._spans(wording)[-1]


@dataclass
class Newsroom:
    """Adds sites, pages and captures to a database and stores stories of them."""

    engine: Engine
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def page(self, *, province: str = HOME, part_of: int | None = None, role: str = "article") -> int:
        """A page of the province's one site."""
        number = next(self._numbers)
        with transaction(self.engine) as session:
            if session.get(Site, province) is None:
                site = Site(
                    id=province, name=f"Báo {province}", province=province, start_url="http://bao.example"
                )
                session.add(site)
                session.flush()
            page = Page(
                site_id=province,
                url=f"http://bao.example/{number}",
                role=role,
                found_at=NOW,
                part_of_id=part_of,
            )
            session.add(page)
            session.flush()
            return page.id

    def capture(self, page_id: int) -> int:
        """The page fetched once more, a minute after the last capture of all."""
        number = next(self._numbers)
        with transaction(self.engine) as session:
            capture = Capture(
                page_id=page_id,
                fetched_at=NOW + timedelta(minutes=number),
                url=session.get_one(Page, page_id).url,
                status=200,
                digest=f"{number:064x}",
                warc_file="test.warc.gz",
                warc_offset=number,
                warc_length=1,
            )
            session.add(capture)
            session.flush()
            return capture.id

    def store(self, page_id: int, captures: Sequence[int], story: Story, version: str = "1") -> Stored:
        """What `store_article` makes of the story, in a transaction of its own."""
        with transaction(self.engine) as session:
            return store_article(
                session,
                page_id=page_id,
                capture_ids=captures,
                article=story.article,
                facts=story.facts,
                extractor_version=version,
                extracted_at=NOW + timedelta(days=1),
            )

    def publish(self, story: Story, *, province: str = HOME) -> Stored:
        """The story on a page of its own, fetched once."""
        page_id = self.page(province=province)
        return self.store(page_id, [self.capture(page_id)], story)


def about(name: str, story: Story = Story()) -> Story:
    """The story, about somebody else."""
    return replace(story, name=name, text=story.text.replace("Lò Văn Thử", name))
