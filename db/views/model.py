"""What a view is: a query over the tables, named for the data set that it holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Dialect, FromClause, Select, TableClause, column, table


@dataclass(frozen=True)
class View:
    """A view and what is needed to make it, read it in order and cut it down to some articles.

    `key` names the columns that tell one row from all others; rows are read in their order. `articles`
    are the columns that hold the articles which a row is of; where there is none, the row is of those
    articles in which the data set `named_in` has the same values in the columns `named_by`; without
    `named_in` it is of no articles, and always there.

    Where rows take long to make, `outline` gives the same rows by their keys, of one column, and what they
    may be asked for, without all else: enough to count them, and to know which are the first.
    """

    dataset: str
    query: Select[*tuple[Any, ...]]
    key: tuple[str, ...]
    articles: tuple[str, ...] = ("article_id",)
    named_in: str = ""
    named_by: tuple[str, ...] = ()
    outline: Select[*tuple[Any, ...]] | None = None

    @property
    def name(self) -> str:
        """The name in the database."""
        return f"v_{self.dataset}"

    @cached_property
    def table(self) -> TableClause:
        """The view as something to select from, its columns typed."""
        return table(self.name, *(column(item.name, item.type) for item in self.query.selected_columns))

    @cached_property
    def rows(self) -> FromClause:
        """The rows to count and to choose from: no others than those of the view, with fewer columns."""
        return self.table if self.outline is None else self.outline.subquery(f"{self.dataset}_rows")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(self.query.selected_columns.keys())

    def sql(self, dialect: Dialect) -> str:
        """The statement that makes the view in a database of the dialect."""
        query = self.query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        return f"CREATE VIEW {self.name} AS /* Tin Tỉnh: docs/data.md */ {query}"
