"""A database of invented articles for the search benchmark, filled in bulk, and the peer's beside it.

Everything that `db.store` would leave is there (revisions, facts, persons, who is who, tenures, search
index), written many rows at a time. The peer is a plain FTS5 table of title and text.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, text

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.search_articles import Named, Told, World
from db.base import Base
from db.engine import transaction
from db.models import (
    Appearance,
    Article,
    AwardFact,
    Capture,
    Mention,
    NameGroup,
    Office,
    OfficeFact,
    Organization,
    Page,
    Person,
    Revision,
    Site,
)
from db.order import VIETNAM, sort_key
from db.search_index import INSERT, index_values
from db.search_words import FactWordings, index_row
from db.tenures import refresh_tenures
from extract.identity.appearance import EVIDENCE_VERSION, Evidence, HeldOffice, to_json
from extract.identity.names import name_key
from extract.identity.reasons import reason
from extract.identity.reasons import to_json as reasons_to_json
from extract.identity.seats import seat_of
from extract.text import fold, search_key

_AT_ONCE = 1000
_HOW = {"rule": "invented", "extractor_version": "1", "confidence": 1.0}


def fill(engine: Engine, world: World, settings: dict[str, Any], peer: Path | None) -> Iterator[int]:
    """Fill an upgraded, empty database, and the peer's; yields how many articles are in."""
    with engine.begin() as connection:
        _entities(connection, world, settings)
    plain = sqlite3.connect(peer) if peer else None
    if plain:
        plain.execute(
            "CREATE VIRTUAL TABLE plain USING fts5(title, body, tokenize='unicode61 remove_diacritics 2')"
        )
    numbered, numbers = enumerate(world.articles(), start=1), count(1)
    while some := list(islice(numbered, _AT_ONCE)):
        with engine.begin() as connection:
            _articles(connection, world, some, numbers)
        if plain:
            rows = [(number, told.title, told.body) for number, told in some]
            plain.executemany("INSERT INTO plain (rowid, title, body) VALUES (?, ?, ?)", rows)
            plain.commit()
        yield some[-1][0]
    if plain:
        plain.close()
    for start in range(1, len(world.persons) + 1, _AT_ONCE):
        with transaction(engine) as session:
            refresh_tenures(session, range(start, min(start + _AT_ONCE, len(world.persons) + 1)))
    if engine.dialect.name == "postgresql":  # which does so by itself after a while; SQLite never does
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def site_name(number: int) -> str:
    """The id of a site by its number."""
    return f"bao{number}"


def site_rows(world: World, count: int) -> list[dict[str, Any]]:
    """The rows of so many sites."""
    return [
        {
            "id": site_name(number),
            "name": f"Báo {number}",
            "province": _province(world, number),
            "start_url": f"https://{site_name(number)}.example/",
        }
        for number in range(count)
    ]


def _province(world: World, site: int) -> str:
    return world.provinces[site % len(world.provinces)]


def article_url(number: int, told: Told) -> str:
    """Where an article stands."""
    return f"https://{site_name(told.site)}.example/{number}"


def page_row(number: int, told: Told) -> dict[str, Any]:
    """The row of an article's page, once it is fetched; it has the article's number."""
    return {
        "id": number,
        "site_id": site_name(told.site),
        "url": article_url(number, told),
        "role": "article",
        "found_at": told.published,
        "state": "fetched",
    }


def capture_row(number: int, told: Told) -> dict[str, Any]:
    """The row of that page's one capture, which has its number and nobody has read."""
    return {
        "id": number,
        "page_id": number,
        "fetched_at": told.published,
        "url": article_url(number, told),
        "status": 200,
        "digest": f"{number:064x}",
        "warc_file": "invented.warc.gz",
        "warc_offset": number,
        "warc_length": 1,
    }


def office_id(title: int, body: int, titles: int) -> int:
    """The id of an office, of which each body has one of each title."""
    return body * titles + title + 1


def _appearance_rows(world: World, number: int, told: Told) -> list[dict[str, Any]]:
    """The rows of the names in an article, each standing for its person, with evidence and reasons."""
    bearers = {name_key(world.persons[named.person]): named for named in told.people}
    province = _province(world, told.site)
    rows = []
    for key, named in bearers.items():
        title, body = world.titles[named.title], world.bodies[named.body]
        office = HeldOffice(
            role=fold(title), seat=seat_of(title, body, province), former=False, shown=f"{title} {body}"
        )
        evidence = Evidence(
            name=world.persons[named.person],
            province=province,
            day=told.published.astimezone(VIETNAM).date(),
            offices=(office,),
            company=tuple(other for other in bearers if other != key),
        )
        rows.append(
            {
                "revision_id": number,
                "key": key,
                "article_id": number,
                "person_id": named.person + 1,
                "first_person_id": named.person + 1,
                "evidence": to_json(evidence),
                "evidence_version": EVIDENCE_VERSION,
                "score": round(1 - 0.5 / (1 + number % 97), 4),
                "reasons": reasons_to_json((reason("same province", 1.0), reason("common name", -0.5))),
            }
        )
    return rows


def _entities(connection: Connection, world: World, settings: dict[str, Any]) -> None:
    people = [
        {"id": number, "name": name, "key": fold(name), "search_key": search_key(name)}
        for number, name in enumerate(world.persons, start=1)
    ]
    # Names are drawn, and some twice; a body's key is its own.
    bodies = [
        {"id": number, "name": name, "key": f"{fold(name)} {number}"}
        for number, name in enumerate(world.bodies, start=1)
    ]
    offices = [
        {
            "id": office_id(title, body, len(world.titles)),
            "title": named,
            "title_key": fold(named),
            "organization_id": body + 1,
        }
        for body in range(len(world.bodies))
        for title, named in enumerate(world.titles)
    ]
    tables: tuple[tuple[type[Base], list[dict[str, Any]]], ...] = (
        (Site, site_rows(world, settings["sites"])),
        (Person, people),
        (Organization, bodies),
        (Office, offices),
        (NameGroup, [{"key": key} for key in dict.fromkeys(map(name_key, world.persons))]),
    )
    for model, rows in tables:
        connection.execute(insert(model), rows)


def _articles(
    connection: Connection, world: World, some: Sequence[tuple[int, Told]], numbers: Iterator[int]
) -> None:
    rows: dict[type[Base], list[dict[str, Any]]] = {
        model: [] for model in (Page, Capture, Article, Revision, Mention, OfficeFact, AwardFact, Appearance)
    }
    index = []
    for number, told in some:
        _crawled(rows, number, told)
        key = sort_key(told.published, number)
        for named in told.people:
            _named(rows, world, number, next(numbers), named)
        rows[Appearance] += _appearance_rows(world, number, told)
        rows[AwardFact] += [
            {
                "revision_id": number,
                "award": world.awards[award.award],
                "award_key": fold(world.awards[award.award]),
                "search_key": search_key(world.awards[award.award]),
                "recipient_key": search_key(world.persons[told.people[-1].person]),
                "recipient": world.persons[told.people[-1].person],
                "person_id": told.people[-1].person + 1,
                "status": "conferred",
                **_span(award.span),
            }
            for award in told.awards
        ]
        row = index_row(
            title=told.title,
            body=told.body,
            facts=_wordings(world, told),
            site_id=site_name(told.site),
            kind="article",
        )
        index.append(index_values(connection.dialect.name, key, row))
    for model, added in rows.items():
        if added:
            connection.execute(insert(model), added)
    connection.execute(
        text("UPDATE articles SET current_id = id, sort_key = :key WHERE id = :id"),
        [{"id": number, "key": sort_key(told.published, number)} for number, told in some],
    )
    connection.execute(INSERT[connection.dialect.name], index)


def _crawled(rows: dict[type[Base], list[dict[str, Any]]], number: int, told: Told) -> None:
    rows[Page].append(page_row(number, told))
    rows[Capture].append(capture_row(number, told) | {"extracted_with": "1"})
    rows[Article].append(
        {
            "id": number,
            "site_id": site_name(told.site),
            "page_id": number,
            "url": article_url(number, told),
            "first_seen_at": told.published,
        }
    )
    rows[Revision].append(
        {
            "id": number,
            "article_id": number,
            "number": 1,
            "capture_id": number,
            "extractor_version": "1",
            "extracted_at": told.published,
            "kind": "article",
            "title": told.title,
            "body": told.body,
            "digest": f"{number:064x}",
            "statement_digest": f"{number:064x}",
            "published_at": told.published,
            "published_day": told.published.astimezone(VIETNAM).date(),
            "published_has_time": True,
            "published_zone_assumed": False,
            "published_source": "invented",
        }
    )


def _named(
    rows: dict[type[Base], list[dict[str, Any]]], world: World, revision: int, number: int, named: Named
) -> None:
    title, body = world.titles[named.title], world.bodies[named.body]
    rows[Mention].append(
        {
            "id": number,
            "revision_id": revision,
            "person_id": named.person + 1,
            "name": world.persons[named.person],
            **_span(named.name_span),
        }
    )
    rows[OfficeFact].append(
        {
            "revision_id": revision,
            "mention_id": number,
            "office_id": office_id(named.title, named.body, len(world.titles)),
            "title": title,
            "organization": body,
            "full": f"{title} {body}",
            "former": False,
            **_span(named.office_span),
        }
    )


def _wordings(world: World, told: Told) -> FactWordings:
    bodies = [world.bodies[named.body] for named in told.people]
    return FactWordings(
        person=tuple(dict.fromkeys(world.persons[named.person] for named in told.people)),
        office=tuple(
            dict.fromkeys(
                f"{world.titles[named.title]} {body}" for named, body in zip(told.people, bodies, strict=True)
            )
        ),
        organization=tuple(dict.fromkeys(bodies)),
        award=tuple(world.awards[award.award] for award in told.awards),
    )


def _span(span: tuple[int, int]) -> dict[str, Any]:
    return {"span_start": span[0], "span_end": span[1], **_HOW}
