"""Corrections as data for others: all of them, and the articles that they make labelled examples.

An article is a labelled example (gold) when a person has marked it as checked whole: the facts of the
revision that was checked are right, and none is missing. Of other corrected articles it is only known
what people said of single facts; they are `partial`, and no measure of an extractor.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.corrections import COMPLETE
from db.models import Article, FactCorrection, Revision
from db.read.corrections import CorrectionRow, all_corrections, list_corrections
from db.read.facts import read_facts
from extract.corrections import Values, kind_of, to_json
from extract.fact import Facts, Office
from extract.text import fold

_UNLABELLED = {"speaks", "change"}
"""What can be corrected of a mention or an office, and has no place in the guidelines."""


def json_lines(rows: Iterable[CorrectionRow]) -> Iterator[str]:
    """One JSON object a line for each correction; times and days in ISO 8601."""
    for row in rows:
        said = {
            "correction": row.correction_id,
            "article": row.article_id,
            "url": row.url,
            "revision": row.revision,
            "action": row.action,
            "kind": row.kind,
            "quote": row.quote,
            "before": row.text_before,
            "after": row.text_after,
            "was": _values(row.was),
            "becomes": _values(row.becomes),
            "reason": row.reason,
            "editor": row.editor,
            "made_at": row.made_at.isoformat(),
            "undoes": row.undoes_id,
            "state": row.state,
            "span": list(row.span) if row.span else None,
        }
        yield json.dumps(said, ensure_ascii=False) + "\n"


def gold_examples(session: Session) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and labelled example of each article that has been checked whole, by number.

    The form is that of the annotation guidelines, which `tintinh evaluate` reads. Authors are those
    whom the text itself names: an extractor that is given the text can find no others.
    """
    for article, revision in _corrected(session, complete=True):
        facts = read_facts(session, revision.id)
        yield _name(article), _head(article, revision) | _labels(facts, f"{revision.title}\n{revision.body}")


def partial_examples(session: Session) -> Iterator[dict[str, Any]]:
    """Each other corrected article with what people hold to be right in it, and what wrong."""
    for article, revision in _corrected(session, complete=False):
        rows = [
            row
            for row in list_corrections(session, article=article.id, state="holds")
            if _said(row.becomes) != _said(row.was)
        ]
        right = [_said(row.becomes) | {"span": list(row.span or ())} for row in rows if row.becomes]
        wrong = [_said(row.was) for row in rows if row.was]
        if rows:
            yield _head(article, revision) | {"right": right, "wrong": wrong}


def every_correction(session: Session) -> Iterator[str]:
    """`json_lines` of all rows, the last added first."""
    return json_lines(all_corrections(session))


def _corrected(session: Session, *, complete: bool) -> Iterator[tuple[Article, Revision]]:
    """The articles with corrections, with the revision that was checked, else with the current one."""
    last = select(func.max(FactCorrection.id)).group_by(FactCorrection.article_id).scalar_subquery()
    query = select(FactCorrection).where(FactCorrection.id.in_(last)).order_by(FactCorrection.article_id)
    for row in session.scalars(query).all():
        article = session.get_one(Article, row.article_id)
        checked = row.action == COMPLETE
        revision_id = row.revision_id if checked else article.current_id
        if checked is complete and revision_id is not None:
            yield article, session.get_one(Revision, revision_id)


def _name(article: Article) -> str:
    return f"{article.site_id}-{article.id}"


def _head(article: Article, revision: Revision) -> dict[str, Any]:
    return {
        "id": _name(article),
        "source": article.url,
        "category": "corrected",
        "title": revision.title,
        "published": revision.published_day.isoformat() if revision.published_day else None,
        "body": revision.body,
    }


def _labels(facts: Facts, text: str) -> dict[str, Any]:
    """The facts as a set: a person named five times is one person, a date named twice is one date."""
    people: dict[str, dict[str, Any]] = {}
    for person in facts.people:
        known = people.setdefault(fold(person.name), {"name": person.name, "offices": []})
        known["offices"] += [_office(office) for office in person.offices]
    dates = {(date.text, date.start, date.end): date for date in facts.dates}
    return {
        "authors": [name for name in facts.authors if fold(name) in fold(text)],
        "people": list(people.values()),
        "dates": [
            {"text": date.text, "start": date.start.isoformat(), "end": date.end.isoformat()}
            for date in dates.values()
        ],
        "awards": [
            {
                "award": award.award,
                "issuer": award.issuer,
                "recipient": award.recipient,
                "count": award.count,
                "status": award.status.value,
            }
            for award in facts.awards
        ],
    }


def _office(office: Office) -> dict[str, Any]:
    wording = f"{office.title} {office.organization}".strip()
    variants = {"variants": [office.full]} if fold(office.full) != fold(wording) else {}
    return {
        "title": office.title,
        "organization": office.organization,
        **variants,
        "former": office.former,
    }


def _said(values: Values | None) -> dict[str, Any]:
    """What is said of a fact, as far as the guidelines know of it; nothing for none."""
    if values is None:
        return {}
    said = {name: value for name, value in to_json(values).items() if name not in _UNLABELLED}
    return {"kind": kind_of(values).value, **said}


def _values(values: Values | None) -> dict[str, Any] | None:
    return None if values is None else to_json(values)
