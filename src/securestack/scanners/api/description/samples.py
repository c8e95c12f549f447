"""Operations learnt from requests that somebody really sent: what collections and recordings of browsers hold.

Requests to one method and path, its numbers and identifiers taken for parameters, are one operation; values that were
sent become examples, bodies become schemas.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from securestack.scanners.api.description.model import (
    Answer,
    BodyForm,
    Operation,
    Parameter,
    Place,
    Schema,
    SecurityScheme,
)
from securestack.scanners.api.names import singular, words_of

_IDENTIFIER = re.compile(
    r"\d+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{16,}|[0-9A-HJKMNP-TV-Z]{26}|[^/]*@[^/]*|"
    r"(?=[A-Za-z_-]*\d)[\w-]{20,}",
    re.IGNORECASE,
)
_VERSION = re.compile(r"v?\d+(?:\.\d+)*")
_NAMED = re.compile(r"[:{]([A-Za-z_][\w-]*)\}?\Z")
_DEEPEST = 12
_MOST_EXAMPLES = 3


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One request. `url` may hold named parameters (`:id`, `{id}`) in its path; `values` are theirs."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = ""
    body: str = ""
    fields: tuple[tuple[str, str], ...] = ()  # of a form, where the body is given so
    name: str = ""
    folder: str = ""
    values: Mapping[str, str] = {}
    status: int = 0
    answer_type: str = ""
    answer: str = ""


def operations_of(samples: Iterable[Sample], base: str) -> tuple[Operation, ...]:
    """Return the operations below a base address that these requests show."""
    found: dict[tuple[str, str], Operation] = {}
    prefix = urlsplit(base).path.rstrip("/")
    for sample in samples:
        operation = _operation(sample, prefix)
        key = (operation.method, re.sub(r"\{[^}]*\}", "{}", operation.path))
        found[key] = _merged(found[key], operation) if key in found else operation
    return tuple(found.values())


def schemes_of(samples: Iterable[Sample]) -> dict[str, SecurityScheme]:
    """Return how those who sent these requests were let in."""
    found: dict[str, SecurityScheme] = {}
    for sample in samples:
        for name, value in sample.headers:
            lower = name.lower()
            if lower == "authorization":
                kind = "basic" if value.lower().startswith("basic ") else "bearer"
                found[kind] = SecurityScheme(name=kind, kind=kind)
            elif lower in ("x-api-key", "api-key", "x-auth-token", "x-access-token"):
                found[lower] = SecurityScheme(name=lower, kind="api-key", place=Place.HEADER, field=name)
    return found


def _operation(sample: Sample, prefix: str) -> Operation:
    parts = urlsplit(sample.url)
    path, inside = _templated(parts.path.removeprefix(prefix) or "/", sample.values)
    query = parse_qsl(parts.query, keep_blank_values=True)
    parameters = [
        *inside,
        *(
            Parameter(name=name, place=Place.QUERY, schema=schema_of(_typed(value)), examples=(value,))
            for name, value in dict(query).items()
        ),
    ]
    wants = any(name.lower() in ("authorization", "x-api-key", "cookie") for name, _ in sample.headers)
    return Operation(
        method=sample.method.upper(),
        path=path,
        name=sample.name[:200],
        tags=(sample.folder,) if sample.folder else (),
        parameters=tuple(parameters),
        bodies=_bodies(sample),
        answers=_answers(sample),
        security=(("bearer",),) if wants else None,
    )


def _templated(path: str, values: Mapping[str, str]) -> tuple[str, list[Parameter]]:
    """Return a path with its identifiers as parameters, named after what stands before them."""
    parameters: list[Parameter] = []
    segments = path.split("/")
    for index, raw in enumerate(segments):
        segment = unquote(raw)
        named = _NAMED.match(segment)
        before = segments[index - 1] if index else ""
        if named:
            name, example = named[1], values.get(named[1], "")
        elif _IDENTIFIER.fullmatch(segment) and not (
            index <= 2 and _VERSION.fullmatch(segment) and not before
        ):
            word = singular((words_of(before) or ("item",))[-1]) if "{" not in before else "item"
            name, example = f"{word}Id", segment
        else:
            continue
        while any(parameter.name == name for parameter in parameters):
            name += "2"
        segments[index] = "{" + name + "}"
        examples = (example,) if example else ()
        parameters.append(
            Parameter(
                name=name,
                place=Place.PATH,
                required=True,
                schema=schema_of(_typed(example or "1")),
                examples=examples,
            )
        )
    return "/".join(segments), parameters


def _typed(value: str) -> Any:
    if re.fullmatch(r"-?\d{1,15}", value):
        return int(value)
    return value == "true" if value in ("true", "false") else value


def _bodies(sample: Sample) -> tuple[BodyForm, ...]:
    if sample.fields:
        value: Any = {name: _typed(text) for name, text in sample.fields}
        kind = sample.content_type or "application/x-www-form-urlencoded"
        return (BodyForm(content_type=kind, schema=schema_of(value), examples=(value,), required=True),)
    value = _json(sample.body)
    if value is None:
        return ()
    kind = sample.content_type.partition(";")[0] or "application/json"
    return (BodyForm(content_type=kind, schema=schema_of(value), examples=(value,), required=True),)


def _answers(sample: Sample) -> tuple[Answer, ...]:
    if not sample.status:
        return ()
    value = _json(sample.answer)
    schema = None if value is None else schema_of(value)
    return (Answer(status=str(sample.status), content_type=sample.answer_type, schema=schema),)


def _json(text: str) -> Any:
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def schema_of(value: Any, depth: int = 0) -> Schema:
    """Return the schema that one value shows. Plain values stand in it as examples."""
    match value:
        case None:
            return Schema()
        case bool():
            return Schema(kinds=("boolean",), examples=(value,))
        case int():
            return Schema(kinds=("integer",), examples=(value,))
        case float():
            return Schema(kinds=("number",), examples=(value,))
        case str():
            return Schema(kinds=("string",), examples=(value,) if value else ())
        case list():
            inner = schema_of(value[0], depth + 1) if value and depth < _DEEPEST else None
            return Schema(kinds=("array",), items=inner)
        case dict() if depth < _DEEPEST:
            fields = {str(name): schema_of(inner, depth + 1) for name, inner in value.items()}
            return Schema(kinds=("object",), properties=fields, required=frozenset(fields))
        case _:
            return Schema()


def _merged(first: Operation, second: Operation) -> Operation:
    """Return what two requests to one operation show: examples of both, optional what only one has."""
    others = {(parameter.place, parameter.name): parameter for parameter in second.parameters}
    parameters = []
    for place, parameter in enumerate(first.parameters):
        other = others.pop((parameter.place, parameter.name), None)
        if other is None and parameter.place is Place.PATH and place < len(second.path_parameters):
            other = second.path_parameters[place]
            others.pop((other.place, other.name), None)
        examples = tuple(dict.fromkeys((*parameter.examples, *(other.examples if other else ()))))
        parameters.append(msgspec.structs.replace(parameter, examples=examples[:_MOST_EXAMPLES]))
    return msgspec.structs.replace(
        first,
        parameters=(*parameters, *others.values()),
        bodies=first.bodies or second.bodies,
        answers=(
            *first.answers,
            *(a for a in second.answers if a.status not in {b.status for b in first.answers}),
        ),
        security=first.security or second.security,
    )
