"""An API as its description tells it: operations, their inputs and answers, and how one is let in."""

from __future__ import annotations

import enum
from typing import Any

import msgspec

UNKNOWN: Any = msgspec.UNSET  # stands for "nothing said", as null is a value of its own


class Place(enum.StrEnum):
    """Where a parameter travels."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


class Schema(msgspec.Struct, kw_only=True, eq=False):
    """What a value must look like, the dialects of JSON Schema made one.

    A graph, not a tree: a recursive schema refers to itself, so whoever walks it bounds the depth. `kinds` holds the
    JSON types allowed, and is empty where nothing is said. `alternatives` are those of oneOf and anyOf.
    """

    kinds: tuple[str, ...] = ()
    properties: dict[str, Schema] = {}
    required: frozenset[str] = frozenset()
    items: Schema | None = None
    additional: Schema | None = None  # of an object used as a dictionary
    alternatives: tuple[Schema, ...] = ()
    enum: tuple[Any, ...] = ()
    examples: tuple[Any, ...] = ()
    default: Any = UNKNOWN
    format: str = ""
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    multiple_of: float | None = None
    min_length: int = 0
    max_length: int | None = None
    min_items: int = 0
    max_items: int | None = None
    read_only: bool = False
    write_only: bool = False
    description: str = ""

    @property
    def is_object(self) -> bool:
        """Whether it is an object with fields."""
        return "object" in self.kinds or bool(self.properties)

    @property
    def is_array(self) -> bool:
        """Whether it is a list."""
        return "array" in self.kinds or self.items is not None


class Parameter(msgspec.Struct, kw_only=True, frozen=True, eq=False):
    """A named value of a request outside its body. `style` and `explode` tell how lists are written (OpenAPI 3)."""

    name: str
    place: Place
    required: bool = False
    schema: Schema = msgspec.field(default_factory=Schema)
    examples: tuple[Any, ...] = ()
    style: str = ""
    explode: bool = True
    description: str = ""


class BodyForm(msgspec.Struct, kw_only=True, frozen=True, eq=False):
    """One content type a body may have."""

    content_type: str
    schema: Schema = msgspec.field(default_factory=Schema)
    examples: tuple[Any, ...] = ()
    required: bool = False


class Answer(msgspec.Struct, kw_only=True, frozen=True, eq=False):
    """An answer the description promises. `status` is a number, a range such as 2XX, or `default`."""

    status: str
    content_type: str = ""
    schema: Schema | None = None
    examples: tuple[Any, ...] = ()


class Operation(msgspec.Struct, kw_only=True, frozen=True, eq=False):
    """One thing the API can do.

    `path` is the template below the base address, such as `/users/{id}`. `security` lists what lets one in, each entry
    the names of the schemes needed together; it is empty for what needs nobody, and None where nothing is said.
    """

    method: str
    path: str
    name: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    bodies: tuple[BodyForm, ...] = ()
    answers: tuple[Answer, ...] = ()
    security: tuple[tuple[str, ...], ...] | None = None
    deprecated: bool = False

    @property
    def id(self) -> str:
        """What it is called everywhere: method and path."""
        return f"{self.method} {self.path}"

    @property
    def wants_login(self) -> bool:
        """Whether the description says that only somebody known may ask."""
        return bool(self.security) and () not in (self.security or ())

    @property
    def path_parameters(self) -> tuple[Parameter, ...]:
        """The parameters in its path, in their order there."""
        return tuple(
            sorted(
                (parameter for parameter in self.parameters if parameter.place is Place.PATH),
                key=lambda parameter: self.path.find("{" + parameter.name + "}"),
            )
        )


class SecurityScheme(msgspec.Struct, kw_only=True, frozen=True):
    """A way to be let in: kind is bearer, basic, api-key, oauth2 or openid."""

    name: str
    kind: str
    place: Place | None = None  # of an API key
    field: str = ""  # its name there
    token_url: str = ""  # of OAuth 2
    flows: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


class ApiDescription(msgspec.Struct, kw_only=True, frozen=True, eq=False):
    """A whole API. `notices` tell, a sentence each, what of the description could not be understood."""

    format: str  # such as "OpenAPI 3.0.1"
    title: str = ""
    version: str = ""
    servers: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()
    schemes: dict[str, SecurityScheme] = {}
    notices: tuple[str, ...] = ()

    def operation(self, id: str) -> Operation | None:
        """Return the operation with an id, if there is one."""
        return next((operation for operation in self.operations if operation.id == id), None)


class UnreadableDescription(ValueError):
    """The text is no description of an API; the message is one sentence that says what to do."""
