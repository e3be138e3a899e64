"""Floors: figures that a change may raise, and never lower unnoticed.

`benchmarks/floors.toml` holds one floor for each figure, by its dotted name. `check`
compares a run with them; `raised` gives the floors that a better run earns.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

_ROUNDING = 1e-6
"""What binary fractions may lack: 0.29 * 100 is a little under 29."""


class FloorError(ValueError):
    """A file of floors that cannot be read; the message names file and key."""


def read_floors(path: Path) -> dict[str, float]:
    """The floors of a file by dotted name.

    Raises `FloorError` where the file is missing, is no TOML or holds anything but numbers from 0 to 1.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: cannot be read as floors: {error}"
        raise FloorError(msg) from error
    floors = dict(_flat(tree))
    for name, floor in floors.items():
        if isinstance(floor, bool) or not isinstance(floor, int | float) or not 0 <= floor <= 1:
            msg = f"{path}: {name} = {floor!r}: a floor is a number from 0 to 1"
            raise FloorError(msg)
    return {name: float(str(floor)) for name, floor in floors.items()}


def check(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """What is wrong with a run, one message a line; empty where every floor holds.

    A figure below its floor, a figure without a floor, and a floor whose figure vanished from
    a kind of run that took place (`gold`, `pages`, …) are all wrong.
    """
    kinds = {name.partition(".")[0] for name in figures}
    problems = [
        f"{name}: {figures[name]:.4f} dưới mức sàn / is below its floor {floor:.4f}; floors only rise"
        for name, floor in sorted(floors.items())
        if name in figures and not figures[name] >= floor
    ]
    problems += [
        f"{name}: có mức sàn nhưng không được đo / has a floor, but the run gave no such figure; measure it"
        for name in sorted(floors.keys() - figures.keys())
        if name.partition(".")[0] in kinds
    ]
    problems += [
        f"{name}: {figures[name]:.4f} chưa có mức sàn / has no floor yet; write one into the file of floors"
        for name in sorted(figures.keys() - floors.keys())
    ]
    return problems


def raised(figures: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """The floors that a run earns: each figure less one to two hundredths, and never below the old floor."""
    earned = {name: _earned(figure) for name, figure in figures.items() if not math.isnan(figure)}
    names = sorted(floors.keys() | earned.keys())
    return {name: round(max(floors.get(name, 0.0), earned.get(name, 0.0)), 4) for name in names}


def _earned(figure: float) -> float:
    """The figure rounded down to a hundredth, less one hundredth: room for one fact read otherwise."""
    return max(0, math.floor(figure * 100 + _ROUNDING) - 1) / 100


def write_floors(path: Path, floors: Mapping[str, float]) -> None:
    """Write floors as a file that `read_floors` reads, one table for each kind and group of figures."""
    tables: dict[str, dict[str, float]] = {}
    for name, floor in sorted(floors.items()):
        table, _, figure = name.rpartition(".")
        tables.setdefault(table, {})[figure] = floor
    parts = [_OPENING]
    for table, figures in tables.items():
        heading = f"[{table}]\n" if table else ""
        parts.append(heading + "".join(f"{name} = {floor:.4g}\n" for name, floor in figures.items()))
    path.write_text("\n".join(parts), encoding="utf-8")


_OPENING = """\
# Floors for the figures of `tintinh evaluate`: a run below one of them fails. Floors only rise:
# `tintinh evaluate --raise-floors` lifts them to one or two hundredths below what a better run earns.
"""


def _flat(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = []
    for key, value in tree.items():
        name = f"{prefix}{key}"
        rows += _flat(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return rows
