"""Article to facts: reads the language once and lets each finder look for its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.authors import byline_spans, find_authors
from extract.awards import find_awards
from extract.dates import find_dates
from extract.fact import Facts, Person, Source, Span
from extract.language import read
from extract.offices import find_offices
from extract.people import PersonMentions, find_people
from extract.speech import find_speech


def extract_facts(source: Source) -> Facts:
    """The authors, people, offices, dates and awards of an article.

    Never fails on any text; what is not understood is not found.
    """
    document = read(source)
    people = _without_bylines(find_people(document), byline_spans(source.title, source.body))
    offices = find_offices(document, people)
    speech = find_speech(document, people)
    return Facts(
        authors=find_authors(source.title, source.body),
        people=tuple(
            Person(
                name=person.name,
                mentions=person.mentions,
                offices=offices.get(person.name, ()),
                rule=person.rule,
                confidence=person.confidence,
                speaks=tuple(mention for mention in person.mentions if mention in speech),
            )
            for person in people
        ),
        dates=find_dates(document.text, source.published),
        awards=find_awards(document, people),
    )


def _without_bylines(people: Iterable[PersonMentions], bylines: Sequence[Span]) -> tuple[PersonMentions, ...]:
    """The people with their mentions outside the bylines; who is only named there has none."""
    kept = []
    for person in people:
        mentions = tuple(
            mention
            for mention in person.mentions
            if not any(mention.start < byline.end and byline.start < mention.end for byline in bylines)
        )
        if mentions:
            kept.append(replace(person, mentions=mentions))
    return tuple(kept)
