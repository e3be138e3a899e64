"""The error report: one page with every labelled article, its facts marked, the worst articles first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evaluation.marks import SHOWN, Piece, errors, marks, pieces
from evaluation.run import GoldFigures, ScoredArticle

_TEMPLATE = "report.html"


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as the page shows it."""

    id: str
    group: str
    published: str
    errors: list[tuple[str, str, str]]
    """Measure, `wrong` or `missed`, and what the fact says."""
    pieces: list[Piece]


def write_report(path: Path, figures: GoldFigures) -> None:
    """Write the report of a run as one HTML page that needs nothing beside it."""
    articles = sorted((_view(article) for article in figures.articles), key=lambda view: -len(view.errors))
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(_TEMPLATE).render(
        figures=figures, articles=articles, measures=SHOWN, calibration=figures.calibration
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _view(article: ScoredArticle) -> ArticleView:
    source = article.gold.source
    outcomes = dict(article.outcomes)
    return ArticleView(
        id=article.gold.id,
        group=article.gold.group,
        published=source.published.isoformat() if source.published else "",
        errors=errors(outcomes),
        pieces=list(pieces(source.text, marks(source.text, outcomes))),
    )
