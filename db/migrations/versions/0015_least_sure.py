"""Find the appearances that are the least sure, of one person and of all, without reading the others.

Revision: 0015, after 0014
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_appearances_person_id_score", "appearances", ["person_id", "score"])
    op.create_index("ix_appearances_score_article_id_key", "appearances", ["score", "article_id", "key"])
