"""What sentences say of a tenure: that it begins, or ends.

Facts that are stored already say nothing of it until their pages are read again.

Revision: 0013, after 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In plain SQL, which both databases read alike: Alembic would copy the whole tables on SQLite.
    for table, column in (
        (
            "office_facts",
            "change VARCHAR CONSTRAINT ck_office_facts_change CHECK (change IN ('began', 'ended'))",
        ),
        (
            "tenures",
            "began_fact_id INTEGER CONSTRAINT fk_tenures_began_fact_id REFERENCES office_facts (id)",
        ),
        (
            "tenures",
            "ended_fact_id INTEGER CONSTRAINT fk_tenures_ended_fact_id REFERENCES office_facts (id)",
        ),
    ):
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    told = sa.text("change IS NOT NULL")
    op.create_index(
        "ix_office_facts_changes", "office_facts", ["office_id"], sqlite_where=told, postgresql_where=told
    )
