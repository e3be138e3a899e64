"""What a person typed into the search box, read: words, phrases, and words wanted in one kind of fact.

    parse_query('le thi huyen "chủ tịch" khen:"huân chương" từ:1/2/2025')

A part of the form `field:words` or `field:"some words"` asks for a fact or narrows the search;
field names are those of `FIELDS`, in Vietnamese (with or without accents) or in English. Nothing
that is typed is an error: what cannot be meant as written is searched for as words, or left out,
with a hint that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from db.filters import ArticleFilter
from db.models import ARTICLE_KINDS
from db.search_words import FactField
from db.words import Term, query_words
from extract.text import nfc, search_key

FIELDS: dict[str, tuple[str, ...]] = {
    "person": ("người", "person"),
    "office": ("chức", "chức-vụ", "office"),
    "organization": ("cơ-quan", "tổ-chức", "organization"),
    "award": ("khen", "khen-thưởng", "award"),
    "site": ("trang", "site"),
    "province": ("tỉnh", "province"),
    "since": ("từ", "từ-ngày", "since"),
    "until": ("đến", "đến-ngày", "until"),
    "kind": ("loại", "kind"),
}
"""The names of each field; accents may be left out."""

_FACTS: dict[str, FactField] = {field: field for field in get_args(FactField)}
_FIELD_OF = {search_key(name): field for field, names in FIELDS.items() for name in names}
_PART = re.compile(
    r'(?:(?P<field>[^\W\d_]+(?:-[^\W\d_]+)*):(?=[^\s/]))?(?:"(?P<quoted>[^"]*)"|(?P<plain>\S+))'
)
_DAY = re.compile(r"(?:(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))")


@dataclass(frozen=True, slots=True)
class Hint:
    """What was not understood as it may have been meant, and what to write instead."""

    vietnamese: str
    english: str


@dataclass(frozen=True, slots=True)
class Query:
    """Terms that an article must hold, words that its facts must hold, what else it must be, and hints."""

    terms: tuple[Term, ...] = ()
    facts: tuple[tuple[FactField, Term], ...] = ()
    wanted: tuple[tuple[str, Any], ...] = ()
    """Fields of an `ArticleFilter` and their values."""
    hints: tuple[Hint, ...] = ()

    def narrow(self, wanted: ArticleFilter) -> ArticleFilter:
        """The filter with what the query itself asks for; the query wins where both say something."""
        return replace(wanted, **dict(self.wanted))


def parse_query(typed: str) -> Query:
    """The query that a person typed, in any normal form; never an error.

    `1/2/2024` is a phrase of three words; a part without letters or digits is no term.
    """
    typed = nfc(typed).replace("“", '"').replace("”", '"')
    terms: list[Term] = []
    facts: list[tuple[FactField, Term]] = []
    wanted: list[tuple[str, Any]] = []
    hints = [_OPEN_QUOTE] if typed.count('"') % 2 else []
    for part in _PART.finditer(typed):
        written = part["quoted"] if part["quoted"] is not None else part["plain"]
        field = _FIELD_OF.get(search_key(part["field"])) if part["field"] else None
        words = query_words(written)
        if field is None:
            if part["field"]:
                hints += [_unknown(part["field"])] if part["quoted"] is not None else []
                terms += [Term(of_name)] if (of_name := query_words(part["field"])) else []
            terms += [Term(words)] if words else []
        elif field in _READERS:
            value = _READERS[field](written.strip())
            if value is None:
                hints.append(_bad_value(part["field"], written, field))
            else:
                wanted.append((field, value))
        elif words:
            facts.append((_FACTS[field], Term(words)))
    return Query(tuple(terms), tuple(facts), tuple(wanted), tuple(hints))


def read_day(written: str) -> date | None:
    """A day as people write it, `31/1/2025` or `2025-01-31`; none for anything else."""
    match = _DAY.fullmatch(written)
    if match is None:
        return None
    day, month, year = (match[1], match[2], match[3]) if match[3] else (match[6], match[5], match[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _read_name(written: str) -> str | None:
    return written or None


def _read_kind(written: str) -> str | None:
    return written if written in ARTICLE_KINDS else None


_READERS: dict[str, Callable[[str], Any]] = {
    "site": _read_name,
    "province": _read_name,
    "since": read_day,
    "until": read_day,
    "kind": _read_kind,
}

_EXPECTED = {
    "since": ("ngày, như 31/1/2025 hoặc 2025-01-31", "a day, such as 31/1/2025 or 2025-01-31"),
    "until": ("ngày, như 31/1/2025 hoặc 2025-01-31", "a day, such as 31/1/2025 or 2025-01-31"),
    "kind": (f"một trong: {', '.join(ARTICLE_KINDS)}", f"one of: {', '.join(ARTICLE_KINDS)}"),
    "site": ("tên trang", "a site's id"),
    "province": ("tên tỉnh", "a province's name"),
}

_OPEN_QUOTE = Hint(
    "Thiếu một dấu ngoặc kép: các từ được tìm riêng, không theo cụm.",
    "A quotation mark is missing: the words are searched for one by one, not as a phrase.",
)


def _unknown(name: str) -> Hint:
    known = ", ".join(f"{names[0]}:" for names in FIELDS.values())
    english = ", ".join(f"{names[-1]}:" for names in FIELDS.values())
    return Hint(
        f"Không có trường “{name}:”, nên các từ được tìm trong cả bài. Có: {known}.",
        f"There is no field “{name}:”, so its words are searched for anywhere. There are: {english}.",
    )


def _bad_value(name: str, written: str, field: str) -> Hint:
    vietnamese, english = _EXPECTED[field]
    return Hint(
        f"Bỏ qua “{name}:{written}”: cần {vietnamese}.",
        f"“{name}:{written}” is left out: it takes {english}.",
    )
