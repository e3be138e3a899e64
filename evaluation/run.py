"""Score the fact extractor on labelled articles: `evaluate_gold`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluation.calibration import SURE, Calibration, calibrate
from evaluation.gold import GoldArticle, read_gold
from evaluation.prediction import to_json
from evaluation.score import Document, Outcome, Tally, score, total
from extract.facts import extract_facts

ALL = "all"
"""The name of the group that holds every article."""


@dataclass(frozen=True, slots=True)
class ScoredArticle:
    """A labelled article with what was found in it, measure by measure."""

    gold: GoldArticle
    predicted: Document
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True, slots=True)
class GoldFigures:
    """The scores of a set of labelled articles."""

    articles: tuple[ScoredArticle, ...]
    tallies: Mapping[str, Mapping[str, Tally]]
    """By group (`all`, then each sub-folder), by measure."""
    calibration: Calibration

    def floors(self) -> dict[str, float]:
        """Every figure that has a floor, by its dotted name: `gold.seeds.people`."""
        named = {
            f"gold.{group}.{measure}": tally.f1
            for group, tallies in self.tallies.items()
            for measure, tally in tallies.items()
        }
        sure = {
            f"gold.{ALL}.sure_{kind}": found.share
            for kind, found in self.calibration.sure.items()
            if found.facts
        }
        return named | sure

    def table(self) -> str:
        """The scores as a table of plain text, one group after the other, and the calibration."""
        lines = []
        for group, tallies in self.tallies.items():
            articles = sum(group in {ALL, article.gold.group} for article in self.articles)
            lines += [f"{group}: {articles} bài / articles", _HEADING]
            lines += [_row(measure, tally) for measure, tally in tallies.items()]
            lines.append("")
        lines.append(_SURE_HEADING)
        lines += [
            f"{kind:14} {found.right:5d} of {found.facts:5d}  {found.share:6.1%}"
            for kind, found in self.calibration.sure.items()
            if found.facts
        ]
        return "\n".join(lines)


_HEADING = f"{'loại/measure':14} {'precision':>9} {'recall':>9} {'F1':>9}   đúng/right sai/wrong sót/missed"
_SURE_HEADING = f"Độ tin cậy trên {SURE}, số đúng / of the facts with a confidence above {SURE}, right:"


def evaluate_gold(gold_dir: Path) -> GoldFigures:
    """Extract the facts of every labelled article below `gold_dir` and score them.

    Raises `GoldError` where the folder holds no labelled articles, or a broken one.
    """
    articles = tuple(_scored(article) for article in read_gold(gold_dir))
    groups = sorted({article.gold.group for article in articles} - {""})
    tallies = {ALL: total(article.outcomes for article in articles)}
    for group in groups:
        tallies[group] = total(article.outcomes for article in articles if article.gold.group == group)
    return GoldFigures(articles, tallies, calibrate(article.outcomes for article in articles))


def _scored(article: GoldArticle) -> ScoredArticle:
    predicted = to_json(article.id, extract_facts(article.source))
    return ScoredArticle(article, predicted, score(article.facts, predicted))


def _row(measure: str, tally: Tally) -> str:
    return (
        f"{measure:14} {tally.precision:9.3f} {tally.recall:9.3f} {tally.f1:9.3f}"
        f"   {tally.right:10d} {tally.wrong:9d} {tally.missed:10d}"
    )
