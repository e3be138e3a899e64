"""Bodies told by name and setting: level, unit and the body above, on a labelled list.

    python benchmarks/organizations.py [--quick]

Beside ours stands what the name alone tells, without the article's other units, its day and its site. A wrong
unit is worse than none: both are counted. Exits 1 where fewer than 0.95 of the levels, units or parents are
right, or more than 0.01 of the units are wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from extract.bodies import Body, identify, read_body
from extract.fact import Source
from extract.places import Setting, find_mentions, gazetteer, setting_of
from extract.text import fold

LABELS = Path(__file__).with_suffix(".tsv")
BAR = 0.95
WRONG_UNITS = 0.01


@dataclass(frozen=True, slots=True)
class Label:
    """A body's name in its setting, and what is true of it; an empty string for nothing."""

    name: str
    title: str
    site: str
    day: date
    text: str
    level: str
    unit: str
    parent: str


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the labels are met, and how many units are wrong where none would have been better."""

    levels: int
    units: int
    parents: int
    wrong_units: int
    faults: tuple[str, ...]


def labels() -> list[Label]:
    """The labelled names."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Label(row[0], row[1], row[2], date.fromisoformat(row[3]), *row[4:]) for row in rows]


def in_setting(label: Label) -> Body:
    """The body as the product tells it."""
    setting = Setting(label.day, gazetteer().province_named(label.site))
    mentions = find_mentions(Source(title="", body=label.text), setting) if label.text else ()
    return identify(read_body(label.name, label.title), setting_of(setting, mentions))


def by_name(label: Label) -> Body:
    """The body as its name alone tells it."""
    return identify(read_body(label.name, label.title), Setting())


def unit_path(unit_id: int | None) -> str:
    """A unit with those above it, without the country: what the labels say."""
    if unit_id is None:
        return ""
    book = gazetteer()
    ids = [unit_id, *book.ancestors(unit_id)]
    return ", ".join(book.units[one].name for one in ids[:-1])


def score(found: Sequence[tuple[Label, Body]]) -> Score:
    """The score of bodies against their labels."""
    levels = units = parents = wrong = 0
    faults = []
    for label, body in found:
        level, unit = body.level.value if body.level else "", unit_path(body.unit_id)
        parent = body.parent.name if body.parent else ""
        levels += level == label.level
        units += fold(unit) == fold(label.unit)
        parents += fold(parent) == fold(label.parent)
        wrong += bool(unit) and fold(unit) != fold(label.unit)
        if (level, fold(unit), fold(parent)) != (label.level, fold(label.unit), fold(label.parent)):
            faults.append(
                f"{label.name} ({label.title}; {label.site}, {label.day}): {level} | {unit} | {parent}"
            )
    return Score(levels, units, parents, wrong, tuple(faults))


def main() -> int:
    """Print the table and say whether the bar is reached."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="every fourth name")
    wanted = labels()[:: 4 if parser.parse_args().quick else 1]
    gazetteer()  # its building is not of any name's time
    heads = f"{'level':>8}{'unit':>8}{'parent':>8}{'wrong unit':>12}{'ms a name':>11}"
    print(f"{f'{len(wanted)} names of bodies':28}{heads}")
    ours = None
    ways: tuple[tuple[str, Callable[[Label], Body]], ...] = (("name alone", by_name), ("ours", in_setting))
    for way, told in ways:
        started = time.perf_counter()
        found = [(label, told(label)) for label in wanted]
        each = (time.perf_counter() - started) * 1000 / len(wanted)
        ours = score(found)
        shares = [f"{part / len(wanted):8.3f}" for part in (ours.levels, ours.units, ours.parents)]
        print(f"{way:24}    {''.join(shares)}{ours.wrong_units:12}{each:11.2f}")
    if ours is None:
        return 1
    for fault in ours.faults:
        print(f"  {fault}")
    least = min(ours.levels, ours.units, ours.parents) / len(wanted)
    wrong = ours.wrong_units / len(wanted)
    print(f"least share right {least:.3f} (bar {BAR}), wrong units {wrong:.3f} (bar {WRONG_UNITS})")
    return 0 if least >= BAR and wrong <= WRONG_UNITS else 1


if __name__ == "__main__":
    sys.exit(main())
