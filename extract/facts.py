"""Article to facts: reads the language once and lets each finder look for its own."""

from __future__ import annotations

from extract.fact import Facts, Person, Source
from extract.language import read
from extract.people import find_people


def extract_facts(source: Source) -> Facts:
    """The people, offices, dates, awards and authors of an article.

    Never fails on any text; what is not understood is not found.
    """
    document = read(source)
    people = tuple(
        Person(name=p.name, mentions=p.mentions, offices=(), rule=p.rule, confidence=p.confidence)
        for p in find_people(document)
    )
    return Facts(people=people)
