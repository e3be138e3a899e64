"""One article as a row of the search index: its words, and tags for what is known of it.

A row has three columns of words:

- `exact`: title, text, and the wordings of facts that the text does not hold, with accents;
- `folded`: the same without accents, `đ` as `d`;
- `tags`: words that stand for something else, told apart by their first letter:
  `2`…`4` a word of the article by how much the article is about it (`strong`);
  `n`, `o`, `b`, `a` the words of its persons, offices, bodies and awards, each wording a phrase,
  once with `f` (without accents) and once with `e` (with accents) as second letter;
  `s` the site, `k` the kind.

Because tags are words, a filter costs no more than a further word in the query, and neither does rank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal

from db.search_match import AnyOf, Holds, Match
from db.words import Term, Word, words

FactField = Literal["person", "office", "organization", "award"]
"""The kinds of facts whose wordings can be searched one by one."""

WORDS_INDEXED = 50_000
"""Of longer texts only the beginning is found; PostgreSQL takes at most 1 MB of words."""

STEPS = (2, 3, 4)
"""How much an article is about a word, where it is about it at all; every word has step 1."""

_LEAST = {2: 2.0, 3: 4.0, 4: 8.0}
"""The least weight of a word for each step."""
_TITLE_WEIGHT, _FACT_WEIGHT = 3.0, 2.0
"""What a word in the title, and one in a fact, weigh; one in the text weighs 1."""
_USUAL_LENGTH = 300
"""Words of a usual text. Weights are divided as BM25 does it (Robertson and Walker 1994), with b = 0.5."""

_PREFIX: dict[FactField, str] = {"person": "n", "office": "o", "organization": "b", "award": "a"}
_NO_SITE = Holds("tags", ("s",))
_BOUNDARY = Word("\ue000", "\ue000", 0, 0)
"""Stands between title, text and facts, so that no phrase runs across; no text holds it as a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactWordings:
    """The wordings of an article's facts, each once."""

    person: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    award: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Every wording, each once, in the order of the fields."""
        return tuple(dict.fromkeys(chain(self.person, self.office, self.organization, self.award)))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """The words of each column, in order; an empty one leaves its place free."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    phrases: tuple[str, ...]
    """Of the tags, those in which order matters."""
    bag: tuple[str, ...]
    """The other tags."""


def index_row(*, title: str, body: str, facts: FactWordings, site_id: str, kind: str) -> IndexRow:
    """The row of an article."""
    of_title, of_body = list(words(title)), list(islice(words(body), WORDS_INDEXED))
    of_facts = {wording: list(words(wording)) for wording in facts.all()}
    unsaid = [found for wording, found in of_facts.items() if wording not in body and wording not in title]
    found = list(islice(_joined([of_title, of_body, *unsaid]), WORDS_INDEXED))
    return IndexRow(
        exact=tuple(word.exact for word in found),
        folded=tuple(word.folded for word in found),
        phrases=tuple(_fact_tags(facts, of_facts)),
        bag=(*_strong(of_title, of_body, of_facts.values()), site_tag(site_id), kind_tag(kind)),
    )


def strong(key: str, step: int) -> Holds:
    """That the article is about a word, given by its key, to the step or more."""
    return Holds("tags", (f"{step}{key}",))


def fact_match(field: FactField, term: Term) -> Match:
    """That a wording of a fact holds the words, with the accents that they have."""
    prefix = _PREFIX[field] + ("e" if term.accented else "f")
    return Holds("tags", tuple(prefix + key for key in term.keys(exact=True)))


def site_match(site_ids: Iterable[str]) -> Match:
    """That the article is of one of the sites; without any, that it is of none that there is."""
    return AnyOf(tuple(Holds("tags", (site_tag(site_id),)) for site_id in site_ids) or (_NO_SITE,))


def kind_match(kind: str) -> Match:
    """That the article is of the kind."""
    return Holds("tags", (kind_tag(kind),))


def site_tag(site_id: str) -> str:
    """The tag of a site; ids may hold more than letters and digits."""
    return f"s{site_id.encode().hex()}"


def kind_tag(kind: str) -> str:
    """The tag of a kind of article."""
    return f"k{kind}"


def _joined(texts: Iterable[list[Word]]) -> Iterator[Word]:
    for number, text in enumerate(texts):
        if number:
            yield _BOUNDARY
        yield from text


def _fact_tags(facts: FactWordings, of_facts: dict[str, list[Word]]) -> Iterator[str]:
    for field, prefix in _PREFIX.items():
        for wording in getattr(facts, field):
            found = of_facts[wording]
            yield from (f"{prefix}f{word.folded}" for word in found)
            yield ""
            yield from (f"{prefix}e{word.exact}" for word in found)
            yield ""


def _strong(title: list[Word], body: list[Word], facts: Iterable[list[Word]]) -> Iterator[str]:
    weights: defaultdict[str, float] = defaultdict(float)
    for weight, found in ((_TITLE_WEIGHT, [title]), (_FACT_WEIGHT, facts), (1.0, [body])):
        for word in chain.from_iterable(found):
            weights[word.folded] += weight
            if word.exact != word.folded:
                weights[word.exact] += weight
    usual = 0.5 + 0.5 * len(body) / _USUAL_LENGTH
    for key, weight in weights.items():
        yield from (f"{step}{key}" for step in STEPS if weight / usual >= _LEAST[step])
