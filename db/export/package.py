"""A folder of data sets explained for programs: `datapackage.json` (Frictionless Data, Data Package v1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Float, Integer
from sqlalchemy.types import TypeDecorator, TypeEngine

from db.export.rows import fields
from db.views import View
from db.views.meanings import column_meaning, view_meaning

_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Boolean, "boolean"),
    (Integer, "integer"),
    (Float, "number"),
    (DateTime, "datetime"),
    (Date, "date"),
    (JSON, "any"),
)


def kind_name(kind: TypeEngine[Any]) -> str:
    """A column's type in one word, as the Table Schema standard calls it."""
    stored = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    return next((name for known, name in _KINDS if isinstance(stored, known)), "string")


def data_package(views: Iterable[View], ending: str, rows: dict[str, int]) -> dict[str, Any]:
    """The folder's description: each file, its columns, their types and meanings; `rows` by data set."""
    return {
        "name": "tintinh",
        "title": "Tin Tỉnh: người, chức vụ, khen thưởng trong tin tức các tỉnh",
        "resources": [
            {
                "name": view.dataset,
                "path": f"{view.dataset}.{ending}",
                "description": " ".join(view_meaning(view.dataset)),
                "rows": rows[view.dataset],
                "schema": {
                    "primaryKey": list(view.key),
                    "fields": [
                        {
                            "name": name,
                            "type": kind_name(kind),
                            "description": " / ".join(column_meaning(view.dataset, name)),
                        }
                        for name, kind in fields(view).items()
                    ],
                },
            }
            for view in views
        ],
    }
