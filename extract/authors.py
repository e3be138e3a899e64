"""Who signed an article: the byline or signature at the head or foot of its plain text.

A signature stands behind the last sentence (`… an toàn giao thông. Hoàng Nam`), in a line
of its own, or behind a credit (`Bài và ảnh: A - B`). A source (`Theo PLO`), an agency
(`TTXVN`), an unnamed reporter (`P.V`) or office (`BBT`) is no author, but signs as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from extract.fact import Span
from extract.lexicon import entries, table
from extract.paragraphs import paragraphs
from extract.text import fold, search_key

_LONGEST = 120
_TAIL_LINES = 5
_OTHER_LINES = 1
_WRAPPED_LINES = 3
_HEAD_LINES = 2
_SOURCE_WORDS = 8
_MOST_NAME_WORDS = 4

_SENTENCE_END = re.compile(
    r"""[.!?…]["”’'»)\]]*\s+(?=\S)|["”»)\]]\s+(?=[^\W\d])|(?<=[^\W\d_][^\W\d_])\.(?=[^\W\d_])"""
)
_NOTE_BEHIND = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_NOTE_BEFORE = re.compile(r"^[(\[][^()\[\]]*[)\]]\s*(?=\S)")
_WRAPPED = re.compile(r"^[(\[]\s*([^()\[\]]+?)\s*[)\]]$")
_EDGES = " \t\n\xa0.,;:*-–—/|"
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.\s?){1,3}[^\W\d_]{1,6}\.?")
_VOWEL = re.compile(r"[aeiouy]")
_DOMAIN = re.compile(r"[\w.\-]+\.[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Signature:
    """A signature with its place in the body, and the people it names."""

    span: Span
    names: tuple[str, ...]


def find_authors(title: str, body: str) -> tuple[str, ...]:
    """The people who signed the article, in the order of their names, each once."""
    return tuple(dict.fromkeys(name for signature in _signatures(title, body) for name in signature.names))


def byline_spans(title: str, body: str) -> tuple[Span, ...]:
    r"""Where signatures stand in `title + "\n" + body`, with or without a person's name."""
    return tuple(signature.span for signature in _signatures(title, body))


def _signatures(title: str, body: str) -> list[_Signature]:
    """The signatures at the head and the foot of the body, in order."""
    text = f"{title}\n{body}"
    lines = paragraphs(text, len(title) + 1)
    found = [*_head(text, lines), *_foot(text, lines)]
    return sorted({signature.span: signature for signature in found}.values(), key=lambda one: one.span)


def _head(text: str, lines: list[tuple[int, int]]) -> Iterator[_Signature]:
    """Lines at the head that open with a credit: `Bài, ảnh: …`."""
    for start, end in lines[:_HEAD_LINES]:
        if _words().credits.match(fold(text[start : start + _LONGEST])):
            signature = _signature(text, start, end)
            if signature is not None:
                yield signature


def _foot(text: str, lines: list[tuple[int, int]]) -> Iterator[_Signature]:
    """The signature at the foot: behind the last sentence, or among the last lines."""
    others = 0
    for index in range(len(lines) - 1, max(-1, len(lines) - 1 - _TAIL_LINES), -1):
        start, end = lines[index]
        found = _wrapped(text, lines[: index + 1])
        if found is None and others == 0:
            found = _behind_sentences(text, start, end)
        if found is not None and (others == 0 or not found.names or _is_sure(text, found)):
            yield found
            if found.names:
                return
        elif not _words().links.match(text, start):
            others += 1
            if others > _OTHER_LINES:
                return


def _wrapped(text: str, lines: list[tuple[int, int]]) -> _Signature | None:
    """The last line as a signature, with the lines before that it was broken from, as many as fit."""
    end = lines[-1][1]
    found = (_signature(text, start, end) for start, _ in lines[-_WRAPPED_LINES:])
    return next((signature for signature in found if signature is not None), None)


def _behind_sentences(text: str, start: int, end: int) -> _Signature | None:
    """The signature that follows the last sentence of a paragraph: the longest that names people, if any."""
    window = max(start, end - _LONGEST)
    ends = (match.end() for match in _SENTENCE_END.finditer(text, window, end))
    found = [
        signature
        for behind in ends
        if not text[behind].islower() and (signature := _signature(text, behind, end)) is not None
    ]
    return next((signature for signature in found if signature.names), found[-1] if found else None)


def _signature(text: str, start: int, end: int) -> _Signature | None:
    """The stretch of text as a signature, if it is one from end to end."""
    stretch = text[start:end]
    names = _read(stretch) if len(stretch) <= _LONGEST else None
    if names is None:
        return None
    lead = len(stretch) - len(stretch.lstrip())
    return _Signature(Span(start + lead, start + len(stretch.rstrip())), names)


def _is_sure(text: str, signature: _Signature) -> bool:
    """Whether a line above others is a signature by its own words: a credit or a family name."""
    if _words().credits.match(fold(text[slice(*signature.span)])):
        return True
    return all(name.split()[0].capitalize() in _surnames() for name in signature.names)


def _read(stretch: str) -> tuple[str, ...] | None:
    """The people that a signature names, none for a source or office; None where it is no signature."""
    whole = " ".join(stretch.split())
    wrapped = _WRAPPED.match(whole)
    line = wrapped[1] if wrapped else _NOTE_BEFORE.sub("", _NOTE_BEHIND.sub("", whole))
    line = _once(line.strip(_EDGES))
    words = _words()
    source = words.sources.match(line)
    if source:
        beside = source["set_off"] is not None or _NOTE_BEHIND.search(whole) is not None
        named = words.told_by.match(line) is not None
        return _named_source(line[source.end() :], beside=beside, named=named)
    credit = words.credits.match(line)
    if credit and credit["set_off"]:
        return _names(line[credit.end() :], credited=True)
    return _names(words.further.sub("", line), credited=False) if line else None


def _named_source(rest: str, *, beside: bool, named: bool) -> tuple[str, ...] | None:
    """What `Theo …` names: a person only with a full name, beside a paper, or behind a colon or dash."""
    names = _names(rest, credited=False) if named else None
    if names and (beside or "/" in rest or all(_is_full_name(name) for name in names)):
        return names
    return () if len(rest.split()) <= _SOURCE_WORDS else None


def _names(line: str, *, credited: bool) -> tuple[str, ...] | None:
    """The names of a list, up to the writer's office or post; None where something else stands in it."""
    words = _words()
    names: list[str] = []
    office = False
    for piece in words.joints.split(words.doings.sub("", _NOTE_BEHIND.sub("", line))):
        part = words.staff.sub("", _NOTE_BEHIND.sub("", piece)).strip(_EDGES)
        if not part:
            office = office or bool(words.staff.match(piece.strip()))
        elif _is_office(part) or _DOMAIN.fullmatch(part) or (names and part.isalpha()):
            office = True
        elif _is_post(part) or words.sources.match(part):
            break
        elif _is_name(part, credited=credited):
            names.append(_once(part))
        else:
            return None
    return tuple(names) if names or office else None


def _is_office(text: str) -> bool:
    """Whether a text signs for a paper, an agency or an office."""
    return fold(text) in _words().offices


def _is_post(text: str) -> bool:
    """Whether a text is a writer's post or organisation; `Trường Phong` is a name for all its first word."""
    parts = text.split()
    named = len(parts) == 2 and fold(parts[0]) in _words().also_names and _is_name(text, credited=False)
    return not named and _words().posts.match(text) is not None


def _is_name(text: str, *, credited: bool) -> bool:
    """Whether a text is shaped like a writer's name: two to four capitalised words, or initials with dots."""
    if _INITIALS.fullmatch(text):
        return all(part[0].isupper() for part in re.findall(r"\w+", text))
    parts = _once(text).split()
    fewest = 1 if credited else 2
    if not fewest <= len(parts) <= _MOST_NAME_WORDS:
        return False
    if _words().honorifics.match(text) and fold(parts[0]) not in _words().also_names:
        return False
    return all(part[0].isupper() and part.isalpha() and _is_cased(part) for part in parts)


def _is_cased(word: str) -> bool:
    """Whether a word is written as a name is: `Hoàng` or `HOÀNG`, not an acronym such as `UBND`."""
    return (
        word[1:].islower()
        or len(word) == 1
        or (word.isupper() and _VOWEL.search(search_key(word)) is not None)
    )


def _once(name: str) -> str:
    """A name that is written twice over, once."""
    parts = name.split()
    half = len(parts) // 2
    return " ".join(parts[:half]) if half > 1 and parts[:half] == parts[half:] else name


def _is_full_name(name: str) -> bool:
    """Whether a name begins with a family name and has three words or more."""
    parts = name.split()
    return len(parts) > 2 and parts[0].capitalize() in _surnames()


@cache
def _surnames() -> frozenset[str]:
    return frozenset(entries("surnames"))


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of signatures, as patterns that match at the beginning of a text."""

    credits: re.Pattern[str]
    sources: re.Pattern[str]
    told_by: re.Pattern[str]
    staff: re.Pattern[str]
    posts: re.Pattern[str]
    honorifics: re.Pattern[str]
    links: re.Pattern[str]
    further: re.Pattern[str]
    joints: re.Pattern[str]
    doings: re.Pattern[str]
    offices: frozenset[str]
    also_names: frozenset[str]


@cache
def _words() -> _Words:
    shared, own = table("page_bylines"), table("bylines")
    set_off = r"\s*(?P<set_off>[:\-–—])?"
    doings = "|".join(map(re.escape, sorted(own["doings"], key=len, reverse=True)))
    further = "|".join(re.escape(word.capitalize()) for word in [*shared["sources"], *own["further"]])
    joints = "|".join(map(re.escape, sorted(shared["joints"], key=len, reverse=True)))
    return _Words(
        credits=_opening(shared["credits"], set_off),
        sources=_opening(shared["sources"], set_off),
        told_by=_opening(own["told_by"]),
        staff=_opening(own["staff"], r"\s*:?"),
        posts=_opening([*own["posts"], *shared["organisations"]]),
        honorifics=_opening(entries("honorifics")),
        links=_opening(own["links"]),
        further=re.compile(rf"(?<=\S)\s+(?:{further})(?:\s*:|\s).*$"),
        joints=re.compile(joints, re.IGNORECASE),
        doings=re.compile(rf"\s+(?:{doings})\s*$", re.IGNORECASE),
        offices=frozenset(map(fold, [*shared["offices"], *own["press"]])),
        also_names=frozenset(map(fold, own["also_names"])),
    )


def _opening(words: Iterable[str], behind: str = "") -> re.Pattern[str]:
    """A pattern for a text that begins with one of the words, and with what stands behind it."""
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?:{listed})(?!\w){behind}", re.IGNORECASE)
