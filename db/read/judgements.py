"""What editors have decided, row by row: the history of two articles, the audit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.judgements import standing_id
from db.models import Article, Judgement, Revision, Site

_UNDO = aliased(Judgement)
_NOW = aliased(Revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSide:
    """One of the two articles, as its editor read it."""

    article_id: int
    revision: int
    """The revision's number in the article's history."""
    site_id: str
    site_name: str
    url: str
    title: str
    changed: bool
    """Whether the article says something else today than what was judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementRow:
    """One row: a decision, or the undo of one."""

    judgement_id: int
    a: JudgedSide
    b: JudgedSide
    verdict: str
    canonical_id: int | None
    editor: str
    reason: str | None
    made_at: datetime
    undoes_id: int | None
    undone: bool
    standing: bool
    """Whether it is what holds of the two articles today."""

    @property
    def changed(self) -> bool:
        """Whether either text is another one today."""
        return self.a.changed or self.b.changed

    @property
    def cursor(self) -> int:
        """Where to go on after this row."""
        return self.judgement_id


def list_judgements(
    session: Session,
    *,
    articles: tuple[int, int] | None = None,
    editor: str | None = None,
    limit: int = 50,
    before: int | None = None,
) -> list[JudgementRow]:
    """The rows, the last added first; of two articles or of one editor, where asked."""
    query = (
        select(Judgement, _UNDO.id, standing_id(Judgement.a_id, Judgement.b_id))
        .outerjoin(_UNDO, _UNDO.undoes_id == Judgement.id)
        .order_by(Judgement.id.desc())
        .limit(limit)
    )
    if articles is not None:
        a_id, b_id = sorted(articles)
        query = query.where(Judgement.a_id == a_id, Judgement.b_id == b_id)
    if editor is not None:
        query = query.where(Judgement.editor == editor)
    if before is not None:
        query = query.where(Judgement.id < before)
    rows = session.execute(query).all()
    read = (
        number for judgement, _, _ in rows for number in (judgement.a_revision_id, judgement.b_revision_id)
    )
    sides = _sides(session, read)
    return [
        JudgementRow(
            judgement_id=judgement.id,
            a=sides[judgement.a_revision_id],
            b=sides[judgement.b_revision_id],
            verdict=judgement.verdict,
            canonical_id=judgement.canonical_id,
            editor=judgement.editor,
            reason=judgement.reason,
            made_at=judgement.made_at,
            undoes_id=judgement.undoes_id,
            undone=undone_by is not None,
            standing=judgement.id == standing,
        )
        for judgement, undone_by, standing in rows
    ]


def _sides(session: Session, revisions: Iterable[int]) -> dict[int, JudgedSide]:
    """By the revision that was read, the article it is of."""
    query = (
        select(Revision, Article, Site.name, _NOW.digest)
        .join(Article, Article.id == Revision.article_id)
        .join(Site, Site.id == Article.site_id)
        .outerjoin(_NOW, _NOW.id == Article.current_id)
        .where(Revision.id.in_(set(revisions)))
    )
    return {
        revision.id: JudgedSide(
            article_id=article.id,
            revision=revision.number,
            site_id=article.site_id,
            site_name=site_name,
            url=article.url,
            title=revision.title,
            changed=digest != revision.digest,
        )
        for revision, article, site_name, digest in session.execute(query)
    }
