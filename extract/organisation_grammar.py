"""Where the name of an organisation ends: part by part, as long as its words are those of a name.

Such are bodies, areas, fields of work, names in capitals, numbers, and what joins them.
"""

from __future__ import annotations

from typing import NamedTuple

from extract.office_roles import Kind, role_at
from extract.office_words import AREA_LEVELS, Line, office_words

_LONGEST_RUN = 6
"""Lower-case words, none of them known, that may stand between a body's head and its place."""
_LONGEST_TAIL = 3
"""Such words that may close a name before a mark (`Đoàn Thanh niên cứu quốc,`)."""
_ENDS = frozenset(",;).")


class _Part(NamedTuple):
    """A part of an organisation's name: where it ends, what it is, and the level of its area.

    It is `open` (a head that wants a name: `Phòng`), `whole` (a name that wants no more:
    `Tỉnh ủy`), an `area` (`huyện`), an `area name`, a `field` (`y tế`) or a `name` (in capitals).
    """

    end: int
    kind: str
    level: int


def organization_end(line: Line, at: int, last: str) -> int:
    """The token behind the name that begins at `at`; `last` is the kind of part that stands before it."""
    part = _Part(at, last, 0)
    while line.free(part.end):
        following = _step(line, part.end, part.kind, part.level)
        if following is None:
            break
        part = following
    return part.end


def _step(line: Line, at: int, last: str, level: int) -> _Part | None:
    """The next part of an organisation's name, if it goes on behind a part of the kind `last`."""
    if _stops_at(line, at, last):
        return None
    return (
        _body(line, at, last)
        or _word(line, at, last, level)
        or _joined(line, at, last, level)
        or _run(line, at, last, level)
    )


def _body(line: Line, at: int, last: str) -> _Part | None:
    """A body's head, or an area that a body belongs to."""
    words = office_words()
    for phrases, kind in ((words.whole, "whole"), (words.named, "open")):
        end = phrases.end(line.keys, at)
        sure = line.capital(at) or (kind == "whole" and end > at + 1)
        if end > at and (last == "title" or sure or _named_next(line, end)):
            return _Part(end, kind, 0)
    area = words.areas.match(line.keys, at)
    return _Part(area[0], "area", area[1]) if area else None


def _word(line: Line, at: int, last: str, level: int) -> _Part | None:
    """A word of a name: a form of company, a field of work, a word in capitals, a number."""
    words = office_words()
    form, field = words.forms.end(line.keys, at), words.fields.end(line.keys, at)
    if form > at and last == "open":
        return _Part(form, "open", level)
    if field > at:
        return _Part(field, "field", level)
    if line.capital(at):
        return _Part(at + 1, "area name" if last.startswith("area") else "name", level)
    if line.keys[at][:1].isdigit() and last != "title":
        return _Part(at + 1, "name", level)
    return None


def _stops_at(line: Line, at: int, last: str) -> bool:
    """Whether the sentence goes on at token `at`, or another office begins there."""
    words, tokens = office_words(), line.keys
    if words.whole.end(tokens, at) > words.stops.end(tokens, at):
        return False
    if line.capital(at):
        if last != "area" and words.openers.end(tokens, at) > at:
            return True
    else:
        stop, name = words.stops.end(tokens, at), words.fields.end(tokens, at)
        if stop > at and (stop > name or (stop == name and last != "open")):
            return words.areas.match(tokens, at) is None
    role = role_at(line, at)
    return role is not None and role.kind is Kind.OFFICE and words.body(line, at) < role.end


def _named_next(line: Line, at: int) -> bool:
    """Whether a name in capitals, an area, a number or a field follows at token `at`."""
    words = office_words()
    if not line.free(at):
        return False
    return (
        (line.capital(at) and words.openers.end(line.keys, at) == at)
        or line.keys[at][:1].isdigit()
        or words.areas.match(line.keys, at) is not None
        or words.fields.end(line.keys, at) > at
    )


def _joined(line: Line, at: int, last: str, level: int) -> _Part | None:
    """A connector or comma inside a name, with the part that follows it."""
    words, tokens = office_words(), line.keys
    if last == "title" or not line.free(at + 1):
        return None
    if tokens[at] == ",":
        return _after_comma(line, at + 1, last, level)
    after = at + 1 if tokens[at] == "/" else words.connectors.end(tokens, at)
    if after == at or not line.free(after):
        return None
    if tokens[at] in words.numbered and tokens[after][:1].isdigit():
        return _Part(after + 1, "name", level)
    of = tokens[at] in words.of
    named = line.capital(after) or (
        tokens[at] not in words.at_place
        and (words.fields.end(tokens, after) > after or (of and words.body(line, after) > after))
    )
    if not named or _stops_at(line, after, "title" if of else "name"):
        return None
    return _Part(after, "open" if last == "open" else "name", level)


def _after_comma(line: Line, at: int, last: str, level: int) -> _Part | None:
    """What a comma inside a name may be followed by."""
    if _stops_at(line, at, "area"):
        return None
    return _larger_area(line, at, last, level) or _further_name(line, at, last, level)


def _larger_area(line: Line, at: int, last: str, level: int) -> _Part | None:
    """A larger area, with its kind or, for a province, without (`huyện Mai Sơn, Sơn La`)."""
    words = office_words()
    area = words.areas.match(line.keys, at)
    if area and 0 < level < area[1] and _named_next(line, area[0]):
        return _Part(area[0], "area", area[1])
    province = words.provinces.end(line.keys, at)
    if province > at and 0 < level < AREA_LEVELS["province"] and last == "area name":
        return _Part(province, "name", AREA_LEVELS["province"])
    return None


def _further_name(line: Line, at: int, last: str, level: int) -> _Part | None:
    """A further field (`Văn hóa, Thể thao`), or the body that the one before belongs to."""
    words = office_words()
    if not line.capital(at):
        return None
    field, body = words.fields.end(line.keys, at), words.body(line, at)
    if last == "field" and field > at:
        return _Part(field, "field", level)
    if last in {"field", "open", "name"} and level == 0 and body > at:
        return _Part(body, "whole" if words.whole.end(line.keys, at) == body else "open", 0)
    return None


def _run(line: Line, at: int, last: str, level: int) -> _Part | None:
    """Unknown words in lower case between a body's head and the name or area that ends them."""
    words = office_words()
    longest = _LONGEST_RUN if last == "open" else _LONGEST_TAIL
    for end in range(at, min(at + longest, len(line))):
        if not line.free(end) or not line.keys[end][:1].isalpha() or words.stops.end(line.keys, end) > end:
            return None
        if end + 1 == len(line) or line.keys[end + 1] in _ENDS:
            return _Part(end + 1, "name", level)
        if last == "open" and _named_next(line, end + 1):
            return _Part(end + 1, "name", level)
    return None
