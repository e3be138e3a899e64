"""Views of what people say of the facts."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from db.models import Article, CorrectionOutcome, FactCorrection, Revision, Site
from db.views.model import View
from db.views.parts import article_columns

_UNDO = aliased(FactCorrection, name="undo")

_CORRECTIONS = View(
    "corrections",
    select(
        FactCorrection.id.label("correction_id"),
        FactCorrection.made_at,
        FactCorrection.editor,
        FactCorrection.action,
        FactCorrection.kind,
        FactCorrection.quote,
        FactCorrection.text_before,
        FactCorrection.text_after,
        FactCorrection.was,
        FactCorrection.becomes,
        FactCorrection.reason,
        FactCorrection.undoes_id,
        _UNDO.id.is_not(None).label("undone"),
        CorrectionOutcome.state,
        CorrectionOutcome.span_start,
        CorrectionOutcome.span_end,
        FactCorrection.revision_id.label("seen_revision_id"),
        *article_columns(),
        Revision.id.label("revision_id"),
    )
    .join(Article, Article.id == FactCorrection.article_id)
    .join(Site, Site.id == Article.site_id)
    .join(Revision, Revision.id == func.coalesce(Article.current_id, FactCorrection.revision_id))
    .outerjoin(_UNDO, _UNDO.undoes_id == FactCorrection.id)
    .outerjoin(
        CorrectionOutcome,
        (CorrectionOutcome.correction_id == FactCorrection.id)
        & (CorrectionOutcome.revision_id == Article.current_id),
    ),
    key=("correction_id",),
)

CORRECTION_VIEWS = (_CORRECTIONS,)
