"""Office phrases in a sentence: a role and the organisation it is held in, whoever holds it.

A role is a head (`Giám đốc`), a head with a deputy's prefix (`Phó Giám đốc`) or a leader of
a unit (`Trưởng phòng`), with what modifies it (`Thường trực`). Behind it the organisation
runs on as long as its words are those of a name: bodies, areas, fields of work, names in
capitals, and what joins them. The words are those of `lexicon/offices.toml` and
`lexicon/bodies.toml`. Who holds the office is not asked here (see `office_links`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain

from extract.language import Sentence, Token
from extract.lexicon import entries, table
from extract.phrases import Phrases, key, keys, phrase_set

_LONGEST_RUN = 6
"""Lower-case words, none of them known, that may stand between a body's head and its place."""


class Kind(StrEnum):
    """What kind of office a phrase names."""

    OFFICE = "office"
    BARE = "bare"
    """A role without its body, that says an office only of a person."""
    OCCUPATION = "occupation"
    MEMBERSHIP = "membership"
    """A delegation named in place of an office: it has no title."""
    TOUCHING = "touching"
    """A role that says an office only where it touches a name."""


@dataclass(frozen=True, slots=True)
class OfficePhrase:
    """An office in the words of the text; `start` and `end` are token numbers of its sentence."""

    start: int
    end: int
    title: str
    organization: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as the grammar reads it: its tokens' texts and keys, and where people are named."""

    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    taken: tuple[bool, ...]
    """Whether a token is of a person's name."""
    sentence: Sentence

    def __len__(self) -> int:
        return len(self.tokens)

    def capital(self, at: int) -> bool:
        """Whether the token begins with a capital letter."""
        return self.tokens[at].text[0].isupper()

    def free(self, at: int) -> bool:
        """Whether there is such a token, and it is of nobody's name."""
        return at < len(self.tokens) and not self.taken[at]

    def wording(self, start: int, end: int) -> str:
        """The tokens as they are written, with single spaces where the text may have any."""
        if start == end:
            return ""
        offset = self.sentence.start
        piece = self.sentence.text[self.tokens[start].start - offset : self.tokens[end - 1].end - offset]
        return " ".join(piece.split())


@dataclass(frozen=True)
class _Role:
    end: int
    kind: Kind
    unit: int | None = None
    """The token at which the name of the unit led begins, for leaders of a unit."""
    weak: bool = False
    """Says an office only with a body behind it."""


def find_office_phrases(line: Line) -> list[OfficePhrase]:
    """The office phrases of a sentence, in their order; none runs into a person's name."""
    found = []
    at = 0
    while at < len(line):
        phrase = None if line.taken[at] else _phrase_at(line, at)
        if phrase:
            found.append(phrase)
            at = phrase.end
        else:
            at += 1
    return found


def line_of(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> Line:
    """The sentence as the grammar reads it; `spans` are the people's names in it, by offset."""
    tokens = sentence.tokens
    taken = [False] * len(tokens)
    index = 0
    for start, end in sorted(spans):
        while index < len(tokens) and tokens[index].end <= start:
            index += 1
        while index < len(tokens) and tokens[index].start < end:
            taken[index] = True
            index += 1
    return Line(tokens, tuple(key(token.text) for token in tokens), tuple(taken), sentence)


def _phrase_at(line: Line, at: int) -> OfficePhrase | None:
    words = _words()
    if at and words.compounds.end(line.keys, at - 1) > at:
        return None
    membership = words.memberships.end(line.keys, at)
    if membership > at:
        end = _organization_end(line, membership, last="whole")
        return OfficePhrase(at, end, "", line.wording(at, end), Kind.MEMBERSHIP)
    role = _role_at(line, at)
    if role is None:
        return None
    title_end = _modified(line, role.end)
    start, end = _organization(line, title_end, role)
    if _passes(line, role, start, end):
        return None
    if start == end and (role.weak or role.kind is Kind.OCCUPATION):
        return None
    kind = Kind.BARE if start == end and role.kind is Kind.OFFICE else role.kind
    if kind is Kind.BARE and words.standalone.whole(line.keys[at:title_end]):
        kind = Kind.OFFICE
    return OfficePhrase(at, max(title_end, end), line.wording(at, title_end), line.wording(start, end), kind)


def _role_at(line: Line, at: int) -> _Role | None:
    """The role that begins at token `at`, if one does."""
    words, tokens = _words(), line.keys
    start = words.acting.end(tokens, at)
    head = words.heads.end(tokens, start)
    if head > start:
        weak = start == at and words.weak.whole(tokens[start:head])
        return _Role(head, Kind.OFFICE, weak=weak)
    deputy = words.deputies.end(tokens, start)
    if deputy > start and (head := words.heads.end(tokens, deputy)) > deputy:
        return _Role(head, Kind.OFFICE)
    leader = words.unit_leaders.end(tokens, start)
    if leader > start and line.free(leader):
        unit = words.units.end(tokens, leader)
        return _Role(unit, Kind.OFFICE, unit=leader) if unit > leader else None
    occupation = words.occupations.end(tokens, at)
    if occupation > at:
        return _Role(occupation, Kind.OCCUPATION)
    touching = words.touching.end(tokens, at)
    return _Role(touching, Kind.TOUCHING) if touching > at else None


def _modified(line: Line, end: int) -> int:
    """Where the title ends, with the words that modify the role, also behind a stray mark."""
    words = _words()
    while True:
        mark = end + 1 if line.free(end) and line.keys[end] in {",", "-"} else end
        modified = words.modifiers.end(line.keys, mark) if mark < len(line) else mark
        if modified == mark:
            return end
        end = modified


def _organization(line: Line, at: int, role: _Role) -> tuple[int, int]:
    """The tokens of the organisation behind a title that ends at `at`; an empty span for none."""
    words = _words()
    if not line.free(at):
        return at, at
    start = at
    if line.keys[at] == "," and role.unit is None or line.keys[at] in words.of:
        start = at + 1
        named = line.keys[at] != "," and line.free(start) and line.capital(start)
        if words.body(line, start) == start and not named:
            return at, at
        if line.keys[at] == "," and not line.capital(start):
            return at, at
    last = "open" if role.unit is not None else "title"
    if role.kind is Kind.OCCUPATION and words.body(line, start) == start:
        return at, at
    end = _organization_end(line, start, last)
    return (start, end) if end > start else (at, at)


def _organization_end(line: Line, at: int, last: str) -> int:
    """The token behind the name that begins at `at`; `last` is the kind of what stands before it.

    The kinds are `title`, `open` (a head that wants a name: `Phòng`), `whole` (a name that
    wants no more: `Tỉnh ủy`), `area` (`huyện`), `field` (`y tế`) and `name` (in capitals).
    """
    end, level = at, 0
    while line.free(end):
        step = _step(line, end, last, level)
        if step is None:
            break
        end, last, level = step
    return end


def _step(line: Line, at: int, last: str, level: int) -> tuple[int, str, int] | None:
    """The next part of an organisation's name: its end, kind and level of area, if it goes on."""
    words, tokens = _words(), line.keys
    if _stops_at(line, at, last):
        return None
    for phrases, kind in ((words.whole, "whole"), (words.named, "open")):
        end = phrases.end(tokens, at)
        if end > at and (last == "title" or line.capital(at) or _named_next(line, end)):
            return end, kind, 0
    area = words.areas.match(tokens, at)
    if area:
        return area[0], "area", area[1]
    end = words.fields.end(tokens, at)
    if end > at:
        return end, "field", level
    if line.capital(at):
        return at + 1, "area name" if last.startswith("area") else "name", level
    if tokens[at][:1].isdigit():
        return (at + 1, "name", level) if last != "title" else None
    return _joined(line, at, last, level) or _run(line, at, last, level)


def _stops_at(line: Line, at: int, last: str) -> bool:
    """Whether the sentence goes on at token `at`, or another office begins there."""
    words, tokens = _words(), line.keys
    if words.whole.end(tokens, at) > words.stops.end(tokens, at):
        return False
    if line.capital(at):
        if last != "area" and words.openers.end(tokens, at) > at:
            return True
    elif last != "open" and words.stops.end(tokens, at) > at and words.areas.match(tokens, at) is None:
        return True
    elif last == "open" and words.stops.end(tokens, at) > max(at, words.fields.end(tokens, at)):
        return True
    role = _role_at(line, at)
    return role is not None and role.kind is Kind.OFFICE and words.body(line, at) < role.end


def _named_next(line: Line, at: int) -> bool:
    """Whether a name in capitals, an area, a number or a field follows at token `at`."""
    words = _words()
    if not line.free(at):
        return False
    return (
        (line.capital(at) and words.openers.end(line.keys, at) == at)
        or line.keys[at][:1].isdigit()
        or words.areas.match(line.keys, at) is not None
        or words.fields.end(line.keys, at) > at
    )


def _joined(line: Line, at: int, last: str, level: int) -> tuple[int, str, int] | None:
    """A connector or comma inside a name, with the part that follows it."""
    words, tokens = _words(), line.keys
    after = at + 1
    if last == "title" or not line.free(after):
        return None
    if tokens[at] == ",":
        return _after_comma(line, after, last, level)
    if tokens[at] == "/" and last == "name" and line.capital(after):
        return after + 1, "name", level
    connector = words.connectors.end(tokens, at)
    if connector == at or not line.free(connector):
        return None
    if _stops_at(line, connector, "title" if tokens[at] in words.of else "name"):
        return None
    if tokens[at] == "tại" and not line.capital(connector):
        return None
    if (
        line.capital(connector)
        or words.fields.end(tokens, connector) > connector
        or (words.body(line, connector) > connector and tokens[at] in words.of)
    ):
        return connector, "name" if last != "open" else "open", level
    return None


def _after_comma(line: Line, at: int, last: str, level: int) -> tuple[int, str, int] | None:
    """What a comma inside a name may be followed by: a larger area, a field, a higher body."""
    words, tokens = _words(), line.keys
    if _stops_at(line, at, "area"):
        return None
    area = words.areas.match(tokens, at)
    if area and level and area[1] > level and _named_next(line, area[0]):
        return area[0], "area", area[1]
    province = words.provinces.end(tokens, at)
    if province > at and 0 < level < _AREA_LEVELS["province"] and last == "area name":
        return province, "name", _AREA_LEVELS["province"]
    if last == "field" and line.capital(at) and words.fields.end(tokens, at) > at:
        return words.fields.end(tokens, at), "field", level
    body = words.body(line, at)
    if last in {"field", "open", "name"} and level == 0 and line.capital(at) and body > at:
        return body, "whole" if words.whole.end(tokens, at) == body else "open", 0
    return None


def _run(line: Line, at: int, last: str, level: int) -> tuple[int, str, int] | None:
    """Unknown words in lower case between a body's head and the name or area that ends them."""
    words = _words()
    if last != "open":
        return None
    for end in range(at, min(at + _LONGEST_RUN, len(line))):
        if not line.free(end) or not line.keys[end][:1].isalpha() or words.stops.end(line.keys, end) > end:
            return None
        if _named_next(line, end + 1):
            return end + 1, "name", level
    return None


def _passes(line: Line, role: _Role, start: int, end: int) -> bool:
    """Whether the role is one for an occasion, such as that of the leader of a working party."""
    words, tokens = _words(), line.keys
    first = start if role.unit is None else role.unit
    body = words.whole.end(tokens, first)
    if role.unit is not None and words.units.end(tokens, first) > first and start < end:
        doubled = words.passing.end(tokens, start)
        if doubled > start + 1:
            return True
    passing = words.passing.end(tokens, first)
    if passing > first and passing >= body and (role.unit is not None or passing > first + 1):
        return True
    event = words.passing_unless_party.end(tokens, first)
    if event == first:
        return False
    return not any(words.party.end(tokens, at) > at for at in range(event, max(end, event)))


_AREA_LEVELS = {"hamlet": 1, "commune": 2, "district": 3, "city": 4, "province": 5, "other": 0}


class _Words:
    """The lexicons of the grammar, compiled."""

    def __init__(self) -> None:
        offices, bodies = table("offices"), table("bodies")
        self.acting = phrase_set(offices["acting"])
        self.deputies = phrase_set(offices["deputies"])
        self.heads = phrase_set(offices["heads"])
        self.standalone = phrase_set(offices["standalone"])
        self.weak = phrase_set(offices["weak"])
        self.unit_leaders = phrase_set(offices["unit_leaders"])
        self.units = phrase_set(offices["units"])
        self.modifiers = phrase_set(offices["modifiers"])
        self.occupations = phrase_set(offices["occupations"])
        self.memberships = phrase_set(offices["memberships"])
        self.touching = phrase_set(offices["touching"])
        self.compounds = phrase_set(offices["compounds"])
        self.passing = phrase_set(offices["passing"])
        self.passing_unless_party = phrase_set(offices["passing_unless_party"])
        self.whole = phrase_set(dict.fromkeys(chain(*bodies["whole"].values())))
        self.named = phrase_set(dict.fromkeys(chain(*bodies["named"].values())))
        self.party = phrase_set([*bodies["party"]["committees"]])
        self.areas = Phrases(
            {area: _AREA_LEVELS[level] for level, areas in bodies["areas"].items() for area in areas}
        )
        words = bodies["words"]
        self.fields = phrase_set(words["fields"])
        self.connectors = phrase_set(words["connectors"])
        self.of = frozenset(words["of"])
        self.stops = phrase_set(words["stops"])
        self.openers = phrase_set(words["openers"])
        self.provinces = phrase_set(_province_names())

    def body(self, line: Line, at: int) -> int:
        """Where the body's head that begins at token `at` ends; `at` itself where there is none."""
        if not line.free(at):
            return at
        return max(self.whole.end(line.keys, at), self.named.end(line.keys, at))


@cache
def _words() -> _Words:
    return _Words()


def _province_names() -> list[str]:
    """The provinces' names without `Tỉnh` or `Thành phố` before them."""
    kinds = phrase_set(["tỉnh", "thành phố"])
    names = []
    for entry in entries("provinces"):
        name = entry.split("\t")[0]
        names.append(" ".join(name.split()[kinds.end(keys(name), 0) :]))
    return names
