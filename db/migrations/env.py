"""Alembic's environment: migrations run on the connection that `db.schema` hands over."""

from __future__ import annotations

from alembic import context

from db.models import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite can roll back changes of the schema, though Alembic does not assume so.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
