"""Who signed an article: the names in a line such as `Tin, ảnh: …`, `A – B` or `A (Trung tâm …)`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from extract.pages.lexicon import bylines
from extract.text import clean, fold

_PARENTHESES = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_WRAPPED = re.compile(r"^[(\[]([^()\[\]]*)[)\]]\s*\.?$")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.?){1,4}$")
_CLOSING = re.compile(r"[.!?…”\"/]\s*\(([^()]{4,80})\)\s*\.?$")
_LINE_LENGTH = 90
_SOURCE_WORDS = 10


class Byline(NamedTuple):
    """A signature line: the people who wrote, none where it names only an office or a source."""

    authors: tuple[str, ...]


def read_byline(text: str, *, styled: bool) -> Byline | None:
    """Read a line as a signature, or None where it is none.

    `styled`: the line is set as signatures are (at the right, in bold, or named so by the page),
    so that one bare name is enough.
    """
    line = _unwrapped(text) if len(text) <= _LINE_LENGTH else ""
    if not line:
        return None
    folded = fold(line)
    if folded.strip(" .:") in bylines().offices:
        return Byline(())
    return _credit(line, folded) or _source(line, folded) or _name_list(line, folded, styled=styled)


def _unwrapped(text: str) -> str:
    """The line without the parentheses and dashes around it."""
    line = clean(text).strip(" .*-–—")
    wrapped = _WRAPPED.match(line)
    return wrapped[1].strip() if wrapped else line


def _credit(line: str, folded: str) -> Byline | None:
    """`Tin, ảnh: A`, `Tác giả: A - B`."""
    credit = bylines().credits.match(folded)
    if not credit:
        return None
    names, said = _after(line, folded, credit.end())
    authors = _names(names)
    credited = said or " " in folded[: credit.end()].strip()
    known = authors or (names and fold(names) in bylines().offices)
    return Byline(authors) if credited and known else None


def _source(line: str, folded: str) -> Byline | None:
    """`Theo TTXVN`, `Nguồn: …`, `Ảnh: A`; the writer may stand behind `Theo:`."""
    source = bylines().sources.match(folded)
    if not source:
        return None
    rest, said = _after(line, folded, source.end())
    if not rest or len(rest.split()) > _SOURCE_WORDS or not (said or _names_a_source(rest)):
        return None
    named = said and folded[: source.end()] in bylines().named_sources
    return Byline(_names(rest) if named else ())


def _name_list(line: str, folded: str, *, styled: bool) -> Byline | None:
    """`A – B`, `A (Trung tâm …)`, or the office that signs."""
    authors = _names(line)
    if authors and (styled or all(" " in name for name in authors)):
        return Byline(authors)
    office = styled and bylines().organisations.match(folded) and _names_a_source(line)
    return Byline(()) if office else None


def authors_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The people whom the texts of author elements name, each once."""
    read = (read_byline(text, styled=True) for text in texts)
    return tuple(dict.fromkeys(name for byline in read if byline is not None for name in byline.authors))


def closing_authors(text: str) -> tuple[str, ...]:
    """The authors whom a paragraph names in parentheses at its end: `… năm 2021. (A - Phó CVP Sở)`."""
    match = _CLOSING.search(text)
    byline = read_byline(match[1], styled=False) if match else None
    return byline.authors if byline is not None else ()


def _names_a_source(text: str) -> bool:
    """Whether a text is a short name with a capital, not a sentence."""
    return (
        text[0].isupper() and len(text.split()) <= _SOURCE_WORDS and "." not in text[:-1] and "," not in text
    )


def _after(line: str, folded: str, end: int) -> tuple[str, bool]:
    """What follows the opening words, and whether a colon or dash sets it off."""
    # Folding may move tone marks, so the place is found again by counting words.
    count = len(folded[:end].split())
    pieces = line.split(maxsplit=count)
    head = " ".join(pieces[:count])
    rest = pieces[count] if len(pieces) > count else ""
    if ":" in head and not head.endswith(":"):
        before, _, behind = head.partition(":")
        return f"{behind} {rest}".strip(), bool(before)
    said = head.endswith((":", "-")) or rest[:1] in {":", "-", "–", "—"}
    return rest.lstrip(":-–— ").strip(), said


def _names(text: str) -> tuple[str, ...]:
    """The people's names in a list of names; none if anything in it is not a name."""
    bare = _PARENTHESES.sub(" ", text).strip(" .:,;-–—")
    if not bare or any(char.isdigit() for char in bare):
        return ()
    names: list[str] = []
    for part in bylines().joints.split(bare):
        name = part.strip(" .:")
        if not name:
            continue
        if bylines().organisations.match(fold(name)):
            # "A – Sở B": the office that the writer belongs to.
            return tuple(names)
        if not is_name(name):
            return ()
        names.append(name)
    return tuple(names)


def is_name(text: str) -> bool:
    """Whether a text is shaped like a person's name or initials: up to five capitalised words."""
    words = text.split()
    if not 1 <= len(words) <= 5 or len(text) > 40:
        return False
    if len(words) == 1 and _INITIALS.match(text) and text.isupper():
        return True
    return all(
        word[0].isupper() and word.replace("'", "").replace(".", "").replace("-", "").isalpha()
        for word in words
    )
