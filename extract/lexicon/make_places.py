"""Write provinces.txt, districts.txt and communes.txt from Underthesea's address data.

    python -m extract.lexicon.make_places

The data (its `source` is the package vietnamadminunits) maps every commune of before
1 July 2025 to its unit of today. Run it again when a new release brings new data.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent


def main() -> None:
    """Write the three lists beside this file."""
    data = json.loads((files("underthesea.address") / "data" / "mapping.json").read_text(encoding="utf-8"))
    meta = data["metadata"]
    source = f"underthesea.address ({meta['source']} {meta['version']}), written by make_places.py"
    _write(
        "provinces",
        f"Provinces and cities before 1 July 2025, and the unit of today. Source: {source}.",
        _provinces(data),
    )
    rows = data["ward_mapping"]
    _write(
        "districts",
        f"Districts before 1 July 2025, and their province of then. Source: {source}.",
        {f"{row['old_district']}\t{_bare(row['old_province'])}" for row in rows if row["old_district"]},
    )
    _write(
        "communes",
        f"Names of communes, wards and townships, before and after 1 July 2025. Source: {source}.",
        {_bare(row[key]) for row in rows for key in ("old_ward", "new_ward") if row[key]},
    )


def _provinces(data: dict[str, Any]) -> set[str]:
    names, today = data["old_province_names"], data["province_names"]
    return {f"{names[old]['name']}\t{today[new]['name']}" for old, new in data["province_mapping"].items()}


def _bare(unit: str) -> str:
    """The unit's name without its kind; numbered wards are left out by their digits."""
    for kind in ("Thành phố", "Thị trấn", "Đặc khu", "Phường", "Tỉnh", "Xã"):
        unit = unit.removeprefix(f"{kind} ")
    return unit


def _write(name: str, source: str, lines: set[str]) -> None:
    named = sorted(line for line in lines if not line.isdigit())
    (HOME / f"{name}.txt").write_text("\n".join([f"# {source}", *named, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
