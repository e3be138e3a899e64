"""Who holds which office: the people and office phrases of a sentence, bound by what stands between.

The sentence is read as a row of items, names and office phrases, with a gap between each
two. A gap that is a mark, a form of address or a word of holding (`là`, `kiêm`, `giữ chức`)
binds; any other parts. An office before a name waits for it; an office behind a name
is its holder's. An office said of several (`các đồng chí Ủy viên …: A, P; B, Q`) goes to each
of the list. The words are those of `lexicon/office_links.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from extract.lexicon import table
from extract.office_grammar import Kind, Line, OfficePhrase
from extract.phrases import phrase_set

_LONGEST_GAP = 30
"""Tokens between a name and the verb that gives or takes the office."""


_ROMAN = (
    "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII XXIII XXIV XXV".split()
)


class Rule(StrEnum):
    """How an office was bound to its holder."""

    TOUCHING = "office-name"
    """`Chủ tịch UBND huyện Nguyễn Văn A`."""
    BEFORE = "office-comma-name"
    """`Trên cương vị Chủ tịch UBND huyện, ông A`."""
    AFTER = "name-office"
    """`ông A, Chủ tịch UBND huyện`; `A - P`; `A (P)`."""
    LINKED = "name-holds-office"
    """`ông A là Chủ tịch UBND huyện`; `A, P kiêm Q`."""
    APPOINTED = "name-given-office"
    """`bổ nhiệm ông A giữ chức Q`; `A … thôi giữ chức Q`."""
    GIVEN = "office-given-name"
    """`miễn nhiệm chức danh Q đối với ông A`."""
    GROUP = "office-of-group"
    """`các đồng chí Ủy viên …: A; B`."""
    SHARED = "names-share-office"
    """`các đồng chí: A, B, Phó Chủ tịch …`."""
    PRONOUN = "pronoun-office"
    """`Ông từng giữ chức Q`."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a sentence, by token numbers."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Holding:
    """An office phrase with its holder."""

    name: str
    phrase: OfficePhrase
    former: bool
    rule: Rule


@dataclass(slots=True)
class Context:
    """What a sentence hands on to the next: the person named last, and a list's heading."""

    last_name: str | None = None
    heading: list[tuple[OfficePhrase, bool]] = field(default_factory=list)
    """The offices of a heading that ends in a colon, with whether they are former."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two items, without forms of address."""

    words: tuple[str, ...]
    addressed: bool
    plural: bool
    former: bool
    left: bool
    """The words end with a verb of leaving an office."""
    present: bool
    closes: int
    opens: bool

    @property
    def empty(self) -> bool:
        return not self.words

    @property
    def gives(self) -> bool:
        """Whether the words end with a verb by which the one named before takes or leaves an office."""
        words, gap = _words(), self.words
        if len(gap) > _LONGEST_GAP or ";" in gap:
            return False
        if self.left or words.appoints.suffix(gap):
            return True
        if gap and gap[-1] == ":":
            return any(words.office_nouns.end(gap, at) > at for at in range(len(gap)))
        return not words.given.isdisjoint(gap) and words.appointed.suffix(gap) > 0

    @property
    def joins(self) -> bool:
        """Whether it is no more than a mark or a word that joins."""
        return _words().joins.whole(self.words)


def link(
    line: Line, names: Sequence[Named], offices: Sequence[OfficePhrase], context: Context
) -> list[Holding]:
    """The holdings that a sentence states; `context` is read and brought up to date."""
    return _Linker(line, names, offices, context).run()


class _Linker:
    """One pass over the items of a sentence."""

    def __init__(
        self, line: Line, names: Sequence[Named], offices: Sequence[OfficePhrase], context: Context
    ) -> None:
        self.line, self.context = line, context
        self.items: list[Named | OfficePhrase] = sorted([*names, *offices], key=lambda item: item.start)
        self.holdings: list[Holding] = []
        self.owner: str | None = None
        """The person whom an office in apposition would belong to."""
        self.after_name = False
        """The item before is a name, not an office."""
        self.former = False
        self.pending: list[tuple[OfficePhrase, bool]] = []
        """Offices that wait for a name, with whether they are former."""
        self.pending_gap: _Gap | None = None
        """The gap before the first of them."""
        self.group = _Group(context.heading)
        self.names_in_row: list[str] = []
        self.plural_row = False
        self.brackets: list[str | None] = []

    def run(self) -> list[Holding]:
        end = 0
        for number, item in enumerate(self.items, 1):
            following = self.items[number] if number < len(self.items) else None
            gap = _read_gap(self.line.keys[end : item.start])
            if isinstance(item, Named):
                self.name(item, gap)
            else:
                self.office(item, gap, touches=self.touches(item, following))
            end = item.end
        self.close(_read_gap(self.line.keys[end:]))
        self.context.last_name = next(
            (item.name for item in self.items if isinstance(item, Named)), self.context.last_name
        )
        return self.holdings

    def touches(self, office: OfficePhrase, following: Named | OfficePhrase | None) -> bool:
        """Whether a name follows the office with at most a form of address between."""
        if not isinstance(following, Named):
            return False
        gap = _read_gap(self.line.keys[office.end : following.start])
        return gap.words in {(), (":",)} and not gap.opens and not gap.closes

    def close(self, gap: _Gap) -> None:
        """The end of the sentence: a heading is handed on where it ends in a colon."""
        colon = gap.words == (":",)
        if colon and self.pending and (self.pending_gap is None or self.pending_gap.plural):
            self.context.heading = self.pending
        elif not self.group.alive:
            self.context.heading = []

    # names

    def name(self, item: Named, gap: _Gap) -> None:
        words = _words()
        self.unbracket(gap)
        if self.owner and self.after_name and words.replaces.whole(gap.words):
            return  # "A thay B giữ chức Q": what follows is A's
        if self.pending:
            self.name_behind_pending(item, gap)
        else:
            self.name_in_list(item, gap)
        self.owner, self.after_name, self.former = item.name, True, False

    def name_behind_pending(self, item: Named, gap: _Gap) -> None:
        rule = self.rule_before(gap)
        pending, opening = self.pending, self.pending_gap
        self.pending, self.pending_gap = [], None
        self.names_in_row, self.plural_row = [item.name], gap.plural
        if rule is None:
            self.group = _Group([])
            return
        plural = (opening is not None and opening.plural) or gap.plural
        heads_list = gap.words == (":",) or (plural and rule is Rule.TOUCHING and not self.group.members_open)
        if heads_list:
            self.group = _Group(pending, addressed=gap.addressed)
            self.give(item.name, pending, Rule.GROUP if plural else Rule.TOUCHING)
        else:
            self.give(item.name, self.group.offices, Rule.GROUP)
            self.give(item.name, pending, rule)

    def rule_before(self, gap: _Gap) -> Rule | None:
        """How the offices that wait belong to the name behind this gap, if they do."""
        words, opening = _words(), self.pending_gap
        if gap.words in {(), (":",)}:
            return Rule.TOUCHING
        if gap.words in {(",",), ("-",)}:
            ours = opening is None or not (opening.addressed or words.others.suffix(opening.words))
            return Rule.BEFORE if ours and (gap.addressed or not opening) else None
        given = opening is not None and (opening.left or words.confers.suffix(opening.words))
        return Rule.GIVEN if given and words.to_person.whole(gap.words) else None

    def name_in_list(self, item: Named, gap: _Gap) -> None:
        listed = gap.joins or gap.words == (";",) or gap.empty
        if self.group.offices and self.group.goes_on(gap, first=self.owner is None):
            self.give(item.name, self.group.offices, Rule.GROUP)
        else:
            self.group = _Group([])
        if gap.plural or not listed or ";" in gap.words:
            self.names_in_row = []
            self.plural_row = gap.plural or (self.plural_row and listed)
        self.names_in_row.append(item.name)

    # offices

    def office(self, item: OfficePhrase, gap: _Gap, *, touches: bool) -> None:
        self.unbracket(gap)
        if self.owner is not None and not (touches and self.starts_new(gap)):
            rule = self.rule_after(gap)
            if rule is not None:
                self.follow(item, gap, rule)
                return
        elif self.pending and self.owner is None and self.chains(gap):
            self.pending.append((item, self.continued_former(gap)))
            return
        if self.by_pronoun(item, gap):
            return
        self.wait(item, gap)

    def starts_new(self, gap: _Gap) -> bool:
        """Whether an office that touches the next name is that name's, not the last one's."""
        return not (gap.gives or _words().holds.whole(gap.words))

    def chains(self, gap: _Gap) -> bool:
        """Whether an office joins those that wait for the same name."""
        opening = self.pending_gap
        if opening is not None and _words().proxies.suffix(opening.words):
            return False
        if gap.words == (":",) and opening is not None and opening.plural:
            return False
        return gap.joins or _words().holds.whole(gap.words)

    def continued_former(self, gap: _Gap) -> bool:
        return gap.former or gap.left or (self.pending[-1][1] and not gap.present)

    def rule_after(self, gap: _Gap) -> Rule | None:
        """How an office belongs to the person before this gap, if it does."""
        words = _words()
        if gap.opens:
            return Rule.AFTER if gap.empty or _is_aside(gap.words) else None
        if gap.plural:
            return None
        bare = _without_adverbs(gap.words)
        if gap.joins or (gap.empty and (self.after_name or gap.former or gap.present)):
            return Rule.AFTER
        if not self.after_name and bare == (";",):
            return Rule.AFTER
        if self.after_name and _is_aside(gap.words):
            return Rule.AFTER
        if words.holds.whole(bare) or (not bare and gap.words) or (gap.former and _is_mark(bare)):
            return Rule.LINKED
        return Rule.APPOINTED if gap.gives else None

    def follow(self, item: OfficePhrase, gap: _Gap, rule: Rule) -> None:
        """The office is that of the person before, or of all in a row of names."""
        self.former = gap.former or gap.left or (self.former and not gap.present)
        sharing = self.names_in_row if self.after_name and self.plural_row else []
        for name in sharing[:-1]:
            self.give(name, [(item, self.former)], Rule.SHARED)
        if self.owner is not None:
            self.give(self.owner, [(item, self.former)], rule)
        self.names_in_row = []
        self.after_name = False

    def wait(self, item: OfficePhrase, gap: _Gap) -> None:
        """The office waits for a name."""
        if gap.words == (":",) and self.pending and self.pending_gap and self.pending_gap.plural:
            self.group = _Group(self.pending)
        elif self.group.offices and not self.group.goes_on(gap, first=self.owner is None):
            self.group = _Group([])
        self.pending, self.pending_gap = [(item, gap.former or gap.left)], gap
        self.owner, self.after_name = None, False

    def by_pronoun(self, item: OfficePhrase, gap: _Gap) -> bool:
        """Whether a pronoun before a word of holding gives the office to the person named last."""
        if self.context.last_name is None or not gap.addressed:
            return False
        if not gap.gives:
            return False
        self.owner, self.after_name, self.former = self.context.last_name, False, gap.left
        self.pending = []
        self.give(self.owner, [(item, self.former)], Rule.PRONOUN)
        return True

    # both

    def unbracket(self, gap: _Gap) -> None:
        """Brackets: what follows a closed one is said of the person before it was opened."""
        for _ in range(min(gap.closes, len(self.brackets))):
            self.owner, self.after_name, self.pending = self.brackets.pop(), True, []
        if gap.opens:
            self.brackets.append(self.owner)

    def give(self, name: str, offices: Sequence[tuple[OfficePhrase, bool]], rule: Rule) -> None:
        touching = rule is Rule.TOUCHING
        self.holdings.extend(
            Holding(name, phrase, former, rule)
            for phrase, former in offices
            if touching or phrase.kind is not Kind.TOUCHING
        )


class _Group:
    """The offices said of a list, and where the list ends."""

    def __init__(self, offices: Sequence[tuple[OfficePhrase, bool]], *, addressed: bool = False) -> None:
        self.offices = list(offices)
        self.addressed = addressed
        self.separator: str | None = None

    @property
    def alive(self) -> bool:
        return bool(self.offices)

    @property
    def members_open(self) -> bool:
        """Whether members are being listed."""
        return bool(self.offices)

    def goes_on(self, gap: _Gap, *, first: bool) -> bool:
        """Whether the list goes on behind this gap."""
        if gap.plural:
            return False
        marks = tuple(word for word in gap.words if not word.isdigit() and word not in {"+", "."})
        if first and (not marks or _is_mark(marks)):
            self.addressed = self.addressed or gap.addressed
            return True
        if gap.addressed and not self.addressed:
            return False
        if not (_words().joins.whole(marks) or marks == (";",)):
            return False
        mark = ";" if ";" in marks else ","
        self.separator = self.separator or mark
        return not (mark == ";" and self.separator == ",")


def _read_gap(tokens: Sequence[str]) -> _Gap:
    words = _words()
    closes = 0
    kept: list[str] = []
    depth_open = False
    addressed = plural = False
    at = 0
    while at < len(tokens):
        token = tokens[at]
        group = words.plural.end(tokens, at)
        address = words.address.end(tokens, at)
        rank = words.ranks.end(tokens, at)
        term = _term_end(tokens, at)
        if token == ")":
            if depth_open:
                kept = kept[: kept.index("(")]
                depth_open = False
            else:
                closes += 1
                kept = []
            at += 1
        elif token == "(":
            depth_open = True
            kept.append(token)
            at += 1
        elif group > at:
            plural = True
            addressed = addressed or "đồng chí" in " ".join(tokens[at:group])
            at = group
        elif max(address, rank) > at:
            addressed = addressed or address >= rank
            at = max(address, rank)
            if at < len(tokens) and tokens[at] == ".":
                at += 1
        elif term > at:
            at = term
        elif token in words.quotes:
            at += 1
        else:
            kept.append(token)
            at += 1
    if depth_open:
        kept = kept[kept.index("(") + 1 :]
    return _finish_gap(kept, addressed=addressed, plural=plural, closes=closes, opens=depth_open)


def _term_end(tokens: Sequence[str], at: int) -> int:
    """Where a term of office that begins at token `at` ends, with its numbers; `at` for none."""
    end = _words().terms.end(tokens, at)
    while at < end < len(tokens) and (tokens[end][:1].isdigit() or tokens[end] in _words().numerals):
        end += 1
        if end + 1 < len(tokens) and tokens[end] in {"-", ",", ";", "và"}:
            following = tokens[end + 1]
            end += following[:1].isdigit() or following in _words().numerals
    return end


def _finish_gap(kept: list[str], *, addressed: bool, plural: bool, closes: int, opens: bool) -> _Gap:
    """The gap without the words at its end that say whether the office is held still."""
    words = _words()
    former = present = left = False
    while kept:
        if len(kept) > 1 and kept[-1] == "," and any(
            phrases.suffix(kept[:-1]) for phrases in (words.present, words.former, words.left)
        ):
            kept = kept[:-1]
        if count := words.present.suffix(kept):
            present = True
        elif count := words.former.suffix(kept):
            former = True
        elif count := words.left.suffix(kept):
            left = True
        else:
            break
        kept = kept[:-count]
    return _Gap(_squeezed(kept), addressed, plural, former, left, present, closes, opens)


def _squeezed(tokens: Sequence[str]) -> tuple[str, ...]:
    """The tokens without a comma or stop beside another mark."""
    kept: list[str] = []
    for token in tokens:
        if kept and kept[-1] in {",", "."} and token in {",", ".", "-", ";", ":"}:
            kept[-1] = token
        elif not (kept and token in {",", "."} and kept[-1] in {"-", ";", ":"}):
            kept.append(token)
    return tuple(kept)


def _is_mark(words: Sequence[str]) -> bool:
    return all(word in {",", "-", ":", "/", "."} for word in words)


def _without_adverbs(words: Sequence[str]) -> tuple[str, ...]:
    """The words without marks and adverbs at their beginning."""
    at = 0
    while at < len(words):
        end = _words().adverbs.end(words, at)
        if end == at and words[at] not in {",", "-"}:
            break
        at = max(end, at + 1)
    return tuple(words[at:])


def _is_aside(words: Sequence[str]) -> bool:
    """Whether the words between marks are asides on the person, such as the year of birth."""
    if not words:
        return False
    *asides, last = _parts(words)
    return not last and all(not part or _opens_aside(part) for part in asides)


def _opens_aside(part: Sequence[str]) -> bool:
    asides = _words().asides
    return asides.end(part, 0) > 0 or (part[0].isdigit() and len(part) > 1 and asides.end(part, 1) > 1)


def _parts(words: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for word in words:
        if word in {",", "-"}:
            yield part
            part = []
        else:
            part.append(word)
    yield part


class _Words:
    """The lexicon of links, compiled."""

    def __init__(self) -> None:
        links = table("office_links")
        self.address = phrase_set(links["address"])
        self.ranks = phrase_set(links["ranks"])
        self.plural = phrase_set(links["plural"])
        self.former = phrase_set(links["former"])
        self.left = phrase_set(links["left"])
        self.present = phrase_set(links["present"])
        self.holds = phrase_set(links["holds"])
        self.appoints = phrase_set(links["appoints"])
        self.appointed = phrase_set(links["appointed"])
        self.given = frozenset(links["given"])
        self.confers = phrase_set(links["confers"])
        self.office_nouns = phrase_set(links["office_nouns"])
        self.terms = phrase_set(links["terms"])
        self.numerals = frozenset(roman.casefold() for roman in _ROMAN)
        self.to_person = phrase_set(links["to_person"])
        self.proxies = phrase_set(links["proxies"])
        self.others = phrase_set(links["others"])
        self.joins = phrase_set(links["joins"])
        self.replaces = phrase_set(links["replaces"])
        self.asides = phrase_set(links["asides"])
        self.adverbs = phrase_set(links["adverbs"])
        self.quotes = frozenset({'"', "'"})


@cache
def _words() -> _Words:
    return _Words()
