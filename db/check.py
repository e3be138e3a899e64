"""Is the database sound? Every problem found, in words; none means that it can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, Select, func, literal, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import aliased
from sqlalchemy.schema import SchemaItem

from db.check_corrections import CORRECTION_CHECKS, reading_id
from db.check_places import PLACE_CHECKS
from db.identity_check import dead_ends, misplaced_mentions, unresolved
from db.models import (
    METADATA,
    Article,
    AwardFact,
    Capture,
    DateFact,
    Mention,
    OfficeFact,
    Page,
    Revision,
    RevisionPart,
    Signature,
    SignatureEntry,
    Tenure,
)
from db.order import sort_key
from db.schema import head_version, stored_version
from db.statement import text_digest
from db.tenures import attested_tenures
from db.views.install import views_are_ours

SEARCH_TABLE = "article_search"
"""The search index: no model, and on SQLite several tables of its own."""

_GUARDS = {
    "sqlite": "SELECT count(*) = 3 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :guarded",
    "postgresql": "SELECT count(*) = 1 FROM pg_trigger"
    " WHERE tgrelid = CAST(:guarded AS regclass) AND NOT tgisinternal AND tgenabled <> 'D'",
}
_GUARDED = ("judgements", "audit_events", "identity_decisions", "identity_decision_members")
"""Tables whose rows are only ever added."""

_SHOWN = 5


def check_database(engine: Engine) -> tuple[str, ...]:
    """All problems of the file, the schema and, where these are right, of the data.

    Raises `db.schema.NotOurDatabase` for a database of another program.
    """
    with engine.execution_options(tintinh_reads=True).connect() as connection:
        for checks in (_FILE_CHECKS, _SCHEMA_CHECKS, _DATA_CHECKS):
            problems = tuple(problem for check in checks for problem in check(connection))
            if problems:
                return problems
    return ()


def _file(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    try:
        for (finding,) in connection.execute(text("PRAGMA integrity_check")):
            if finding != "ok":
                yield f"file: {finding}"
    except DatabaseError as error:
        yield f"file: {error.orig}"


def _schema(connection: Connection) -> Iterator[str]:
    version, head = stored_version(connection), head_version()
    if version != head:
        yield f"schema: version {version}, wanted {head}; run: tintinh db upgrade"
        return
    context = MigrationContext.configure(connection, opts={"include_object": is_modelled})
    for difference in compare_metadata(context, METADATA):
        yield f"schema: differs from the models: {difference}"
    if not views_are_ours(connection):
        yield "schema: a view is not as this version defines it; run: tintinh db upgrade"


def _guards(connection: Connection) -> Iterator[str]:
    guarded = text(_GUARDS[connection.dialect.name])
    for table in _GUARDED:
        if not connection.execute(guarded, {"guarded": table}).scalar_one():
            yield f"schema: nothing keeps {table} from being changed: a trigger is missing"


def is_modelled(
    _item: SchemaItem,
    name: str | None,
    kind: str,
    _reflected: bool,  # noqa: FBT001 -- Alembic's signature
    _other: SchemaItem | None,
) -> bool:
    """Whether a part of the schema has a model: all but the search index."""
    return not (kind == "table" and (name or "").startswith(SEARCH_TABLE))


def _foreign_keys(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":  # PostgreSQL cannot be made to forget them
        for table, row, target, _ in connection.execute(text("PRAGMA foreign_key_check")):
            yield f"foreign keys: row {row} of {table} names a missing row of {target}"


def _spans(connection: Connection) -> Iterator[str]:
    length = func.length(Revision.title) + 1 + func.length(Revision.body)
    for model in (Mention, OfficeFact, DateFact, AwardFact):
        query = select(model.id).join(Revision, Revision.id == model.revision_id)
        yield from _rows(
            connection,
            query.where(model.span_end > length),
            f"facts: spans outside the text in {model.__tablename__}",
        )
    whole = Revision.title + literal("\n") + Revision.body
    wording = func.substr(whole, DateFact.span_start + 1, DateFact.span_end - DateFact.span_start)
    yield from _rows(
        connection,
        select(DateFact.id).join(DateFact.revision).where(wording != DateFact.text),
        "facts: dates whose text is not the wording at their span",
    )
    yield from _rows(
        connection,
        select(OfficeFact.id).join(OfficeFact.mention).where(Mention.revision_id != OfficeFact.revision_id),
        "facts: offices of a mention in another revision",
    )


def _captures(connection: Connection) -> Iterator[str]:
    holds_article = select(Article.id).where(Article.page_id == Page.id).exists()
    is_part = select(RevisionPart.capture_id).where(RevisionPart.capture_id == Capture.id).exists()
    yield from _rows(
        connection,
        select(Capture.id)
        .join(Capture.page)
        .where(
            Capture.extracted_with.is_not(None),
            Capture.refusal.is_(None),
            Page.part_of_id.is_(None),
            ~holds_article,
            ~is_part,
        ),
        "captures: read, but without article or refusal",
    )


def _revisions(connection: Connection) -> Iterator[str]:
    yield from _rows(
        connection,
        select(Article.id)
        .join(Revision, Revision.id == Article.current_id)
        .where(Revision.article_id != Article.id),
        "articles: the current revision is another article's",
    )
    read, later = aliased(Revision), aliased(Revision)
    yield from _rows(
        connection,
        select(Article.id)
        .join(read, read.id == reading_id(Article.current_id))
        .join(later, (later.article_id == Article.id) & (later.number > read.number))
        .where(later.extractor_version == read.extractor_version, later.id == reading_id(later.id))
        .distinct(),
        "articles: the current revision is not the last one of its extractor version",
    )
    query = select(Revision.id, Revision.title, Revision.body, Revision.digest)
    changed = (row.id for row in connection.execute(query) if text_digest(row.title, row.body) != row.digest)
    yield from _listed(changed, "revisions: the text does not fit its digest")


def _search(connection: Connection) -> Iterator[str]:
    shown = (
        select(Article.id, Article.sort_key, Revision.published_at)
        .join(Revision, Revision.id == Article.current_id)
        .where(Article.sort_key.is_not(None))
    )
    rows = connection.execute(shown).all()
    wrong = (row.id for row in rows if row.sort_key != sort_key(row.published_at, row.id))
    yield from _listed(wrong, "articles: the sort key does not fit the time of publication")
    indexed = set(connection.scalars(text(f"SELECT rowid FROM {SEARCH_TABLE}")))  # noqa: S608 -- a constant
    yield from _listed(
        (row.id for row in rows if row.sort_key not in indexed), "search: articles missing in the index"
    )
    yield from _listed(indexed - {row.sort_key for row in rows}, "search: rows of no article in the index")


def _signatures(connection: Connection) -> Iterator[str]:
    signed = select(Signature.article_id)
    yield from _rows(
        connection,
        select(SignatureEntry.article_id).where(SignatureEntry.article_id.not_in(signed)).distinct(),
        "signatures: entries of articles without a signature",
    )


def _tenures(connection: Connection) -> Iterator[str]:
    columns = (
        Tenure.person_id,
        Tenure.office_id,
        Tenure.former,
        Tenure.first_day,
        Tenure.last_day,
        Tenure.articles,
        Tenure.began_fact_id,
        Tenure.ended_fact_id,
    )
    stored = set(connection.execute(select(*columns)))
    attested = set(connection.execute(attested_tenures()))
    persons = {row[0] for row in stored ^ attested}
    yield from _listed(persons, "tenures: not what the current revisions attest, for persons")


def _identity(connection: Connection) -> Iterator[str]:
    yield from _listed(misplaced_mentions(connection), "identity: mentions that are not their appearance's")
    yield from _listed(set(dead_ends(connection)), "identity: persons that are merged, yet in use")
    yield from _listed(set(unresolved(connection)), "identity: not what the evidence says, for persons")


def _rows(connection: Connection, query: Select[int], what: str) -> Iterator[str]:
    yield from _listed(connection.scalars(query), what)


def _listed(ids: Iterable[int], what: str) -> Iterator[str]:
    """One line for all rows with one problem, naming the first of them."""
    found = sorted(ids)
    if found:
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        yield f"{what}: {', '.join(map(str, found[:_SHOWN]))}{more}"


_Check = Callable[[Connection], Iterator[str]]
_FILE_CHECKS: tuple[_Check, ...] = (_file,)
_SCHEMA_CHECKS: tuple[_Check, ...] = (_schema,)
_DATA_CHECKS: tuple[_Check, ...] = (
    _guards,
    _foreign_keys,
    _spans,
    _captures,
    _revisions,
    _search,
    _signatures,
    _tenures,
    _identity,
    *CORRECTION_CHECKS,
    *PLACE_CHECKS,
)
