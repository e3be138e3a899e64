"""Views of what resembles what: stories, pairs, and what editors decided."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from db.judgements import standing_id
from db.models import Article, Judgement, Pair, Revision, StoryMember
from db.views.model import View
from db.views.parts import Column, article_columns, from_current_revisions

_STORY = func.coalesce(StoryMember.story_id, Article.id)
_SIZES = (
    select(StoryMember.story_id, func.count().label("articles")).group_by(StoryMember.story_id).subquery()
)

_STORIES = View(
    "stories",
    from_current_revisions(
        select(
            _STORY.label("story_id"),
            func.coalesce(_SIZES.c.articles, 1).label("story_articles"),
            StoryMember.parent_id,
            StoryMember.relation,
            StoryMember.reason,
            *article_columns(),
        ).select_from(Revision)
    )
    .outerjoin(StoryMember, StoryMember.article_id == Article.id)
    .outerjoin(_SIZES, _SIZES.c.story_id == StoryMember.story_id),
    key=("article_id",),
)

_A, _B = aliased(Article, name="article_a"), aliased(Article, name="article_b")
_READ_A, _READ_B = aliased(Revision, name="read_a"), aliased(Revision, name="read_b")
_NOW_A, _NOW_B = aliased(Revision, name="now_a"), aliased(Revision, name="now_b")
_STANDING = aliased(Judgement, name="standing")
_UNDO = aliased(Judgement, name="undo")


def _sides() -> tuple[Column, ...]:
    """The two articles, as they were read."""
    return tuple(
        column.label(f"{side}_{name}")
        for side, article, read in (("a", _A, _READ_A), ("b", _B, _READ_B))
        for name, column in (
            ("article_id", article.id),
            ("url", article.url),
            ("title", read.title),
            ("site_id", article.site_id),
            ("published_day", read.published_day),
            ("revision_id", read.id),
            ("revision", read.number),
        )
    )


_DUPLICATES = View(
    "duplicates",
    select(
        Pair.id.label("pair_id"),
        Pair.kind,
        Pair.duplicate,
        Pair.score,
        Pair.scores,
        Pair.reasons,
        Pair.algorithm,
        _STANDING.verdict,
        _STANDING.editor,
        *_sides(),
    )
    .join(_A, _A.id == Pair.a_id)
    .join(_B, _B.id == Pair.b_id)
    .join(_READ_A, _READ_A.id == Pair.a_revision_id)
    .join(_READ_B, _READ_B.id == Pair.b_revision_id)
    .outerjoin(_STANDING, _STANDING.id == standing_id(Pair.a_id, Pair.b_id)),
    key=("pair_id",),
    articles=("a_article_id", "b_article_id"),
)

_JUDGEMENTS = View(
    "judgements",
    select(
        Judgement.id.label("judgement_id"),
        Judgement.made_at,
        Judgement.editor,
        Judgement.verdict,
        Judgement.canonical_id,
        Judgement.reason,
        Judgement.undoes_id,
        _UNDO.id.is_not(None).label("undone"),
        (Judgement.id == func.coalesce(standing_id(Judgement.a_id, Judgement.b_id), 0)).label("standing"),
        (_NOW_A.digest != _READ_A.digest).label("a_changed"),
        (_NOW_B.digest != _READ_B.digest).label("b_changed"),
        *_sides(),
    )
    .join(_A, _A.id == Judgement.a_id)
    .join(_B, _B.id == Judgement.b_id)
    .join(_READ_A, _READ_A.id == Judgement.a_revision_id)
    .join(_READ_B, _READ_B.id == Judgement.b_revision_id)
    .outerjoin(_NOW_A, _NOW_A.id == _A.current_id)
    .outerjoin(_NOW_B, _NOW_B.id == _B.current_id)
    .outerjoin(_UNDO, _UNDO.undoes_id == Judgement.id),
    key=("judgement_id",),
    articles=("a_article_id", "b_article_id"),
)

DUPLICATE_VIEWS = (_STORIES, _DUPLICATES, _JUDGEMENTS)
