"""Signatures of least shingles in place of bands; stories; thresholds put in force.

Signatures by bands mean nothing to the new method: they go, and the next `tintinh dedupe`
signs every article. Pairs stay until their articles are compared again; judgements stay.

Revision: 0002, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.drop_table("signature_bands")
    op.execute("DELETE FROM signatures")
    op.create_table(
        "signature_entries",
        sa.Column("value", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_members",
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("story_id", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("articles.id")),
        sa.Column("relation", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.CheckConstraint(
            "relation IN ('canonical', 'identical', 'copy', 'excerpt', 'update', 'judged')", name="relation"
        ),
        sa.CheckConstraint("(relation = 'canonical') = (parent_id IS NULL)", name="canonical"),
        sa.CheckConstraint("story_id <= article_id", name="story"),
    )
    op.create_index("ix_story_members_story_id", "story_members", ["story_id"])
    op.create_index("ix_story_members_parent_id", "story_members", ["parent_id"])
    op.create_table(
        "threshold_changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("thresholds", JSON, nullable=False),
        sa.Column("judgements", sa.Integer, nullable=False),
    )
