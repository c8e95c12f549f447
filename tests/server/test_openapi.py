"""The description of the API: complete, well named, and the one that is checked in."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from securestack.server.api_document import api_document
from securestack.server.app import create_app
from securestack.server.settings import Settings
from tests.server.support import Server, serve, settings_of_a_test

ROOT = Path(__file__).parents[2]
METHODS = {"get", "post", "put", "patch", "delete"}
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}


@functools.cache
def document() -> dict[str, Any]:
    return create_app(settings_of_a_test()).openapi()


def operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield method, path, operation


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_the_document_that_is_checked_in_is_the_one_that_is_served() -> None:
    kept = (ROOT / "docs" / "openapi.json").read_text("utf-8")
    assert kept == api_document(), "docs/openapi.json is out of date: make openapi"


def test_settings_do_not_change_the_document() -> None:
    other = settings_of_a_test(
        cors_origins=("https://a.example",), public_url="https://s.example", debug=True
    )
    assert create_app(other).openapi() == document()


def test_it_is_served(settings: Settings) -> None:
    async def story(server: Server) -> None:
        answer = await server.get("/openapi.json")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
        assert answer.json() == document()

    serve(settings, story)


def test_every_operation_is_named_once_told_and_filed() -> None:
    seen: set[str] = set()
    for method, path, operation in operations(document()):
        name = operation["operationId"]
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", name), name
        assert name not in seen, f"{name} names two operations"
        seen.add(name)
        assert operation["summary"], f"{method} {path} has no summary"
        assert not operation["summary"].endswith("."), name
        assert operation["description"], f"{method} {path} has no description"
        assert len(operation["tags"]) == 1, name


def test_every_operation_declares_a_success_and_its_errors() -> None:
    for method, path, operation in operations(document()):
        answers = operation["responses"]
        where = f"{method} {path}"
        assert any(status < "400" for status in answers), where
        assert {"429", "500", "503"} <= answers.keys(), where
        for status, answer in answers.items():
            assert answer["description"], f"{where} {status}"
            if status >= "400":
                assert answer["content"] == PROBLEM, f"{where} {status}"
        if "{" in path:
            assert "404" in answers, f"{where} names an object and cannot miss it"
        if operation.get("security"):
            assert {"401", "429"} <= answers.keys(), where
        if "requestBody" in operation:
            assert {"400", "413", "422"} <= answers.keys(), where
        if "304" in answers:
            assert "If-None-Match" in {given["name"] for given in operation["parameters"]}, where


def test_every_parameter_and_answer_has_a_schema() -> None:
    for method, path, operation in operations(document()):
        where = f"{method} {path}"
        for parameter in operation.get("parameters", []):
            assert parameter["schema"], f"{where} {parameter['name']}"
        for status, answer in operation["responses"].items():
            if status in ("200", "201", "202"):
                assert answer.get("content"), f"{where} {status} does not say what comes back"
                for media_type, content in answer["content"].items():
                    assert content.get("schema"), f"{where} {status} {media_type}"


def test_references_lead_somewhere_and_every_schema_is_used() -> None:
    description = document()
    schemas = description["components"]["schemas"]
    named = {reference.removeprefix("#/components/schemas/") for reference in references(description)}
    assert named <= schemas.keys()
    assert schemas.keys() <= named
    assert not [name for name in schemas if "__" in name], "two models share a name"
