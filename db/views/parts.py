"""Columns that several views share: where a fact stands, and where its article comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    case,
    cast,
    extract,
    func,
    literal,
    select,
)
from sqlalchemy.types import Integer, String

from db.models import Article, Capture, FactColumns, Revision, Site

SENTENCE_REACH = 300
"""How many characters before and after its wording a fact's sentence may reach."""
SENTENCE_ENDS = (". ", "! ", "? ")
"""What ends a sentence within a line."""

_NEWLINE = literal("\n")
_TEXT = Revision.title + _NEWLINE + Revision.body
"""What facts' spans point into."""

Column = ColumnElement[Any] | SQLColumnExpression[Any]
Query = Select[*tuple[Any, ...]]


def facts(model: type[FactColumns], *columns: Column) -> Query:
    """The facts of one kind in current revisions: these columns, their places, their articles."""
    return from_current_revisions(
        select(*columns, *place_columns(model), *source_columns())
        .select_from(model)
        .join(Revision, Revision.id == model.revision_id)
    )


def fact_rows(model: type[FactColumns], *columns: Column) -> Query:
    """These columns of the same facts, and their articles: an outline of a view of facts."""
    return (
        select(*columns, Article.id.label("article_id"))
        .select_from(model)
        .join(Article, Article.current_id == model.revision_id)
        .where(Article.sort_key.is_not(None))
    )


def from_current_revisions(query: Query) -> Query:
    """The rows of the query whose revision holds today, with article, site and capture joined."""
    return (
        query.join(Article, Article.current_id == Revision.id)
        .join(Site, Site.id == Article.site_id)
        .join(Capture, Capture.id == Revision.capture_id)
        .where(Article.sort_key.is_not(None))
    )


def place_columns(model: type[FactColumns]) -> Sequence[Column]:
    """A fact's wording, its sentence, its span in the text, and how it was found."""
    return (
        _wording(_TEXT, model.span_start, model.span_end).label("quote"),
        sentence_around(model).label("sentence"),
        model.span_start,
        model.span_end,
        model.rule,
        model.extractor_version,
        model.confidence,
    )


def source_columns() -> Sequence[Column]:
    """The article, its site and day, its revision, and the archived page that was read."""
    return (*article_columns(), *capture_columns())


def article_columns() -> Sequence[Column]:
    """The article: number, address, title, site, day."""
    return (
        Article.id.label("article_id"),
        Article.url,
        Revision.title.label("article_title"),
        Site.id.label("site_id"),
        Site.name.label("site"),
        Site.province.label("site_province"),
        Revision.published_day,
        cast(extract("year", Revision.published_day), Integer).label("year"),
    )


def capture_columns() -> Sequence[Column]:
    """The revision, and the record of the archive that it was read from."""
    return (
        Revision.id.label("revision_id"),
        Revision.number.label("revision"),
        Capture.id.label("capture_id"),
        Capture.fetched_at,
        Capture.warc_file,
        Capture.warc_offset,
        Capture.warc_length,
    )


def sentence_around(model: type[FactColumns]) -> ColumnElement[str]:
    """The sentence of a fact, of a query that has its revision joined."""
    return sentence_of(_TEXT, model.span_start, model.span_end)


def sentence_of(
    text: ColumnElement[str], start: SQLColumnExpression[int], end: SQLColumnExpression[int]
) -> ColumnElement[str]:
    """What stands around a span, from the end of one sentence or line to the end of the next.

    No regular expression is read alike by both databases, so ends of sentences are made line breaks,
    and all but line breaks is trimmed off: what is left tells how far away the nearest one is.
    """
    first = case((start > SENTENCE_REACH, start - SENTENCE_REACH), else_=0)
    before = _one_sentence_a_line(func.substr(text, first + 1, start - first))
    after = _one_sentence_a_line(func.substr(text, end + 1, SENTENCE_REACH))
    earlier = func.length(func.rtrim(before, _without_line_breaks(before)))
    later = func.length(func.ltrim(after, _without_line_breaks(after)))
    return (
        func.substr(before, earlier + 1, type_=String())
        + _wording(text, start, end)
        + func.substr(after, 1, func.length(after) - later, type_=String())
    )


def _wording(
    text: ColumnElement[str], start: SQLColumnExpression[int], end: SQLColumnExpression[int]
) -> ColumnElement[str]:
    return func.substr(text, start + 1, end - start, type_=String())


def _one_sentence_a_line(text: ColumnElement[str]) -> ColumnElement[str]:
    """The text, as long as it was, with a line break for the space behind each sentence."""
    for ending in SENTENCE_ENDS:
        text = func.replace(text, ending, ending[:-1] + "\n", type_=String())
    return text


def _without_line_breaks(text: ColumnElement[str]) -> ColumnElement[str]:
    return func.replace(text, _NEWLINE, "", type_=String())
