"""Accounts: who may sign in, sessions, tokens of programs, failures of late, and an audit that only grows.

Revision: 0006, after 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROLE = "role IN ('reader', 'editor', 'admin')"

SQLITE_APPEND_ONLY = """
CREATE TRIGGER audit_events_{name} BEFORE {event} ON audit_events {condition}
BEGIN SELECT RAISE(ABORT, 'audit_events are only ever added'); END
"""
SQLITE_CHANGES = (
    ("update", "UPDATE", ""),
    ("delete", "DELETE", ""),
    # INSERT OR REPLACE deletes without a word to the trigger above.
    ("replace", "INSERT", "WHEN EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id)"),
)
POSTGRES_APPEND_ONLY = """
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("password", sa.String, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("password_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.CheckConstraint(ROLE, name="role"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("browser", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_sign_ins_account_id", "sign_ins", ["account_id"])
    op.create_index("ix_sign_ins_browser", "sign_ins", ["browser"])
    op.create_index("ix_sign_ins_made_at", "sign_ins", ["made_at"])
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.CheckConstraint(ROLE, name="role"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_api_tokens_account_id", "api_tokens", ["account_id"])
    op.create_table(
        "sign_in_counts",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.CheckConstraint("failures >= 0", name="failures"),
    )
    op.create_index("ix_sign_in_counts_last_at", "sign_in_counts", ["last_at"])
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("detail", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
    )
    for column in ("at", "actor", "action"):
        op.create_index(f"ix_audit_events_{column}", "audit_events", [column])
    if op.get_bind().dialect.name == "sqlite":
        for name, event, condition in SQLITE_CHANGES:
            op.execute(SQLITE_APPEND_ONLY.format(name=name, event=event, condition=condition))
    else:
        op.execute(POSTGRES_APPEND_ONLY)
