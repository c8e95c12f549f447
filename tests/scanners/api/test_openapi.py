"""Descriptions in OpenAPI 2.0, 3.0 and 3.1: the same API told in three ways, and what is broken in one."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from securestack.scanners.api.description.catalogue import read_description
from securestack.scanners.api.description.model import ApiDescription, Place, UnreadableDescription
from securestack.scanners.api.explain import explain

OLD = """
swagger: "2.0"
info: {title: Books, version: 1}
host: books.example
basePath: /v1
schemes: [https]
consumes: [application/json]
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  login: {type: oauth2, flow: password, tokenUrl: https://books.example/token, scopes: {read: reading}}
security: [{key: []}]
paths:
  /books:
    get:
      security: []
      parameters: [{name: shelf, in: query, type: integer, minimum: 3}]
      responses: {200: {description: All, schema: {type: array, items: {$ref: '#/definitions/Book'}}}}
    post:
      parameters: [{name: body, in: body, required: true, schema: {$ref: '#/definitions/Book'}}]
      responses: {201: {description: Made}}
  /books/{id}/cover:
    post:
      consumes: [multipart/form-data]
      parameters:
        - {name: id, in: path, required: true, type: string, format: uuid}
        - {name: picture, in: formData, type: file, required: true}
      responses: {204: {description: Done}}
definitions:
  Book:
    type: object
    required: [title]
    properties:
      title: {type: string, maxLength: 40}
      published: {type: string, format: date, example: 2024-05-17}
      sequel: {$ref: '#/definitions/Book'}
"""
NEW = """
openapi: 3.0.3
info: {title: Books, version: 1}
servers: [{url: 'https://{host}/v1', variables: {host: {default: books.example}}}]
security: [{key: []}]
paths:
  /books:
    get:
      security: []
      parameters: [{$ref: '#/components/parameters/Shelf'}]
      responses:
        200: {description: All, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Book'}}}}}
    post:
      requestBody: {$ref: '#/components/requestBodies/Book'}
      responses: {201: {description: Made}}
  /books/{id}/cover:
    parameters: [{name: id, in: path, required: true, schema: {type: string, format: uuid}}]
    post:
      requestBody:
        content: {multipart/form-data: {schema: {type: object, required: [picture], properties: {picture: {type: string, format: binary}}}}}
      responses: {204: {description: Done}}
components:
  parameters: {Shelf: {name: shelf, in: query, schema: {type: integer, minimum: 2, exclusiveMinimum: true}}}
  requestBodies: {Book: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: oauth2, flows: {password: {tokenUrl: 'https://books.example/token', scopes: {read: reading}}}}
  schemas:
    Titled: {type: object, required: [title], properties: {title: {type: string, maxLength: 40}}}
    Book:
      allOf:
        - {$ref: '#/components/schemas/Titled'}
        - properties:
            published: {type: string, format: date, example: 2024-05-17}
            sequel: {$ref: '#/components/schemas/Book'}
"""
NEWEST = NEW.replace("3.0.3", "3.1.0").replace("minimum: 2, exclusiveMinimum: true", "exclusiveMinimum: 2")


@pytest.mark.parametrize("text", [OLD, NEW, NEWEST], ids=["2.0", "3.0", "3.1"])
@pytest.mark.parametrize("as_json", [False, True])
def test_three_versions_tell_the_same(text: str, as_json: bool) -> None:
    if as_json:
        text = json.dumps(yaml.safe_load(text), default=str)
    api = read_description(text.encode())
    assert api.notices == ()
    assert api.servers == ("https://books.example/v1",)
    assert [operation.id for operation in api.operations] == [
        "GET /books",
        "POST /books",
        "POST /books/{id}/cover",
    ]
    listing, making, covering = api.operations
    assert not listing.wants_login
    assert making.wants_login
    (shelf,) = listing.parameters
    assert (shelf.place, shelf.schema.minimum) == (Place.QUERY, 3)
    book = making.bodies[0].schema
    assert book.required == {"title"}
    assert book.properties["title"].max_length == 40
    assert book.properties["published"].examples == ("2024-05-17",)
    assert book.properties["sequel"].properties["sequel"].properties.keys() == book.properties.keys()
    assert covering.bodies[0].content_type == "multipart/form-data"
    assert covering.bodies[0].schema.properties["picture"].format == "binary"
    assert [parameter.name for parameter in covering.path_parameters] == ["id"]
    assert api.schemes["key"].field == "X-Key"
    assert api.schemes["login"].token_url == "https://books.example/token"
    assert list(explain(api, api.servers[0]))


@pytest.mark.parametrize(
    ("paths", "told", "left"),
    [
        ({"/a": {"get": None}}, "GET /a is left out", []),
        ({"a": {"get": {}}}, "'a' is left out", []),
        ({"/a/{id}": {"get": {}}}, "does not describe id", ["GET /a/{id}"]),
        ({"/a": {"get": {"parameters": [{"in": "query"}]}}}, "without a usable name", ["GET /a"]),
        ({"/a": {"$ref": "other.yaml#/a"}}, "out of the description", []),
        ({"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}}, "in a circle", []),
        (
            {"/a": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/x"}}}}}}},
            "#/x leads nowhere",
            ["POST /a"],
        ),
    ],
)
def test_what_is_broken_is_told_and_the_rest_is_read(paths: Any, told: str, left: list[str]) -> None:
    api = read_description(json.dumps({"openapi": "3.0.0", "paths": paths}).encode())
    assert told in " ".join(api.notices)
    assert [operation.id for operation in api.operations] == left


_PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from(["string", "#/paths", "get", "query", "/a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "$ref",
                    "type",
                    "properties",
                    "items",
                    "allOf",
                    "oneOf",
                    "enum",
                    "required",
                    "parameters",
                    "schema",
                    "content",
                    "responses",
                    "get",
                    "post",
                    "in",
                    "name",
                    "requestBody",
                    "security",
                    "minimum",
                    "pattern",
                    "examples",
                    "default",
                    "application/json",
                    "200",
                    "/a",
                    "/a/{id}",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)


@given(_PLAIN, _PLAIN, st.sampled_from(["2.0", "3.0.0", "3.1.0"]))
def test_whatever_a_description_holds_it_is_read_or_refused(paths: Any, rest: Any, version: str) -> None:
    document = {
        "swagger" if version == "2.0" else "openapi": version,
        "paths": paths,
        "components": rest,
        "servers": rest,
    }
    try:
        api = read_description(json.dumps(document).encode())
    except UnreadableDescription:
        return
    assert isinstance(api, ApiDescription)
    list(explain(api, "http://api"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDescription):
        read_description(data)


def test_aliases_that_multiply_cost_little() -> None:
    lines = ["openapi: 3.0.0", "paths: {}", "x0: &x0 {type: object}"]
    lines += [f"x{n}: &x{n} {{properties: {{a: *x{n - 1}, b: *x{n - 1}}}}}" for n in range(1, 40)]
    lines += ["components: {schemas: {All: *x39}}"]
    assert read_description("\n".join(lines).encode()).operations == ()
