"""Who is who, measured: articles as JSON, extracted, stored and resolved, against labels set by hand.

    python benchmarks/identity.py            # the labelled set; exits 1 where B-cubed F1 is below 0.95
    python benchmarks/identity.py --quick    # the open part alone
    python benchmarks/identity.py --wrong    # names the appearances that are placed wrongly
    python benchmarks/identity.py --cost 100000   # how long resolving so many appearances takes

B-cubed precision and recall (Bagga and Baldwin 1998) over the labelled appearances: a name in an article.
Peers of the same run: the name alone, and the name within the province of the site.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, select

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.identity_cost import measure_cost
from benchmarks.identity_set import LabelledArticle, read_set
from db.engine import open_database, transaction, upgrade_database
from db.models import Appearance, Capture, Page, Site
from db.order import VIETNAM
from db.store import store_article
from extract.article import Article, Block, BlockKind, Kind, Moment
from extract.fact import Source
from extract.facts import extract_facts
from extract.identity.names import name_key

BAR = 0.95
NOW = datetime(2026, 1, 1, tzinfo=UTC)

Item = tuple[int, str]
"""An article of the set, by its number, and a name in it."""


def main() -> int:
    """Print the table; 1 where the bar is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="the open part alone")
    parser.add_argument("--wrong", action="store_true", help="name what is placed wrongly")
    parser.add_argument("--cost", type=int, metavar="APPEARANCES", help="measure the time instead")
    options = parser.parse_args()
    if options.cost:
        return measure_cost(options.cost)
    articles = [one for one in read_set() if not options.quick or one.part == "open"]
    gold = {(n, name): who for n, one in enumerate(articles) for name, who in one.people.items()}
    with TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/identity.sqlite")
        upgrade_database(engine)
        ours = resolve(engine, articles, gold)
        engine.dispose()
    return report(articles, gold, ours, wrong=options.wrong)


def resolve(
    engine: Engine, articles: list[LabelledArticle], gold: Mapping[Item, str]
) -> dict[Item, Hashable]:
    """The person of each labelled appearance; one that extraction missed stands alone."""
    stored = [_store(engine, number, article) for number, article in enumerate(articles)]
    with transaction(engine) as session:
        rows = session.execute(select(Appearance.article_id, Appearance.key, Appearance.person_id)).all()
    persons = {(article_id, key): person for article_id, key, person in rows}
    return {
        (number, name): persons.get((stored[number], name_key(name)), ("missed", number, name))
        for number, name in gold
    }


def _store(engine: Engine, number: int, labelled: LabelledArticle) -> int:
    article = Article(
        url=f"http://{number}.example/",
        title=labelled.title,
        authors=(),
        published=Moment(
            at=datetime.combine(labelled.day, time(8), VIETNAM),
            zone_assumed=True,
            has_time=True,
            source="benchmark",
        ),
        blocks=tuple(Block(BlockKind.PARAGRAPH, line) for line in labelled.body.splitlines()),
        attachments=(),
        kind=Kind.ARTICLE,
        witness_f1=None,
    )
    facts = extract_facts(Source(title=article.title, body=article.text, published=labelled.day))
    with transaction(engine) as session:
        session.merge(
            Site(
                id=labelled.province, name=labelled.province, province=labelled.province, start_url="http://x"
            )
        )
        session.flush()
        page = Page(site_id=labelled.province, url=article.url, role="article", found_at=NOW)
        session.add(page)
        session.flush()
        capture = Capture(
            page_id=page.id,
            fetched_at=NOW,
            url=article.url,
            status=200,
            digest=f"{number:064x}",
            warc_file="invented.warc.gz",
            warc_offset=number,
            warc_length=1,
        )
        session.add(capture)
        session.flush()
        return store_article(
            session,
            page_id=page.id,
            capture_ids=[capture.id],
            article=article,
            facts=facts,
            extractor_version="benchmark",
            extracted_at=NOW,
        ).article_id


def b_cubed(
    gold: Mapping[Item, str], found: Mapping[Item, Hashable], items: Iterable[Item]
) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 over the items."""
    chosen = list(items)
    by_person, by_cluster = _groups(gold, chosen), _groups(found, chosen)
    precision = recall = 0.0
    for item in chosen:
        person, placed = by_person[gold[item]], by_cluster[found[item]]
        both = len(person & placed)
        precision += both / len(placed)
        recall += both / len(person)
    precision, recall = precision / len(chosen), recall / len(chosen)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _groups(labels: Mapping[Item, Hashable], items: Iterable[Item]) -> dict[Hashable, set[Item]]:
    groups: dict[Hashable, set[Item]] = defaultdict(set)
    for item in items:
        groups[labels[item]].add(item)
    return groups


def report(
    articles: list[LabelledArticle], gold: Mapping[Item, str], ours: Mapping[Item, Hashable], *, wrong: bool
) -> int:
    """Print how well we and the peers do; 1 where ours is below the bar on the whole or the held-out part."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for (_, name), who in gold.items():
        bearers[name_key(name)].add(who)
    rules: dict[str, Callable[[Item], Hashable]] = {
        "name alone": lambda item: name_key(item[1]),
        "name and province": lambda item: (name_key(item[1]), articles[item[0]].province),
    }
    systems = {"Tin Tỉnh": dict(ours)} | {
        title: {item: rule(item) for item in gold} for title, rule in rules.items()
    }
    parts = {
        "all": list(gold),
        "homonyms": [item for item in gold if len(bearers[name_key(item[1])]) > 1],
        "held out": [item for item in gold if articles[item[0]].part == "held_out"],
    }
    groups = sum(len(who) > 1 for who in bearers.values())
    print(f"{len(gold)} appearances of {len(set(gold.values()))} people, {groups} names of more than one")
    print(f"{'':20}" + "".join(f"{part:>24}" for part in parts))
    print(f"{'':20}" + f"{'precision recall     F1':>24}" * len(parts))
    for title, found in systems.items():
        cells = [b_cubed(gold, found, items) if items else (0.0, 0.0, 0.0) for items in parts.values()]
        print(f"{title:20}" + "".join(f"{p:>10.3f}{r:>7.3f}{f:>7.3f}" for p, r, f in cells))
    if wrong:
        _show_wrong(articles, gold, ours)
    scores = [b_cubed(gold, ours, items)[2] for part, items in parts.items() if items and part != "homonyms"]
    met = min(scores) >= BAR
    print(f"B-cubed F1 {scores[0]:.3f}, held out {scores[-1]:.3f}: bar {BAR} {'met' if met else 'missed'}")
    return 0 if met else 1


def _show_wrong(
    articles: list[LabelledArticle], gold: Mapping[Item, str], ours: Mapping[Item, Hashable]
) -> None:
    people, clusters = _groups(gold, gold), _groups(ours, gold)
    for item in gold:
        joined, parted = clusters[ours[item]] - people[gold[item]], people[gold[item]] - clusters[ours[item]]
        if joined or parted:
            title = articles[item[0]].title
            print(f"{item[1]} ({gold[item]}) in {title!r}: +{len(joined)} -{len(parted)} {ours[item]}")


if __name__ == "__main__":
    sys.exit(main())
