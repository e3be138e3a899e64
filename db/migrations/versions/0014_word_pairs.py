"""PostgreSQL: each two words that follow each other become a word of the search index.

Revision: 0014, after 0013
"""

from __future__ import annotations

from alembic import op

from db.migrations.search_index import fill_index

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("TRUNCATE article_search")
        fill_index(op.get_bind())
