"""The OpenAPI description: what every route has in common is said here once."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from securestack.server.kit.problems import MEDIA_TYPE, ProblemDocument

_EVERYWHERE = {"429": "Too often", "500": "A fault of the server", "503": "The database cannot be reached"}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "ETag of the answer you have; while that is current, the answer is an empty 304.",
}
_ETAG = {"schema": {"type": "string"}, "description": "Names this answer; for If-None-Match and If-Match."}
_METHODS = ("get", "post", "put", "patch", "delete")


def operation_id(route: APIRoute) -> str:
    """Return the name of an operation, which becomes that of a function in generated clients: `audit_list_entries`."""
    return f"{route.tags[0]}_{route.name}" if route.tags else route.name


def describe(app: FastAPI) -> None:
    """Make an application describe its errors as the problem documents they are."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    model = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(model.pop("$defs", {}))
    schemas["ProblemDocument"] = model
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path in document.get("paths", {}).values():
        for method, operation in path.items():
            if method in _METHODS:
                _complete(method, operation)
    return document


def _complete(method: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    expected = dict(_EVERYWHERE)
    if operation.get("security"):
        expected["401"] = "Nobody known"
    if "requestBody" in operation:
        expected |= {"400": "Not valid JSON", "408": "Too slow", "413": "Too large", "422": "Not valid"}
    if method != "get":
        expected["409"] = "It contradicts what is there"
    if operation.get("parameters"):
        expected["422"] = "Not valid"
    if "304" in answers:
        operation.setdefault("parameters", []).append(_IF_NONE_MATCH)
        answers["200"]["headers"] = answers["304"]["headers"] = {"ETag": _ETAG}
    for status, description in expected.items():
        answers[status] = {
            "description": answers.get(status, {}).get("description", description),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
