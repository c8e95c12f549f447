"""Answers that do not fit the description: undescribed statuses and content types, and values of another shape.

That is no weakness, so it is never told as a finding: whoever asks for it gets a report of its own. It names places and
shapes and repeats no value, so that it holds no secret.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from securestack.net.message import Exchange, Response
from securestack.probing.actors.tokens import read_json
from securestack.scanners.api.description.model import Answer, ApiDescription, Operation, Schema

_DEEPEST = 10
_MOST_ITEMS = 20  # looked at of one list
_MOST_FAULTS = 5  # told of one answer
_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)


class Deviation(msgspec.Struct, kw_only=True):
    """One way in which answers of an operation differ from what is described, and how often it was seen."""

    operation: str
    kind: str  # status, content-type or shape
    status: int
    detail: str
    seen: int = 0


class Conformance:
    """Collects deviations while a scan runs."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, int, str], Deviation] = {}
        self._asked: dict[str, int] = {}

    def look(self, operation: Operation, exchange: Exchange) -> None:
        """Compare an answer with what the description promises of it."""
        self._asked[operation.id] = self._asked.get(operation.id, 0) + 1
        status = exchange.response.status
        for kind, detail in deviations(operation, exchange.response):
            key = (operation.id, kind, status, detail)
            found = self._seen.setdefault(
                key, Deviation(operation=operation.id, kind=kind, status=status, detail=detail)
            )
            found.seen += 1

    @property
    def found(self) -> list[Deviation]:
        """What was seen, by operation."""
        return sorted(self._seen.values(), key=lambda one: (one.operation, one.kind, one.status, one.detail))

    def write(self, path: Path, description: ApiDescription) -> None:
        """Write the report: as JSON where the name of the file ends in .json, else as text. Raises OSError."""
        write = self._as_json if path.suffix.lower() == ".json" else self._as_text
        path.write_text(write(description), encoding="utf-8")

    def _as_json(self, description: ApiDescription) -> str:
        operations = {operation.id: self._asked.get(operation.id, 0) for operation in description.operations}
        document = {
            "description": description.title,
            "answers_looked_at": operations,
            "deviations": msgspec.to_builtins(self.found),
        }
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"

    def _as_text(self, description: ApiDescription) -> str:
        total = sum(self._asked.values())
        lines = [f"{description.title or 'The API'}: {total:,} answers compared with the description."]
        operation = ""
        for one in self.found:
            if one.operation != operation:
                operation = one.operation
                lines += ["", operation]
            lines.append(f"  {one.status}: {one.detail} ({one.seen} {'time' if one.seen == 1 else 'times'})")
        if not self._seen:
            lines.append("All of them fit it.")
        silent = [one.id for one in description.operations if one.id not in self._asked]
        if silent:
            lines += ["", f"Not asked: {', '.join(silent)}"]
        return "\n".join(lines) + "\n"


def deviations(operation: Operation, response: Response) -> Iterator[tuple[str, str]]:
    """Yield how an answer differs from what an operation promises: the kind of difference, and a clause on it."""
    if not operation.answers:
        return
    promised = _promised(operation, response.status)
    if not promised:
        described = ", ".join(dict.fromkeys(answer.status for answer in operation.answers))
        yield "status", f"the status is not described; {described} {'is' if ',' not in described else 'are'}"
        return
    content_type = (response.header("content-type") or "").partition(";")[0].strip().lower()
    types = [answer.content_type.lower() for answer in promised if answer.content_type]
    if response.body and types and not any(_matches(one, content_type) for one in types):
        yield (
            "content-type",
            f"the content type is {content_type or 'not told'}; described is {', '.join(types)}",
        )
        return
    fitting = [
        answer
        for answer in promised
        if answer.schema is not None
        and (not answer.content_type or _matches(answer.content_type, content_type))
    ]
    if fitting and _is_json(response, content_type):
        document = read_json(response)
        faults = [
            list(dict.fromkeys(_faults(answer.schema, document)))
            for answer in fitting
            if answer.schema is not None
        ]
        for fault in min(faults, key=len)[:_MOST_FAULTS]:
            yield "shape", fault


def _promised(operation: Operation, status: int) -> list[Answer]:
    """Return the answers described for a status: for itself, else for its range, else for all others."""
    for wanted in (str(status), f"{status // 100}xx", "default"):
        found = [answer for answer in operation.answers if answer.status.lower() == wanted]
        if found:
            return found
    return []


def _matches(described: str, given: str) -> bool:
    described = described.partition(";")[0].strip().lower()
    if described in ("*/*", given):
        return True
    return described.endswith("/*") and given.startswith(described[:-1])


def _is_json(response: Response, content_type: str) -> bool:
    return bool(response.body) and ("json" in content_type or not content_type)


def _faults(schema: Schema, value: Any, pointer: str = "", depth: int = 0) -> Iterator[str]:
    """Yield a clause for each place where a value has another shape than its schema says."""
    if depth > _DEEPEST:
        return
    where = pointer or "the whole answer"
    if schema.alternatives:
        choices = [list(_faults(choice, value, pointer, depth + 1)) for choice in schema.alternatives]
        if all(choices):
            yield f"{where} fits none of the {len(choices)} shapes described"
            return
    kinds = _kinds_of(value)
    if schema.kinds and not kinds & set(schema.kinds):
        yield f"{where} is {_name(value)}, described is {' or '.join(schema.kinds)}"
        return
    if schema.enum and value not in schema.enum:
        yield f"{where} is none of the {len(schema.enum)} values described"
    if isinstance(value, dict):
        yield from _faults_of_object(schema, value, pointer, depth)
    elif isinstance(value, list):
        if schema.items is not None:
            for item in value[:_MOST_ITEMS]:
                yield from _faults(schema.items, item, f"{pointer}/*", depth + 1)
    else:
        yield from _faults_of_value(schema, value, where)


def _faults_of_object(schema: Schema, value: dict[str, Any], pointer: str, depth: int) -> Iterator[str]:
    for name in sorted(schema.required - value.keys()):
        described = schema.properties.get(name)
        if described is None or not described.write_only:
            yield f"{pointer}/{name} is missing"
    for name, field in value.items():
        described = schema.properties.get(name, schema.additional)
        if described is not None:
            yield from _faults(described, field, f"{pointer}/{name}", depth + 1)


def _faults_of_value(schema: Schema, value: Any, where: str) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) < schema.min_length:
            yield f"{where} is shorter than {schema.min_length} characters"
        if schema.max_length is not None and len(value) > schema.max_length:
            yield f"{where} is longer than {schema.max_length} characters"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if schema.minimum is not None and value < schema.minimum:
            yield f"{where} is less than {schema.minimum:g}"
        if schema.maximum is not None and value > schema.maximum:
            yield f"{where} is more than {schema.maximum:g}"


def _kinds_of(value: Any) -> set[str]:
    if isinstance(value, float) and value.is_integer():
        return {"number", "integer"}
    return {_name(value), "number"} if _name(value) == "integer" else {_name(value)}


def _name(value: Any) -> str:
    return next((name for kind, name in _NAMES if isinstance(value, kind)), "null")
