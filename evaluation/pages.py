"""Score extracted pages against labelled ones: text, title and day of publication.

A page is short when its labelled text has under 200 characters; such a page is judged by whether
its text is there and clean (at most half of the words foreign), a long one by F1 over word 4-grams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from extract.agreement import agreement, words

SHORT = 200
"""Characters of labelled text under which a page counts as short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """One page as labelled, or as extracted: `published` is an ISO day or time, or None."""

    title: str
    published: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScores:
    """Means over a set of pages, 0 to 1; NaN where no page tells."""

    pages: int
    short_pages: int
    precision: float
    recall: float
    f1: float
    short_clean: float
    short_with_text: float
    short_clean_with_text: float
    title_exact: float
    publication_day: float


def score_pages(gold: Mapping[str, PageText], predictions: Mapping[str, PageText]) -> PageScores:
    """Score predictions by page id; a page without a prediction counts as empty."""
    nothing = PageText(title="", published=None, text="")
    long_rows, short_rows, titles, days = [], [], [], []
    for name, page in gold.items():
        answer = predictions.get(name, nothing)
        if len(page.text) < SHORT:
            short_rows.append(_short(page.text, answer.text))
        else:
            long_rows.append(agreement(page.text, answer.text))
        titles.append(words(page.title) == words(answer.title))
        if page.published:
            days.append(page.published[:10] == (answer.published or "")[:10])
    return PageScores(
        pages=len(gold),
        short_pages=len(short_rows),
        precision=_mean(row.precision for row in long_rows),
        recall=_mean(row.recall for row in long_rows),
        f1=_mean(row.f1 for row in long_rows),
        short_clean=_mean(clean for _, clean in short_rows),
        short_with_text=_mean(there for there, _ in short_rows),
        short_clean_with_text=_mean(there and clean for there, clean in short_rows),
        title_exact=_mean(titles),
        publication_day=_mean(days),
    )


def _short(gold: str, text: str) -> tuple[bool, bool]:
    """Whether a short page has text, and whether at most half of its words are foreign."""
    said = words(text)
    foreign = len(said) - sum((Counter(said) & Counter(words(gold))).values())
    return bool(said), foreign * 2 <= len(said)


def _mean(values: Iterable[float]) -> float:
    rows = list(values)
    return fmean(rows) if rows else float("nan")
