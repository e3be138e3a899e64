"""From a fact to its article's place in a list by one look into an index.

Revision: 0011, after 0010
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_articles_current_id_sort_key", "articles", ["current_id", "sort_key"])
