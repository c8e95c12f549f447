"""What the scan understands of an API, for people: what each operation is for and where its inputs come from."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.scanners.api.description.model import ApiDescription, Operation, Parameter, Place, Schema
from securestack.scanners.api.names import likeness, noun_before, noun_of
from securestack.scanners.api.purposes import (
    Purpose,
    input_names,
    is_administrative,
    operation_words,
    purpose_of,
    why_destructive,
)

_DEEPEST = 5
_MOST_SOURCES = 3
_TOGETHER = (Purpose.LIST, Purpose.CREATE, Purpose.READ, Purpose.CHANGE, Purpose.DELETE, Purpose.ACTION)


def explain(description: ApiDescription, base: str) -> Iterator[str]:
    """Yield the lines that tell how an API is understood, without asking it anything."""
    title = " ".join(filter(None, (description.title or "The API", description.version)))
    yield f"{title} ({description.format}) at {base}"
    yield ""
    yield "Logging in"
    yield from _logging_in(description)
    resources: dict[str, list[Operation]] = {}
    for operation in description.operations:
        if purpose_of(operation) in _TOGETHER:
            resources.setdefault(resource_of(operation), []).append(operation)
    for noun in sorted(resources):
        yield ""
        yield f"Resource “{noun}”" if noun else "Without a resource"
        for operation in sorted(resources[noun], key=lambda each: _TOGETHER.index(purpose_of(each))):
            yield f"  {purpose_of(operation):8} {operation.id}{_remarks(operation)}"
            for parameter in operation.path_parameters:
                yield f"             {parameter.name} comes from {_sources(description, operation, parameter)}"
    if description.notices:
        yield ""
        yield "Not understood"
        yield from (f"  {notice}" for notice in description.notices)


def resource_of(operation: Operation) -> str:
    """Return the noun an operation is about: what its last path parameter names, else its last fixed segment."""
    if operation.path_parameters:
        return noun_before(operation.path, operation.path_parameters[-1].name)
    return noun_of(operation.path)


def _logging_in(description: ApiDescription) -> Iterator[str]:
    for scheme in description.schemes.values():
        where = f" in {scheme.place} {scheme.field}" if scheme.place else ""
        address = f", tokens from {scheme.token_url}" if scheme.token_url else ""
        yield f"  scheme   {scheme.name}: {scheme.kind}{where}{address}"
    found = False
    for operation in description.operations:
        purpose = purpose_of(operation)
        if purpose not in _TOGETHER:
            found = True
            yield f"  {purpose}: {operation.id}, with {', '.join(input_names(operation)) or 'nothing'}"
    if not found and not description.schemes:
        yield "  nothing is said of it"


def _remarks(operation: Operation) -> str:
    remarks = []
    if operation.wants_login:
        remarks.append("needs a login")
    if is_administrative(operation):
        remarks.append("for administrators")
    if reason := why_destructive(operation):
        remarks.append(f"left out unless --allow-destructive: {reason}")
    if operation.deprecated:
        remarks.append("deprecated")
    return f"  ({'; '.join(remarks)})" if remarks else ""


def _sources(description: ApiDescription, operation: Operation, parameter: Parameter) -> str:
    """Return which answers are described to hold what a path parameter takes, the likeliest first."""
    assert parameter.place is Place.PATH
    noun = noun_before(operation.path, parameter.name)
    found: dict[str, int] = {}
    for other in description.operations:
        for field in _answer_fields(other):
            score = likeness(noun, parameter.name, noun_of(other.path), field)
            if score >= 2 and other.path.partition("{")[0] is not None:
                found.setdefault(f"“{field}” of {other.id}", score - (parameter.name in other.path))
        if purpose_of(other) is Purpose.CREATE:
            for name in input_names(other):
                if likeness(noun, parameter.name, noun_of(other.path), name) >= 3:
                    found.setdefault(f"“{name}” sent to {other.id}", 3)
    best = sorted(found, key=lambda source: -found[source])[:_MOST_SOURCES]
    if not best:
        examples = parameter.examples or parameter.schema.examples
        return (
            f"its example {examples[0]!r}" if examples else "nothing that is described; answers may show it"
        )
    return ", ".join(best)


def _answer_fields(operation: Operation) -> set[str]:
    words = operation_words(operation)
    fields: set[str] = set()
    if words:
        for answer in operation.answers:
            if answer.status.startswith("2") and answer.schema is not None:
                _collect(answer.schema, fields, 0)
    return fields


def _collect(schema: Schema, fields: set[str], depth: int) -> None:
    if depth > _DEEPEST:
        return
    for name, field in schema.properties.items():
        if not field.is_object and not field.is_array:
            fields.add(name)
        _collect(field, fields, depth + 1)
    for inner in (schema.items, schema.additional, *schema.alternatives):
        if inner is not None:
            _collect(inner, fields, depth + 1)
