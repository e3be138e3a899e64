"""The body behind the words that say who gives or receives an award.

`Chủ tịch UBND tỉnh` gives in the name of the `UBND tỉnh`. Words that are no body's name (`tập thể`,
`cán bộ, nhân dân`) are none.
"""

from __future__ import annotations

from functools import lru_cache

from extract.bodies.names import BodyName, read_body
from extract.bodies.words import BodyLevel, body_words
from extract.language import Sentence
from extract.offices.roles import Kind, role_at
from extract.offices.words import line_of
from extract.phrases import keys
from extract.text import clean


@lru_cache(maxsize=4096)
def body_of_award(wording: str) -> BodyName | None:
    """The body that a giver or recipient is, or acts for; None where the words name none."""
    sentence = Sentence(clean(wording), 0, 0)
    if not sentence.tokens:
        return None
    line = line_of(sentence, ())
    role = role_at(line, 0)
    title = rest = ""
    if role and role.kind is Kind.OFFICE and role.end < len(line):
        title, rest = line.wording(0, role.end), line.wording(role.end, len(line))
    names = [read_body(rest, title)] if rest else []
    return next((name for name in (*names, read_body(sentence.text)) if _is_body(name)), None)


def _is_body(name: BodyName) -> bool:
    known = name.central or name.kind or name.whole or body_words().department(keys(name.core))
    return bool(known) or name.level in {BodyLevel.CENTRE, BodyLevel.OTHER} or not name.core
