"""Reading the archive again: what would change, what changes, and back again.

    for rehearsal in rehearse(config, engine, selection, report): ...   # nothing is written
    replay(config, engine, selection, report)
    roll_back(engine, "1", ())

A replay reads the last capture of each page with today's extractor. Where that states something
else, it becomes a new revision; the earlier one stays, and can be gone back to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from config import Config
from db.captures import Selection, Waiting, selected_captures
from db.corrected import corrected_facts
from db.engine import reading, transaction
from db.models import Article
from db.read import ArticleView, read_article
from db.rollback import articles_to_restore, last_work_of, restore
from extract.fact import Facts
from extract.text import fold
from pipeline import Extraction, ExtractOutcome, Report, StageProgress, identify_stage, with_parts
from stages.extraction import ReadingPool, Refusal, Statement
from stages.identity import identify_all

FactKind = Literal["text", "person", "office", "date", "award"]
How = Literal["gained", "lost", "changed"]
KINDS: tuple[FactKind, ...] = ("text", "person", "office", "date", "award")
HOWS: tuple[How, ...] = ("gained", "lost", "changed")

_Stated = Mapping[tuple[FactKind, str], str]
"""What an article states: kind and what it is about, and what is said of that."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an article would state anew, no longer, or otherwise."""

    url: str
    kind: FactKind
    how: How
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What one article's replay would change; `refusal`: it would be no article, and stay as it is."""

    url: str
    changes: tuple[Change, ...]
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class RollbackOutcome:
    """How many articles went back, and how many keep a later reading because their page has changed."""

    restored: int = 0
    page_changed: int = 0


def replay(config: Config, engine: Engine, selection: Selection, report: Report) -> ExtractOutcome:
    """Read a part of the archive again and store what it states now; one transaction an article."""
    with ReadingPool(config) as pool:
        extraction = Extraction(pool, engine, report)
        extraction.take(_selected(engine, selection))
    identify_stage(engine, report)
    return extraction.outcome


def rehearse(config: Config, engine: Engine, selection: Selection, report: Report) -> Iterator[Rehearsal]:
    """What a replay would change, article by article; nothing is written."""
    captures = _selected(engine, selection)
    with ReadingPool(config) as pool:
        for done, read in enumerate(pool.read(with_parts(engine, captures)), start=1):
            opening = read.captures[0]
            report(StageProgress("extract", done, len(captures), opening.url))
            if isinstance(read.result, Refusal):
                yield Rehearsal(opening.url, (), read.result.reason)
                continue
            with reading(engine) as session:
                before = _current(session, opening.page_id)
                after = _corrected(session, before, read.result)
            yield Rehearsal(opening.url, tuple(_changes(opening.url, before, after)))


def roll_back(engine: Engine, version: str, sites: tuple[str, ...]) -> RollbackOutcome:
    """Let an extractor version's last revisions speak again, one transaction an article.

    Raises `db.rollback.NoSuchVersion` where it has made none.
    """
    with reading(engine) as session:
        known_until = last_work_of(session, version)
        articles = articles_to_restore(session, version, sites)
    counts: Counter[str] = Counter()
    for article_id in articles:
        with transaction(engine) as session:
            counts[restore(session, article_id, version, known_until)] += 1
    identify_all(engine, lambda _done, _steps: None)
    return RollbackOutcome(counts["restored"], counts["page changed"])


def _selected(engine: Engine, selection: Selection) -> list[Waiting]:
    with reading(engine) as session:
        return selected_captures(session, selection)


def _current(session: Session, page_id: int) -> ArticleView | None:
    """What the page's article states now; none where it has no article yet, or none any more."""
    query = select(Article.id).where(Article.page_id == page_id, Article.current_id.is_not(None))
    article_id = session.scalar(query)
    return None if article_id is None else read_article(session, article_id)


def _corrected(session: Session, view: ArticleView | None, statement: Statement) -> Statement:
    """What the article would state: people's corrections hold for every reading."""
    if view is None:
        return statement
    article = statement.article
    text = f"{article.title}\n{article.text}"
    return replace(statement, facts=corrected_facts(session, view.article_id, text, statement.facts))


def _changes(url: str, view: ArticleView | None, statement: Statement) -> Iterator[Change]:
    article = statement.article
    before = {} if view is None else _stated(view.title, view.body, view)
    after = _stated(article.title, article.text, statement.facts)
    for key in {**before, **after}:
        was, now = before.get(key), after.get(key)
        if was != now:
            how: How = "gained" if was is None else "lost" if now is None else "changed"
            yield Change(url, key[0], how, was or "", now or "")


def _stated(title: str, body: str, facts: ArticleView | Facts) -> _Stated:
    """Title, text and facts by what they are about; the same wording twice counts twice."""
    stated: dict[tuple[FactKind, str], str] = {("text", "title"): title, ("text", "body"): body}
    times: Counter[tuple[FactKind, str]] = Counter()

    def state(kind: FactKind, about: str, said: str) -> None:
        times[kind, about] += 1
        stated[kind, f"{about}#{times[kind, about]}"] = said

    for person in facts.people:
        state("person", fold(person.name), person.name)
        for office in person.offices:
            former = "nguyên / former " if office.former else ""
            state(
                "office",
                f"{fold(person.name)}: {fold(office.title)}",
                f"{person.name}: {former}{office.full}",
            )
    for day in facts.dates:
        state("date", day.text, f"{day.text}: {day.start} … {day.end}")
    for award in facts.awards:
        recipient = f"{award.count or ''} {award.recipient or '?'}".strip()
        said = f"{award.award} → {recipient}, {award.issuer or '?'}, {award.status}"
        state("award", f"{fold(award.award)} → {fold(award.recipient or '')}", said)
    return stated
