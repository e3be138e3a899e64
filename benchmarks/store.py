"""What storing an article costs as the database grows, in processor time of our process.

    python benchmarks/store.py [--nights N] [--articles N]

Invented articles (`search.toml`: a few sites, persons as unevenly mentioned as real ones) are stored
night by night as the pipeline does: each article in a transaction, then the names that wait are resolved.
Prints each tenth of the nights, and exits with 1 where an article of the last tenth costs more than
one and a half times what one of the second tenth did: the night is to grow with its articles, not
with what is in store. The first tenth is left out, because in it everybody is new.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypedDict

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import Engine, insert

from benchmarks.invented_articles import read_settings
from benchmarks.search_articles import Named, Told, World
from benchmarks.search_database import capture_row, page_row, site_rows
from db.engine import open_database, transaction, upgrade_database
from db.models import Capture, Page, Site
from db.store import store_article
from extract.article import Article, Block, BlockKind, Kind, Moment
from extract.fact import Award, AwardStatus, Facts, Office, Person, Span
from stages.identity import identify_all

SETTINGS = Path(__file__).with_name("search.toml")
WORDS = Path(__file__).with_name("duplicates.toml")
MOST_GROWTH = 1.5
_TENTHS = 10


class _How(TypedDict):
    rule: str
    confidence: float


_HOW: _How = {"rule": "invented", "confidence": 1.0}


@dataclass(frozen=True, slots=True)
class Night:
    """Seconds of processor time that a night's articles took."""

    storing: float
    resolving: float


def main() -> int:
    """Store the nights, print the table, and say whether an article costs what it did before."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nights", type=int, default=20, help="a multiple of ten")
    parser.add_argument("--articles", type=int, default=500, help="of a night")
    options = parser.parse_args()
    if options.nights < _TENTHS or options.nights % _TENTHS:
        parser.error("--nights: give a multiple of ten")
    settings = read_settings(SETTINGS, quick=False) | {"articles": options.nights * options.articles}
    world = World(settings, read_settings(WORDS, quick=False)["words"])
    with tempfile.TemporaryDirectory(prefix="tintinh-bench-") as folder:
        engine = open_database(f"sqlite:///{folder}/store.sqlite")
        upgrade_database(engine)
        _sites(engine, world, settings["sites"])
        each = 1000 / options.articles / (options.nights // _TENTHS)
        costs = []
        print(f"{'articles in store':>20}{'storing, ms':>14}{'resolving, ms':>16}")
        nights = _nights(engine, world, options.articles)
        for tenth in range(1, _TENTHS + 1):
            some = list(islice(nights, options.nights // _TENTHS))
            storing, resolving = (
                sum(night.storing for night in some) * each,
                sum(night.resolving for night in some) * each,
            )
            costs.append(storing + resolving)
            stored = tenth * options.nights // _TENTHS * options.articles
            print(f"{stored:20,}{storing:14.1f}{resolving:16.1f}", flush=True)
        engine.dispose()
    growth = costs[-1] / costs[1]
    print(
        f"an article of the last tenth costs {growth:.2f} times one of the second (the bar is {MOST_GROWTH})"
    )
    return 0 if growth <= MOST_GROWTH else 1


def _nights(engine: Engine, world: World, articles: int) -> Iterator[Night]:
    told, first = world.articles(), 1
    while some := list(islice(told, articles)):
        _crawled(engine, some, first)
        began = time.process_time()
        for number, one in enumerate(some, start=first):
            with transaction(engine) as session:
                store_article(
                    session,
                    page_id=number,
                    capture_ids=[number],
                    article=_article(one),
                    facts=_facts(one, world),
                    extractor_version="1",
                    extracted_at=one.published,
                )
        stored = time.process_time()
        identify_all(engine, lambda _done, _steps: None)
        yield Night(stored - began, time.process_time() - stored)
        first += len(some)


def _sites(engine: Engine, world: World, count: int) -> None:
    with engine.begin() as connection:
        connection.execute(insert(Site), site_rows(world, count))


def _crawled(engine: Engine, some: Sequence[Told], first: int) -> None:
    """What a crawl leaves of the articles: a page and a capture each."""
    numbered = list(enumerate(some, start=first))
    with engine.begin() as connection:
        connection.execute(insert(Page), [page_row(number, told) for number, told in numbered])
        connection.execute(insert(Capture), [capture_row(number, told) for number, told in numbered])


def _article(told: Told) -> Article:
    return Article(
        url="https://bao.example/bai",
        title=told.title,
        authors=(),
        published=Moment(at=told.published, zone_assumed=False, has_time=True, source="invented"),
        blocks=tuple(Block(BlockKind.PARAGRAPH, line) for line in told.body.split("\n")),
        attachments=(),
        kind=Kind.ARTICLE,
    )


def _facts(told: Told, world: World) -> Facts:
    return Facts(
        people=tuple(_person(named, world) for named in told.people),
        awards=tuple(
            Award(
                award=world.awards[one.award],
                issuer=None,
                recipient=world.persons[told.people[-1].person],
                count=None,
                status=AwardStatus.CONFERRED,
                span=Span(*one.span),
                **_HOW,
            )
            for one in told.awards
        ),
    )


def _person(named: Named, world: World) -> Person:
    title, body = world.titles[named.title], world.bodies[named.body]
    office = Office(
        title=title,
        organization=body,
        former=False,
        full=f"{title} {body}",
        span=Span(*named.office_span),
        **_HOW,
    )
    return Person(
        name=world.persons[named.person], mentions=(Span(*named.name_span),), offices=(office,), **_HOW
    )


if __name__ == "__main__":
    sys.exit(main())
