"""What makes a run of capitals a person's name, and what speaks against it.

The rules are named (`fact.Person.rule`), from the surest to the weakest:

- `address`: behind a form of address, with a family name (`ông Lê Văn A`);
- `office`: behind an office and its body, with a family name or a foreign one;
- `after-place`: behind a place that ends an office (`tỉnh Sơn La Cầm Ngọc B`);
- `surname`: by its form alone: a family name and two or more words, or a middle name;
- `highland`: by its form alone: `H'Hen Niê`, `Y Thông Knul`;
- `address-given`: behind a form of address, without a family name (`chị Thu Hồng`);
- `list`: joined to a person by a comma or the like;
- `weak-surname`, `surname-short`: a doubtful form, and something said of people follows;
- `short`: one word behind a form of address (`ông Hải`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.people.lexicon import Head, is_foreign
from extract.people.line import NameLine, shouts

_TAKES_NAME = (Head.PERSON, Head.CALLING, Head.STATE)
_HIGHLAND = re.compile(r"[^\W\d_]{1,3}'[^\W\d_]{2}")
"""How names of the Ê Đê and their neighbours begin: `H'Hen`, `K'Brửu`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a place says of a name: the rule that makes it a person's, if any, or that it is none."""

    rule: str | None = None
    against: bool = False


def judge(line: NameLine, start: int, end: int, head: Head) -> Verdict:
    """What the place says of the words from `start` to `end`, behind words that say `head`."""
    if _is_thing(line, start, end, head):
        return Verdict(against=True)
    if end - start == 1:
        return Verdict(_rule_of_word(line, start) if head is Head.PERSON else None)
    return Verdict(_rule(line, start, end, head))


def _is_thing(line: NameLine, start: int, end: int, head: Head) -> bool:
    """Whether the words name something or somewhere, or a maker of the page."""
    name, size, lexicon = line.phrase(start, end), end - start, line.lexicon
    in_short = shouts(line.tokens[start].text) and lexicon.offices.match(line.keys, start)  # "UV BTV"
    if head is Head.THING or in_short or (size > 3 and _ends_as_club(line, start, end)):
        return True
    if head is Head.CREDIT:
        return end == len(line.tokens) or not line.tokens[end].text[0].islower()
    if head in (Head.PERSON, Head.STATE):
        return size > 1 and name in lexicon.wide_places and name not in lexicon.namesakes
    if name in lexicon.namesakes:
        return not line.ends_office(start)
    return _is_place(line, start, end, head)


def _is_place(line: NameLine, start: int, end: int, head: Head) -> bool:
    """Whether the words name a place, known or, behind its kind, unknown."""
    name, size, lexicon = line.phrase(start, end), end - start, line.lexicon
    opens_as_place = size > 2 and line.phrase(start, start + 2) in lexicon.provinces
    if name in lexicon.wide_places or opens_as_place or _is_kind_and_place(line, start, end):
        return True
    if size > 2:
        return name in lexicon.communes
    if head is not Head.PLACE or size == 1 or is_foreign(line.keys[start:end]):
        return False  # at Linh's (`nhà Linh`)
    return name in lexicon.communes or not (line.has_office_before(start) and line.is_told_of(end))


def _is_kind_and_place(line: NameLine, start: int, end: int) -> bool:
    """Whether the first word, though a family name, is the kind of the place that follows (`Hồ Ba Bể`)."""
    if line.keys[start] not in line.lexicon.heads:
        return False
    rest = line.phrase(start + 1, end)
    if rest in line.lexicon.wide_places:
        return True
    opens_line = start == 0 and line.keys[start + 1] not in line.lexicon.name_markers
    return opens_line and rest in line.lexicon.communes and not line.is_told_of(end)


def _ends_as_club(line: NameLine, start: int, end: int) -> bool:
    """Whether the words end in a province, as clubs and companies do, and have no middle name."""
    in_province = line.phrase(end - 2, end) in line.lexicon.provinces
    return in_province and line.keys[start + 1] not in line.lexicon.name_markers


def _rule_of_word(line: NameLine, index: int) -> str | None:
    """What a form of address makes of the single word behind it."""
    if _HIGHLAND.match(line.keys[index]):
        return "highland"
    word = line.tokens[index].text
    opens_office = line.lexicon.offices.match(line.keys, index + 1)
    opens_address = line.lexicon.heads.get(line.phrase(index + 1, index + 3)) is Head.PERSON
    if len(word) > 2 and is_foreign(line.keys[index : index + 1]) and not shouts(word):
        return "address-given"
    if len(word) == 1 or shouts(word) or opens_office or opens_address or line.runs_on(index):
        return None
    return "short"


def _rule(line: NameLine, start: int, end: int, head: Head) -> str | None:
    """What makes two or more words a person's name, or None where nothing does yet."""
    keys, lexicon = line.keys[start:end], line.lexicon
    surname = keys[0] in lexicon.surnames or lexicon.royal.match(keys, 0) is not None
    if shouts(line.tokens[start].text) and not surname:
        return None
    foreign = is_foreign(keys)
    if head in _TAKES_NAME and (surname or head is Head.PERSON or (foreign and head is Head.STATE)):
        return "address" if surname else "address-given"
    clans = (keys[-1], line.phrase(end - 2, end), line.phrase(end - 3, end))
    if any(map(_HIGHLAND.match, keys)) or not lexicon.surnames_last.isdisjoint(clans):
        return "highland"
    if (surname or (foreign and head is Head.PLACE)) and line.has_office_before(start):
        return "office"
    if (head is Head.PLACE and len(keys) < 3) or (line.is_loud and not line.is_set_off(start, end)):
        return None
    return _rule_of_form(line, start, end, head)


def _rule_of_form(line: NameLine, start: int, end: int, head: Head) -> str | None:
    """What the name's own words make of it, with what is told of it."""
    lexicon, size = line.lexicon, end - start
    first, second = line.keys[start : start + 2]
    surname = first in lexicon.surnames or lexicon.royal.match(line.keys, start) is not None
    if size > 2 and (surname or second in lexicon.name_markers):
        return "surname"
    weak = first in lexicon.surnames_weak and size > 2
    told = head is Head.CALLING or line.is_told_of(end) or (weak and line.has_office_before(start))
    if not told or line.phrase(start, end) in lexicon.communes:
        return None
    if surname:
        return "surname-short"
    return "weak-surname" if weak and line.is_one_name(start, end) else None
