"""An organisation's wording understood: abbreviations expanded, its body, level and place.

`UBND tỉnh` in an article on Thanh Hóa is the body `Ủy ban nhân dân`, of the province, of the
place `tỉnh Thanh Hóa`; in full `Ủy ban nhân dân tỉnh Thanh Hóa`. What the article does not
say is left open, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from extract.article_places import Places
from extract.language import Sentence
from extract.lexicon import entries, table
from extract.phrases import Phrases, keys


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
    """The unit with its kind (`huyện Mai Sơn`), or a bare name as the article has it."""


def expand(wording: str) -> str:
    """The wording with the abbreviations of `lexicon/abbreviations.toml` written out."""
    tokens = Sentence(wording, 0, 0).tokens
    wording_keys = keys(wording)
    parts: list[str] = []
    at, copied = 0, 0
    while at < len(tokens):
        found = _words().abbreviations.match(wording_keys, at)
        written = wording[tokens[at].start : tokens[found[0] - 1].end] if found else ""
        if found and any(letter.isupper() for letter in written):
            parts += [wording[copied : tokens[at].start], found[1]]
            at, copied = found[0], tokens[found[0] - 1].end
            if at < len(tokens) and tokens[at].start == copied and tokens[at].text[0].isalnum():
                parts.append(" ")
        else:
            at += 1
    return "".join([*parts, wording[copied:]])


def parse_organization(wording: str, places: Places) -> Organization:
    """The organisation of a wording, in an article that is about these places."""
    expanded = expand(wording)
    tokens, words = keys(expanded), _words()
    syllables = Sentence(expanded, 0, 0).tokens
    level = next((found[1] for at in range(len(tokens)) if (found := words.levels.match(tokens, at))), None)
    area_at = next((at for at in range(len(tokens)) if words.areas.match(tokens, at)), None)
    if area_at is not None:
        area_end, level = words.areas.match(tokens, area_at) or (area_at, level)
        body = expanded[: syllables[area_at].start].rstrip(" ,-")
        if area_end < len(tokens):
            return Organization(wording, expanded, body, level, expanded[syllables[area_at].start :])
        place = _unit(places, level, expanded[syllables[area_at].start :])
        return Organization(wording, f"{body} {place}".strip() if place else expanded, body, level, place)
    named = next((at for at in range(1, len(tokens)) if words.provinces.match(tokens, at)), None)
    if named is not None:
        start = syllables[named].start
        level = level if level is Level.DISTRICT else Level.PROVINCE
        return Organization(wording, expanded, expanded[:start].rstrip(" ,-"), level, expanded[start:])
    place = _unit(places, level, None) if words.takes_place(tokens) else None
    full = expanded if place is None else f"{expanded} {place if _spelled(tokens) else _bare(place)}"
    return Organization(wording, full, expanded, level, place)


def _unit(places: Places, level: Level | None, kind: str | None) -> str | None:
    """The article's unit of a level, if it is of the kind that the wording says."""
    unit = (
        {
            Level.PROVINCE: places.province,
            Level.DISTRICT: places.district,
            Level.COMMUNE: places.commune,
        }.get(level)
        if level
        else None
    )
    if kind is not None and keys(kind) == keys("thành phố"):
        candidates = [unit for unit in (places.district, places.province) if unit]
        unit = next((unit for unit in candidates if keys(unit)[:2] == keys(kind)), None)
    if unit is None or (kind is not None and keys(unit)[: len(keys(kind))] != keys(kind)):
        return None
    return unit


def _spelled(tokens: tuple[str, ...]) -> bool:
    """Whether a body's place is written with its kind (`Sở Y tế tỉnh Sơn La`, but `Tỉnh ủy Sơn La`)."""
    return _words().committees.match(tokens, len(tokens) - 2) is None if len(tokens) >= 2 else True


def _bare(unit: str) -> str:
    """The unit's name without its kind."""
    found = _words().areas.match(keys(unit), 0)
    return " ".join(unit.split()[found[0] if found else 0 :])


class _Words:
    """The lexicons of organisations, compiled."""

    def __init__(self) -> None:
        bodies = table("bodies")
        self.abbreviations = Phrases(table("abbreviations")["words"])
        self.levels = Phrases(
            {
                phrase: Level(level)
                for part in ("whole", "named")
                for level, phrases in bodies[part].items()
                if level != "any"
                for phrase in phrases
            }
        )
        areas = bodies["areas"]
        self.areas = Phrases(
            {
                area: Level(level) if level != "city" else Level.DISTRICT
                for level in ("province", "city", "district", "commune", "hamlet")
                for area in areas[level]
            }
        )
        self.committees = Phrases(dict.fromkeys(bodies["party"]["committees"]))
        self.local = Phrases(dict.fromkeys(bodies["local"]["heads"]))
        self.provinces = Phrases({_province_name(entry): None for entry in entries("provinces")})

    def takes_place(self, tokens: tuple[str, ...]) -> bool:
        """Whether the body is one that each province, district or commune has."""
        return any(self.local.match(tokens, at) for at in range(len(tokens)))


def _province_name(entry: str) -> str:
    """A province's name without its kind, from its line in the list."""
    name = entry.split("\t")[0]
    for kind in ("Thành phố ", "Tỉnh "):
        name = name.removeprefix(kind)
    return name


@cache
def _words() -> _Words:
    return _Words()
