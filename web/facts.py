"""What an article states, fact by fact: what it says and where it stands.

A fact's place is the offset at which its wording begins. With the revision it makes the fact's address,
`/articles/{id}?revision={n}&at={place}`, which says the same whatever is read later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from db.read import ArticleView
from extract.fact import Source, Span
from extract.language import read
from extract.text import fold
from web.language import LANGUAGES, Said
from web.marks import Mark
from web.wording import FORMER, SPEAKS, STATUSES, TENURE_CHANGES, show_days

Kind = Literal["person", "office", "date", "award"]

_NOTHING = Said("", "")


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact: what it says, and where its wording stands in the article's text."""

    kind: Kind
    says: str
    span: Span
    beside: Said = _NOTHING
    """What else it says, in brackets: that an office is a former one, that a person speaks there."""

    @property
    def key(self) -> tuple[Kind, str]:
        """Equal keys say the same."""
        return self.kind, fold(self.says + self.beside.vi)


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in an article's text: the sentence around it, and what facts that begin there say."""

    start: int
    sentence: str
    statements: tuple[Statement, ...]


def statements(article: ArticleView) -> list[Statement]:
    """Everything that an article states, a person once for each place where it is named."""
    return list(_statements(article))


def fact_marks(article: ArticleView) -> list[Mark]:
    """Every fact at its place, with what it says."""
    return [Mark(*fact.span, fact.kind, fact.says) for fact in _statements(article)]


def gained(before: Sequence[Statement], after: Sequence[Statement]) -> list[Statement]:
    """What the one says and the other did not, each thing once."""
    known = {fact.key for fact in before}
    new = {fact.key: fact for fact in reversed(after) if fact.key not in known}
    return sorted(new.values(), key=lambda fact: fact.span)


def passage_at(article: ArticleView, start: int) -> Passage | None:
    """The passage at a place of the article's text; none where no sentence is there."""
    document = read(Source(title=article.title, body=article.body))
    sentence = next((one for one in document.sentences if one.start <= start < one.end), None)
    if sentence is None:
        return None
    here = tuple(fact for fact in _statements(article) if fact.span.start == start)
    return Passage(start, sentence.text, here)


def how_many(article: ArticleView) -> dict[Kind, int]:
    """How many facts of each kind an article states; its people, not every place that names them."""
    return {
        "person": len(article.people),
        "office": sum(len(person.offices) for person in article.people),
        "date": len(article.dates),
        "award": len(article.awards),
    }


def _statements(article: ArticleView) -> Iterator[Statement]:
    for person in article.people:
        for mention in person.mentions:
            speaks = [SPEAKS] if mention.speaks else []
            yield Statement("person", person.name, mention.span, _beside(speaks))
        for office in person.offices:
            former = [FORMER] if office.former else []
            change = [TENURE_CHANGES[office.change]] if office.change else []
            says = f"{person.name}: {office.full}"
            yield Statement("office", says, office.span, _beside([*former, *change]))
    for date in article.dates:
        yield Statement("date", show_days(date.start, date.end), date.span)
    for award in article.awards:
        recipient = f"{award.count} {award.recipient}" if award.count else award.recipient
        giver = f"{award.issuer}: " if award.issuer else ""
        says = f"{giver}{award.award} → {recipient or '?'}"
        yield Statement("award", says, award.span, _beside([STATUSES[award.status]]))


def _beside(words: Sequence[Said]) -> Said:
    if not words:
        return _NOTHING
    return Said(*(f" ({', '.join(said.to(language) for said in words)})" for language in LANGUAGES))
