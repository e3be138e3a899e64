"""All figures of one evaluation: labelled articles, the labelled sites, labelled pages; against floors."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from evaluation.floors import check, raised, read_floors, write_floors
from evaluation.pages import PageScores, PageText, score_pages
from evaluation.report import write_report
from evaluation.run import evaluate_gold
from evaluation.seeds import evaluate_seeds
from extract.article import FetchedPage
from extract.page import PageRefused, extract_page
from extract.text import nfc
from extract.vendor import VendorTemplate
from oneoff import vendor_templates

SEEDS = "seeds"
"""The sub-folder of the labelled articles that the labelled sites are built around."""


def evaluate_all(  # noqa: PLR0913 -- each source of labels is one keyword
    gold: Path,
    *,
    sites: Path | None,
    pages: Path | None,
    floors: Path | None,
    html: Path | None,
    say: Callable[[str], None],
    raise_floors: bool = False,
) -> list[str]:
    """Measure what there are labels for, tell each table, and return which floors are broken.

    `gold` holds labelled articles; `sites` sites to be crawled around those in its folder
    `seeds`; `pages` saved pages with their articles; `html` is where the error report goes.
    `raise_floors` first lifts the floors to what this run earns.
    """
    figures: dict[str, float] = {}
    if sites is not None:
        seeds = evaluate_seeds(sites, gold / SEEDS)
        say(f"Trang mẫu, qua cả đường ống / sites through the whole pipeline:\n{seeds.table()}\n")
        figures |= {f"seeds.{name}": value for name, value in seeds.figures.items()}
    found = evaluate_gold(gold)
    say(f"Bài có nhãn / labelled articles:\n{found.table()}\n")
    figures |= found.floors()
    if html is not None:
        write_report(html, found)
        say(f"Bảng lỗi / error report: {html}\n")
    if pages is not None:
        for name, templates in (("pages", ()), ("pages_with_vendors", vendor_templates())):
            scores = evaluate_pages(pages, templates)
            say(f"{_PAGES[name]}:\n{_table(scores)}\n")
            figures |= {f"{name}.{key}": value for key, value in _page_figures(scores).items()}
    if floors is None:
        return []
    if raise_floors:
        write_floors(floors, raised(figures, read_floors(floors)))
    return check(figures, read_floors(floors))


_PAGES = {
    "pages": "Trang có nhãn, bộ đọc chung / labelled pages, generic extractor alone",
    "pages_with_vendors": "Trang có nhãn, có khuôn / labelled pages, with vendor templates",
}


def evaluate_pages(folder: Path, templates: Sequence[VendorTemplate]) -> PageScores:
    """Read the saved pages of a folder and score them against the JSON beside each.

    A page that is refused counts as empty.
    """
    gold, predictions = {}, {}
    for path in sorted(folder.glob("*page-*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        gold[label["id"]] = PageText(
            title=nfc(label["title"]), published=label["published"], text=nfc(label["text"])
        )
        try:
            article = extract_page(FetchedPage(body=path.with_suffix(".html").read_bytes()), templates)
        except PageRefused:
            continue
        published = article.published.isoformat() if article.published else None
        predictions[label["id"]] = PageText(title=article.title, published=published, text=article.text)
    return score_pages(gold, predictions)


def _page_figures(scores: PageScores) -> dict[str, float]:
    values = asdict(scores)
    return {name: values[name] for name in ("f1", "short_clean_with_text", "title_exact", "publication_day")}


def _table(scores: PageScores) -> str:
    return "\n".join(f"{name:24} {value:9.4f}" for name, value in asdict(scores).items())
