"""One signature: the people that a stretch of text names as its writers, if it is nothing but a signature.

`Tin, ảnh: A - B`, `A (TTXVN)`, `A – Sở GD&ĐT` name people; `Theo PLO`, `P.V`, `BBT` sign
without naming anyone; any other words make it no signature at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from extract.lexicon import entries, table
from extract.text import fold, search_key

_SOURCE_WORDS = 8
_OFFICE_WORDS = 12
_MOST_NAME_WORDS = 4
_NOTE_BEHIND = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_NOTE_BEFORE = re.compile(r"^[(\[][^()\[\]]*[)\]]\s*(?=\S)")
_STAMP = re.compile(
    r"\s*[|,\-]?\s*(?:\d{1,2}[:h]\d{2},?\s*)?\d{1,2}[/\-]\d{1,2}[/\-]\d{4}(?:,?\s*\d{1,2}[:h]\d{2})?$"
)
_WRAPPED = re.compile(r"^[(\[]\s*([^()\[\]]+?)\s*[)\]]$")
_EDGES = " \t\n\xa0.,;:*-–—/|"
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.\s?){1,3}[^\W\d_]{1,6}\.?")
_VOWELS = frozenset("aeiouy")
_APOSTROPHE = re.compile("['’]")
_DOMAIN = re.compile(r"[\w.\-]+\.[a-z]{2,}", re.IGNORECASE)


def opens_with_credit(text: str) -> bool:
    """Whether a text begins as credits do: `Tin, ảnh: …`."""
    return _words().credits.match(text) is not None


def opens_with_link(text: str) -> bool:
    """Whether a text is a line of links or tags, as they stand below signatures."""
    return _words().links.match(text) is not None


def is_sure(stretch: str, names: tuple[str, ...]) -> bool:
    """Whether a signature is one by its own words, wherever it stands: by a credit or family names."""
    return opens_with_credit(stretch) or all(name.split()[0].capitalize() in _surnames() for name in names)


def read_signature(stretch: str) -> tuple[str, ...] | None:
    """The people that a signature names, none for a source or office; None where it is no signature."""
    whole = _STAMP.sub("", " ".join(stretch.split()))
    wrapped = _WRAPPED.match(whole)
    line = wrapped[1] if wrapped else _NOTE_BEFORE.sub("", _NOTE_BEHIND.sub("", whole))
    line = _once(line.strip(_EDGES))
    words = _words()
    source = words.sources.match(line)
    if source:
        beside = source["set_off"] is not None or _NOTE_BEHIND.search(whole) is not None
        named = words.told_by.match(line) is not None
        return _named_source(line[source.end() :], beside=beside, named=named)
    credit = None if words.staff.match(line) else words.credits.match(line)
    rest = line[credit.end() :].strip() if credit else ""
    if credit and rest and (credit["set_off"] or len(credit[0].split()) > 1):
        return _names(rest, credited=credit["set_off"] is not None)
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
    anonymous = False
    listed = words.doings.sub("", _NOTE_BEHIND.sub("", line))
    edges = [0, *(edge for joint in words.joints.finditer(listed) for edge in joint.span()), len(listed)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        piece = _NOTE_BEHIND.sub("", listed[start:end]).strip(_EDGES)
        staff = words.staff.match(piece)
        part = piece[staff.end() :].strip(_EDGES) if staff else piece
        if not part:
            anonymous = anonymous or staff is not None
        elif _INITIALS.fullmatch(part) and part[0].isupper() and not _is_office(part):
            names.append(part)
        elif _is_office(part) or _DOMAIN.fullmatch(part) or (names and part.isalpha()):
            anonymous = True
        elif _is_name(part, credited=credited):
            names.append(_once(part))
        elif names and _describes_writer(listed[start:].lstrip(_EDGES)):
            break
        else:
            return None
    return tuple(names) if names or anonymous else None


def _describes_writer(rest: str) -> bool:
    """Whether what follows the names is their office or post, and not what a caption tells of them."""
    words = _words()
    if words.sources.match(rest):
        return True
    named = rest[0].isupper() or words.posts.match(rest) is not None
    return named and len(rest.split()) <= _OFFICE_WORDS and words.telling.search(rest) is None


def _is_office(text: str) -> bool:
    """Whether a text signs for a paper, an agency or an office."""
    return fold(text) in _words().offices


def _is_name(text: str, *, credited: bool) -> bool:
    """Whether a text is shaped like a writer's name: two to four capitalised words, five with a family name.

    A single word is a name only behind a credit; an organisation is none (`Báo Sơn La`),
    though `Trường Phong` is one for all its first word.
    """
    parts = _once(text).split()
    words = _words()
    most = _MOST_NAME_WORDS + (parts[0].capitalize() in _surnames())
    if not (1 if credited else 2) <= len(parts) <= most:
        return False
    opens_otherwise = words.honorifics.match(text) or words.posts.match(text)
    if opens_otherwise and not (len(parts) == 2 and fold(parts[0]) in words.also_names):
        return False
    return all(_is_cased(piece) for part in parts for piece in _APOSTROPHE.split(part))


def _is_cased(word: str) -> bool:
    """Whether a word is written as a name is: `Hoàng` or `HOÀNG`, not an acronym such as `UBND`."""
    if not word.isalpha() or not word[0].isupper():
        return False
    return word[1:].islower() or len(word) == 1 or (word.isupper() and _has_vowel(word))


def _has_vowel(word: str) -> bool:
    return any(char in _VOWELS for char in search_key(word))


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
    telling: re.Pattern[str]
    offices: frozenset[str]
    also_names: frozenset[str]


@cache
def _words() -> _Words:
    shared, own = table("page_bylines"), table("bylines")
    set_off = r"\s*(?P<set_off>[:\-–—])?"
    doings = "|".join(map(re.escape, sorted(own["doings"], key=len, reverse=True)))
    further = "|".join(re.escape(word.capitalize()) for word in [*shared["sources"], *own["further"]])
    telling = "|".join(map(re.escape, own["telling"]))
    joints = "|".join(map(re.escape, sorted(shared["joints"], key=len, reverse=True)))
    return _Words(
        credits=_opening([*shared["credits"], *own["credits"]], set_off),
        sources=_opening(shared["sources"], set_off),
        told_by=_opening(own["told_by"]),
        staff=_opening(own["staff"], r"\s*:?"),
        posts=_opening([*own["posts"], *shared["organisations"]]),
        honorifics=_opening(entries("honorifics")),
        links=_opening(own["links"]),
        further=re.compile(rf"(?<=\S)\s+(?:{further})(?:\s*:|\s).*$"),
        joints=re.compile(joints, re.IGNORECASE),
        telling=re.compile(rf"(?<!\w)(?:{telling})(?!\w)", re.IGNORECASE),
        doings=re.compile(rf"\s+(?:{doings})\s*$", re.IGNORECASE),
        offices=frozenset(map(fold, [*shared["offices"], *own["press"], *own["no_people"]])),
        also_names=frozenset(map(fold, own["also_names"])),
    )


def _opening(words: Iterable[str], behind: str = "") -> re.Pattern[str]:
    """A pattern for a text that begins with one of the words, and with what stands behind it."""
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?:{listed})(?!\w){behind}", re.IGNORECASE)
