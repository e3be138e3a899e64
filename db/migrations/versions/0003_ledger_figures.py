"""The night's ledger: refusals, articles and facts by run and site, answer times, robots.txt, certificates.

Lines of earlier runs get their figures of articles and facts from the revisions in store at the next run's
end; what only the crawl could have noted stays unknown for them.

Revision: 0003, after 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COUNTS = (
    "refused",
    "articles_new",
    "articles_revised",
    "empty",
    "characters",
    "timed",
    "templated",
    "people",
    "offices",
    "dates",
    "awards",
    "duplicates",
)


def upgrade() -> None:
    for name in COUNTS:
        op.add_column("site_runs", sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0")))
    op.add_column("site_runs", sa.Column("agreement", sa.Double, nullable=False, server_default=sa.text("0")))
    op.add_column("site_runs", sa.Column("answer_ms", sa.Integer))
    op.add_column("site_runs", sa.Column("robots_digest", sa.String))
    op.add_column("site_runs", sa.Column("certificate_expires_at", sa.DateTime(timezone=True)))
    op.add_column("site_runs", sa.Column("certificate_issuer", sa.String))
