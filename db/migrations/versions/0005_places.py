"""Places: the country's administrative units, and the level, place and parent of organisations.

The units themselves are loaded from the data set that ships with the program, by `db.places`.

Revision: 0005, after 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LEVELS = "'country', 'province', 'district', 'commune'"
KINDS = "'merger', 'partial', 'renaming', 'continuation', 'abolition'"
ORGANIZATION_LEVELS = "'centre', 'province', 'district', 'commune', 'other'"


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("code", sa.String),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("search_key", sa.String, nullable=False),
        sa.Column("level", sa.String, nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_until", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sa.ForeignKeyConstraint(["parent_id"], ["places.id"], name="fk_places_parent_id"),
        sa.CheckConstraint(f"level IN ({LEVELS})", name="level"),
        sa.CheckConstraint("valid_until >= valid_from", name="interval"),
    )
    op.create_index("ix_places_code", "places", ["code"])
    op.create_index("ix_places_key_level", "places", ["key", "level"])
    op.create_index("ix_places_search_key_id", "places", ["search_key", "id"])
    op.create_index("ix_places_parent_id", "places", ["parent_id"])
    op.create_table(
        "place_changes",
        sa.Column("old_id", sa.Integer, nullable=False),
        sa.Column("new_id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("kind", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("old_id", "new_id", name="pk_place_changes"),
        sa.ForeignKeyConstraint(["old_id"], ["places.id"], name="fk_place_changes_old_id"),
        sa.ForeignKeyConstraint(["new_id"], ["places.id"], name="fk_place_changes_new_id"),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="kind"),
    )
    op.create_index("ix_place_changes_new_id", "place_changes", ["new_id"])
    op.create_table(
        "data_sets",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_data_sets"),
    )
    # In plain SQL, which both databases read alike: Alembic would copy the whole table on SQLite.
    for column in (
        f"level VARCHAR CONSTRAINT ck_organizations_level CHECK (level IN ({ORGANIZATION_LEVELS}))",
        "place_id INTEGER CONSTRAINT fk_organizations_place_id REFERENCES places (id)",
        "parent_id INTEGER CONSTRAINT fk_organizations_parent_id REFERENCES organizations (id)",
    ):
        op.execute(f"ALTER TABLE organizations ADD COLUMN {column}")
    op.create_index("ix_organizations_place_id", "organizations", ["place_id"])
    op.create_index("ix_organizations_parent_id", "organizations", ["parent_id"])
