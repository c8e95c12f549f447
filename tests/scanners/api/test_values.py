"""Values that fit what a schema asks for."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.scanners.api.description.references import References
from securestack.scanners.api.description.schemas import SchemaReader
from securestack.scanners.api.values import ValueMaker


def made(raw: dict[str, Any], name: str = "", *, new: bool = False) -> Any:
    return ValueMaker(1).make(SchemaReader(References({})).read(raw), name, new=new)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ({"type": "string", "enum": ["small", "large"]}, "small"),
        ({"const": 7}, 7),
        ({"type": "string", "example": "Emma"}, "Emma"),
        ({"type": "integer", "default": 5}, 5),
        ({"type": "integer", "minimum": 11, "multipleOf": 5}, 15),
        ({"type": "number", "exclusiveMinimum": 2, "maximum": 3}, 3),
        ({"type": "boolean"}, True),
        ({"type": ["string", "null"], "format": "date"}, "2024-05-17"),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, [1, 1]),
        ({"oneOf": [{"type": "boolean"}, {"type": "string"}]}, True),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {"key": 1}),
    ],
)
def test_what_a_schema_says_is_what_is_made(raw: dict[str, Any], value: Any) -> None:
    assert made(raw) == value


def test_read_only_fields_are_left_out_and_required_ones_without_a_schema_are_not() -> None:
    raw = {
        "type": "object",
        "required": ["title", "extra"],
        "properties": {"id": {"type": "integer", "readOnly": True}, "title": {"type": "string"}},
    }
    assert made(raw).keys() == {"title", "extra"}


def test_the_least_is_what_is_required() -> None:
    fields = {"title": {"type": "string"}, "until": {"type": "string", "format": "date-time"}}
    schema = SchemaReader(References({})).read(
        {"type": "object", "properties": fields, "required": ["title"]}
    )
    assert ValueMaker(1).make(schema, new=True).keys() == {"title", "until"}
    assert ValueMaker(1).make(schema, new=True, least=True).keys() == {"title"}


def test_what_ends_something_lies_ahead() -> None:
    today = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d")
    assert made({"type": "string", "format": "date-time"}, "expires_at") > today
    assert made({"type": "string", "format": "date"}, "birthDate") < today


def test_a_pattern_that_the_usual_text_fits_leaves_it_as_it_is() -> None:
    address = made({"type": "string", "format": "email", "pattern": r"^[^@]+@[^@]+$"}, new=True)
    assert address.startswith("zq")
    assert address.endswith("@example.com")


def test_recursive_schemas_end() -> None:
    document = {"Node": {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/Node"}}}}
    schema = SchemaReader(References(document)).read({"$ref": "#/Node"})
    assert str(ValueMaker(1).make(schema)).count("next") < 20


def test_new_texts_are_never_made_twice_and_keep_to_the_schema() -> None:
    maker = ValueMaker(1)
    schema = SchemaReader(References({})).read({"type": "string", "example": "Emma", "maxLength": 9})
    texts = {maker.make(schema, "title", new=True) for _ in range(200)}
    assert len(texts) == 200
    assert all(len(text) <= 9 and text.startswith("zq") for text in texts)


@given(st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_lengths_are_kept(low: int, more: int, new: bool) -> None:
    text = made({"type": "string", "minLength": low, "maxLength": low + more}, new=new)
    assert low <= len(text) <= low + more


@pytest.mark.parametrize("pattern", [r"^[A-Z]{3}-\d{4}$", r"^\+?[0-9]{6,12}$", r"^(ab|cd)+$"])
@pytest.mark.parametrize("new", [False, True])
def test_patterns_are_kept(pattern: str, new: bool) -> None:
    assert re.search(pattern, made({"type": "string", "pattern": pattern}, new=new))


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("contactEmail", r"[^@]+@example\.com"),
        ("user_password", r".{8,}"),
        ("websiteUrl", r"https://.+"),
        ("birthDate", r"\d{4}-\d\d-\d\d"),
        ("createdAt", r"\d{4}-.*Z"),
        ("phoneNumber", r"\d+|test"),
    ],
)
def test_names_tell_what_a_text_is(name: str, shape: str) -> None:
    assert re.fullmatch(shape, made({"type": "string"}, name))
