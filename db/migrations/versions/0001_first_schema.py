"""The first schema: sites to judgements, the search index, and judgements that only grow.

Revision: 0001, after nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ALONE = sa.text("organization_id IS NULL")

SQLITE_SEARCH = """
CREATE VIRTUAL TABLE article_search
USING fts5(exact, folded, tokenize = "unicode61 remove_diacritics 0")
"""
POSTGRES_SEARCH = (
    """
    CREATE TABLE article_search (
        rowid BIGINT CONSTRAINT pk_article_search PRIMARY KEY,
        exact TSVECTOR NOT NULL,
        folded TSVECTOR NOT NULL
    )
    """,
    "CREATE INDEX ix_article_search_exact ON article_search USING gin (exact)",
    "CREATE INDEX ix_article_search_folded ON article_search USING gin (folded)",
)

SQLITE_APPEND_ONLY = """
CREATE TRIGGER judgements_{name} BEFORE {event} ON judgements {condition}
BEGIN SELECT RAISE(ABORT, 'judgements are only ever added: undo one by another'); END
"""
SQLITE_CHANGES = (
    ("update", "UPDATE", ""),
    ("delete", "DELETE", ""),
    # INSERT OR REPLACE deletes without a word to the trigger above.
    (
        "replace",
        "INSERT",
        "WHEN EXISTS (SELECT 1 FROM judgements WHERE id = NEW.id OR undoes_id = NEW.undoes_id)",
    ),
)
POSTGRES_APPEND_ONLY = (
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% are only ever added: undo one by another', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER judgements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON judgements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)


def upgrade() -> None:
    """Build everything."""
    _create_crawl()
    _create_articles()
    _create_entities()
    _create_facts()
    _create_duplicates()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE_SEARCH)
        for name, event, condition in SQLITE_CHANGES:
            op.execute(SQLITE_APPEND_ONLY.format(name=name, event=event, condition=condition))
    else:
        # SQLite has no ALTER TABLE for this, and takes it inline though revisions come later.
        op.create_foreign_key("fk_articles_current_id", "articles", "revisions", ["current_id"], ["id"])
        for statement in (*POSTGRES_SEARCH, *POSTGRES_APPEND_ONLY):
            op.execute(statement)


def _current_revision_inline() -> tuple[sa.ForeignKeyConstraint, ...]:
    if op.get_bind().dialect.name != "sqlite":
        return ()
    return (sa.ForeignKeyConstraint(["current_id"], ["revisions.id"], name="fk_articles_current_id"),)


def _fact_columns() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("span_start", sa.Integer, nullable=False),
        sa.Column("span_end", sa.Integer, nullable=False),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("extractor_version", sa.String, nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.CheckConstraint("span_start >= 0 AND span_end > span_start", name="span"),
        sa.CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence"),
    )


def _create_crawl() -> None:
    """What is crawled, and the runs that do it."""
    op.create_table(
        "sites",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("province", sa.String, nullable=False),
        sa.Column("vendor", sa.String),
        sa.Column("start_url", sa.String, nullable=False),
    )
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("site_id", sa.String, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("request", JSON, nullable=False),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("found_on_id", sa.Integer, sa.ForeignKey("pages.id")),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("status", sa.Integer),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("fetched_at", MOMENT),
        sa.Column("changed_at", MOMENT),
        sa.Column("etag", sa.String),
        sa.Column("last_modified", sa.String),
        sa.Column("digest", sa.String),
        sa.Column("redirect_to_id", sa.Integer, sa.ForeignKey("pages.id")),
        sa.Column("stated_at", MOMENT),
        sa.Column("part_of_id", sa.Integer, sa.ForeignKey("pages.id")),
        sa.CheckConstraint("role IN ('article', 'listing', 'feed', 'sitemap')", name="role"),
        sa.CheckConstraint(
            "state IN ('queued', 'fetched', 'unchanged', 'redirected', 'refused', 'failed', 'gone')",
            name="state",
        ),
        sa.UniqueConstraint("site_id", "url"),
    )
    op.create_index("ix_pages_due", "pages", ["site_id", "state", "due_at"])
    op.create_index("ix_pages_found_on_id", "pages", ["found_on_id"])
    op.create_index("ix_pages_redirect_to_id", "pages", ["redirect_to_id"])
    op.create_index("ix_pages_part_of_id", "pages", ["part_of_id"])
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("command", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("host", sa.String, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("error", sa.String),
        sa.CheckConstraint("(state = 'running') = (finished_at IS NULL)", name="finished"),
        sa.CheckConstraint("state IN ('running', 'finished', 'failed', 'interrupted')", name="state"),
    )
    op.create_table(
        "site_runs",
        sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("site_id", sa.String, sa.ForeignKey("sites.id"), primary_key=True),
        sa.Column("found", sa.Integer, nullable=False),
        sa.Column("fetched", sa.Integer, nullable=False),
        sa.Column("unchanged", sa.Integer, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("error", sa.String),
    )
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("page_id", sa.Integer, sa.ForeignKey("pages.id"), nullable=False),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id")),
        sa.Column("fetched_at", MOMENT, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("warc_file", sa.String, nullable=False),
        sa.Column("warc_offset", sa.BigInteger, nullable=False),
        sa.Column("warc_length", sa.Integer, nullable=False),
        sa.Column("extracted_with", sa.String),
        sa.Column("refusal", sa.String),
        sa.CheckConstraint("refusal IS NULL OR extracted_with IS NOT NULL", name="refusal"),
        sa.CheckConstraint("warc_offset >= 0 AND warc_length > 0", name="place"),
        sa.UniqueConstraint("warc_file", "warc_offset"),
    )
    op.create_index("ix_captures_extracted_with", "captures", ["extracted_with"])
    op.create_index("ix_captures_page_id", "captures", ["page_id"])
    op.create_index("ix_captures_run_id", "captures", ["run_id"])


def _create_articles() -> None:
    """Articles, their revisions and what belongs to a revision."""
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("site_id", sa.String, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("page_id", sa.Integer, sa.ForeignKey("pages.id"), nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("current_id", sa.Integer),
        sa.Column("sort_key", sa.BigInteger),
        sa.CheckConstraint("sort_key IS NULL OR current_id IS NOT NULL", name="sort_key"),
        sa.UniqueConstraint("current_id"),
        sa.UniqueConstraint("page_id"),
        sa.UniqueConstraint("sort_key"),
        *_current_revision_inline(),
    )
    op.create_index("ix_articles_site_id_sort_key", "articles", ["site_id", "sort_key"])
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("capture_id", sa.Integer, sa.ForeignKey("captures.id"), nullable=False),
        sa.Column("extractor_version", sa.String, nullable=False),
        sa.Column("extracted_at", MOMENT, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("vendor", sa.String),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("statement_digest", sa.String, nullable=False),
        sa.Column("lead", sa.String),
        sa.Column("published_at", MOMENT),
        sa.Column("published_day", sa.Date),
        sa.Column("published_has_time", sa.Boolean),
        sa.Column("published_zone_assumed", sa.Boolean),
        sa.Column("published_source", sa.String),
        sa.Column("updated_at", MOMENT),
        sa.Column("witness_f1", sa.Double),
        sa.Column("warnings", JSON, nullable=False),
        sa.CheckConstraint("kind IN ('article', 'notice', 'listing', 'empty')", name="kind"),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_source IS NULL)"
            " AND (published_at IS NULL) = (published_day IS NULL)"
            " AND (published_at IS NULL) = (published_has_time IS NULL)"
            " AND (published_at IS NULL) = (published_zone_assumed IS NULL)",
            name="published",
        ),
        sa.CheckConstraint("witness_f1 >= 0 AND witness_f1 <= 1", name="witness_f1"),
        sa.UniqueConstraint("article_id", "number"),
    )
    op.create_index("ix_revisions_capture_id", "revisions", ["capture_id"])
    op.create_index("ix_revisions_digest", "revisions", ["digest"])
    op.create_index("ix_revisions_published_day", "revisions", ["published_day"])
    op.create_table(
        "revision_parts",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("capture_id", sa.Integer, sa.ForeignKey("captures.id"), nullable=False),
    )
    op.create_index("ix_revision_parts_capture_id", "revision_parts", ["capture_id"])
    op.create_table(
        "authors",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
    )
    op.create_index("ix_authors_key", "authors", ["key"])
    op.create_table(
        "captions",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("image_url", sa.String),
    )
    op.create_table(
        "attachments",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("url", sa.String, nullable=False),
    )


def _create_entities() -> None:
    """Who and what facts are about."""
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("search_key", sa.String, nullable=False),
        sa.Column("scope", sa.String, nullable=False),
        sa.UniqueConstraint("key", "scope"),
    )
    op.create_index("ix_persons_search_key", "persons", ["search_key"])
    op.create_table(
        "organizations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "offices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("title_key", sa.String, nullable=False),
        sa.Column("organization_id", sa.Integer, sa.ForeignKey("organizations.id")),
        sa.UniqueConstraint("title_key", "organization_id"),
    )
    op.create_index("ix_offices_organization_id", "offices", ["organization_id"])
    op.create_index(
        "uq_offices_title_key_alone",
        "offices",
        ["title_key"],
        unique=True,
        sqlite_where=ALONE,
        postgresql_where=ALONE,
    )
    op.create_table(
        "tenures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("office_id", sa.Integer, sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("former", sa.Boolean, nullable=False),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.CheckConstraint("articles > 0", name="articles"),
        sa.CheckConstraint("last_day >= first_day", name="interval"),
        sa.UniqueConstraint("person_id", "office_id", "former"),
    )
    op.create_index("ix_tenures_office_id", "tenures", ["office_id"])


def _create_facts() -> None:
    """What revisions state; every fact with its span, rule, version and confidence."""
    op.create_table(
        "mentions",
        *_fact_columns(),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.UniqueConstraint("revision_id", "span_start", "span_end", "person_id"),
    )
    op.create_index("ix_mentions_person_id_revision_id", "mentions", ["person_id", "revision_id"])
    op.create_index("ix_mentions_revision_id", "mentions", ["revision_id"])
    op.create_table(
        "office_facts",
        *_fact_columns(),
        sa.Column("mention_id", sa.Integer, sa.ForeignKey("mentions.id"), nullable=False),
        sa.Column("office_id", sa.Integer, sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("organization", sa.String, nullable=False),
        sa.Column("full", sa.String, nullable=False),
        sa.Column("former", sa.Boolean, nullable=False),
    )
    op.create_index("ix_office_facts_mention_id", "office_facts", ["mention_id"])
    op.create_index("ix_office_facts_office_id", "office_facts", ["office_id"])
    op.create_index("ix_office_facts_revision_id", "office_facts", ["revision_id"])
    op.create_table(
        "date_facts",
        *_fact_columns(),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("start_day", sa.Date, nullable=False),
        sa.Column("end_day", sa.Date, nullable=False),
        sa.CheckConstraint("end_day >= start_day", name="period"),
    )
    op.create_index("ix_date_facts_revision_id", "date_facts", ["revision_id"])
    op.create_index("ix_date_facts_start_day", "date_facts", ["start_day"])
    op.create_table(
        "award_facts",
        *_fact_columns(),
        sa.Column("award", sa.String, nullable=False),
        sa.Column("award_key", sa.String, nullable=False),
        sa.Column("issuer", sa.String),
        sa.Column("recipient", sa.String),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("persons.id")),
        sa.Column("count", sa.Integer),
        sa.Column("status", sa.String, nullable=False),
        sa.CheckConstraint("status IN ('conferred', 'decided', 'proposed')", name="status"),
        sa.CheckConstraint("count > 0", name="count"),
    )
    op.create_index("ix_award_facts_award_key", "award_facts", ["award_key"])
    op.create_index("ix_award_facts_person_id", "award_facts", ["person_id"])
    op.create_index("ix_award_facts_revision_id", "award_facts", ["revision_id"])


def _create_duplicates() -> None:
    """Articles compared with each other, and what editors decided."""
    op.create_table(
        "signatures",
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("algorithm", sa.String, nullable=False),
        sa.Column("values", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("revision_id"),
    )
    op.create_table(
        "signature_bands",
        sa.Column("article_id", sa.Integer, sa.ForeignKey("signatures.article_id"), primary_key=True),
        sa.Column("band", sa.Integer, primary_key=True),
        sa.Column("hash", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_signature_bands_band_hash", "signature_bands", ["band", "hash"])
    op.create_table(
        "pairs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("a_id", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("b_id", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("a_revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("b_revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("duplicate", sa.Boolean, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("scores", JSON, nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("algorithm", sa.String, nullable=False),
        sa.CheckConstraint(
            "kind IN ('identical', 'copy', 'excerpt', 'update', 'template', 'different')", name="kind"
        ),
        sa.CheckConstraint("a_id < b_id", name="order"),
        sa.CheckConstraint("score >= 0 AND score <= 1", name="score"),
        sa.UniqueConstraint("a_id", "b_id"),
    )
    op.create_index("ix_pairs_a_revision_id", "pairs", ["a_revision_id"])
    op.create_index("ix_pairs_b_id", "pairs", ["b_id"])
    op.create_index("ix_pairs_b_revision_id", "pairs", ["b_revision_id"])
    op.create_index("ix_pairs_kind", "pairs", ["kind"])
    op.create_table(
        "judgements",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("a_id", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("b_id", sa.Integer, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("a_revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("b_revision_id", sa.Integer, sa.ForeignKey("revisions.id"), nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("canonical_id", sa.Integer, sa.ForeignKey("articles.id")),
        sa.Column("editor", sa.String, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("undoes_id", sa.Integer, sa.ForeignKey("judgements.id")),
        sa.CheckConstraint("(verdict = 'undo') = (undoes_id IS NOT NULL)", name="undo"),
        sa.CheckConstraint(
            "verdict IN ('duplicate', 'not_duplicate', 'update', 'unsure', 'undo')", name="verdict"
        ),
        sa.CheckConstraint("a_id < b_id", name="order"),
        sa.CheckConstraint("canonical_id IS NULL OR canonical_id IN (a_id, b_id)", name="canonical"),
        sa.UniqueConstraint("undoes_id"),
    )
    op.create_index("ix_judgements_a_id_b_id", "judgements", ["a_id", "b_id"])
    op.create_index("ix_judgements_a_revision_id", "judgements", ["a_revision_id"])
    op.create_index("ix_judgements_b_id", "judgements", ["b_id"])
    op.create_index("ix_judgements_b_revision_id", "judgements", ["b_revision_id"])
    op.create_index("ix_judgements_canonical_id", "judgements", ["canonical_id"])
