"""Where an office stands: its body without the place, the level, the place."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extract.identity.grounds import Ground, Level, find_grounds, is_city, last_province, province_key
from extract.lexicon import table
from extract.text import fold

_COMMITTEE = re.compile(r"\b([Hh]uyện|[Tt]hị|[Qq]uận|[Tt]hành) (?:ủy|uỷ)(?= [^\W\d_a-zđ])")
"""A Party committee that is called by its place alone (`Huyện ủy Mường La`)."""
_KINDS = {"huyện": "huyện", "thị": "thị xã", "quận": "quận", "thành": "thành phố"}
_CITY, _PROVINCE = fold("thành phố"), fold("tỉnh")
_KIND_BEHIND = re.compile(
    rf"(?:^| )(?:{'|'.join(map(fold, ('tỉnh', 'thành phố', 'huyện', 'quận', 'thị xã', 'xã', 'phường')))})$"
)


class Seat(NamedTuple):
    """A body: its line (the key of its name without places), level, and place ("" where it is not said)."""

    line: str
    level: Level
    place: str


def seat_of(title: str, body: str, province: str) -> Seat:
    """The seat of an office, from its title and its body's fullest name.

    A body of province level that names no province is the site's (`province`, as written); one of a lower
    level, or of none, keeps an empty place.
    """
    body = _COMMITTEE.sub(lambda match: f"{match[0]} {_KINDS[match[1].casefold()]}", body)
    found = find_grounds(body)
    line = _without(body, [(one.start, one.end) for one in found])
    grounds = [one.ground for one in found]
    if not grounds and (named := last_province(body)):
        grounds = [Ground("province", named)]
        line = fold(body).removesuffix(named).strip(" ,-")
    level = _level(fold(title), line, fold(body))
    if line.endswith(_CITY) and not level:
        level = "province" if is_city(province) else "district"
    elsewhere = line.endswith(_PROVINCE) and is_city(province)  # a province's body, in a city's news
    line = _KIND_BEHIND.sub("", line)
    if grounds and not _is_national(fold(title)):
        return Seat(line, grounds[0].level, grounds[0].name)
    return Seat(line, level, province_key(province) if level == "province" and not elsewhere else "")


def is_sole(role: str) -> bool:
    """Whether an office with this role (a key) has one holder at a time."""
    return any(role == head or role.startswith(f"{head} ") for head in _heads())


def _without(text: str, ranges: list[tuple[int, int]]) -> str:
    kept, start = [], 0
    for begin, end in ranges:
        kept.append(text[start:begin])
        start = end
    kept.append(text[start:])
    return " ".join(re.sub(r"[,()]", " ", fold(" ".join(kept))).split()).strip(" -")


def _level(title: str, line: str, body: str) -> Level:
    if _is_national(title):
        return "national"
    for level, begins, ends, holds in _rules().bodies:
        if (
            any(line.startswith(word) for word in begins)
            or any(line.endswith(word) or body.endswith(word) for word in ends)
            or any(word in body for word in holds)
        ):
            return level
    return ""


def _is_national(title: str) -> bool:
    return any(title == role or title.startswith(f"{role} ") for role in _rules().national)


class _Rules(NamedTuple):
    bodies: tuple[tuple[Level, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]
    national: tuple[str, ...]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    known = table("seats")
    return _Rules(
        bodies=tuple(
            (rule["level"], _keys(rule, "begins"), _keys(rule, "ends"), _keys(rule, "holds"))
            for rule in known["body"]
        ),
        national=_keys(known["national"], "roles"),
    )


@lru_cache(maxsize=1)
def _heads() -> tuple[str, ...]:
    return _keys(table("seats")["sole"], "heads")


def _keys(rule: dict[str, list[str]], name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in rule.get(name, ()))
