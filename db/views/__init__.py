"""The data as researchers see them: views with stable columns, the same on SQLite and PostgreSQL.

    from db.views import VIEWS, view_named
    view_named("awards").name           # "v_awards"
    view_named("awards").table.c.issuer # a typed column, to select from

Exports, downloads and the SQL page read these views alone, so that there is one schema to know.
`meanings.toml` says what each column means, in both languages; docs/data.md says the same.
"""

from __future__ import annotations

from db.views.articles import ARTICLE_VIEWS
from db.views.corrections import CORRECTION_VIEWS
from db.views.duplicates import DUPLICATE_VIEWS
from db.views.entities import ENTITY_VIEWS
from db.views.facts import FACT_VIEWS
from db.views.model import View
from db.views.places import PLACE_VIEWS

VIEWS: tuple[View, ...] = (
    *ENTITY_VIEWS,
    *PLACE_VIEWS,
    *FACT_VIEWS,
    *ARTICLE_VIEWS,
    *DUPLICATE_VIEWS,
    *CORRECTION_VIEWS,
)
"""All views: who and what, where, the facts, the articles, what was copied, what was corrected."""

_BY_DATASET = {view.dataset: view for view in VIEWS}

__all__ = ["VIEWS", "View", "view_named"]


def view_named(dataset: str) -> View:
    """The view of a data set; raises `KeyError` for any other name."""
    return _BY_DATASET[dataset]
