"""What the correction desk shows of an article: its text, its facts with what people said, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.corrections import complete_revision, last_row
from db.read import ArticleView, read_article
from db.read.corrections import CorrectionRow, corrections_in, list_corrections
from db.read.facts import read_facts
from extract.corrections import (
    MentionValues,
    OfficeValues,
    PersonValues,
    Stated,
    Values,
    agree,
    kind_of,
    stated_facts,
)
from extract.fact import Span
from extract.text import fold
from web.marks import Mark, Piece, marked_lines

_AROUND = 30
"""How many characters around a place are shown with it."""
_HISTORY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFact:
    """A fact with its number on the desk, the words around it, and the corrections that made it so."""

    number: int
    kind: str
    values: Values
    span: Span | None
    context: Context | None
    by: Sequence[CorrectionRow]


@dataclass(frozen=True, slots=True)
class Context:
    """Words with those before and behind them."""

    before: str
    words: str
    after: str
    start: int


@dataclass(frozen=True, slots=True)
class DeskPerson:
    """A person with all their places and offices."""

    person: DeskFact
    mentions: Sequence[DeskFact]
    offices: Sequence[DeskFact]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """An article at the desk."""

    article: ArticleView
    people: Sequence[DeskPerson]
    dates: Sequence[DeskFact]
    awards: Sequence[DeskFact]
    authors: Sequence[DeskFact]
    lines: Sequence[Sequence[Piece]]
    """The text; the label of a mark is the number of its fact."""
    history: Sequence[CorrectionRow]
    seen: int
    """The last correction shown, which forms send back; 0 where there is none."""
    complete: bool
    """Whether an editor has found the facts shown right and complete."""
    complete_before: bool
    """Whether one has found those of another revision so, and nothing has been corrected since."""

    @property
    def names(self) -> list[str]:
        """The names of the article's people."""
        return list(dict.fromkeys(name_of(one.person.values) for one in self.people))

    @property
    def waiting(self) -> list[CorrectionRow]:
        """The corrections whose place is not in the text today."""
        return [row for row in self.history if row.state == "waiting"]


def read_desk(session: Session, article_id: int) -> DeskView | None:
    """The article as it stands; none where there is none."""
    article = read_article(session, article_id)
    if article is None:
        return None
    stated = stated_facts(read_facts(session, article.revision_id))
    by = corrections_in(session, article.revision_id)
    listed = [_fact(article.text, number, one, by) for number, one in enumerate(stated)]
    checked = complete_revision(session, article_id)
    return DeskView(
        article=article,
        people=_people(listed),
        dates=[one for one in listed if one.kind == "date"],
        awards=[one for one in listed if one.kind == "award"],
        authors=[one for one in listed if one.kind == "author"],
        lines=marked_lines(article.text, _marks(listed)),
        history=list_corrections(session, article=article_id, limit=_HISTORY),
        seen=last_row(session, article_id) or 0,
        complete=checked == article.revision_id,
        complete_before=checked not in (None, article.revision_id),
    )


def contexts(text: str, places: Sequence[Span]) -> list[Context]:
    """The places with the words around them."""
    return [context_of(text, place) for place in places]


def context_of(text: str, place: Span) -> Context:
    """A place with the words around it on its line."""
    before = text[max(0, place.start - _AROUND) : place.start].rpartition("\n")[2]
    after = text[place.end : place.end + _AROUND].partition("\n")[0]
    return Context(before, text[place.start : place.end], after, place.start)


def name_of(values: Values) -> str:
    """The name of a person's values; empty for others."""
    return values.name if isinstance(values, PersonValues | MentionValues) else ""


def _fact(text: str, number: int, one: Stated, corrections: Sequence[CorrectionRow]) -> DeskFact:
    kind = kind_of(one.values).value
    return DeskFact(
        number=number,
        kind=kind,
        values=one.values,
        span=one.span,
        context=context_of(text, one.span) if one.span else None,
        by=[
            row
            for row in corrections
            # A person is corrected everywhere, whichever place was pointed at.
            if row.becomes and agree(one.values, row.becomes) and (row.span == one.span or kind == "person")
        ],
    )


def _people(listed: Sequence[DeskFact]) -> list[DeskPerson]:
    """Each name once, with all that is stated of it."""
    people: dict[str, tuple[DeskFact, list[DeskFact], list[DeskFact]]] = {}
    for one in listed:
        match one.values:
            case PersonValues():
                people.setdefault(fold(one.values.name), (one, [], []))
            case MentionValues():
                people[fold(one.values.name)][1].append(one)
            case OfficeValues():
                people[fold(one.values.person)][2].append(one)
    return [
        DeskPerson(person, sorted(mentions, key=_start), sorted(offices, key=_start))
        for person, mentions, offices in people.values()
    ]


def _start(fact: DeskFact) -> int:
    return fact.span.start if fact.span else 0


def _marks(listed: Sequence[DeskFact]) -> list[Mark]:
    """The facts in the text, the widest first: the last mark of a piece is the innermost."""
    placed = [one for one in listed if one.span and one.kind != "person"]
    placed.sort(key=lambda one: (one.span.start - one.span.end if one.span else 0, one.number))
    kinds = {"mention": "person"}
    return [Mark(*one.span, kinds.get(one.kind, one.kind), str(one.number)) for one in placed if one.span]
