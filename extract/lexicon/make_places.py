"""Write provinces.txt, districts.txt and communes.txt from Underthesea's address data.

    python -m extract.lexicon.make_places

The data (its `source` is the package vietnamadminunits) maps every commune of before
1 July 2025 to its unit of today. Run it again when a new release brings new data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path


def main() -> None:
    """Write the three lists beside this file."""
    for name, text in lists().items():
        (Path(__file__).parent / f"{name}.txt").write_text(text, encoding="utf-8")


def lists() -> dict[str, str]:
    """The texts of the lists, by name."""
    data = json.loads((files("underthesea.address") / "data" / "mapping.json").read_text(encoding="utf-8"))
    meta, rows = data["metadata"], data["ward_mapping"]
    old, today = data["old_province_names"], data["province_names"]
    source = f"underthesea.address ({meta['source']} {meta['version']}), written by make_places.py"
    return {
        "provinces": _text(
            f"Provinces and cities before 1 July 2025, and the unit of today. Source: {source}.",
            (f"{old[then]['name']}\t{today[now]['name']}" for then, now in data["province_mapping"].items()),
        ),
        "districts": _text(
            f"Districts before 1 July 2025, and their province of then. Source: {source}.",
            (f"{row['old_district']}\t{_bare(row['old_province'])}" for row in rows if row["old_district"]),
        ),
        "communes": _text(
            f"Names of communes, wards and townships, before and after 1 July 2025. Source: {source}.",
            (_bare(row[key]) for row in rows for key in ("old_ward", "new_ward") if row[key]),
        ),
    }


def _bare(unit: str) -> str:
    """The unit's name without its kind."""
    for kind in ("Thành phố", "Thị trấn", "Thị Trấn", "Đặc khu", "Phường", "Tỉnh", "Xã"):
        unit = unit.removeprefix(f"{kind} ")
    return unit


def _text(comment: str, lines: Iterable[str]) -> str:
    """The list: a comment, then the lines, sorted, each once; numbered wards have no name."""
    named = sorted({line for line in lines if not line.isdigit()})
    return "\n".join([f"# {comment}", *named, ""])


if __name__ == "__main__":
    main()
