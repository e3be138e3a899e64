"""Bodies with their other names and successors, the bodies of awards, and the units that articles name.

What earlier articles say of all this is read again by `db.organizations_again`, in the same transaction.

Revision: 0010, after 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BASES = "'name', 'article', 'site'"


def upgrade() -> None:
    op.add_column("organizations", sa.Column("search_key", sa.String))
    op.add_column("organizations", sa.Column("line", sa.String))
    op.create_index("ix_organizations_search_key", "organizations", ["search_key"])
    op.create_table(
        "organization_names",
        sa.Column("organization_id", sa.Integer, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "key", name="pk_organization_names"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_organization_names_organization_id"
        ),
    )
    op.create_table(
        "organization_successors",
        sa.Column("old_id", sa.Integer, nullable=False),
        sa.Column("new_id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date),
        sa.PrimaryKeyConstraint("old_id", "new_id", name="pk_organization_successors"),
        sa.ForeignKeyConstraint(["old_id"], ["organizations.id"], name="fk_organization_successors_old_id"),
        sa.ForeignKeyConstraint(["new_id"], ["organizations.id"], name="fk_organization_successors_new_id"),
    )
    op.create_index("ix_organization_successors_new_id", "organization_successors", ["new_id"])
    op.create_table(
        "place_mentions",
        sa.Column("revision_id", sa.Integer, nullable=False),
        sa.Column("span_start", sa.Integer, nullable=False),
        sa.Column("span_end", sa.Integer, nullable=False),
        sa.Column("place_id", sa.Integer, nullable=False),
        sa.Column("basis", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("revision_id", "span_start", name="pk_place_mentions"),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_place_mentions_revision_id"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_place_mentions_place_id"),
        sa.CheckConstraint(f"basis IN ({BASES})", name="basis"),
        sa.CheckConstraint("span_start >= 0 AND span_end > span_start", name="span"),
    )
    op.create_index("ix_place_mentions_place_id_revision_id", "place_mentions", ["place_id", "revision_id"])
    # In plain SQL, which both databases read alike: Alembic would copy the whole tables on SQLite.
    for table, column in (
        (
            "office_facts",
            f"place_basis VARCHAR CONSTRAINT ck_office_facts_place_basis CHECK (place_basis IN ({BASES}))",
        ),
        (
            "award_facts",
            "issuer_id INTEGER CONSTRAINT fk_award_facts_issuer_id REFERENCES organizations (id)",
        ),
        (
            "award_facts",
            "recipient_id INTEGER CONSTRAINT fk_award_facts_recipient_id REFERENCES organizations (id)",
        ),
    ):
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    op.create_index("ix_award_facts_issuer_id", "award_facts", ["issuer_id"])
    op.create_index("ix_award_facts_recipient_id", "award_facts", ["recipient_id"])
