"""Facts an article: stock `underthesea.ner` against `extract.facts`, over the same articles.

    python benchmarks/facts.py [DIRECTORY] [--quick]

DIRECTORY holds articles as JSON files with `title` and `body`; without it, articles
are made up (`benchmarks/facts_articles.py`). Each reader runs in a process of its own, on one thread, and its
start-up is not counted: it reads all articles three times, and the quickest counts. Stock
ner, which finds only names, gets the text by its own sentences: its time grows with the
square of their length, so that is its best case. Exit code 1 where ours is less than
15 times as fast, or takes 400 MB or more.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from facts_articles import make_articles

from extract.fact import Source

LEAST_RATIO = 15.0
MOST_MEGABYTES = 400
MADE_UP = 60
"""Articles made up where no directory is given."""
PASSES = 3
QUICK = 12
"""Articles read with `--quick`."""


@dataclass(frozen=True)
class Cost:
    """What reading the articles took."""

    seconds: float
    """Processor time, start-up not counted."""
    megabytes: float
    """The process's greatest memory."""


def main() -> int:
    """Measure both readers, print the table and the ratio, and say whether the bars are met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path, nargs="?", help="articles as JSON files")
    parser.add_argument("--quick", action="store_true", help=f"read only {QUICK} articles")
    arguments = parser.parse_args()
    try:
        sources = _read_directory(arguments.directory) if arguments.directory else make_articles(MADE_UP)
    except ValueError as error:
        parser.error(str(error))
    if arguments.quick:
        sources = sources[:: max(1, len(sources) // QUICK)][:QUICK]

    costs = {name: _in_own_process(read, sources) for name, read in READERS.items()}
    print(f"{len(sources)} articles, {sum(len(source.text) for source in sources):,} characters")
    print(f"{'reader':24} {'seconds':>9} {'articles/s':>11} {'memory MB':>10}")
    for name, cost in costs.items():
        print(f"{name:24} {cost.seconds:9.2f} {len(sources) / cost.seconds:11.1f} {cost.megabytes:10.0f}")
    stock, ours = costs.values()
    ratio = stock.seconds / ours.seconds
    met = ratio >= LEAST_RATIO and ours.megabytes < MOST_MEGABYTES
    bars = f"at least {LEAST_RATIO:g} times as fast, under {MOST_MEGABYTES} MB"
    print(f"ratio {ratio:.1f}, memory {ours.megabytes:.0f} MB ({bars})")
    return 0 if met else 1


def _read_directory(directory: Path) -> list[Source]:
    """The articles of all JSON files under a directory.

    Raises `ValueError`, which names the file, where one is not an article.
    """
    sources = []
    for path in sorted(directory.rglob("*.json")):
        try:
            article = json.loads(path.read_text(encoding="utf-8"))
            sources.append(Source(title=article["title"], body=article["body"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}: not an article with title and body: {error!r}") from error
    if not sources:
        raise ValueError(f"{directory}: no *.json files in it")
    return sources


def _in_own_process(read: Callable[[Sequence[Source]], Cost], sources: Sequence[Source]) -> Cost:
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(read, sources).result()


def _read_stock(sources: Sequence[Source]) -> Cost:
    from underthesea import ner, sent_tokenize  # noqa: PLC0415  in its own process only

    def read_one(source: Source) -> None:
        for line in source.text.splitlines():
            for sentence in sent_tokenize(line):
                ner(sentence)

    return _cost(read_one, sources)


def _read_ours(sources: Sequence[Source]) -> Cost:
    from extract.facts import extract_facts  # noqa: PLC0415  in its own process only

    return _cost(extract_facts, sources)


def _cost(read_one: Callable[[Source], object], sources: Sequence[Source]) -> Cost:
    seconds = []
    for _ in range(PASSES):
        start = time.process_time()
        for source in sources:
            read_one(source)
        seconds.append(time.process_time() - start)
    return Cost(min(seconds), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


READERS = {"stock underthesea.ner": _read_stock, "extract.facts": _read_ours}

if __name__ == "__main__":
    sys.exit(main())
