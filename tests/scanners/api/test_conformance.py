"""The report on answers that do not fit the description: what is told of each, and where it is written."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.message import Response
from securestack.scanners.api.conformance import deviations
from securestack.scanners.api.description.catalogue import read_description
from securestack.scanners.api.options import ApiScanOptions
from securestack.scanning.run import run_scan
from tests.targets.gallery import serve

JSON = "application/json"
TEA = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "name": {"type": "string", "maxLength": 8},
        "kind": {"enum": ["green", "black"]},
        "price": {"oneOf": [{"type": "number"}, {"type": "string"}]},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Tea"}},
        "note": {"type": "string", "nullable": True},
    },
}
DESCRIPTION = {
    "openapi": "3.0.1",
    "info": {"title": "Teas", "version": "1"},
    "components": {"schemas": {"Tea": TEA}},
    "paths": {
        "/tea": {
            "get": {
                "responses": {
                    "200": {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Tea"}}}},
                    "4XX": {"description": "mistakes"},
                }
            }
        }
    },
}
OPERATION = read_description(json.dumps(DESCRIPTION).encode(), "teas.json").operations[0]


def found(body: Any, status: int = 200, content_type: str = JSON) -> list[tuple[str, str]]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = Response(status, (("Content-Type", content_type),), raw)
    return list(deviations(OPERATION, response))


@pytest.mark.parametrize(
    "body",
    [
        {"id": 1, "name": "Assam"},
        {"id": 2, "name": "Mint", "kind": "green", "price": 1.5, "note": None, "more": [1]},
        {"id": 2, "name": "Mix", "price": "two", "parts": [{"id": 1, "name": "Assam"}]},
    ],
)
def test_what_fits_is_not_told(body: Any) -> None:
    assert found(body) == []
    assert found(b"", status=404, content_type="text/html") == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"id": 1}, "/name is missing"),
        ({"id": "1", "name": "Assam"}, "/id is string, described is integer"),
        ({"id": 0, "name": "Assam"}, "/id is less than 1"),
        ({"id": 1, "name": "Darjeeling"}, "/name is longer than 8 characters"),
        ({"id": 1, "name": "Assam", "kind": "red"}, "/kind is none of the 2 values described"),
        ({"id": 1, "name": "Assam", "price": []}, "/price fits none of the 2 shapes described"),
        ({"id": 1, "name": "Mix", "parts": [{"id": 2}]}, "/parts/*/name is missing"),
        ([], "the whole answer is array, described is object"),
    ],
)
def test_another_shape_is_told_by_its_place(body: Any, said: str) -> None:
    assert found(body) == [("shape", said)]


def test_undescribed_statuses_and_content_types_are_told() -> None:
    assert found({}, status=500) == [("status", "the status is not described; 200, 4XX are")]
    assert found(b"<p>", content_type="text/html; charset=utf-8") == [
        ("content-type", f"the content type is text/html; described is {JSON}")
    ]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    )
)
def test_no_value_is_too_odd(value: Any) -> None:
    for _, said in found(value):
        assert said


@pytest.mark.parametrize("name", ["report.json", "report.txt"])
def test_the_report_is_written_beside_the_findings(tmp_path: Path, name: str) -> None:
    async def tea(_: web.Request) -> web.Response:
        return web.json_response({"id": "one", "name": "Assam"})

    async def go() -> list[str]:
        app = web.Application()
        app.router.add_get("/tea", tea)
        async with serve(app) as url:
            options = ApiScanOptions(
                description="teas.json",
                document=json.dumps(DESCRIPTION),
                url=url,
                conformance=str(tmp_path / name),
            )
            result = await run_scan("api", options)
        return [finding.rule_id for finding in result.findings]

    rules = asyncio.run(go())
    assert not any("conform" in rule for rule in rules)
    text = (tmp_path / name).read_text()
    assert "/id is string, described is integer" in text
    if name.endswith(".json"):
        report = json.loads(text)
        assert report["answers_looked_at"]["GET /tea"] > 0
        assert report["deviations"][0]["operation"] == "GET /tea"
    else:
        assert text.startswith("Teas: ")
