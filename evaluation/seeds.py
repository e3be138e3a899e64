"""The labelled sites: served on loopback, taken through the whole pipeline, scored as stored.

Nothing is measured in memory: titles, times, texts and facts are read back from the
database that a nightly run filled from real HTTP.
"""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any

from config import load_config
from db.engine import reading
from db.read import ArticleView, list_articles, read_article
from evaluation.gold import GoldArticle, read_gold
from evaluation.score import Document, score, total
from extract.agreement import agreement
from extract.text import clean
from pipeline import nightly, prepare

_ENTRY_FILES = (("rss/*.rss", "feeds"), ("sitemap.xml", "sitemaps"))
"""What a site offers beside its listing pages, as the keys of its `[[site]]` table."""


@dataclass(frozen=True, slots=True)
class SeedFigures:
    """The scores of the articles as stored; each is a share from 0 to 1."""

    figures: Mapping[str, float]
    """By name: `title`, `published`, `text`, `authors`, `people`, `offices`, `dates`, `awards_core`."""
    missing: tuple[str, ...]
    """The ids of labelled articles that no stored article resembles."""

    def table(self) -> str:
        """One line a figure."""
        lines = [f"{name:14} {value:9.4f}" for name, value in self.figures.items()]
        return "\n".join([*lines, *(f"{name}: not in store" for name in self.missing)])


class _QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder as a content management system would: what has no known ending is a page."""

    def guess_type(self, path: object) -> str:
        """HTML unless the ending says otherwise."""
        guessed, _ = mimetypes.guess_type(str(path))
        known = guessed if guessed and "octet-stream" not in guessed else None
        return "application/rss+xml" if str(path).endswith(".rss") else known or "text/html"

    def log_message(self, *_: object) -> None:
        """Requests are in the archive; the terminal is for figures."""


@contextmanager
def serve_folders(folders: Sequence[Path]) -> Iterator[Mapping[str, str]]:
    """Serve each folder at the root of a loopback port of its own; gives base addresses by folder name."""
    with ExitStack() as stack:
        addresses = {}
        for folder in folders:
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder)))
            stack.callback(server.server_close)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            addresses[folder.name] = f"http://127.0.0.1:{server.server_port}"
        yield addresses


def evaluate_seeds(sites_dir: Path, gold_dir: Path) -> SeedFigures:
    """Crawl the sites below `sites_dir`, and score what is stored against the articles in `gold_dir`."""
    folders = sorted(path for path in sites_dir.iterdir() if path.is_dir())
    with serve_folders(folders) as addresses, TemporaryDirectory(prefix="tintinh-seeds-") as work:
        settings = Path(work) / "config.toml"
        settings.write_text(_settings(folders, addresses), encoding="utf-8")
        config = load_config(settings)
        engine = prepare(config)
        nightly(config, config.sites(), engine, lambda _: None)
        with reading(engine) as session:
            rows = list_articles(session, limit=1000)
            stored = [view for row in rows if (view := read_article(session, row.article_id))]
        engine.dispose()
    return _score(read_gold(gold_dir), stored)


def _settings(folders: Sequence[Path], addresses: Mapping[str, str]) -> str:
    """A `config.toml` for the sites, with what each offers and nothing that its pages do not show."""
    tables = ["[crawl]\ndelay = 0.0\n"]
    for folder in folders:
        base = addresses[folder.name]
        table = [
            "[[site]]",
            f'id = "{folder.name}"',
            f'name = "{folder.name}"',
            'province = "Thanh Hóa"',
            f'start = "{base}/"',
            "allow_private = true",
        ]
        for pattern, key in _ENTRY_FILES:
            if files := sorted(folder.glob(pattern)):
                listed = ", ".join(f'"{base}/{path.relative_to(folder)}"' for path in files)
                table.append(f"{key} = [{listed}]")
        tables.append("\n".join(table) + "\n")
    return "\n".join(tables)


def _score(gold: Sequence[GoldArticle], stored: Sequence[ArticleView]) -> SeedFigures:
    pairs = [(article, _counterpart(article, stored)) for article in gold]
    missing = tuple(article.id for article, view in pairs if view is None)
    found = [(article, view) for article, view in pairs if view is not None]
    share = 1 / max(1, len(gold))
    figures = {
        "title": share * sum(clean(article.source.title) == view.title for article, view in found),
        "published": share * sum(article.source.published == view.published_day for article, view in found),
        "text": fmean([agreement(article.source.body, view.body).f1 for article, view in found] or [0.0]),
    }
    tallies = total(score(article.facts, stored_facts(article.id, view)) for article, view in found)
    figures |= {measure: tally.f1 for measure, tally in tallies.items()}
    return SeedFigures(figures, missing)


def _counterpart(article: GoldArticle, stored: Sequence[ArticleView]) -> ArticleView | None:
    """The stored article that has most of the labelled text; None where none has half of it."""
    scored = [(agreement(article.source.body, view.body).f1, view) for view in stored]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= 0.5 else None


def stored_facts(identifier: str, view: ArticleView) -> Document:
    """The stored facts in the form of the annotation guidelines."""
    people: list[dict[str, Any]] = [
        {
            "name": person.name,
            "offices": [
                {"title": office.title, "organization": office.organization, "former": office.former}
                for office in person.offices
            ],
        }
        for person in view.people
    ]
    return {
        "id": identifier,
        "authors": list(view.authors),
        "people": people,
        "dates": [
            {"text": date.text, "start": date.start.isoformat(), "end": date.end.isoformat()}
            for date in view.dates
        ],
        "awards": [
            {
                "award": award.award,
                "issuer": award.issuer,
                "recipient": award.recipient,
                "count": award.count,
                "status": award.status,
            }
            for award in view.awards
        ],
    }
