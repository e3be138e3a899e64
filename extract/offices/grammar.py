"""Office phrases in a sentence: a role and the organisation it is held in, whoever holds it.

The role is found by `extract.offices.roles`, the organisation behind it by
`extract.offices.organisation_grammar`. Who holds the office is not asked here (see `extract.offices.links`).
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.fact import Span
from extract.offices.organisation_grammar import Part, organization_end
from extract.offices.roles import Kind, Role, role_at, title_end
from extract.offices.words import Line, office_words


@dataclass(frozen=True, slots=True)
class OfficePhrase:
    """An office in the words of the text; `start` and `end` are token numbers of its sentence."""

    start: int
    end: int
    title: str
    organization: str
    kind: Kind
    by_many: bool
    """Whether several may hold it at once."""
    after_career: bool
    """Whether it is one that people hold when their career is over."""
    span: Span
    """Where the text has it."""


def find_office_phrases(line: Line) -> list[OfficePhrase]:
    """The office phrases of a sentence, in their order; none runs into a person's name."""
    words = office_words()
    found: list[OfficePhrase] = []
    end = 0
    for at, first in enumerate(line.keys):
        if at < end or line.taken[at]:
            continue
        phrase = _phrase_at(line, at) if first in words.office_firsts else None
        if phrase:
            found.append(phrase)
            end = phrase.end
        elif first in words.whole.firsts:
            end = words.whole_end(line, at)  # no "Bí thư" in "Ban Bí thư"
    return found


def _phrase_at(line: Line, at: int) -> OfficePhrase | None:
    words = office_words()
    if at and words.compounds.end(line.keys, at - 1) > at:
        return None
    membership = words.memberships.end(line.keys, at)
    if membership > at:
        end = organization_end(line, membership, Part.WHOLE)
        return _phrase(line, (at, at), (at, end), Kind.MEMBERSHIP)
    role = role_at(line, at)
    if role is None:
        return None
    title = title_end(line, role.end)
    start, end = _organization(line, title, role)
    if _passes(line, role, start, end):
        return None
    if start == end and (role.weak or role.kind is Kind.OCCUPATION):
        return None
    kind = Kind.BARE if start == end and role.kind is Kind.OFFICE else role.kind
    if kind is Kind.BARE and words.standalone.whole(line.keys[at:title]):
        kind = Kind.OFFICE
    return _phrase(line, (at, title), (start, end), kind)


def _phrase(line: Line, title: tuple[int, int], organization: tuple[int, int], kind: Kind) -> OfficePhrase:
    """The phrase whose title and organisation are these tokens."""
    start, end = title[0], max(title[1], organization[1])
    return OfficePhrase(
        start=start,
        end=end,
        title=line.wording(*title),
        organization=line.wording(*organization),
        kind=kind,
        by_many=office_words().held_by_many.end(line.keys, start) > start,
        after_career=any(office_words().after_career.end(line.keys, at) > at for at in range(start, end)),
        span=Span(line.tokens[start].start, line.tokens[end - 1].end),
    )


def _organization(line: Line, at: int, role: Role) -> tuple[int, int]:
    """The tokens of the organisation behind a title that ends at `at`; an empty span for none."""
    words = office_words()
    if not line.free(at):
        return at, at
    if role.unit is not None and at == role.end and (body := words.body(line, role.unit)) > at:
        return at, organization_end(line, body, Part.OPEN)  # "Trưởng Ban" + "Dân vận Tỉnh ủy"
    area = words.areas.match(line.keys, role.unit) if role.unit is not None else None
    if area and area[0] == at:
        return at, organization_end(line, at, Part.AREA, area[1])  # "Trưởng thôn" + "Nà Hin"
    start = at
    if line.keys[at] == "," or line.keys[at] in words.of:
        start = at + 1
        if not _opens_organization(line, start, stray_comma=line.keys[at] == ","):
            return at, at
    if role.kind is Kind.OCCUPATION and words.body(line, start) == start:
        return at, at
    named = start == at and any(words.named.end(line.keys, n) == at for n in range(max(at - 2, 0), at))
    end = organization_end(line, start, Part.TITLE if role.unit is None else Part.OPEN, named=named)
    return (start, end) if end > start else (at, at)


def _opens_organization(line: Line, at: int, *, stray_comma: bool) -> bool:
    """Whether an organisation begins behind a word such as `của`, or a stray comma."""
    if not line.free(at):
        return False
    if stray_comma:
        return line.capital(at) and office_words().body(line, at) > at
    return line.capital(at) or office_words().body(line, at) > at


def _passes(line: Line, role: Role, start: int, end: int) -> bool:
    """Whether the role is one for an occasion, such as that of the leader of a working party."""
    words, tokens = office_words(), line.keys
    first = start if role.unit is None else role.unit
    event = words.passing_unless_party.end(tokens, first)
    if event > first:
        return not any(words.party.end(tokens, at) > at for at in range(event, end))
    if start < end and words.whole_end(line, start) > start:
        return False
    for at in {first, start}:
        passing = words.passing.end(tokens, at)
        whole_name = passing == at + 1 and at != role.unit  # "Tư lệnh Đoàn 559"
        if passing > at and not whole_name and passing >= words.whole_end(line, at):
            return True
    return False
