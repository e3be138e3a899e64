"""Signatures in the database, and the articles that share their values: a lookup takes milliseconds.

A value that more than `CROWD` articles hold is everyday wording. Its list is not continued,
so that no list that a lookup reads is longer than that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.models import Signature, SignatureEntry
from dedupe.candidates import CROWD, likely
from dedupe.signature import ALGORITHM, AlgorithmMismatch, entries_of
from dedupe.signature import Signature as Values

Holders = Mapping[int, Sequence[int]]
"""For each value of a signature, the articles that hold it."""


def require_one_algorithm(session: Session) -> None:
    """Raise `AlgorithmMismatch` where signatures by another method are in store."""
    query = select(Signature.algorithm).where(Signature.algorithm != ALGORITHM).limit(1)
    other = session.scalar(query)
    if other is not None:
        raise AlgorithmMismatch(other)


def holders(session: Session, signature: Values) -> Holders:
    """The articles that hold the signature's values."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    query = select(SignatureEntry.value, SignatureEntry.article_id).where(
        SignatureEntry.value.in_(signature.entries())
    )
    for value, article_id in session.execute(query):
        found[value].append(article_id)
    return found


def candidates(session: Session, found: Holders, article_id: int, most: int) -> list[int]:
    """The articles worth comparing with this one, the likeliest first, no more than `most`.

    Values of another algorithm mean nothing here: their articles are signed anew before they count.
    """
    ranked = [other for other in likely(found) if other != article_id][:most]
    query = select(Signature.article_id).where(
        Signature.article_id.in_(ranked), Signature.algorithm == ALGORITHM
    )
    comparable = set(session.scalars(query))
    return [other for other in ranked if other in comparable]


def enter_signature(
    session: Session, article_id: int, revision_id: int, signature: Values | None, found: Holders
) -> None:
    """Store an article's signature, None for a text without words; `found` are its values' holders."""
    session.add(
        Signature(
            article_id=article_id,
            revision_id=revision_id,
            algorithm=ALGORITHM,
            values=signature.to_bytes() if signature else b"",
        )
    )
    values = signature.entries() if signature else []
    rows = [
        {"value": value, "article_id": article_id} for value in values if len(found.get(value, ())) <= CROWD
    ]
    if rows:
        session.execute(insert(SignatureEntry), rows)


def remove_signature(session: Session, article_id: int) -> None:
    """Take an article's signature and its entries out, whichever method made them."""
    stored = session.get(Signature, article_id)
    if stored is None:
        return
    session.execute(
        delete(SignatureEntry).where(
            SignatureEntry.value.in_(entries_of(stored.values)), SignatureEntry.article_id == article_id
        )
    )
    session.delete(stored)
    session.flush()
