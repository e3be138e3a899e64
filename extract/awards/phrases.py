"""The names of awards in a sentence: `Huân chương Lao động hạng Nhì`, `danh hiệu "…"`, `giải Nhất`.

`AwardReader.at(line, i)` reads the award that begins at a token, with its class or grade and
without its reason. Forms, titles and grades are in `lexicon/awards.toml`; each form says
how its name goes on behind its head. Whether the award is given, and to whom, is for
`extract.awards.frames` to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from extract.awards.words import Line, PhraseBook
from extract.lexicon import table

_OPENING = "\"“‘'«"
_CLOSING = "\"”’'»"
_LONGEST_QUOTE = 40
_LONGEST_TAIL = 24
_DASHES = "-–&/"
_YEAR_DIGITS = 4
_OWN_TITLE = "title"


@dataclass(frozen=True)
class AwardPhrase:
    """An award named in a sentence, by its tokens."""

    start: int
    end: int
    names: tuple[str, ...]
    """Its wording; several where grades share a head (`hạng Nhất, Nhì`)."""
    head: str
    """The key of its head: awards of one kind have the same."""
    titled: bool = False
    """A title without the word `danh hiệu`; before a name it only describes the person."""
    bare: bool = False
    """Only the head is named: `nhiều huân chương` is no particular award."""
    collective: bool = False
    """Only bodies receive it."""
    contested: bool = False
    """A prize of a contest, which can be won twice."""
    unproven: bool = False
    """`giải` with a name: a prize where a verb governs it, else perhaps a tournament."""
    of_contest: bool = False
    """A prize whose wording names the contest: who holds the contest gives it."""
    recognition: bool = False
    """What somebody is recognised as (`đạt chuẩn nông thôn mới`): it needs a verb that says so."""


class AwardReader:
    """Reads awards by the forms, titles and grades of the lexicon."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        """Takes the table `awards`."""
        self._forms: Sequence[Mapping[str, Any]] = lexicon["form"]
        self._heads = PhraseBook({str(n): form["heads"] for n, form in enumerate(self._forms)})
        self._kinds = [PhraseBook({"kind": form.get("kinds", [])}) for form in self._forms]
        self._leads = [PhraseBook({"lead": form.get("leads", [])}) for form in self._forms]
        self._bestowing = PhraseBook({"recognise": lexicon["verbs"]["recognise"]})
        self._titles = PhraseBook(
            {"title": lexicon["titles"]["entries"], "recognition": lexicon["recognitions"]["entries"]}
        )
        self._title_goes_on = PhraseBook(
            {"on": lexicon["titles"]["goes_on"] + lexicon["recognitions"]["goes_on"]}
        )
        grades = lexicon["grades"]
        self._classes = PhraseBook({"class": grades["classes"]})
        self._class_word = PhraseBook({"class": grades["class_word"]})
        self._prizes = PhraseBook({"prize": grades["prizes"]})
        self._scopes = PhraseBook({"scope": grades["scopes"]})
        self._contests = PhraseBook({"contest": grades["contests"]})
        self._qualities = PhraseBook({"quality": lexicon["recognitions"]["qualities"]})
        self._collective = PhraseBook({"collective": lexicon["collective"]["heads"]})
        self._party_age = PhraseBook({"age": grades["party_age"]})
        tail = lexicon["tail"]
        self._stops = PhraseBook({"stop": tail["stops"]})
        self._contest_stops = PhraseBook({"stop": tail["contest_stops"]})
        self._organiser = PhraseBook({"organiser": tail["organiser"]})
        self._bridges = PhraseBook({"bridge": tail["bridges"]})
        self._generic = PhraseBook({"generic": tail["generic"]})
        self._no_award = PhraseBook({"none": tail["none_after"]})
        self._year = PhraseBook({"year": tail["year"]})
        self._fields = PhraseBook({"field": tail["fields"]})

    def is_in(self, line: Line) -> bool:
        """Whether the sentence may name an award."""
        return any(
            book.length(line.keys, at)
            for book in (self._heads, self._titles, self._bestowing)
            if not book.firsts.isdisjoint(line.keys)
            for at in range(len(line.keys))
        )

    def at(self, line: Line, at: int) -> AwardPhrase | None:
        """The award that begins at token `at`, or None."""
        opened = at
        if line.tokens[at].text in _OPENING:
            at += 1
        if self._no_award.length(line.keys, at):
            return None
        form = self._heads.longest(line.keys, at)
        if form is not None:
            found = self._form(line, at, int(form.label), form.length)
        else:
            found = self._title(line, at)
        if found is not None and self._collective.length(line.keys, found.start):
            found = replace(found, collective=True)
        if found is not None and opened < at:
            return self._inside_quotes(line, opened, found)
        return found

    @staticmethod
    def _inside_quotes(line: Line, opened: int, found: AwardPhrase) -> AwardPhrase | None:
        """The award with the quotation marks around it, where they enclose it alone."""
        if found.end < len(line.tokens) and line.tokens[found.end].text in _CLOSING:
            names = (line.wording(opened, found.end + 1),)
            return replace(found, start=opened, end=found.end + 1, names=names)
        return None

    def _form(self, line: Line, start: int, number: int, length: int) -> AwardPhrase | None:
        form = self._forms[number]
        head = " ".join(line.keys[start : start + length])
        behind = start + length
        match form["tail"]:
            case "kind":
                return self._classed(line, start, self._kind(line, behind, number), head)
            case "grade":
                return self._prize(line, start, behind, head)
            case "title":
                return self._bestowed_title(line, start, behind, head)
            case "quoted":
                end = self._quote(line, behind)
            case "quote":
                end = self._lead_or_name(line, behind, number, party_age=form.get("party_age", False))
            case "free":
                end = self._free(line, behind)
            case _:
                end = self._with_title(line, behind)
        if end == behind and form.get("required", False):
            return None
        second = self._quote(line, end + 1) if line.is_joint(end) and line.is_sign(end - 1, _CLOSING) else 0
        if second > end + 1:
            names = (
                line.wording(start, end),
                f"{line.wording(start, behind)} {line.wording(end + 1, second)}",
            )
            return AwardPhrase(start, second, names, head)
        return AwardPhrase(start, end, (line.wording(start, end),), head)

    def _kind(self, line: Line, at: int, number: int) -> int:
        known = self._kinds[number].length(line.keys, at)
        if known:
            return at + known
        quoted = self._quote(line, at)
        return quoted if quoted > at or not line.is_titled(at) or at in line.names else self._free(line, at)

    def _classed(self, line: Line, start: int, end: int, head: str) -> AwardPhrase:
        """An order with its class; `hạng Nhất, Nhì` makes two awards."""
        at = end + line.is_sign(end, "(")
        opened = at
        at += self._class_word.length(line.keys, at)
        length = self._classes.length(line.keys, at)
        wording = line.wording(start, end)
        if at == opened or not length:
            return AwardPhrase(start, end, (wording,), head, bare=end - start == len(head.split()))
        classes = [(at, at + length), *self._further_grades(line, at + length, self._classes)]
        prefix = f"{wording} {line.wording(opened, at)}"
        names = tuple(f"{prefix} {line.wording(first, last)}" for first, last in classes)
        return AwardPhrase(start, classes[-1][1], names, head)

    @staticmethod
    def _further_grades(line: Line, at: int, grades: PhraseBook) -> list[tuple[int, int]]:
        """The grades that follow another: `, Nhì, Ba`."""
        found = []
        digits = line.is_number(at - 1)
        while line.is_joint(at):
            length = grades.length(line.keys, at + 1)
            alike = line.is_number(at + 1) if digits else line.is_capital(at + 1)
            if not length or not alike:
                break
            found.append((at + 1, at + 1 + length))
            at += 1 + length
        return found

    def _prize(self, line: Line, start: int, behind: int, head: str) -> AwardPhrase | None:
        length = self._prizes.length(line.keys, behind)
        if not length:
            end = self._named(line, behind)
            if end == behind and behind in line.names:
                end = self._with_year(line, line.names[behind])
            if end == behind:
                return None
            wording = line.wording(start, end)
            quoted = any(line.is_sign(at, _OPENING) for at in range(behind, behind + 2))
            return AwardPhrase(start, end, (wording,), head, contested=True, unproven=not quoted)
        end = behind + length
        grades = [(behind, end), *self._further_grades(line, end, self._prizes)]
        names = [f"{line.wording(start, behind)} {line.wording(first, last)}" for first, last in grades]
        end = grades[-1][1]
        graded = end
        if len(grades) == 1:
            end = self._contest(line, end)
            names = [line.wording(start, end)]
        grade = " ".join(line.keys[behind : behind + length])
        return AwardPhrase(
            start, end, tuple(names), f"{head} {grade}", contested=True, of_contest=end > graded
        )

    def _contest(self, line: Line, at: int) -> int:
        """The end of the scope (`toàn đoàn`) and of the contest's name, written as a name."""
        at += self._scopes.length(line.keys, at)
        if not self._contests.length(line.keys, at):
            return at
        if not (line.is_capital(at) or line.is_capital(at + self._contests.length(line.keys, at))):
            return at
        end = self._free(line, at, stops=self._contest_stops)
        if line.is_sign(end, ","):
            behind_comma = self._free(line, end + 1, stops=self._contest_stops)
            if self._organiser.length(line.keys, behind_comma):
                return behind_comma
        return end

    def _bestowed_title(self, line: Line, start: int, behind: int, head: str) -> AwardPhrase | None:
        """A title behind `danh hiệu`, which belongs to the wording only where the title is quoted."""
        end = self._named_title(line, behind)
        if end == behind:
            return None
        quoted = any(line.is_sign(at, _OPENING) for at in range(behind, behind + 2))
        return AwardPhrase(start, end, (line.wording(start if quoted else behind, end),), head)

    def _named_title(self, line: Line, at: int) -> int:
        """The end of the title behind `danh hiệu`: quoted, known, or begun with a capital."""
        if at < len(line.tokens) and line.tokens[at].text == ":":
            at += 1
        quoted = self._quote(line, at)
        if quoted > at:
            return self._with_year(line, quoted)
        known = self._titles.length(line.keys, at)
        if known:
            return self._title_tail(line, at + known)
        if line.is_capital(at) and at not in line.names and not self._generic.length(line.keys, at):
            return self._free(line, at)
        return at

    def _title(self, line: Line, at: int) -> AwardPhrase | None:
        """A title or recognition that stands without `danh hiệu`."""
        match = self._titles.longest(line.keys, at)
        if match is None:
            return None
        end = self._title_tail(line, at + match.length)
        recognition = match.label == "recognition"
        head = " ".join(line.keys[at : at + match.length])
        return AwardPhrase(
            at, end, (line.wording(at, end),), head, titled=not recognition, recognition=recognition
        )

    def bestowed(self, line: Line, at: int) -> AwardPhrase | None:
        """A title that the lexicon does not have: a quoted one, or a name that says how good somebody is.

        Ask only behind a verb that bestows titles: elsewhere such words describe.
        """
        quoted = self._quote(line, at)
        if quoted > at:
            return AwardPhrase(at, quoted, (line.wording(at, quoted),), _OWN_TITLE, titled=True)
        if not line.is_capital(at) or at in line.names:
            return None
        end = self._free(line, at)
        if not any(self._qualities.length(line.keys, within) for within in range(at + 1, end)):
            return None
        return AwardPhrase(at, end, (line.wording(at, end),), _OWN_TITLE, titled=True)

    def _title_tail(self, line: Line, at: int) -> int:
        while length := self._title_goes_on.length(line.keys, at):
            at += length
        if self._fields.length(line.keys, at) or (line.is_capital(at) and at not in line.names):
            return self._free(line, at)
        return self._with_year(line, at)

    def _with_title(self, line: Line, at: int) -> int:
        return self._quote(line, at + self._titles.length(line.keys, at))

    def _lead_or_name(self, line: Line, at: int, number: int, *, party_age: bool) -> int:
        """The end of a badge's name: years in the Party, a known beginning, quotes, capitals."""
        if party_age and line.is_number(at):
            return self._years_in_party(line, at)
        lead = self._leads[number].length(line.keys, at)
        if lead and party_age and line.is_number(at + lead):
            return self._years_in_party(line, at + lead)
        if lead:
            return self._free(line, at + lead)
        return self._named(line, at)

    def _years_in_party(self, line: Line, at: int) -> int:
        """The end of `60 năm tuổi Đảng` or `30, 40 và 50 năm tuổi Đảng`, `at` where it is neither."""
        behind = at + 1
        while line.is_joint(behind) and line.is_number(behind + 1):
            behind += 2
        length = self._party_age.length(line.keys, behind)
        return behind + length if length else at

    def _named(self, line: Line, at: int) -> int:
        """The end of a name in quotation marks or capitals, `at` where there is none."""
        if at < len(line.tokens) and line.tokens[at].text == ":":
            quoted = self._quote(line, at + 1)
            return quoted if quoted > at + 1 else at
        quoted = self._quote(line, at)
        if quoted > at:
            return self._with_year(line, quoted)
        if not line.is_capital(at) or at in line.names or self._stops.length(line.keys, at):
            return at
        return self._free(line, at)

    @staticmethod
    def _quote(line: Line, at: int) -> int:
        """The token behind the quotation that begins at `at`, or `at`."""
        if at >= len(line.tokens) or line.tokens[at].text not in _OPENING:
            return at
        for end in range(at + 1, min(at + _LONGEST_QUOTE, len(line.tokens))):
            if line.tokens[end].text in _CLOSING:
                return end + 1
        return at

    def _free(self, line: Line, at: int, *, stops: PhraseBook | None = None) -> int:
        """The end of a name that goes on up to a stop word, a mark or a person's name."""
        stops = stops or self._stops
        start = at
        while at < len(line.tokens) and at - start < _LONGEST_TAIL:
            quoted = self._quote(line, at)
            if quoted > at:
                at = quoted
                continue
            bridge = self._bridges.length(line.keys, at)
            if bridge:
                at += bridge
                continue
            if at in line.names or not (line.is_word(at) or _is_hyphen(line, at)):
                break
            if line.is_number(at) and self._year.length(line.keys, at + 1):
                break
            if stops.length(line.keys, at) and not line.is_titled(at):
                break
            at += 1
        return self._with_year(line, at)

    def _with_year(self, line: Line, at: int) -> int:
        """The end of `năm 2023` at `at`, unless more years follow: those say how often."""
        length = self._year.length(line.keys, at)
        if not length:
            return at
        if not line.is_number(at + length) or len(line.tokens[at + length].text) != _YEAR_DIGITS:
            return at
        end = at + length + 1
        more = line.is_joint(end) or line.is_sign(end, _DASHES)
        return at if more and line.is_number(end + 1) else end


def _is_hyphen(line: Line, at: int) -> bool:
    """Whether the token is a mark inside a name (`Việt Nam - Lào`, `VH&TT`)."""
    return line.is_sign(at, _DASHES) and line.is_word(at + 1)


@cache
def reader() -> AwardReader:
    """The reader of the project's lexicon."""
    return AwardReader(table("awards"))
