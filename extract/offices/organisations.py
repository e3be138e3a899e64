"""An organisation's wording understood: abbreviations expanded, its body, level and place.

`UBND tỉnh` in an article on Thanh Hóa is the body `Ủy ban nhân dân`, of the province, of the
place `tỉnh Thanh Hóa`; in full `Ủy ban nhân dân tỉnh Thanh Hóa`. What the article does not
say is left open, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from extract.language import Sentence, Token
from extract.lexicon import table
from extract.offices.places import Places, bare_unit, province_names
from extract.phrases import Phrases, key, keys, phrase_set


class Level(StrEnum):
    """The level of the administration that a body belongs to."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    HAMLET = "hamlet"


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation as an article names it, understood."""

    wording: str
    full: str
    """The wording with abbreviations expanded, and the place where the article gives it."""
    body: str
    """The body without the place, abbreviations expanded."""
    level: Level | None
    place: str | None
    """The unit with its kind (`huyện Mai Sơn`), or its bare name where the article has only that."""


@lru_cache(maxsize=4096)
def expand(wording: str) -> str:
    """The wording with the abbreviations of `lexicon/abbreviations.toml` written out."""
    tokens = Sentence(wording, 0, 0).tokens
    token_keys = tuple(key(token.text) for token in tokens)
    parts: list[str] = []
    at, copied = 0, 0
    while at < len(tokens):
        found = _words().abbreviations.match(token_keys, at)
        if found is None or not _is_abbreviation(wording, tokens[at].start, tokens[found[0] - 1].end):
            at += 1
            continue
        parts += [wording[copied : tokens[at].start], found[1]]
        at, copied = found[0], tokens[found[0] - 1].end
        if at < len(tokens) and tokens[at].start == copied and tokens[at].text[0].isalnum():
            parts.append(" ")
    return "".join([*parts, wording[copied:]])


def _is_abbreviation(wording: str, start: int, end: int) -> bool:
    """Whether the letters are an abbreviation as written, and no part of a longer one (`VH-TT`)."""
    written = wording[start:end]
    glued = wording[max(start - 1, 0) : start] == "-" or wording[end : end + 1] == "-"
    return not glued and (written.isupper() or written in _words().mixed_case)


def parse_organization(wording: str, places: Places) -> Organization:
    """The organisation of a wording, in an article that is about these places."""
    words = _words()
    full = expand(wording)
    tokens = Sentence(full, 0, 0).tokens
    token_keys = tuple(key(token.text) for token in tokens)
    at = _place_at(tokens, token_keys)
    if at is None:
        level = _own_level(tokens, token_keys)
        unit = _unit(places, level) if _is_local(tokens, token_keys) else None
        if unit is None:
            return Organization(wording, full, full, level, None)
        committee = words.committees.suffix(token_keys) > 0 and not bare_unit(unit).isdecimal()
        return Organization(wording, f"{full} {bare_unit(unit) if committee else unit}", full, level, unit)
    body, place = full[: tokens[at].start].rstrip(" ,-"), full[tokens[at].start :]
    area = words.areas.match(token_keys, at)
    if area is None:
        return Organization(wording, full, body, _own_level(tokens, token_keys) or Level.PROVINCE, place)
    if area[0] < len(token_keys):
        return Organization(wording, full, body, area[1], place)
    unit = _unit(places, area[1], kind=place)
    return Organization(wording, f"{body} {unit}" if unit else full, body, area[1], unit)


def _place_at(tokens: Sequence[Token], token_keys: Sequence[str]) -> int | None:
    """Where the place begins: an area (`huyện …`), or a province's bare name at the end."""
    words = _words()
    at = 0
    while at < len(tokens):
        body = words.bodies.end(token_keys, at)
        if body == at and words.areas.match(token_keys, at):
            return at
        if at and words.provinces.end(token_keys, at) == len(tokens):
            return at
        at = max(body, at + 1)
    return None


def _own_level(tokens: Sequence[Token], token_keys: Sequence[str]) -> Level | None:
    """The level that the body itself has, wherever its place is."""
    found = (_words().levels.match(token_keys, at) for at in _heads(tokens))
    return next((level for _, level in filter(None, found)), None)


def _is_local(tokens: Sequence[Token], token_keys: Sequence[str]) -> bool:
    """Whether the body is one that each province, district or commune has, with no place behind it."""
    words = _words()
    if words.local.suffix(token_keys):
        return True
    return words.departments.end(token_keys, 0) > 0 and len(tokens) > 1 if tokens else False


def _heads(tokens: Sequence[Token]) -> Iterator[int]:
    """The tokens at which a body's head may stand: not the end of `công đoàn cơ sở`."""
    return (at for at, token in enumerate(tokens) if at == 0 or token.text[0].isupper())


def _unit(places: Places, level: Level | None, *, kind: str = "") -> str | None:
    """The article's unit of a level, if it is of the kind that the wording says."""
    by_level = {
        Level.PROVINCE: places.province,
        Level.DISTRICT: places.district,
        Level.COMMUNE: places.commune,
    }
    unit = by_level.get(level) if level else None
    if not kind:
        return unit
    cities = [unit, places.province if level is Level.DISTRICT else None]  # a city may be either
    wanted = keys(kind)
    return next((city for city in cities if city and keys(city)[: len(wanted)] == wanted), None)


class _Words:
    """The lexicons of organisations, compiled."""

    def __init__(self) -> None:
        bodies = table("bodies")
        self.abbreviations = Phrases(table("abbreviations")["words"])
        self.bodies = phrase_set({phrase for part in bodies["whole"].values() for phrase in part})
        self.levels = Phrases(
            {
                phrase: Level(level)
                for part in ("whole", "named")
                for level, phrases in bodies[part].items()
                if level != "any"
                for phrase in phrases
            }
        )
        self.areas = Phrases(
            {
                area: Level.DISTRICT if level == "city" else Level(level)
                for level in ("province", "city", "district", "commune", "hamlet")
                for area in bodies["areas"][level]
            }
        )
        self.committees = phrase_set(bodies["party"]["committees"])
        self.mixed_case = frozenset(short for short in table("abbreviations")["words"] if not short.isupper())
        self.local = phrase_set(bodies["local"]["committees"])
        self.departments = phrase_set(bodies["local"]["departments"])
        self.provinces = phrase_set(province_names())


@cache
def _words() -> _Words:
    return _Words()
