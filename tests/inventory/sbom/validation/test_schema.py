"""Our reading of JSON Schema judges as another implementation does."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonValidator
from hypothesis import assume, given
from hypothesis import strategies as st

from securestack.inventory.sbom.validation.schema import Schema
from securestack.inventory.sbom.writing import VERSIONS, BillFormat, write_bill
from tests.inventory.sbom.test_formats import BILL

DOCUMENTS = {
    version: json.loads(write_bill(BILL, BillFormat.CYCLONEDX, version))
    for version in VERSIONS[BillFormat.CYCLONEDX]
}
for _document in DOCUMENTS.values():
    _document["components"] = _document["components"][:4]
OTHERS = {version: JsonValidator(SchemaVersion.from_version(version)) for version in DOCUMENTS}
VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, 3, -1.5, "", "x", "MIT", [], ["x"], [{}, {}], {}, {"a": 1}]
)


@given(st.sampled_from(sorted(DOCUMENTS)), st.data())
def test_changed_documents_are_judged_as_others_judge_them(version: str, data: st.DataObject) -> None:
    document = copy.deepcopy(DOCUMENTS[version])
    inner: Any = document
    while True:
        keys = sorted(inner) if isinstance(inner, dict) else list(range(len(inner)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(inner[key], dict | list) or not inner[key] or data.draw(st.integers(0, 4)) == 0:
            break
        inner = inner[key]
    if isinstance(inner, dict) and data.draw(st.booleans()):
        assume(inner is not document or key != "version")  # which the other has made optional before 1.5
        del inner[key]
    else:
        inner[key] = data.draw(VALUES)
    theirs = OTHERS[version].validate_str(json.dumps(document)) is None
    assert Schema.of(f"cyclonedx-{version}.json").fits(document) == theirs


def check(rules: dict[str, Any], value: Any) -> list[str]:
    return [fault.pointer for fault in Schema(rules, rules).faults(value)]


@pytest.mark.parametrize(
    ("rules", "right", "wrong"),
    [
        ({"type": ["integer", "null"]}, None, 1.5),
        ({"type": "integer"}, 2.0, True),
        ({"const": "a"}, "a", "b"),
        ({"minimum": 0, "maximum": 1}, 0.5, 2),
        ({"minLength": 1, "maxLength": 2}, "ab", ""),
        ({"minItems": 1, "maxItems": 2}, [1], []),
        ({"items": [{"type": "string"}], "additionalItems": False}, ["a"], ["a", 1]),
        (
            {"patternProperties": {"^x": {"type": "string"}}, "additionalProperties": False},
            {"xa": "b"},
            {"y": "b"},
        ),
        ({"additionalProperties": {"type": "integer"}}, {"a": 1}, {"a": "b"}),
        ({"not": {"required": ["a"]}}, {}, {"a": 1}),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"a": 1, "b": 1}, {"a": 1}),
        ({"allOf": [{"required": ["a"]}]}, {"a": 1}, {}),
        ({"format": "date-time"}, "2026-01-01T00:00:00Z", "2026-01-01"),
    ],
)
def test_each_word_of_the_schema(rules: dict[str, Any], right: Any, wrong: Any) -> None:
    assert not check(rules, right)
    assert check(rules, wrong)


def test_the_form_that_fits_furthest_explains_the_fault() -> None:
    forms = [
        {"type": "string"},
        {"type": "object", "properties": {"a": {"type": "object", "required": ["b"]}}},
    ]
    assert check({"oneOf": forms}, {"a": {}}) == ["/a"]
    assert check({"oneOf": [{"type": "string"}, {"minLength": 1}]}, "a") == [""]
