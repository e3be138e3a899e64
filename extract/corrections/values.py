"""What a fact says, without where it stands or who found it: the values that a person corrects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, Literal

from extract.fact import AwardStatus, Change
from extract.text import clean, fold, nfc

LONGEST = 500
"""How many characters a value may have."""

NEITHER: Final = "neither"
"""The change of an office whose sentence says neither that the tenure begins nor that it ends."""


class BadValue(ValueError):
    """A value that no fact can have; `field` names it, the message says what is wanted."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


class Kind(StrEnum):
    """What kind of fact is corrected."""

    PERSON = "person"
    """A named individual, everywhere in the article."""
    MENTION = "mention"
    """Whom the words at one place name."""
    OFFICE = "office"
    DATE = "date"
    AWARD = "award"
    AUTHOR = "author"
    """A byline; it need not stand in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonValues:
    """A person by name, in the fullest form that the article has."""

    name: str

    def __post_init__(self) -> None:
        _must_have("name", self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionValues:
    """The person whom one place names, and whether the article says that they speak there.

    A correction may leave open whether they speak (None): those from before it could be said do.
    """

    name: str
    speaks: bool | None = None

    def __post_init__(self) -> None:
        _must_have("name", self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeValues:
    """An office of a person; title or organisation may be empty, not both.

    A correction may leave open what the sentence says of the tenure (None), likewise.
    """

    person: str
    title: str
    organization: str
    former: bool
    full: str
    change: Change | Literal["neither"] | None = None

    def __post_init__(self) -> None:
        _must_have("person", self.person)
        _must_have("title", f"{self.title}{self.organization}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateValues:
    """A wording and the days that it means, both inclusive."""

    text: str
    start: date
    end: date

    def __post_init__(self) -> None:
        _must_have("text", self.text)
        if self.end < self.start:
            raise BadValue("end", f"{self.end} is before {self.start}; a period ends on or after its start")


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardValues:
    """An award to one recipient, or to a counted group."""

    award: str
    issuer: str | None
    recipient: str | None
    count: int | None
    status: AwardStatus

    def __post_init__(self) -> None:
        _must_have("award", self.award)
        if self.count is not None and not 0 < self.count < 2**31:
            raise BadValue("count", f"{self.count} is no number of recipients")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorValues:
    """A byline."""

    name: str

    def __post_init__(self) -> None:
        _must_have("name", self.name)


Values = PersonValues | MentionValues | OfficeValues | DateValues | AwardValues | AuthorValues

_TYPES: Mapping[Kind, type[Values]] = {
    Kind.PERSON: PersonValues,
    Kind.MENTION: MentionValues,
    Kind.OFFICE: OfficeValues,
    Kind.DATE: DateValues,
    Kind.AWARD: AwardValues,
    Kind.AUTHOR: AuthorValues,
}


def kind_of(values: Values) -> Kind:
    """The kind of fact that has these values."""
    return next(kind for kind, wanted in _TYPES.items() if isinstance(values, wanted))


def agree(stated: Values, said: Values) -> bool:
    """Whether a fact that is stated is what somebody says; what they leave open may be anything."""
    if isinstance(stated, MentionValues) and isinstance(said, MentionValues) and said.speaks is None:
        return replace(stated, speaks=None) == said
    if isinstance(stated, OfficeValues) and isinstance(said, OfficeValues) and said.change is None:
        return replace(stated, change=None) == said
    return stated == said


def to_json(values: Values) -> dict[str, Any]:
    """The values as plain data; days in ISO 8601."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(values).items()
    }


def from_json(kind: Kind, data: Mapping[str, Any]) -> Values:
    """The values of a fact of this kind, from plain data or the fields of a form.

    Texts become clean lines in NFC; empty ones are null where a value may be missing. An office
    without `full` gets title and organisation. Raises `BadValue` for what no such fact can have.
    """
    wanted = _TYPES[kind]
    given: dict[str, Any] = {}
    for name in (field.name for field in fields(wanted)):
        given[name] = _READERS[name](name, data.get(name))
    if kind is Kind.OFFICE and not given["full"]:
        given["full"] = f"{given['title']} {given['organization']}".strip()
    build: Callable[..., Values] = wanted
    return build(**given)


def _line(name: str, given: Any) -> str:
    line = clean(str(given or ""))
    if len(line) > LONGEST:
        raise BadValue(name, f"{len(line)} characters; at most {LONGEST} are kept")
    return line


def _line_or_none(name: str, given: Any) -> str | None:
    return _line(name, given) or None


def _wording(_name: str, given: Any) -> str:
    """The very words at the place, of which none is tidied."""
    return nfc(str(given or ""))


def _is_set(_name: str, given: Any) -> bool:
    return given is True or given in {"true", "on", "1"}


def _is_set_or_open(name: str, given: Any) -> bool | None:
    return None if given is None else _is_set(name, given)


def _change(name: str, given: Any) -> Change | Literal["neither"] | None:
    if given in (None, ""):
        return None
    if given == NEITHER:
        return NEITHER
    try:
        return Change(given)
    except ValueError as error:
        raise BadValue(name, f"{given!r} is none of {', '.join(Change)}, {NEITHER}") from error


def _day(name: str, given: Any) -> date:
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError as error:
        raise BadValue(name, f"{given!r} is no day; write it as 2024-05-31") from error


def _count(name: str, given: Any) -> int | None:
    if given in (None, ""):
        return None
    try:
        return int(given)
    except ValueError as error:
        raise BadValue(name, f"{given!r} is no whole number; leave it empty for a named recipient") from error


def _status(name: str, given: Any) -> AwardStatus:
    try:
        return AwardStatus(given)
    except ValueError as error:
        raise BadValue(name, f"{given!r} is none of {', '.join(AwardStatus)}") from error


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "name": _line,
    "person": _line,
    "title": _line,
    "organization": _line,
    "full": _line,
    "award": _line,
    "former": _is_set,
    "speaks": _is_set_or_open,
    "change": _change,
    "start": _day,
    "end": _day,
    "count": _count,
    "status": _status,
    "issuer": _line_or_none,
    "recipient": _line_or_none,
    "text": _wording,
}
"""How each value is read, by its name."""


def _must_have(field: str, text: str) -> None:
    if not fold(text):
        raise BadValue(field, "is empty")
