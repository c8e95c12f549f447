"""Schemas of OpenAPI 2.0, 3.0 and 3.1 (JSON Schema drafts 4 to 2020-12) as one `Schema`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from securestack.scanners.api.description.model import UNKNOWN, Schema
from securestack.scanners.api.description.references import References

_MOST_SCHEMAS = 100_000  # of one description; further ones count as unknown
_DEEPEST = 60
_KINDS = frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})


class SchemaReader:
    """Turns raw schemas into `Schema`; each referenced one once, so that recursion becomes a cycle of the graph."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._known: dict[str, Schema] = {}
        self._read = 0

    def read(self, raw: Any, depth: int = 0) -> Schema:
        """Return a schema. What is broken in it is left out; nothing raises."""
        value, pointer = self._references.target(raw)
        if pointer:
            if pointer in self._known:
                return self._known[pointer]
            schema = self._known[pointer] = Schema()
            self._fill(schema, value, depth)
            return schema
        schema = Schema()
        self._fill(schema, value, depth)
        return schema

    def _fill(self, schema: Schema, raw: Any, depth: int) -> None:
        self._read += 1
        if not isinstance(raw, Mapping) or depth > _DEEPEST or self._read > _MOST_SCHEMAS:
            return
        _fill_plain(schema, raw)
        properties = raw.get("properties")
        if isinstance(properties, Mapping):
            schema.properties = {str(name): self.read(value, depth + 1) for name, value in properties.items()}
        if isinstance(raw.get("items"), Mapping):
            schema.items = self.read(raw["items"], depth + 1)
        elif isinstance(raw.get("prefixItems"), list) and raw["prefixItems"]:
            schema.items = self.read(raw["prefixItems"][0], depth + 1)
        if isinstance(raw.get("additionalProperties"), Mapping):
            schema.additional = self.read(raw["additionalProperties"], depth + 1)
        for part in _list(raw.get("allOf")):
            _merge(schema, self.read(part, depth + 1))
        choices = [*_list(raw.get("oneOf")), *_list(raw.get("anyOf"))]
        schema.alternatives = (*schema.alternatives, *(self.read(choice, depth + 1) for choice in choices))


def _fill_plain(schema: Schema, raw: Mapping[Any, Any]) -> None:
    kinds = raw.get("type")
    named = [kinds] if isinstance(kinds, str) else _list(kinds)
    schema.kinds = tuple(kind for kind in named if kind in _KINDS)
    if raw.get("type") == "file":  # OpenAPI 2.0
        schema.kinds, schema.format = ("string",), "binary"
    if raw.get("nullable") is True and schema.kinds:
        schema.kinds = (*schema.kinds, "null")
    schema.required = frozenset(name for name in _list(raw.get("required")) if isinstance(name, str))
    schema.enum = tuple(_list(raw.get("enum")))
    if "const" in raw:
        schema.enum = (raw["const"],)
    examples = [raw["example"]] if "example" in raw else []
    schema.examples = tuple(examples + _list(raw.get("examples")))
    schema.default = raw.get("default", UNKNOWN)
    schema.format = schema.format or _text(raw.get("format"))
    schema.pattern = _text(raw.get("pattern"))
    schema.minimum, schema.maximum = _bounds(raw)
    schema.multiple_of = _number(raw.get("multipleOf"))
    schema.min_length = _count(raw.get("minLength")) or 0
    schema.max_length = _count(raw.get("maxLength"))
    schema.min_items = _count(raw.get("minItems")) or 0
    schema.max_items = _count(raw.get("maxItems"))
    schema.read_only = raw.get("readOnly") is True
    schema.write_only = raw.get("writeOnly") is True
    schema.description = _text(raw.get("description"))[:500]


def _bounds(raw: Mapping[Any, Any]) -> tuple[float | None, float | None]:
    """Return minimum and maximum; exclusive ones, a number since draft 6 and a flag before, moved inside by one."""
    low, high = _number(raw.get("minimum")), _number(raw.get("maximum"))
    above, below = raw.get("exclusiveMinimum"), raw.get("exclusiveMaximum")
    if above is True and low is not None:
        low += 1
    elif (number := _number(above)) is not None:
        low = number + 1
    if below is True and high is not None:
        high -= 1
    elif (number := _number(below)) is not None:
        high = number - 1
    return low, high


def _merge(schema: Schema, part: Schema) -> None:
    schema.properties = {**part.properties, **schema.properties}
    schema.required |= part.required
    schema.alternatives = (*schema.alternatives, *part.alternatives)
    plain = Schema()
    for name in Schema.__struct_fields__:
        if name in ("properties", "required", "alternatives"):
            continue
        mine, nothing, theirs = getattr(schema, name), getattr(plain, name), getattr(part, name)
        if mine == nothing and theirs != nothing:
            setattr(schema, name, theirs)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _count(value: Any) -> int | None:
    number = _number(value)
    return int(number) if number is not None and 0 <= number < 2**31 else None


def examples_in(raw: Mapping[Any, Any], references: References) -> tuple[Any, ...]:
    """Return the values that `example` and `examples` of a parameter or media type hold."""
    found: list[Any] = [raw["example"]] if "example" in raw else []
    examples = raw.get("examples")
    named: Iterable[Any] = examples.values() if isinstance(examples, Mapping) else _list(examples)
    for example in named:
        example = references.follow(example)
        if isinstance(example, Mapping) and "value" in example:
            found.append(example["value"])
    return tuple(msgspec.to_builtins(value, str_keys=True) for value in found)
