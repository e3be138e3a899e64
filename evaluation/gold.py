"""Labelled articles: read from a folder of JSON files, with clear errors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evaluation.score import Document
from extract.fact import Source
from extract.text import nfc


class GoldError(ValueError):
    """Labelled articles that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One labelled article: its text, its facts, and the sub-folder that it lies in."""

    id: str
    group: str
    source: Source
    facts: Document


def read_gold(folder: Path) -> tuple[GoldArticle, ...]:
    """All labelled articles below a folder, by id.

    Raises `GoldError` where there is none, or where a file is not an article with facts.
    """
    articles = [_article(path, folder) for path in sorted(folder.rglob("*.json"))]
    if not articles:
        msg = f"{folder}: không có bài có nhãn / no labelled articles; give a folder with *.json files"
        raise GoldError(msg)
    seen: dict[str, GoldArticle] = {}
    for article in articles:
        if article.id in seen:
            msg = f"{folder}: trùng mã bài / two articles have the id {article.id!r}; ids must differ"
            raise GoldError(msg)
        seen[article.id] = article
    return tuple(seen.values())


def _article(path: Path, folder: Path) -> GoldArticle:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        published = date.fromisoformat(data["published"][:10]) if data["published"] else None
        source = Source(title=nfc(data["title"]), body=nfc(data["body"]), published=published)
        identifier = str(data["id"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = f"{type(error).__name__}: {error}"
        needs = "needs id, title, published, body"
        msg = f"{path}: không phải bài có nhãn / not a labelled article ({problem}); {needs}"
        raise GoldError(msg) from error
    inside = path.relative_to(folder).parts
    return GoldArticle(identifier, inside[0] if len(inside) > 1 else "", source, data)
