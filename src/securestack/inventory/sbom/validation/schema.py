"""The part of JSON Schema (draft 7) that specifications of bills of materials are written in.

The schemas are the project's own data, so they are believed; documents are not, and are bounded by their reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from securestack.inventory.sbom.validation.fault import Fault, Place

_SCHEMAS = Path(__file__).parent.parent / "schemas"
_LONGEST_LIST = 8  # values named in a sentence
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_REFERENCE = re.compile(r"[^\s<>\"{}|\\^`]*")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_FORMATS: dict[str, tuple[re.Pattern[str], str]] = {
    "date-time": (_DATE_TIME, "a date and time as RFC 3339 writes it"),
    "iri-reference": (_REFERENCE, "an address (RFC 3987)"),
    "uri": (_ADDRESS, "an address (RFC 3986)"),
    "uri-reference": (_REFERENCE, "an address (RFC 3986)"),
    "idn-email": (_MAIL, "a mail address"),
    "email": (_MAIL, "a mail address"),
}
_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: (
        (isinstance(value, int) and not isinstance(value, bool))
        or (isinstance(value, float) and value.is_integer())
    ),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
_KINDS = {"object": "an object", "array": "a list", "string": "a text", "integer": "a whole number"}


@lru_cache(maxsize=16)
def load(name: str) -> Mapping[str, Any]:
    """Return a schema by the name of its file."""
    return dict(json.loads((_SCHEMAS / name).read_bytes()))


class Schema:
    """A schema out of a file, or a part of one; `root` is the file's whole, which references lead back to."""

    def __init__(self, rules: Any, root: Mapping[str, Any]) -> None:
        self.rules: Mapping[str, Any] = rules if isinstance(rules, dict) else {}
        self.never = rules is False
        self.root = root

    @classmethod
    def of(cls, name: str) -> Schema:
        """Return the schema in a file."""
        root = load(name)
        return cls(root, root)

    def followed(self) -> Schema:
        """Return what the schema refers to, or itself."""
        schema = self
        while "$ref" in schema.rules:
            file, _, pointer = schema.rules["$ref"].partition("#")
            root = load(file) if file else schema.root
            rules: Any = root
            for part in pointer.strip("/").split("/") if pointer.strip("/") else ():
                rules = rules[part]
            schema = Schema(rules, root)
        return schema

    def inner(self, rules: Any) -> Schema:
        """Return a part of the same file."""
        return Schema(rules, self.root)

    def faults(self, value: Any, place: Place = ()) -> Iterator[Fault]:
        """Yield what is wrong with a value."""
        schema = self.followed()
        if schema.never:
            yield Fault(place, "This is not allowed here.")
            return
        rules = schema.rules
        kind = rules.get("type")
        kinds = kind if isinstance(kind, list) else [kind] if kind else []
        if kinds and not any(_TYPES[one](value) for one in kinds):
            yield Fault(place, f"This has to be {' or '.join(_KINDS.get(one, f'a {one}') for one in kinds)}.")
            return
        yield from _of_value(rules, value, place)
        if isinstance(value, str):
            yield from _of_text(rules, value, place)
        elif isinstance(value, dict):
            yield from schema._of_object(value, place)
        elif isinstance(value, list):
            yield from schema._of_list(value, place)
        elif isinstance(value, int | float):
            yield from _of_number(rules, value, place)
        yield from schema._of_choices(value, place)

    def fits(self, value: Any) -> bool:
        """Say whether nothing is wrong with a value."""
        return next(self.faults(value), None) is None

    def _of_object(self, value: dict[str, Any], place: Place) -> Iterator[Fault]:
        known = self.rules.get("properties", {})
        for name in self.rules.get("required", ()):
            if name not in value:
                yield Fault(place, f"“{name}” is missing.")
        patterns = self.rules.get("patternProperties", {})
        more = self.rules.get("additionalProperties", True)
        for name, inner in value.items():
            if name in known:
                yield from self.inner(known[name]).faults(inner, (*place, name))
                continue
            matching = [rules for pattern, rules in patterns.items() if re.search(pattern, name)]
            for rules in matching:
                yield from self.inner(rules).faults(inner, (*place, name))
            if not matching and more is False:
                yield Fault((*place, name), f"“{name[:60]}” is not known here.")
            elif not matching and isinstance(more, dict):
                yield from self.inner(more).faults(inner, (*place, name))

    def _of_list(self, value: list[Any], place: Place) -> Iterator[Fault]:
        if len(value) < self.rules.get("minItems", 0):
            yield Fault(place, f"The list needs at least {self.rules['minItems']}.")
        if len(value) > self.rules.get("maxItems", len(value)):
            yield Fault(place, f"The list may have {self.rules['maxItems']} at most.")
        if self.rules.get("uniqueItems"):
            seen: dict[str, int] = {}
            for number, item in enumerate(value):
                first = seen.setdefault(json.dumps(item, sort_keys=True), number)
                if first != number:
                    yield Fault(
                        (*place, number), f"This repeats number {first} of the list.", rule="uniqueItems"
                    )
        items = self.rules.get("items", True)
        for number, item in enumerate(value):
            if isinstance(items, list):
                rules = items[number] if number < len(items) else self.rules.get("additionalItems", True)
            else:
                rules = items
            yield from self.inner(rules).faults(item, (*place, number))

    def _of_choices(self, value: Any, place: Place) -> Iterator[Fault]:
        for rules in self.rules.get("allOf", ()):
            yield from self.inner(rules).faults(value, place)
        for word in ("anyOf", "oneOf"):
            if word in self.rules:
                yield from self._of_forms(
                    word, [self.inner(rules) for rules in self.rules[word]], value, place
                )
        if "not" in self.rules and self.inner(self.rules["not"]).fits(value):
            yield Fault(place, "What is here excludes itself.")
        if "if" in self.rules:
            chosen = "then" if self.inner(self.rules["if"]).fits(value) else "else"
            if chosen in self.rules:
                yield from self.inner(self.rules[chosen]).faults(value, place)

    def _of_forms(self, word: str, forms: list[Schema], value: Any, place: Place) -> Iterator[Fault]:
        found = [list(form.faults(value, place)) for form in forms]
        fitting = sum(not faults for faults in found)
        if fitting > 1 and word == "oneOf":
            yield Fault(place, "This fits more than one of the forms of which exactly one is allowed.")
        if not fitting:
            # The form that fits furthest is most likely the one that was meant.
            yield from max(
                found, key=lambda faults: (max(len(fault.place) for fault in faults), -len(faults))
            )


def _of_value(rules: Mapping[str, Any], value: Any, place: Place) -> Iterator[Fault]:
    if "const" in rules and value != rules["const"]:
        yield Fault(place, f"This has to be “{rules['const']}”.")
    if "enum" in rules and value not in rules["enum"]:
        known = [str(one) for one in rules["enum"]]
        listed = ", ".join(known[:_LONGEST_LIST]) + (", …" if len(known) > _LONGEST_LIST else "")
        yield Fault(place, f"“{str(value)[:60]}” is none of the values allowed here: {listed}.")


def _of_text(rules: Mapping[str, Any], value: str, place: Place) -> Iterator[Fault]:
    if len(value) < rules.get("minLength", 0):
        yield Fault(place, "The text is too short.")
    if len(value) > rules.get("maxLength", len(value)):
        yield Fault(place, "The text is too long.")
    if "pattern" in rules and not re.search(rules["pattern"], value):
        yield Fault(place, f"“{value[:60]}” is not written as it has to be here.")
    form = _FORMATS.get(rules.get("format", ""))
    if form is not None and not form[0].fullmatch(value):
        yield Fault(place, f"“{value[:60]}” is not {form[1]}.")


def _of_number(rules: Mapping[str, Any], value: float, place: Place) -> Iterator[Fault]:
    if value < rules.get("minimum", value):
        yield Fault(place, f"The number has to be at least {rules['minimum']}.")
    if value > rules.get("maximum", value):
        yield Fault(place, f"The number may be {rules['maximum']} at most.")
