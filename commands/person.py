"""The verb `person`: who somebody is, why, in which offices, with which awards, in which articles."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

import pipeline
from commands.options import AS_JSON, CONFIG, example
from commands.terminal import show_table
from config import load_config
from db.engine import reading
from db.filters import ArticleFilter
from db.read import PersonView, list_articles, list_awards, list_people, read_person
from db.read.attestations import attestations_of
from db.read.awards import AwardFilter
from db.read.companions import read_company
from db.read.contradictions import contradictions_of
from db.read.identity import appearances_of

_NAMESAKES = 50


@click.command(epilog=example('tintinh person "Lê Thị Huyền"; tintinh person 12 --json'))
@CONFIG
@AS_JSON
@click.argument("name_or_id")
def person(*, config_path: Path, as_json: bool, name_or_id: str) -> int:
    """Một người: là ai, vì sao, chức vụ, khen thưởng, bài / a person: who, why, offices, awards, articles.

    Theo tên: mọi người mang tên ấy; theo số: một người / by name, all who bear it; by number, one.
    """
    engine = pipeline.prepared(load_config(config_path))
    with reading(engine) as session:
        if not name_or_id.isdigit():
            return _show_namesakes(session, name_or_id, as_json=as_json)
        known = _known(session, int(name_or_id))
    if known is None:
        click.echo(f"tintinh: không có người số {name_or_id} / there is no person {name_or_id}", err=True)
        return 1
    if as_json:
        click.echo(json.dumps(known, ensure_ascii=False, default=str))
    else:
        _show(known)
    return 0


def _show_namesakes(session: Session, name: str, *, as_json: bool) -> int:
    rows = list_people(session, name=name, limit=_NAMESAKES)
    if not rows:
        click.echo(f"tintinh: chưa bài nào nhắc {name!r} / no article names {name!r}", err=True)
        return 1
    people = [(row, read_person(session, row.person_id)) for row in rows]
    if as_json:
        for row, view in people:
            known = asdict(view) | {"articles": row.articles} if view else None
            click.echo(json.dumps(known, ensure_ascii=False, default=str))
        return 0
    show_table(
        "Người / people",
        ("số / no.", "tên / name", "tỉnh / province", "bài / articles", "chức vụ / offices"),
        [
            (
                row.person_id,
                row.name,
                row.province or "–",
                row.articles,
                _offices(view),
            )
            for row, view in people
        ],
    )
    return 0


def _offices(view: PersonView | None) -> str:
    tenures = view.tenures[:2] if view else ()
    return "; ".join(f"{one.title} {one.organization or ''}".strip() for one in tenures) or "–"


def _known(session: Session, person_id: int) -> dict[str, Any] | None:
    """Everything about one person, as plain data; none where there is nobody of that number."""
    view = read_person(session, person_id)
    if view is None:
        return None
    number = view.person_id
    return asdict(view) | {
        "attestations": [asdict(one) for one in attestations_of(session, number)],
        "contradictions": [asdict(one) for one in contradictions_of(session, number)],
        "awards": [asdict(one) for one in list_awards(session, awards=AwardFilter(person=number))],
        **asdict(read_company(session, number)),
        "appearances": [asdict(one) for one in appearances_of(session, number)],
        "articles_listed": [asdict(one) for one in list_articles(session, ArticleFilter(person=number))],
    }


def _show(known: dict[str, Any]) -> None:
    click.echo(f"{known['name']} (số / no. {known['person_id']}), {known['province'] or '–'}")
    show_table(
        "Chức vụ / offices",
        ("chức vụ / office", "nơi / body", "từ / from", "đến / to", "bài / articles"),
        [
            (
                f"{'nguyên / former ' if one['former'] else ''}{one['title']}",
                one["organization"] or "–",
                one["first_day"] or "?",
                one["last_day"] or "?",
                one["articles"],
            )
            for one in known["tenures"]
        ],
    )
    show_table(
        "Vì sao là người này / why this person",
        ("bài / article", "chắc / sure", "lý do / reasons"),
        [
            (
                one["ref"][0],
                f"{one['score']:.2f}",
                "; ".join(f"{why['vi']} / {why['en']} ({why['weight']:+})" for why in one["grounds"]),
            )
            for one in known["appearances"]
        ],
    )
    show_table(
        "Khen thưởng / awards",
        ("khen thưởng / award", "nơi tặng / issuer", "ngày / day", "bài / article"),
        [
            (one["award"], one["issuer"] or "–", one["published_day"] or "?", one["article_id"])
            for one in known["awards"]
        ],
    )
    show_table(
        "Mâu thuẫn / contradictions",
        ("loại / kind", "một / one", "hai / other", "từ / from", "đến / to"),
        [
            (one["kind"], _side(one["one"]), _side(one["other"]), one["first_day"], one["last_day"])
            for one in known["contradictions"]
        ],
    )
    show_table(
        "Tin bài / articles",
        ("số / no.", "ngày / day", "tên / title"),
        [(one["article_id"], one["published_day"] or "?", one["title"]) for one in known["articles_listed"]],
    )


def _side(side: dict[str, Any]) -> str:
    return (
        f"{side['name']}, {side['title']} {side['organization'] or ''} (bài / article {side['article_id']})"
    )
