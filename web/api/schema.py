"""The API's description: OpenAPI for programs, and a page for people."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse

from web.access import READERS
from web.api.problems import Problem
from web.render import Renderer

DESCRIPTION = (
    "Tin Tỉnh: tin của các tỉnh thành cơ sở dữ liệu; mỗi dữ kiện dẫn về câu văn và trang đã lưu. "
    "Provincial news of Viet Nam as a database, every fact traced to its sentence and its archived page."
)


def description_routes(routes: APIRouter, renderer: Renderer) -> APIRouter:
    """`/api/v1/openapi.json` and `/api/docs`, which describe the routes."""
    router = APIRouter(dependencies=[READERS])

    @cache
    def description() -> dict[str, Any]:
        return describe(routes)

    @router.api_route("/api/v1/openapi.json", methods=["GET", "HEAD"], include_in_schema=False)
    def schema() -> Response:
        return JSONResponse(description())

    @router.get("/api/docs", response_class=HTMLResponse, include_in_schema=False)
    def docs(request: Request) -> Response:
        return renderer.page(
            request,
            "api.html",
            section="/api/docs",
            api=description(),
            operations=list(_operations(description())),
        )

    return router


def describe(routes: APIRouter) -> dict[str, Any]:
    """The routes in OpenAPI's words; a fault is a `Problem`, whatever FastAPI takes it for."""
    whole = get_openapi(
        title="Tin Tỉnh", version=version("tintinh"), description=DESCRIPTION, routes=routes.routes
    )
    schemas = whole["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    fault = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= fault.pop("$defs") | {"Problem": fault}
    for path in whole["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation["responses"]["304"] = {
                "description": "Not Modified: the answer to the tag in If-None-Match"
            }
            operation["responses"]["200"]["headers"] = {
                "ETag": {
                    "required": True,
                    "schema": {"type": "string"},
                    "description": "the state of the database",
                }
            }
    return whole


def _operations(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the page shows of each address."""
    for path, operations in whole["paths"].items():
        operation = operations["get"]
        answered = operation["responses"]["200"]["content"]["application/json"]["schema"]
        yield {
            "path": path,
            "says": operation["description"],
            "parameters": [
                {**parameter, "type": _type(parameter["schema"])}
                for parameter in operation.get("parameters", [])
            ],
            "answer": answered["$ref"].rpartition("/")[2],
        }


def _type(schema: dict[str, Any]) -> str:
    """A parameter's type in a few words."""
    choices = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    words = []
    for choice in choices:
        if "enum" in choice:
            words.append(" | ".join(map(str, choice["enum"])))
        elif "const" in choice:
            words.append(str(choice["const"]))
        else:
            words.append(str(choice.get("format", choice.get("type", ""))))
    return " | ".join(words)
