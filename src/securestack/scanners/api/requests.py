"""From an operation and values to a request, and back to the places where those values stand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from securestack.core.location import Position
from securestack.probing.insertion import (
    Body,
    Field,
    FormBody,
    InsertionPoint,
    JsonBody,
    MultipartBody,
    RequestTemplate,
    TextBody,
)
from securestack.scanners.api.description.model import UNKNOWN, BodyForm, Operation, Parameter, Place

_PATH_FIELD = re.compile(r"\{([^{}/]+)\}")
_SEPARATORS = {"pipeDelimited": "|", "pipes": "|", "spaceDelimited": " ", "ssv": " ", "tsv": "\t"}

Key = tuple[Place, str]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The values of one request: of its parameters, and of its body (UNKNOWN for none)."""

    parameters: Mapping[Key, Any] = {}
    form: BodyForm | None = None
    body: Any = UNKNOWN

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the body; where it is but a wrapping such as `{"user": {…}}`, those of what is in it."""
        wrapped = self._wrapped()
        return dict(self.body[wrapped] if wrapped else self.body) if isinstance(self.body, dict) else {}

    def with_body(self, **fields: Any) -> Inputs:
        """Return a copy whose body, an object, holds these fields, inside its wrapping where it has one."""
        changed = {**self.fields, **fields}
        wrapped = self._wrapped()
        return msgspec.structs.replace(self, body={wrapped: changed} if wrapped else changed)

    def _wrapped(self) -> str:
        if isinstance(self.body, dict) and len(self.body) == 1:
            name, value = next(iter(self.body.items()))
            return str(name) if isinstance(value, dict) and value else ""
        return ""

    def with_parameter(self, place: Place, name: str, value: Any) -> Inputs:
        """Return a copy with another value of a parameter."""
        return msgspec.structs.replace(self, parameters={**self.parameters, (place, name): value})


def build(operation: Operation, base: str, inputs: Inputs) -> RequestTemplate:
    """Return the request of an operation below a base address. Parameters without a value are left out."""
    path = _PATH_FIELD.sub(
        lambda found: quote(_text(inputs.parameters.get((Place.PATH, found[1]), found[1])), safe=""),
        operation.path,
    )
    template = RequestTemplate.from_url(base.rstrip("/") + path, operation.method)
    query: list[Field] = list(template.query)
    headers: list[Field] = []
    cookies: list[Field] = []
    for parameter in operation.parameters:
        value = inputs.parameters.get((parameter.place, parameter.name), UNKNOWN)
        if value is UNKNOWN:
            continue
        match parameter.place:
            case Place.QUERY:
                query.extend(_query_fields(parameter, value))
            case Place.HEADER:
                headers.append(Field(parameter.name, _text(value)))
            case Place.COOKIE:
                cookies.append(Field(parameter.name, _text(value)))
            case Place.PATH:
                pass
    return msgspec.structs.replace(
        template,
        query=tuple(query),
        headers=tuple(headers),
        cookies=tuple(cookies),
        body=_body(inputs.form, inputs.body),
    )


def preferred_form(operation: Operation) -> BodyForm | None:
    """Return the content type to send: JSON where there is a choice, then forms, then anything."""

    def rank(form: BodyForm) -> int:
        kind = form.content_type.lower()
        if "json" in kind:
            return 0
        if "x-www-form-urlencoded" in kind or kind == "*/*":
            return 1
        return 2 if "multipart" in kind else 3

    return min(operation.bodies, key=rank, default=None)


def _body(form: BodyForm | None, value: Any) -> Body | None:
    if form is None or value is UNKNOWN:
        return None
    kind = form.content_type.lower()
    if "json" in kind or kind == "*/*" or not kind:
        return JsonBody(value, form.content_type if "json" in kind else "application/json")
    if "x-www-form-urlencoded" in kind:
        return FormBody(tuple(_form_fields(value)))
    if "multipart" in kind:
        return MultipartBody(tuple(_file_or_field(form, field) for field in _form_fields(value)))
    return TextBody(value if isinstance(value, str) else json.dumps(value), form.content_type)


def _form_fields(value: Any) -> list[Field]:
    if not isinstance(value, Mapping):
        return [Field("value", _text(value))]
    return [
        Field(str(name), _text(item))
        for name, items in value.items()
        for item in (items if isinstance(items, list) else [items])
    ]


def _file_or_field(form: BodyForm, field: Field) -> Field:
    schema = form.schema.properties.get(field.name)
    if schema is not None and schema.format == "binary":
        return Field(field.name, field.value, "securestack.txt", "text/plain")
    return field


def _query_fields(parameter: Parameter, value: Any) -> list[Field]:
    if isinstance(value, list):
        if parameter.explode and parameter.style not in _SEPARATORS:
            return [Field(parameter.name, _text(item)) for item in value]
        separator = _SEPARATORS.get(parameter.style, ",")
        return [Field(parameter.name, separator.join(map(_text, value)))]
    if isinstance(value, Mapping):
        if parameter.style == "deepObject":
            return [Field(f"{parameter.name}[{name}]", _text(item)) for name, item in value.items()]
        if parameter.explode:
            return [Field(str(name), _text(item)) for name, item in value.items()]
    return [Field(parameter.name, _text(value))]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return json.dumps(value)


def points_of(operation: Operation, template: RequestTemplate) -> list[InsertionPoint]:
    """Return the places of a request that hold values of the caller: no fixed segment of the path is among them."""
    base_segments = template.path.count("/") - operation.path.count("/")
    free = {
        base_segments + number
        for number, segment in enumerate(operation.path.split("/"))
        if _PATH_FIELD.fullmatch(segment)
    }
    return [
        point for point in template.points() if point.position is not Position.PATH or point.index in free
    ]


def path_point(operation: Operation, template: RequestTemplate, name: str) -> InsertionPoint | None:
    """Return the place of one parameter in the path."""
    offset = template.path.count("/") - operation.path.count("/")
    for number, segment in enumerate(operation.path.split("/")):
        if segment == "{" + name + "}":
            index = offset + number
            return next(
                (
                    point
                    for point in template.points()
                    if point.position is Position.PATH and point.index == index
                ),
                None,
            )
    return None
