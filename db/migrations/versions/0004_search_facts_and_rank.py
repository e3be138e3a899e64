"""The search index holds facts too, and tags by which it filters and ranks; it is made anew.

Revision: 0004, after 0003
"""

from __future__ import annotations

from alembic import op

from db.migrations.search_index import fill_index

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SQLITE_SEARCH = """
CREATE VIRTUAL TABLE article_search
USING fts5(exact, folded, tags, tokenize = "unicode61 remove_diacritics 0")
"""
POSTGRES_SEARCH = (
    """
    CREATE TABLE article_search (
        rowid BIGINT CONSTRAINT pk_article_search PRIMARY KEY,
        exact TSVECTOR NOT NULL,
        folded TSVECTOR NOT NULL,
        tags TSVECTOR NOT NULL
    )
    """,
    "CREATE INDEX ix_article_search_exact ON article_search USING gin (exact)",
    "CREATE INDEX ix_article_search_folded ON article_search USING gin (folded)",
    "CREATE INDEX ix_article_search_tags ON article_search USING gin (tags)",
)


def upgrade() -> None:
    op.execute("DROP TABLE article_search")
    sqlite = op.get_context().dialect.name == "sqlite"
    for statement in (SQLITE_SEARCH,) if sqlite else POSTGRES_SEARCH:
        op.execute(statement)
    fill_index(op.get_bind())
