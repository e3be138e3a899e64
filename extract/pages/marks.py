"""What class and id names say that an element is; the names are in `extract/lexicon/page.toml`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extract.pages.lexicon import class_patterns, class_words

_HIDDEN_NAME = re.compile(
    r"(?<![a-z0-9-])(?:hide|hidden|d-none|invisible|display-none|sr-only|visually-hidden)(?![a-z0-9-])"
)


class Marks(NamedTuple):
    """What an element's class and id names say it is."""

    junk: bool
    hidden: bool
    body: bool
    lead: bool
    headline: bool
    date: bool
    clock: bool
    author: bool
    source: bool
    trail: bool
    caption: bool


@lru_cache(maxsize=65536)
def marks(names: str) -> Marks:
    """Read class and id names, as `class id`; one name that is the article's outweighs junk names."""
    patterns = class_patterns()
    words = [class_words(name) for name in names.split()]
    junk = [word for word in words if patterns.junk.search(word)]
    others = [word for word in words if word not in junk]

    def says(pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(word) for word in others)

    body, lead, headline, date = map(says, (patterns.body, patterns.lead, patterns.headline, patterns.date))
    return Marks(
        junk=bool(junk) and not (body or lead or headline or date),
        hidden=bool(_HIDDEN_NAME.search(" ".join(words))),
        body=body,
        lead=lead,
        headline=headline,
        date=date,
        clock=any(patterns.clock.search(word) for word in words),
        author=says(patterns.author),
        source=says(patterns.source),
        trail=any(patterns.trail.search(word) for word in words),
        caption=says(patterns.caption),
    )
