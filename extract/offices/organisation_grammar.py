"""Where the name of an organisation ends: part by part, as long as its words are those of a name.

Such are bodies, areas, fields of work, names in capitals, numbers, and what joins them.
Words in lower case that nobody knows are of a name only between a head that wants one
(`Trung tâm …`) and a name, an area or a mark.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from extract.offices.places import unit_name_end
from extract.offices.roles import Kind, role_at
from extract.offices.words import AREA_LEVELS, Line, office_words

_ENDS = frozenset(",;)")
_QUOTES = frozenset("\"'")
_LONGEST_QUOTE = 12


class Part(Enum):
    """What the part of a name before a place is: it decides what may follow."""

    TITLE = auto()
    """No name yet: the title of the office."""
    OPEN = auto()
    """A head that wants a name: `Phòng`."""
    FREE = auto()
    """A head that may be followed by any name: `Công ty`, `Câu lạc bộ`."""
    WHOLE = auto()
    """A name that wants no more: `Tỉnh ủy`."""
    AREA = auto()
    """A kind of area: `huyện`."""
    AREA_NAME = auto()
    FIELD = auto()
    """A field of work: `y tế`."""
    NAME = auto()
    """A word in capitals, or a number."""
    FIRST_WORD = auto()
    """A word with a capital right behind a head that wants a name: lower case may follow it."""
    FREE_NAME = auto()
    """The same, in the name of a company or the like."""


_LONGEST_RUN = {Part.OPEN: 6, Part.FREE: 6, Part.FIRST_WORD: 6, Part.FREE_NAME: 4, Part.WHOLE: 3}
"""Unknown words in lower case that may follow such a part, up to a name, an area or a mark.

Behind a whole name they may go up to a mark only (`Đoàn Thanh niên cứu quốc,`).
"""
_NAMES = frozenset({Part.NAME, Part.FIRST_WORD})
_LONGEST_INSIDE = 2
"""Those that may stand inside such a name, before a word in capitals or an area."""


class _Read(NamedTuple):
    """How far the name was read: the token behind it, its last part, the level of its last area."""

    at: int
    last: Part
    level: int = 0
    named: bool = False
    """Whether a head that wants a name began it, so that words nobody knows may be of the name."""


def organization_end(line: Line, at: int, last: Part, level: int = 0, *, named: bool = False) -> int:
    """The token behind the name that begins at `at`; `last` is what stands before it.

    `level` is that of the area, where what stands before is one (`Trưởng thôn …`); `named` says that
    the title ends with a head that wants a name (`Chánh Văn phòng …`).
    """
    read = _Read(at, last, level, named=named or last is Part.OPEN)
    while line.free(read.at):
        further = _further(line, read)
        if further is None:
            break
        read = further
    return read.at


def _further(line: Line, read: _Read) -> _Read | None:
    """The name with one more part, if it goes on."""
    if read.last is Part.AREA and (unit := _with_unit_name(line, read)):
        return unit
    if _stops(line, read):
        return None
    return (
        _with_body(line, read)
        or _with_word(line, read)
        or _with_quote(line, read)
        or _with_short_form(line, read)
        or _with_comma(line, read)
        or _with_connector(line, read)
        or _with_run(line, read)
    )


def _stops(line: Line, read: _Read) -> bool:
    """Whether the sentence goes on at this token, or another office begins there."""
    words, tokens, at = office_words(), line.keys, read.at
    name = max(words.fields.end(tokens, at), words.body(line, at))
    wants_name = read.last in {Part.OPEN, Part.FREE}
    if not wants_name and words.introduces(line, at):
        return True
    if line.capital(at):
        if words.openers.end(tokens, at) > name:
            return True
    else:
        stop = words.stops.end(tokens, at)
        if stop > at and (stop > name or (stop == name and not wants_name)):
            return words.areas.match(tokens, at) is None
    role = role_at(line, at)
    return role is not None and role.kind is Kind.OFFICE and name < role.end


def _with_unit_name(line: Line, read: _Read) -> _Read | None:
    """With the name of a unit behind its kind, whatever its words mean (`quận Hai Bà Trưng`)."""
    end = unit_name_end(line.keys, read.at) if line.capital(read.at) else read.at
    return read._replace(at=end, last=Part.AREA_NAME) if end > read.at else None


def _with_body(line: Line, read: _Read) -> _Read | None:
    """With a body's head, or a kind of area that a body belongs to: the longest, if no field is longer."""
    words, tokens, at = office_words(), line.keys, read.at
    field, area = words.fields.end(tokens, at), words.areas.match(tokens, at)
    longest = max(field, area[0] if area else at)
    whole, named = words.whole_end(line, at), words.named.end(tokens, at)
    if whole == named and line.free(named) and line.tokens[named].text.istitle():
        whole = at  # "Trung tâm" by itself is one known already, "Trung tâm Ươm tạo" is another
    for end, part in ((whole, Part.WHOLE), (named, Part.OPEN)):
        sure = line.capital(at) or (part is Part.WHOLE and end > at + 1)
        if at < end >= longest and (read.last is Part.TITLE or sure or _named_next(line, end)):
            free = words.free_heads.end(tokens, at) == end
            return _Read(end, Part.FREE if free else part, named=part is Part.OPEN)
    return _Read(area[0], Part.AREA, area[1]) if area and area[0] >= field else None


def _with_word(line: Line, read: _Read) -> _Read | None:
    """With a word of a name: a form of company, a field of work, a word in capitals, a number."""
    words, tokens, at = office_words(), line.keys, read.at
    free = read.last in {Part.FREE, Part.FREE_NAME}
    if free and (form := words.forms.end(tokens, at)) > at:
        return read._replace(at=form, last=Part.FREE)
    if (field := words.fields.end(tokens, at)) > at:
        return read._replace(at=field, last=Part.FREE_NAME if free else Part.FIELD)
    if not line.capital(at) and not (tokens[at][:1].isdigit() and read.last is not Part.TITLE):
        return None
    if read.last in {Part.AREA, Part.AREA_NAME}:
        return read._replace(at=at + 1, last=Part.AREA_NAME)
    if read.named and read.last in {Part.TITLE, Part.OPEN} and line.tokens[at].text.istitle():
        return read._replace(at=at + 1, last=Part.FIRST_WORD)
    return read._replace(at=at + 1, last=Part.FREE_NAME if free else Part.NAME)


def _with_quote(line: Line, read: _Read) -> _Read | None:
    """With a name in quotes: `Câu lạc bộ “Một tấm lòng”`."""
    tokens, at = line.keys, read.at
    if tokens[at] not in _QUOTES or read.last not in {Part.OPEN, Part.FREE}:
        return None
    for end in range(at + 2, min(at + _LONGEST_QUOTE, len(line))):
        if tokens[end] == tokens[at] and line.free(end):
            return read._replace(at=end + 1, last=Part.FREE_NAME)
    return None


def _with_short_form(line: Line, read: _Read) -> _Read | None:
    """With its short form in brackets and the area behind it: `Trung tâm Y tế (TTYT) huyện`."""
    words, tokens, at = office_words(), line.keys, read.at
    if tokens[at] != "(" or read.last is Part.TITLE:
        return None
    end = at + 1
    while line.free(end) and end < at + _LONGEST_QUOTE and tokens[end] != ")":
        if tokens[end][:1].isalnum() and not line.tokens[end].text.isupper():
            return None
        end += 1
    closed = line.free(end) and tokens[end] == ")"
    area = words.areas.match(tokens, end + 1) if closed and line.free(end + 1) else None
    return _Read(area[0], Part.AREA, area[1]) if area else None


def _with_comma(line: Line, read: _Read) -> _Read | None:
    """With a comma, and a part behind it that shows it to be inside the name."""
    if line.keys[read.at] != "," or read.last is Part.TITLE or not line.free(read.at + 1):
        return None
    behind = read._replace(at=read.at + 1)
    if _stops(line, behind._replace(last=Part.AREA)):
        return None
    return _with_larger_area(line, behind) or _with_further_name(line, behind)


def _with_connector(line: Line, read: _Read) -> _Read | None:
    """With a word or mark that joins, where a part of a name follows it."""
    words, tokens, at = office_words(), line.keys, read.at
    after = at + 1 if tokens[at] == "/" else words.connectors.end(tokens, at)
    if after > at and line.free(after):
        after = words.plural_connectors.end(tokens, after)  # "và các"
    if read.last is Part.TITLE or after == at or not line.free(after):
        return None
    numbered = tokens[at] in words.numbered or (tokens[at] == "-" and read.last in _NAMES)
    if numbered and tokens[after][:1].isdigit():  # "số 2", "COVID-19"
        return read._replace(at=after + 1)
    of = tokens[at] in words.of
    if tokens[at] == "-" and (area := words.areas.match(tokens, after)) and _named_next(line, area[0]):
        return _Read(area[0], Part.AREA, area[1])
    named = line.capital(after) or (
        tokens[at] not in words.at_place
        and (words.fields.end(tokens, after) > after or (of and words.body(line, after) > after))
    )
    if not named or _stops(line, _Read(after, Part.TITLE if of else Part.NAME)):
        return None
    wants_name = read.last in {Part.OPEN, Part.FREE, Part.FREE_NAME}
    return read._replace(at=after, last=read.last if wants_name else Part.NAME)


def _with_larger_area(line: Line, read: _Read) -> _Read | None:
    """With a larger area behind a comma, a province also without its kind (`huyện Mai Sơn, Sơn La`)."""
    words = office_words()
    area = words.areas.match(line.keys, read.at)
    if area and _named_next(line, area[0]) and area[1] > max(read.level, AREA_LEVELS["hamlet"]):
        placed = read.level > 0 or read.last in {*_NAMES, Part.FREE_NAME}
        return _Read(area[0], Part.AREA, area[1]) if placed else None
    province = words.provinces.end(line.keys, read.at)
    of_smaller = 0 < read.level < AREA_LEVELS["province"] and read.last is Part.AREA_NAME
    if province > read.at and of_smaller:
        return _Read(province, Part.NAME, AREA_LEVELS["province"])
    return None


def _with_further_name(line: Line, read: _Read) -> _Read | None:
    """With a further field (`Văn hóa, Thể thao`) or the body that the one before belongs to."""
    words, tokens, at = office_words(), line.keys, read.at
    field, body = words.fields.end(tokens, at), words.body(line, at)
    if read.last is Part.FIELD and field > at and line.capital(at):
        return read._replace(at=field)
    belongs = read.level == 0 and read.last not in {Part.TITLE, Part.WHOLE}
    if belongs and line.capital(at) and body > at:
        whole = words.whole_end(line, at) == body
        return _Read(body, Part.WHOLE if whole else Part.OPEN, named=not whole)
    return None


def _with_run(line: Line, read: _Read) -> _Read | None:
    """With unknown words in lower case, up to a name, an area or a mark."""
    words, tokens = office_words(), line.keys
    inside = read.named and read.last in {Part.FIELD, Part.NAME}
    longest = _LONGEST_INSIDE if inside else _LONGEST_RUN.get(read.last, 0)
    part = Part.FREE_NAME if read.last in {Part.FREE, Part.FREE_NAME} else Part.NAME
    for end in range(read.at, min(read.at + longest, len(line))):
        unknown = line.free(end) and tokens[end][:1].isalpha()
        if not unknown or max(words.stops.end(tokens, end), words.connectors.end(tokens, end)) > end:
            return None
        if inside:
            closed = _plain_name(line, end + 1)
        elif read.last is Part.WHOLE:
            closed = _mark(line, end + 1) in _ENDS
        else:
            closed = _mark(line, end + 1) in _ENDS | {"", "."} or _named_next(line, end + 1)
            closed = closed or (read.last is Part.FIRST_WORD and words.stops.end(tokens, end + 1) > end + 1)
        if closed:
            return read._replace(at=end + 1, last=part)
    return None


def _mark(line: Line, at: int) -> str:
    """The token's key; empty where the line ends or a person is named."""
    return line.keys[at] if line.free(at) else ""


def _plain_name(line: Line, at: int) -> bool:
    """Whether an area or a field follows, or a word in capitals that begins neither body nor role."""
    words, tokens = office_words(), line.keys
    if not line.free(at):
        return False
    if words.areas.match(tokens, at) or words.fields.end(tokens, at) > at:
        return True
    known = words.body(line, at) > at or words.openers.end(tokens, at) > at or role_at(line, at)
    return line.capital(at) and not known


def _named_next(line: Line, at: int) -> bool:
    """Whether a name in capitals, an area, a number or a field follows at this token."""
    words = office_words()
    if not line.free(at):
        return False
    return (
        (line.capital(at) and words.openers.end(line.keys, at) == at)
        or line.keys[at][:1].isdigit()
        or words.areas.match(line.keys, at) is not None
        or words.fields.end(line.keys, at) > at
    )
