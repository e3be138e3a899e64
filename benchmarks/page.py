"""Processor time and exactness a page: general extractors against `extract.page`, over the same pages.

    python benchmarks/page.py [DIRECTORY] [--quick]

DIRECTORY (by default ../shared/pages, where it is there) holds pages as NAME.html with what must come
out beside them as NAME.json (`title`, `published`, `text`). Without one, the articles of the replica
sites are read; those pages have a tenth of real ones' menus and scripts, so that the text itself, which
ours reads more closely, takes most of the time, and the bar is lower. All readers run in one
process, taking turns round by round; a reader's time is that of its best round. trafilatura is asked
for text, title and date, as ours gives them; its time for the text alone stands below for comparison.
Exit code 1 where ours takes more than a fifth of trafilatura's time on real pages (two fifths on the
replica's), or has no better F1.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import trafilatura
from readability import Document as ReadabilityDocument
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from trafilatura.settings import Document as TrafilaturaDocument

sys.path.insert(0, str(Path(__file__).parent.parent))

from config import VENDORS_DIR, load_vendors
from evaluation.pages import PageScores, PageText, score_pages
from extract.article import FetchedPage
from extract.page import extract_page
from extract.vendor import parse_template

LEAST_RATIO = 5.0
LEAST_RATIO_ON_REPLICA = 2.5
LABELLED = Path(__file__).parents[2] / "shared" / "pages"
ROUNDS = 7
TEMPLATES = tuple(parse_template(name, data) for name, data in load_vendors(VENDORS_DIR).items())


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page's bytes and what must be read from them."""

    name: str
    body: bytes
    gold: PageText


@dataclass(frozen=True, slots=True)
class Result:
    """What a reader took (milliseconds of processor time a page) and how well it read."""

    milliseconds: float
    scores: PageScores


def main() -> int:
    """Measure all readers, print the table and the ratio, and say whether the bar is met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path, nargs="?", help="pages as NAME.html with NAME.json")
    parser.add_argument("--quick", action="store_true", help=f"one round instead of {ROUNDS}")
    arguments = parser.parse_args()
    directory = arguments.directory or (LABELLED if LABELLED.is_dir() else None)
    least = LEAST_RATIO if directory else LEAST_RATIO_ON_REPLICA
    try:
        pages = _read_directory(directory) if directory else _replica_pages()
    except ValueError as error:
        parser.error(str(error))
    results = _measure(pages, rounds=1 if arguments.quick else ROUNDS)
    size = sum(len(page.body) for page in pages) // len(pages) // 1000
    print(f"{len(pages)} pages, {size} kB each")
    print(f"{'reader':28} {'ms/page':>8} {'F1':>7} {'short':>6} {'title':>6} {'day':>6}")
    for name, result in results.items():
        scores = result.scores
        print(
            f"{name:28} {result.milliseconds:8.2f} {scores.f1:7.4f} {scores.short_clean_with_text:6.3f}"
            f" {scores.title_exact:6.3f} {scores.publication_day:6.3f}"
        )
    peer, ours = results["trafilatura"], results["extract.page"]
    ratio = peer.milliseconds / ours.milliseconds
    better = ours.scores.f1 > max(result.scores.f1 for name, result in results.items() if name not in OURS)
    verdict = "above" if better else "NOT above"
    print(f"ratio {ratio:.2f} to trafilatura (at least {least:g}), F1 {verdict} all peers")
    return 0 if ratio >= least and better else 1


def _read_directory(directory: Path) -> list[LabelledPage]:
    """The pages of a directory.

    Raises `ValueError`, which names the file, where one is not as it must be.
    """
    pages = []
    for path in sorted(directory.glob("*.json")):
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
            text = PageText(title=gold["title"], published=gold["published"], text=gold["text"])
            pages.append(LabelledPage(path.stem, path.with_suffix(".html").read_bytes(), text))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}: not a page with title, published and text: {error!r}") from error
    if not pages:
        raise ValueError(f"{directory}: no *.json files in it")
    return pages


def _replica_pages() -> list[LabelledPage]:
    from demo.http import Request  # noqa: PLC0415  only the default needs the demo
    from demo.sites import build_sites  # noqa: PLC0415  only the default needs the demo

    pages = []
    for site in build_sites(edition=1).values():
        for article in site.articles:
            request = Request(
                method="GET",
                path=article.path,
                query={},
                form={},
                headers={},
                base_url="http://demo",
                attempt=9,
            )
            answer = site.respond(request)
            if answer.status == 200:
                text = "\n".join(block.text for block in article.parts[0])
                gold = PageText(title=article.title, published=article.published.isoformat(), text=text)
                pages.append(LabelledPage(f"{site.info.id}/{article.name}", answer.body, gold))
    return pages


def _measure(pages: Sequence[LabelledPage], *, rounds: int) -> dict[str, Result]:
    gold = {page.name: page.gold for page in pages}
    best: dict[str, float] = {}
    said: dict[str, dict[str, PageText]] = {}
    for read in READERS.values():
        read(pages[0].body)
    for _ in range(rounds):
        for name, read in READERS.items():
            start = time.process_time()
            said[name] = {page.name: read(page.body) for page in pages}
            spent = time.process_time() - start
            best[name] = min(spent, best.get(name, spent))
    return {name: Result(1000 * best[name] / len(pages), score_pages(gold, said[name])) for name in READERS}


def _trafilatura(body: bytes) -> PageText:
    return _told(trafilatura.bare_extraction(body, with_metadata=True))


def _trafilatura_fast(body: bytes) -> PageText:
    return _told(trafilatura.bare_extraction(body, with_metadata=True, fast=True))


def _told(document: object) -> PageText:
    if not isinstance(document, TrafilaturaDocument):
        return PageText(title="", published=None, text="")
    return PageText(title=document.title or "", published=document.date, text=document.text or "")


def _trafilatura_text(body: bytes) -> PageText:
    return PageText(title="", published=None, text=trafilatura.extract(body) or "")


def _readability(body: bytes) -> PageText:
    document = ReadabilityDocument(body)
    text = lxml.html.fromstring(document.summary()).text_content()
    return PageText(title=document.short_title(), published=None, text=text)


def _resiliparse(body: bytes) -> PageText:
    tree = HTMLTree.parse_from_bytes(body)
    return PageText(title=tree.title or "", published=None, text=extract_plain_text(tree, main_content=True))


def _ours(body: bytes) -> PageText:
    return _article(FetchedPage(body=body))


def _ours_with_templates(body: bytes) -> PageText:
    return _article(FetchedPage(body=body), templates=True)


def _article(page: FetchedPage, *, templates: bool = False) -> PageText:
    article = extract_page(page, TEMPLATES if templates else ())
    published = article.published.isoformat() if article.published else None
    return PageText(title=article.title, published=published, text=article.text)


OURS = {"extract.page": _ours, "extract.page, 18 templates": _ours_with_templates}
READERS: dict[str, Callable[[bytes], PageText]] = {
    "trafilatura": _trafilatura,
    "trafilatura fast": _trafilatura_fast,
    "trafilatura, text alone": _trafilatura_text,
    "readability-lxml": _readability,
    "resiliparse": _resiliparse,
    **OURS,
}

if __name__ == "__main__":
    sys.exit(main())
