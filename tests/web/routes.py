"""Every route of an application with every parameter that it declares, found by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel


@dataclass(frozen=True)
class Parameter:
    """Something that a request may carry; `place` is path, query, header, cookie or body."""

    place: str
    name: str
    textual: bool
    """Whether any text will do; of others a few values are enough."""


@dataclass(frozen=True)
class Route:
    """A method and a path with its parameters."""

    method: str
    path: str
    parameters: tuple[Parameter, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def routes_of(app: FastAPI) -> list[Route]:
    """All routes but the static files, each once for a method."""
    found = []
    for context in iter_route_contexts(app.routes):
        dependant: Dependant | None = getattr(context, "dependant", None)
        if dependant is None:
            continue
        parameters = tuple(dict.fromkeys(_parameters(dependant)))
        found += [Route(method, str(context.path), parameters) for method in sorted(context.methods or ())]
    return found


def _parameters(dependant: Dependant) -> Iterator[Parameter]:
    for place in ("path", "query", "header", "cookie", "body"):
        for field in getattr(dependant, f"{place}_params"):
            yield from _fields(place, field.alias, field.field_info.annotation)
    for one in dependant.dependencies:
        yield from _parameters(one)


def _fields(place: str, name: str, annotation: Any) -> Iterator[Parameter]:
    """The parameter, or, of a model, its fields."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for inner, field in annotation.model_fields.items():
            yield from _fields(place, field.alias or inner, field.annotation)
    else:
        yield Parameter(place, name, "str" in str(annotation))
