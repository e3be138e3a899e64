"""Awards can be asked for by words, with accents or without: keys of award, issuer and recipient.

Revision: 0008, after 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from extract.text import search_key

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEYS = {"search_key": "award", "issuer_key": "issuer", "recipient_key": "recipient"}
BATCH = 5000


def upgrade() -> None:
    for name in KEYS:
        op.add_column("award_facts", sa.Column(name, sa.String))
    awards = sa.table("award_facts", *(sa.column(name) for name in ("id", *KEYS, *KEYS.values())))
    connection = op.get_bind()
    change = (
        sa.update(awards)
        .where(awards.c.id == sa.bindparam("number"))
        .values({name: sa.bindparam(f"new_{name}") for name in KEYS})
    )
    last = 0
    wanted = sa.select(awards.c.id, *(awards.c[name] for name in KEYS.values())).order_by(awards.c.id)
    while rows := connection.execute(wanted.where(awards.c.id > last).limit(BATCH)).mappings().all():
        connection.execute(change, [{"number": row["id"], **_keys(row)} for row in rows])
        last = rows[-1]["id"]


def _keys(row: sa.RowMapping) -> dict[str, str | None]:
    """The keys of one award, under the names of the parameters that set them."""
    return {
        f"new_{name}": search_key(row[source]) if row[source] is not None else None
        for name, source in KEYS.items()
    }
