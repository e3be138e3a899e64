"""The order by rank: hits come in rungs, and within a rung the newest first.

A rung is what a match must hold beside the query's words: that all of them follow each other as
typed, and how much the article is about each of them (the least of their steps, `db.search_words`).
The upper rungs are small, and each is read off the index in the order of its rows; so the most
telling articles are found without weighing all that hold the words, page 200 costs what page 1
does, and both databases agree. It stands to BM25 as impact-ordered lists do (Anh and Moffat 2002).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from db.search_match import AllOf, AnyOf, ButNot, Holds, Match
from db.search_words import STEPS, strong
from db.words import Term

Order = Literal["newest", "rank"]

EXACT, ALIKE = 0, 1
"""The two tiers of hits: accents as typed; words alike but for accents."""

RUNGS = 2 * (len(STEPS) + 1)
"""How many rungs there are by rank: as typed and not, by each step down to 1."""

_LONGEST_SENTENCE = 8
"""So many words are looked for as typed; more are hardly a name or a saying."""


def tiers(terms: Sequence[Term]) -> tuple[int, ...]:
    """The tiers that a query has hits in."""
    return (EXACT, ALIKE) if any(term.accented for term in terms) else (ALIKE,)


def rungs(terms: Sequence[Term], tier: int, order: Order) -> Iterator[tuple[int, Match | None]]:
    """The number of each rung and what its rows hold; `None` where any row will do.

    Every row that holds the terms in this tier is on one rung alone.
    """
    if not terms:
        yield 0, None
        return
    held = _held(terms, tier)
    apart = _held(terms, EXACT) if tier == ALIKE and EXACT in tiers(terms) else None
    if order == "newest":
        yield 0, _without(held, [apart])
        return
    together = _together(terms, tier)
    # Whatever an article is about, it holds.
    phrases = [_holds(term, tier) for term in terms if len(term.words) > 1]
    for as_typed in (True, False) if together else (False,):
        for place, step in enumerate((*reversed(STEPS), 1)):
            more = [_about(terms, tier, step + 1)] if step < STEPS[-1] else []
            wanted = [_about(terms, tier, step), *phrases] if step in STEPS else [held]
            if as_typed and together:
                wanted.append(together)
            elif together:
                more.append(together)
            number = place + (0 if as_typed else len(STEPS) + 1)
            yield number, _without(AllOf(tuple(wanted)), [apart, *more])


def _held(terms: Sequence[Term], tier: int) -> Match:
    return AllOf(tuple(_holds(term, tier) for term in terms))


def _holds(term: Term, tier: int) -> Holds:
    exact = tier == EXACT and term.accented
    return Holds("exact" if exact else "folded", term.keys(exact=exact))


def _together(terms: Sequence[Term], tier: int) -> Holds | None:
    """All words in a row; none where they are one term anyway, or too many."""
    whole = Term(tuple(word for term in terms for word in term.words))
    if len(terms) == 1 or len(whole.words) > _LONGEST_SENTENCE:
        return None
    return _holds(whole, tier)


def _about(terms: Sequence[Term], tier: int, step: int) -> Match:
    return AllOf(tuple(strong(key, step) for term in terms for key in term.keys(exact=tier == EXACT)))


def _without(wanted: Match, unwanted: Sequence[Match | None]) -> Match:
    left_out = tuple(match for match in unwanted if match is not None)
    return ButNot(wanted, AnyOf(left_out)) if left_out else wanted
