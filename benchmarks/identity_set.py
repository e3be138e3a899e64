"""The labelled set behind `identity.py`: invented articles, and who each name in them stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

_HOME = Path(__file__).parent / "identity_articles"
PARTS = ("open", "held_out")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledArticle:
    """An article of a province's site, and for each labelled name the person behind it."""

    part: str
    province: str
    day: date
    title: str
    body: str
    people: dict[str, str]


class BadSet(ValueError):
    """The labelled set cannot be read; the message names file and article."""


def read_set() -> list[LabelledArticle]:
    """All articles of both parts, in the order of the files."""
    return [article for part in PARTS for article in _read(part)]


def _read(part: str) -> list[LabelledArticle]:
    path = _HOME / f"{part}.txt"
    return [_article(path, part, block) for block in path.read_text("utf-8").split("\n\n")[1:]]


def _article(path: Path, part: str, block: str) -> LabelledArticle:
    lines = block.strip().splitlines()
    if len(lines) < 3 or not lines[0].startswith("= ") or not lines[-1].startswith("@ "):
        msg = f"{path}: not '= province | day | title', text, '@ name = person': {lines[0]!r}"
        raise BadSet(msg)
    province, day, title = (part.strip() for part in lines[0][2:].split("|"))
    people = dict(
        (side.strip() for side in label.split(" = ")) for label in lines[-1][2:].split(";") if label.strip()
    )
    body = "\n".join(lines[1:-1])
    missing = [name for name in people if name not in f"{title}\n{body}"]
    if missing:
        msg = f"{path}: {title!r} does not name {', '.join(missing)}"
        raise BadSet(msg)
    return LabelledArticle(
        part=part, province=province, day=date.fromisoformat(day), title=title, body=body, people=people
    )
