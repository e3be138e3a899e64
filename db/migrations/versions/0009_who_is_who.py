"""Who is who: appearances, persons that are no longer bound to a province, editors' decisions.

Appearances of articles already in store are gathered by the next `tintinh extract`; until then everybody
stays who they were.

Revision: 0009, after 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

APPEND_ONLY = ("identity_decisions", "identity_decision_members")
SQLITE_APPEND_ONLY = """
CREATE TRIGGER {table}_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} are only ever added: undo one by another'); END
"""
# INSERT OR REPLACE deletes without a word to the trigger on DELETE.
SQLITE_NO_REPLACING = (
    """
    CREATE TRIGGER identity_decisions_replace BEFORE INSERT ON identity_decisions
    WHEN EXISTS (SELECT 1 FROM identity_decisions WHERE id = NEW.id OR undoes_id = NEW.undoes_id)
    BEGIN SELECT RAISE(ABORT, 'identity_decisions are only ever added: undo one by another'); END
    """,
    """
    CREATE TRIGGER identity_decision_members_replace BEFORE INSERT ON identity_decision_members
    WHEN EXISTS (
        SELECT 1 FROM identity_decision_members
        WHERE decision_id = NEW.decision_id AND article_id = NEW.article_id AND key = NEW.key
    )
    BEGIN SELECT RAISE(ABORT, 'identity_decision_members are only ever added: undo one by another'); END
    """,
)
POSTGRES_APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    _free_persons_of_provinces()
    _create_appearances()
    _create_decisions()
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for event in ("UPDATE", "DELETE"):
                op.execute(SQLITE_APPEND_ONLY.format(table=table, event=event))
        for statement in SQLITE_NO_REPLACING:
            op.execute(statement)
    else:
        for table in APPEND_ONLY:
            op.execute(POSTGRES_APPEND_ONLY.format(table=table))


def _free_persons_of_provinces() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_persons()
    else:
        op.drop_constraint("uq_persons_key_scope", "persons")
        op.drop_column("persons", "scope")
        op.add_column("persons", sa.Column("province", sa.String))
        op.add_column("persons", sa.Column("merged_into_id", sa.Integer))
        op.create_foreign_key("fk_persons_merged_into_id", "persons", "persons", ["merged_into_id"], ["id"])
    op.create_index("ix_persons_key_id", "persons", ["key", "id"])
    op.create_index("ix_persons_merged_into_id", "persons", ["merged_into_id"])


def _rebuild_persons() -> None:
    """SQLite drops no constraint from a table: it is built anew, and filled under its own name.

    Filling it is what makes whole again the references that were broken by dropping it.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TABLE persons_before AS SELECT id, name, key, search_key FROM persons")
    op.drop_table("persons")
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("search_key", sa.String, nullable=False),
        sa.Column("province", sa.String),
        sa.Column("merged_into_id", sa.Integer, sa.ForeignKey("persons.id")),
    )
    op.execute(
        "INSERT INTO persons (id, name, key, search_key) SELECT id, name, key, search_key FROM persons_before"
    )
    op.drop_table("persons_before")
    op.create_index("ix_persons_search_key", "persons", ["search_key"])


def _create_appearances() -> None:
    op.create_table(
        "name_groups",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("waiting", sa.Boolean, nullable=False),
    )
    op.create_index("ix_name_groups_waiting", "name_groups", ["waiting"])
    op.create_table(
        "appearances",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("key", sa.String, sa.ForeignKey("name_groups.key"), primary_key=True),
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("first_person_id", sa.Integer, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("evidence_version", sa.Integer, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.CheckConstraint("score >= 0 AND score <= 1", name="score"),
    )
    op.create_index("ix_appearances_key_article_id", "appearances", ["key", "article_id"])
    op.create_index("ix_appearances_person_id_article_id", "appearances", ["person_id", "article_id"])
    op.create_index("ix_appearances_first_person_id", "appearances", ["first_person_id"])


def _create_decisions() -> None:
    op.create_table(
        "identity_decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("editor", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("undoes_id", sa.Integer, sa.ForeignKey("identity_decisions.id"), unique=True),
        sa.CheckConstraint("kind IN ('confirm', 'merge', 'split', 'undo')", name="kind"),
        sa.CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="undo"),
    )
    op.create_table(
        "identity_decision_members",
        sa.Column("decision_id", sa.Integer, sa.ForeignKey("identity_decisions.id"), primary_key=True),
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("side", sa.String, nullable=False),
        sa.CheckConstraint("side IN ('one', 'others')", name="side"),
    )
    op.create_index(
        "ix_identity_decision_members_key_decision_id", "identity_decision_members", ["key", "decision_id"]
    )
