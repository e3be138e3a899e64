"""A sentence as the marks that matter for honours: who, what, which verb, which link.

`MarkReader.read(line)` cuts a sentence into marks from left to right: people (with their
honorifics), bodies, offices, counted groups, awards, gifts, verbs of honour, and the small
words that tie them together. Everything else is `WORD`. Words come from
`lexicon/awards.toml` and `lexicon/recipients.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from typing import Any

from extract.awards.names import BodyName, NameReader, name_reader, role_book
from extract.awards.phrases import AwardPhrase, AwardReader, reader
from extract.awards.words import Line, PhraseBook, word_keys
from extract.lexicon import table
from extract.numbers import read_number

_SHARE = re.compile(r"\d+/\d+")


class Kind(Enum):
    """What a mark is."""

    PERSON = auto()
    PRONOUN = auto()
    BODY = auto()
    OFFICE = auto()
    GROUP = auto()
    AWARD = auto()
    GIFT = auto()
    VERB = auto()
    PASSIVE = auto()
    STATUS = auto()
    TO = auto()
    OF = auto()
    BY = auto()
    IS = auto()
    LIST = auto()
    AMONG = auto()
    COMMA = auto()
    SEMICOLON = auto()
    AND = auto()
    DASH = auto()
    OPEN = auto()
    CLOSE = auto()
    QUOTE = auto()
    SIGN = auto()
    MANDATE = auto()
    ATTENDING = auto()
    ADVERBIAL = auto()
    ADVERB = auto()
    REASON = auto()
    WORD = auto()


ENTITIES = frozenset({Kind.PERSON, Kind.PRONOUN, Kind.BODY, Kind.OFFICE, Kind.GROUP})
LISTING = frozenset({Kind.COMMA, Kind.SEMICOLON, Kind.AND, Kind.LIST})
_BEFORE_NAMES = frozenset({Kind.TO, Kind.OF, Kind.BY})
_SIGNS = {
    ",": Kind.COMMA,
    ";": Kind.SEMICOLON,
    ":": Kind.LIST,
    "-": Kind.DASH,
    "–": Kind.DASH,
    "—": Kind.DASH,
    "(": Kind.OPEN,
    ")": Kind.CLOSE,
    '"': Kind.QUOTE,
    "“": Kind.QUOTE,
    "”": Kind.QUOTE,
}


@dataclass(frozen=True)
class Mark:
    """Some tokens of a sentence and what they are."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    """The wording of a body, office or group; the label of a verb or status."""
    count: int | None = None
    """The number before a group or an award."""
    plural: bool = False
    """Several are meant, though no number is given."""
    short: bool = False
    """A body named by its kind alone (`Công ty`); it is named in full elsewhere."""
    unknown: bool = False
    """A body that only its capitals show."""
    gives: bool = False
    """An office in whose own name honours are given (`Chủ tịch UBND tỉnh`)."""
    body: str = ""
    """The body of an office."""
    award: AwardPhrase | None = None
    person: int | None = None
    """The token at which the person's name begins."""

    @property
    def is_bare_group(self) -> bool:
        """Whether it is a group by its kind alone, without number or plural word."""
        return self.kind is Kind.GROUP and self.count is None and not self.plural

    @property
    def introduces(self) -> bool:
        """Whether a name right behind it says who is meant: `Giám đốc A`, `bốn vận động viên A, B …`."""
        return self.kind is Kind.OFFICE or (self.kind is Kind.GROUP and self.count is not None)


class MarkReader:
    """Reads marks by the words of the lexicon."""

    def __init__(
        self,
        awards: Mapping[str, Any],
        recipients: Mapping[str, Any],
        names: NameReader,
        award_reader: AwardReader,
    ) -> None:
        """Takes the tables `awards` and `recipients`."""
        self._awards = award_reader
        self._names = names
        self._acts = PhraseBook(
            {
                "gift": awards["gifts"]["entries"],
                **awards["status"],
                "fixed": awards["fixed"]["entries"],
                **awards["verbs"],
            }
        )
        self._gifts = PhraseBook({"gift": awards["gifts"]["entries"]})
        self._statuses = frozenset(awards["status"])
        groups = awards["groups"]
        self._groups = PhraseBook({"group": groups["entries"]})
        self._apart = PhraseBook({"apart": groups["bare"]})
        self._plural = PhraseBook({"plural": groups["plural"]})
        self._tails = PhraseBook({"tail": groups["tails"]})
        self._relational = PhraseBook({"relational": groups["relational"]})
        self._more = PhraseBook({"more": groups["more"]})
        self._of = word_keys(awards["links"]["of"][0])
        people = recipients["people"]
        self._roles = role_book(people)
        self._pronouns = PhraseBook({"pronoun": people["pronouns"]})
        self._families = PhraseBook({"family": people["families"]})
        self._links = PhraseBook(awards["links"])
        self._clause = PhraseBook(recipients["clauses"])

    def read(self, line: Line) -> tuple[Mark, ...]:
        """The marks of a sentence, in order, without gaps."""
        marks: list[Mark] = []
        at = 0
        while at < len(line.tokens):
            before = marks[-1].kind if marks else Kind.SIGN
            title = self._bestowed(line, at) if _bestows(marks) else None
            marks.append(title or self._at(line, at, only_a_name=before in _BEFORE_NAMES))
            at = marks[-1].end
        return tuple(marks)

    def _at(self, line: Line, at: int, *, only_a_name: bool) -> Mark:
        award = self._award(line, at)
        if award is not None:
            return award
        if not line.is_word(at):
            return Mark(_SIGNS.get(line.tokens[at].text, Kind.SIGN), at, at + 1)
        return (
            self._document_number(line, at)
            or self._family(line, at)
            or self._person(line, at)
            or self._counted(line, at)
            or self._act(line, at)
            or self._office(line, at, only_a_name=only_a_name)
            or self._body(line, at, self._names.body(line, at), only_a_name=only_a_name)
            or self._word(line, at, self._links)
            or self._pronoun(line, at)
            or self._group(line, at, at, None)
            or self._word(line, at, self._clause)
            or self._capitals(line, at, only_a_name=only_a_name)
            or Mark(Kind.WORD, at, at + 1)
        )

    @staticmethod
    def _document_number(line: Line, at: int) -> Mark | None:
        """The number of a document (`512/QĐ-UBND`), whose letters name no body."""
        end = at + 1
        if not (line.is_number(at) and line.is_sign(end, "/") and line.is_capital(end + 1)):
            return None
        while line.is_sign(end, "/-–") or line.is_capital(end) or line.is_number(end):
            end += 1
        return Mark(Kind.WORD, at, end)

    def _person(self, line: Line, at: int) -> Mark | None:
        """A named person, from the honorific on."""
        name = self._names.behind_honorifics(line, at)
        return Mark(Kind.PERSON, at, line.names[name], person=name) if name in line.names else None

    def _award(self, line: Line, at: int) -> Mark | None:
        if at in line.names:
            return None
        count, behind = self._number(line, at)
        phrase = self._awards.at(line, behind) if behind < len(line.tokens) else None
        if phrase is None:
            return None
        plural = count is None and behind > at
        if count is not None and phrase.titled:
            return None
        if plural and phrase.bare:
            return Mark(Kind.WORD, at, phrase.end)
        return Mark(Kind.AWARD, at, phrase.end, count=count, plural=plural, award=phrase)

    def _bestowed(self, line: Line, at: int) -> Mark | None:
        """A title that no lexicon has, behind a verb that bestows one."""
        phrase = self._awards.at(line, at) or self._awards.bestowed(line, at)
        return Mark(Kind.AWARD, at, phrase.end, award=phrase) if phrase is not None else None

    def _number(self, line: Line, at: int) -> tuple[int | None, int]:
        """The number or plural word at a token, if there is one, and the token behind it."""
        length = self._plural.length(line.keys, at)
        if length:
            return None, at + length
        number = read_number(line.texts, at)
        return (number.value, at + number.words) if number else (None, at)

    def _counted(self, line: Line, at: int) -> Mark | None:
        """A group or gift with a number or a plural word before it; a share of a group is none."""
        if line.is_sign(at + 1, "%") or _SHARE.fullmatch(line.tokens[at].text):
            behind = at + 1 + line.is_sign(at + 1, "%")
            return Mark(Kind.WORD, at, behind + self._groups.length(line.keys, behind))
        count, behind = self._number(line, at)
        if behind == at:
            return None
        gift = self._gifts.length(line.keys, behind)
        if gift:
            return Mark(Kind.GIFT, at, behind + gift)
        return self._group(line, at, behind, count) or self._those(line, at)

    def _those(self, line: Line, at: int) -> Mark | None:
        """A group whose kind is part of its plural word: `các đồng chí`, `các em`."""
        behind = at + 1
        return self._group(line, at, behind, None) if self._plural.length(line.keys, at) > 1 else None

    def _group(self, line: Line, start: int, at: int, count: int | None) -> Mark | None:
        """The group whose kind is named at `at`, behind its number or plural word."""
        end = self._kinds_end(line, at, count)
        if end == at:
            return None
        tail = self._tails.length(line.keys, end)
        if (
            tail
            and count is None
            and not any(self._awards.at(line, within) for within in range(end, end + tail))
        ):
            end += tail
        elif self._apart.length(line.keys, at) != end - at:
            end = self._group_end(line, at, end)
        name = line.wording(at, end)
        end += self._more.length(line.keys, end)
        return Mark(Kind.GROUP, start, end, name, count, plural=count is None and at > start)

    def _kinds_end(self, line: Line, at: int, count: int | None) -> int:
        """The end of the kinds of one group (`cán bộ, chiến sĩ`), `at` where there is none.

        Without a common number `tập thể, cá nhân` are two groups.
        """
        length = self._groups.length(line.keys, at)
        end = at + length
        apart = count is None and self._apart.length(line.keys, at) == length
        while length and not apart and line.is_joint(end):
            more = self._groups.length(line.keys, end + 1)
            if not more or (count is None and self._apart.length(line.keys, end + 1)):
                break
            end += 1 + more
        return end

    def _group_end(self, line: Line, at: int, end: int) -> int:
        """The end of what says which of a kind are meant."""
        if not self._relational.length(line.keys, at):
            return self._names.free_end(line, end)
        body = self._names.body(line, end)
        end = body.end if body is not None else self._names.free_end(line, end)
        return self._names.loose_end(line, end + 1) if line.keys[end : end + 1] == self._of else end

    def _act(self, line: Line, at: int) -> Mark | None:
        """A verb of honour, a word that says how far an award has come, or a gift."""
        act = self._acts.longest(line.keys, at)
        mandate = self._clause.longest(line.keys, at)
        if act and mandate and mandate.label == "mandate" and mandate.length > act.length:
            return None
        if act is None or (act.label == "passive" and line.is_titled(at) and at > 0):
            return None
        end = at + act.length
        if act.label in self._statuses:
            return Mark(Kind.STATUS, at, end, act.label)
        kind = {"gift": Kind.GIFT, "fixed": Kind.WORD, "passive": Kind.PASSIVE}.get(act.label, Kind.VERB)
        return Mark(kind, at, end, act.label if kind is Kind.VERB else "")

    def _family(self, line: Line, at: int) -> Mark | None:
        """A family as one receiver: `gia đình ông A`."""
        length = self._families.length(line.keys, at)
        name = self._names.behind_honorifics(line, at + length)
        if not length or name not in line.names:
            return None
        return Mark(Kind.BODY, at, line.names[name], line.wording(at, line.names[name]))

    def _office(self, line: Line, at: int, *, only_a_name: bool) -> Mark | None:
        role = self._roles.longest(line.keys, at)
        if role is None:
            return None
        end = at + role.length
        body = self._body(line, end, self._names.body(line, end), only_a_name=only_a_name)
        if body is not None:
            end = body.end
        elif only_a_name and line.is_capital(end):
            end = self._names.loose_end(line, self._names.end(line, end))
        return Mark(
            Kind.OFFICE,
            at,
            end,
            line.wording(at, end),
            gives=role.label == "giver",
            body=body.name if body is not None else "",
        )

    def _body(self, line: Line, at: int, body: BodyName | None, *, only_a_name: bool) -> Mark | None:
        """The mark of a body, which behind `của` goes on over words that no lexicon knows."""
        if body is None and only_a_name:
            body = self._names.loose_body(line, at)
        if body is None:
            return None
        end = self._names.loose_end(line, body.end) if only_a_name and not body.short else body.end
        return Mark(Kind.BODY, at, end, line.wording(body.start, end), short=body.short)

    def _capitals(self, line: Line, at: int, *, only_a_name: bool) -> Mark | None:
        body = self._body(line, at, self._names.capitals(line, at), only_a_name=only_a_name)
        return replace(body, unknown=True) if body is not None else None

    def _pronoun(self, line: Line, at: int) -> Mark | None:
        length = self._pronouns.length(line.keys, at)
        behind = at + length
        if not length or (line.is_capital(behind) and self._award(line, behind) is None):
            return None
        return Mark(Kind.PRONOUN, at, at + length)

    @staticmethod
    def _word(line: Line, at: int, words: PhraseBook) -> Mark | None:
        """A small word, whose label says its kind; with capitals throughout it is a name (`Thống Nhất`)."""
        match = words.longest(line.keys, at)
        if match and match.length > 1 and all(line.is_titled(at + number) for number in range(match.length)):
            return None
        return Mark(Kind[match.label.upper()], at, at + match.length, match.label) if match else None


def _bestows(marks: Sequence[Mark]) -> bool:
    """Whether a verb of recognition has just been read: `được vinh danh (là) …`."""
    last = len(marks) - 1
    if last > 0 and marks[last].kind is Kind.IS:
        last -= 1
    return last >= 0 and marks[last].kind is Kind.VERB and marks[last].name == "recognise"


@cache
def mark_reader() -> MarkReader:
    """The reader of the project's lexicon."""
    return MarkReader(table("awards"), table("recipients"), name_reader(), reader())
