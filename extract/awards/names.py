"""Where the name of a body or a person begins and ends in a sentence.

A body's name begins with a known head (`Sở`, `Công ty`, `Trường`), a unit of the country
or a run of capitals, and goes on over capitals, numbers, units and the lower-case words
known inside such names. Behind `của`, `do` and `cho`, where nothing but a name can stand,
it also goes on over unknown words up to a stop word. Words: `lexicon/recipients.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.awards.phrases import AwardReader, reader
from extract.awards.words import Line, PhraseBook
from extract.lexicon import entries, table

_TWO_SYLLABLES = re.compile(r"[aeiouyăâêôơư]+[^\Waeiouyăâêôơư\d]+[aeiouyăâêôơư]", re.IGNORECASE)
_DASHES = "-–&/"
_LONGEST_NAME = 24
_LONGEST_FREE = 10


@dataclass(frozen=True)
class BodyName:
    """A body named in a sentence, by its tokens."""

    start: int
    end: int
    short: bool = False
    """Named by its kind alone (`Công ty`); it is named in full elsewhere."""


class NameReader:
    """Reads the names of bodies, and the honorifics before the names of people."""

    def __init__(
        self, awards: Mapping[str, Any], recipients: Mapping[str, Any], award_reader: AwardReader
    ) -> None:
        """Takes the tables `awards` and `recipients`."""
        self._awards = award_reader
        self._verbs = PhraseBook({"fixed": awards["fixed"]["entries"], **awards["status"], **awards["verbs"]})
        groups = awards["groups"]
        self._groups = PhraseBook({"group": groups["entries"]})
        self._stops = PhraseBook({"stop": groups["stops"]})
        self._periods = PhraseBook({"period": groups["periods"]})
        bodies, people = recipients["bodies"], recipients["people"]
        known = table("bodies")
        whole = [*bodies["whole"], *(name for names in known["whole"].values() for name in names)]
        self._heads = PhraseBook({"head": bodies["heads"], "whole": whole})
        self._short = PhraseBook({"short": bodies["short_forms"]})
        self._units = PhraseBook({"unit": bodies["units"]})
        self._levels = PhraseBook({"level": bodies["levels"]})
        self._inner = PhraseBook({"inner": [*bodies["inner"], *known["words"]["fields"]], "whole": whole})
        self._joined = PhraseBook({"joined": bodies["joined"]})
        self._collective = PhraseBook({"collective": bodies["collective"]})
        self._roles = role_book(people)
        self._clauses = PhraseBook(recipients["clauses"])
        self._honorifics = PhraseBook({"honorific": [*people["honorifics"], *entries("honorifics")]})

    def behind_honorifics(self, line: Line, at: int) -> int:
        """The token behind the honorifics at `at`: where a person's name may begin."""
        while at not in line.names:
            length = self._honorifics.length(line.keys, at)
            if not length:
                break
            at += length
            if line.is_sign(at, "."):
                at += 1
        return at

    def body(self, line: Line, at: int) -> BodyName | None:
        """The body that is named at `at`; `tập thể` and `đơn vị` before its name are passed over."""
        start = self._behind_collective(line, at)
        head = self._heads.longest(line.keys, start)
        if head is None:
            return self._place(line, start)
        behind = start + head.length
        end = self.end(line, behind)
        short = end == behind and self._short.length(line.keys, start) == head.length
        whole = head.label == "whole" and (head.length > 1 or line.is_capital(start))
        if (whole and not short) or (end > behind and self._is_a_name(line, start, end)):
            return BodyName(start, end)
        return self._in_short(line, start)

    def loose_body(self, line: Line, at: int) -> BodyName | None:
        """A body in a place where only a name can stand: a head and whatever follows, with a capital."""
        head = self._heads.length(line.keys, at)
        end = self.loose_end(line, at + head) if head else at
        return BodyName(at, end) if any(line.is_capital(within) for within in range(at + 1, end)) else None

    def _is_a_name(self, line: Line, start: int, end: int) -> bool:
        """Whether the words name one body: by a capital or number, or a unit at the end (`công an huyện`)."""
        if any(line.is_number(at) or line.is_capital(at) for at in range(start + 1, end)):
            return True
        return line.is_capital(start) or any(
            at + self._levels.length(line.keys, at) == end for at in range(start + 1, end)
        )

    def _place(self, line: Line, at: int) -> BodyName | None:
        """A unit of the country as a body: with its name, or for one named before."""
        unit = self._units.length(line.keys, at)
        if unit and self._is_named(line, at + unit):
            return BodyName(at, self.end(line, at + unit))
        return self._in_short(line, at)

    def _in_short(self, line: Line, at: int) -> BodyName | None:
        """A body by its kind alone: of two syllables, or written as a name (`đơn vị`, `Trường`)."""
        length = self._short.length(line.keys, at)
        named = length > 1 or (length and line.is_capital(at) and not line.is_capital(at + 1))
        return BodyName(at, at + length, short=True) if named else None

    def capitals(self, line: Line, at: int) -> BodyName | None:
        """A name in capitals that no lexicon knows: a company, a town, a country."""
        if not line.is_capital(at):
            return None
        text = line.tokens[at].text
        foreign = _TWO_SYLLABLES.search(text) is not None or text[1:].isupper()
        end = self.end(line, at)
        return BodyName(at, end) if end > at and (foreign or line.is_capital(at + 1)) else None

    def end(self, line: Line, at: int) -> int:
        """Where a body's name that has come to `at` ends."""
        start = at
        while at < len(line.tokens) and at - start < _LONGEST_NAME and at not in line.names:
            length = self._part(line, at) or int(at == start + 1 and self._is_second_syllable(line, at))
            if not length:
                break
            at += length
        return at

    def loose_end(self, line: Line, at: int) -> int:
        """Where a name ends that stands where only a name can: at a stop word or mark."""
        end = self.free_end(line, at)
        while end > at:
            at = end
            end = self.end(line, self.free_end(line, at))
        return at

    def free_end(self, line: Line, at: int) -> int:
        """The end of the words that say more of what stands before, up to a stop word or mark."""
        start = at
        while at - start < _LONGEST_FREE and self._is_free(line, at):
            at += 1
        return at

    def _is_free(self, line: Line, at: int) -> bool:
        return (
            line.is_word(at)
            and not self._stops.length(line.keys, at)
            and self._clauses.length(line.keys, at) <= 1
            and self._verbs.longest(line.keys, at) is None
            and self.behind_honorifics(line, at) not in line.names
        )

    def _behind_collective(self, line: Line, at: int) -> int:
        """The token behind `tập thể cán bộ, giáo viên`, where a body's name follows."""
        end = at + self._collective.length(line.keys, at)
        while end > at and not line.is_capital(end):
            if self._heads.length(line.keys, end) > 1:
                break
            more = self._collective.length(line.keys, end) or self._groups.length(line.keys, end)
            if not more and line.is_joint(end):
                more = 1 if self._groups.length(line.keys, end + 1) else 0
            if not more:
                break
            end += more
        named = self._heads.length(line.keys, end) or self._units.length(line.keys, end)
        return end if named else at

    def _is_named(self, line: Line, at: int) -> bool:
        """Whether a unit's own name or number stands at `at`."""
        if line.is_sign(at, "."):
            at += 1
        return at not in line.names and (line.is_capital(at) or line.is_number(at))

    def _part(self, line: Line, at: int) -> int:
        """How many tokens at `at` belong to a name that goes on; 0 where it ends."""
        if line.is_joint(at):
            return self._joint(line, at)
        if not line.is_word(at):
            return self._mark(line, at)
        known = self._inner.length(line.keys, at) or self._unit(line, at)
        verb = self._verbs.longest(line.keys, at)
        if known and (verb is None or verb.length < known or line.is_titled(at)):
            return known
        if self._ends(line, at):
            return 0
        number = line.is_number(at) and line.is_word(at - 1) and not self._periods.length(line.keys, at + 1)
        return int(number or line.is_capital(at))

    def _ends(self, line: Line, at: int) -> bool:
        """Whether something else begins at `at`: a role, an award, a person, a clause."""
        return (
            bool(self._roles.length(line.keys, at))
            or (self._verbs.longest(line.keys, at) is not None and not line.is_titled(at))
            or self._clauses.length(line.keys, at) > 1
            or self.behind_honorifics(line, at) in line.names
            or self._awards.at(line, at) is not None
        )

    def _is_second_syllable(self, line: Line, at: int) -> bool:
        """Whether a lower-case word ends the word behind a head (`Phòng Tham mưu`) and nothing goes on."""
        if not (line.is_word(at) and line.is_capital(at - 1)) or self._stops_name(line, at):
            return False
        behind = at + 1
        return not line.is_word(behind) or line.is_capital(behind) or self._stops_name(line, behind)

    def _stops_name(self, line: Line, at: int) -> bool:
        return bool(
            self._stops.length(line.keys, at)
            or self._verbs.longest(line.keys, at)
            or self._clauses.length(line.keys, at)
        )

    def _mark(self, line: Line, at: int) -> int:
        """A full stop or dash inside a name."""
        if line.is_sign(at, "."):
            return self._dot(line, at)
        return self._dash(line, at) if line.is_sign(at, _DASHES) else 0

    def _dot(self, line: Line, at: int) -> int:
        """A full stop inside a name: `T.Ư`, `TP. Huế`."""
        glued = line.tokens[at].start == line.tokens[at - 1].end
        unit = self._units.length(line.keys, at - 1) == 1
        return 1 if line.is_capital(at + 1) and (glued or unit) else 0

    def _dash(self, line: Line, at: int) -> int:
        """A dash inside a name: `Lao động - Thương binh`, but not `Sở Y tế - cơ quan …`."""
        if not line.is_word(at + 1) or at + 1 in line.names or self._roles.length(line.keys, at + 1):
            return 0
        glued = line.tokens[at].end == line.tokens[at + 1].start
        known = self._joined.length(line.keys, at + 1) or self._inner.length(line.keys, at + 1)
        return 1 if glued or known else 0

    def _joint(self, line: Line, at: int) -> int:
        """`và` or a comma inside a name: `Giáo dục và Đào tạo`; not before another body."""
        joined = self._joined.length(line.keys, at + 1)
        return 1 + joined if joined and self._heads.length(line.keys, at + 1) <= joined else 0

    def _unit(self, line: Line, at: int) -> int:
        """A unit inside a name: with its own name (`huyện Đông Hà`), or as its end (`UBND tỉnh`)."""
        unit = self._units.length(line.keys, at)
        return unit if unit and (self._levels.length(line.keys, at) or self._is_named(line, at + unit)) else 0


def role_book(people: Mapping[str, Any]) -> PhraseBook:
    """Roles, those in whose own name honours are given under `giver`, the others under `role`."""
    offices = table("offices")
    heads = [*offices["heads"], *offices["standalone"]]
    deputies = [f"{deputy} {head}" for deputy in offices["deputies"] for head in heads]
    return PhraseBook({"role": [*heads, *deputies, *people["roles"]], "giver": people["givers"]})


@cache
def name_reader() -> NameReader:
    """The reader of the project's lexicon."""
    return NameReader(table("awards"), table("recipients"), reader())
