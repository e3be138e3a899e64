"""Duplicates among invented articles: datasketch and rensa (32 bands of 4) against ours, in one run.

Writes a collection of Vietnamese articles with planted copies of eleven kinds and with bulletins
that fill one form in twice (`duplicates.toml` has the numbers, `--seed` makes another set), and
lets each method find the copies, in a process of its own. Then looks articles up among stored
signatures, on SQLite and on a PostgreSQL server started for it. Seconds are processor time,
reading and splitting the texts included. Exits with 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from duplicates_lookup import lookup_milliseconds
from invented_articles import Planted, read_settings, write_collection

SETTINGS = Path(__file__).with_suffix(".toml")
BANDS, ROWS = 32, 4
SHINGLE = 3
"""Syllables in a shingle of the peers' usual form."""

LEAST_RECALL = {"20 % of words changed": 0.95, "30 % of words changed": 0.80, "excerpt of a third": 0.80}
LEAST_RECALL_ELSEWHERE = 0.99
LEAST_PRECISION = 0.98
MOST_MEGABYTES = 1000
MOST_MILLISECONDS = 20.0

Pair = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """What one method found, and what that took."""

    pairs: list[Pair]
    articles: int
    seconds: float
    megabytes: float

    @property
    def pace(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds


def main() -> int:
    """Measure, print the table and the ratio, and say whether all bars are met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a small collection, a tenth of the signatures")
    parser.add_argument("--seed", type=int, default=1, help="another number, another collection")
    options = parser.parse_args()
    settings = read_settings(SETTINGS, quick=options.quick)
    with tempfile.TemporaryDirectory(prefix="tintinh-bench-") as name:
        collection = Path(name) / "articles.jsonl"
        planted = _write(collection, settings, options.seed)
        found = {name: _in_own_process(find, collection) for name, find in METHODS.items()}
        lookups = lookup_milliseconds(settings, options.seed, Path(name))
    return _report(found, planted, lookups)


def _write(path: Path, settings: dict[str, Any], seed: int) -> list[Planted]:
    articles, planted = write_collection(settings, seed)
    with path.open("w", encoding="utf-8") as output:
        for article in articles:
            output.write(
                json.dumps({"title": article.title, "body": article.body}, ensure_ascii=False) + "\n"
            )
    return planted


def _in_own_process(find: Callable[[Path], list[Pair]], collection: Path) -> Found:
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measured, find, collection).result()


def _measured(find: Callable[[Path], list[Pair]], collection: Path) -> Found:
    with collection.open(encoding="utf-8") as lines:
        count = sum(1 for _ in lines)
    start = time.process_time()
    pairs = find(collection)
    seconds = time.process_time() - start
    return Found(pairs, count, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _texts(collection: Path) -> Iterator[str]:
    with collection.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article['title']}\n{article['body']}"


def _shingles(text: str) -> list[str]:
    from dedupe.words import syllables  # noqa: PLC0415  in its own process only

    words = syllables(text)
    return [" ".join(words[place : place + SHINGLE]) for place in range(max(1, len(words) - SHINGLE + 1))]


def find_with_datasketch(collection: Path) -> list[Pair]:
    """The candidates of datasketch's MinHashLSH."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  in its own process only

    index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    pairs = []
    for number, text in enumerate(_texts(collection)):
        signature = MinHash(num_perm=BANDS * ROWS)
        signature.update_batch([shingle.encode() for shingle in _shingles(text)])
        pairs += [(other, number) for other in index.query(signature)]
        index.insert(number, signature)
    return pairs


def find_with_rensa(collection: Path) -> list[Pair]:
    """The candidates of rensa's RMinHashLSH."""
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415  in its own process only

    index = RMinHashLSH(threshold=0.5, num_perm=BANDS * ROWS, num_bands=BANDS)
    pairs = []
    for number, text in enumerate(_texts(collection)):
        signature = RMinHash(num_perm=BANDS * ROWS, seed=42)
        signature.update(_shingles(text))
        pairs += [(other, number) for other in index.query(signature)]
        index.insert(number, signature)
    return pairs


def find_candidates(collection: Path) -> list[Pair]:
    """Our first step alone: what the peers do."""
    from dedupe.candidates import candidate_pairs  # noqa: PLC0415  in its own process only
    from dedupe.signature import sign  # noqa: PLC0415  in its own process only

    return candidate_pairs([sign(text) for text in _texts(collection)])


def find_duplicates(collection: Path) -> list[Pair]:
    """Both our steps: the candidates that the verdict takes for duplicates."""
    from dedupe.verdict import Text, compare  # noqa: PLC0415  in its own process only

    pairs = find_candidates(collection)
    wanted = {number for pair in pairs for number in pair}
    with collection.open("rb") as lines:
        texts = {number: Text(**json.loads(line)) for number, line in enumerate(lines) if number in wanted}
    return [(a, b) for a, b in pairs if compare(texts[a], texts[b]).duplicate]


METHODS = {
    "datasketch": find_with_datasketch,
    "rensa": find_with_rensa,
    "our candidates": find_candidates,
    "our verdict": find_duplicates,
}


def _report(found: dict[str, Found], planted: Sequence[Planted], lookups: dict[str, float]) -> int:
    true = {(one.a, one.b): one.edit for one in planted if one.edit != "template"}
    wanted = Counter(true.values())
    print(f"{'':24}" + "".join(f"{name:>16}" for name in found))
    recalls = {
        name: Counter(true[pair] for pair in set(one.pairs) & set(true)) for name, one in found.items()
    }
    for edit, count in wanted.items():
        print(
            f"{'recall: ' + edit:32.32}"
            + "".join(f"{recalls[name][edit] / count:16.3f}" for name in found)[8:]
        )
    precision = {
        name: len(set(one.pairs) & set(true)) / max(1, len(one.pairs)) for name, one in found.items()
    }
    for title, row in {
        "precision": [f"{precision[name]:.3f}" for name in found],
        "articles a second": [f"{one.pace:,.0f}" for one in found.values()],
        "peak memory, MB": [f"{one.megabytes:,.0f}" for one in found.values()],
    }.items():
        print(f"{title:24}" + "".join(f"{value:>16}" for value in row))
    for database, milliseconds in lookups.items():
        print(f"lookup on {database}: 95 of 100 within {milliseconds:.1f} ms")
    ours, rensa = found["our verdict"], found["rensa"]
    missed = [
        f"recall, {edit}"
        for edit, count in wanted.items()
        if recalls["our verdict"][edit] / count < LEAST_RECALL.get(edit, LEAST_RECALL_ELSEWHERE)
    ]
    missed += ["precision"] if precision["our verdict"] < LEAST_PRECISION else []
    missed += ["pace"] if ours.pace < rensa.pace else []
    missed += ["memory"] if ours.megabytes >= MOST_MEGABYTES else []
    missed += [f"lookup on {name}" for name, took in lookups.items() if took >= MOST_MILLISECONDS]
    print(
        f"ratio: {ours.pace / rensa.pace:.2f} times rensa's articles a second"
        f" ({found['our candidates'].pace / rensa.pace:.2f} without the verdicts); "
        + (f"MISSED: {', '.join(missed)}" if missed else "all bars met")
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
