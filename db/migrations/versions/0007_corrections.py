"""What people correct in articles' facts: corrections, their outcomes, and revisions made of them.

Revision: 0007, after 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

SQLITE_APPEND_ONLY = """
CREATE TRIGGER corrections_{name} BEFORE {event} ON corrections {condition}
BEGIN SELECT RAISE(ABORT, 'corrections are only ever added: undo one by another'); END
"""
SQLITE_CHANGES = (
    ("update", "UPDATE", ""),
    ("delete", "DELETE", ""),
    # INSERT OR REPLACE deletes without a word to the trigger above.
    (
        "replace",
        "INSERT",
        "WHEN EXISTS (SELECT 1 FROM corrections WHERE id = NEW.id OR undoes_id = NEW.undoes_id)",
    ),
)
POSTGRES_APPEND_ONLY = """
CREATE TRIGGER corrections_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON corrections
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "corrected_revisions",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("corrects_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.CheckConstraint("revision_id > corrects_id", name="order"),
    )
    op.create_index("ix_corrected_revisions_corrects_id", "corrected_revisions", ["corrects_id"])
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("quote", sa.String),
        sa.Column("text_before", sa.String),
        sa.Column("text_after", sa.String),
        sa.Column("span_start", sa.Integer),
        sa.Column("repeats", sa.Integer),
        sa.Column("was", JSON),
        sa.Column("becomes", JSON),
        sa.Column("reason", sa.String),
        sa.Column("editor", sa.String, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("undoes_id", sa.Integer, sa.ForeignKey("corrections.id"), unique=True),
        sa.CheckConstraint("action IN ('wrong', 'mend', 'add', 'complete', 'undo')", name="action"),
        sa.CheckConstraint(
            "kind IN ('person', 'mention', 'office', 'date', 'award', 'author', 'article')", name="kind"
        ),
        sa.CheckConstraint("(action = 'undo') = (undoes_id IS NOT NULL)", name="undo"),
        sa.CheckConstraint("action = 'undo' OR (action = 'complete') = (kind = 'article')", name="complete"),
        sa.CheckConstraint("(action IN ('wrong', 'mend')) = (was IS NOT NULL)", name="was"),
        sa.CheckConstraint("(action IN ('mend', 'add')) = (becomes IS NOT NULL)", name="becomes"),
        sa.CheckConstraint(
            "(action IN ('wrong', 'mend', 'add') AND kind <> 'author') = (quote IS NOT NULL)", name="quote"
        ),
        sa.CheckConstraint(
            "(quote IS NULL) = (text_before IS NULL) AND (quote IS NULL) = (text_after IS NULL)"
            " AND (quote IS NULL) = (span_start IS NULL) AND (quote IS NULL) = (repeats IS NULL)",
            name="place",
        ),
    )
    op.create_index("ix_corrections_revision_id", "corrections", ["revision_id"])
    op.create_index("ix_corrections_article_id_id", "corrections", ["article_id", "id"])
    op.create_index("ix_corrections_editor_id", "corrections", ["editor", "id"])
    op.create_table(
        "correction_outcomes",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("correction_id", sa.Integer, sa.ForeignKey("corrections.id"), primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("span_start", sa.Integer),
        sa.Column("span_end", sa.Integer),
        sa.CheckConstraint("state IN ('applied', 'agreed', 'waiting')", name="state"),
        sa.CheckConstraint("(span_start IS NULL) = (span_end IS NULL)", name="span"),
    )
    op.create_index("ix_correction_outcomes_correction_id", "correction_outcomes", ["correction_id"])
    if op.get_bind().dialect.name == "sqlite":
        for name, event, condition in SQLITE_CHANGES:
            op.execute(SQLITE_APPEND_ONLY.format(name=name, event=event, condition=condition))
    else:
        op.execute(POSTGRES_APPEND_ONLY)
