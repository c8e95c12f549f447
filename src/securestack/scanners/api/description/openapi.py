"""OpenAPI 3.0 and 3.1, and 2.0 (Swagger): what https://spec.openapis.org says of operations, inputs and security.

A part that is broken becomes a notice that names its operation; the rest is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from securestack.scanners.api.description.model import (
    Answer,
    ApiDescription,
    BodyForm,
    Operation,
    Parameter,
    Place,
    Schema,
    SecurityScheme,
    UnreadableDescription,
)
from securestack.scanners.api.description.references import References
from securestack.scanners.api.description.schemas import SchemaReader, examples_in

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_MOST_NOTICES = 200
_PATH_FIELD = re.compile(r"\{([^{}/]+)\}")
_PLACES = frozenset(Place)


def recognise(document: Any) -> bool:
    """Whether a document says that it is OpenAPI."""
    return isinstance(document, Mapping) and ("openapi" in document or "swagger" in document)


def read(document: Any, source: str = "") -> ApiDescription:
    """Return the description in a document; `source` is the address it came from. Raises UnreadableDescription."""
    return _Reader(document, source).description()


class _Reader:
    def __init__(self, document: Mapping[str, Any], source: str) -> None:
        self._document = document
        self._source = source if "://" in source else ""
        self._references = References(document)
        self._schemas = SchemaReader(self._references)
        self._notices: dict[str, None] = {}
        version = str(document.get("openapi", document.get("swagger", "")))
        self._old = "openapi" not in document
        self._format = f"{'Swagger' if self._old else 'OpenAPI'} {version[:20]}"
        if not re.match(r"2\.|3\.", version):
            raise UnreadableDescription(
                f"The description says that it is {self._format}; versions 2 and 3 can be read."
            )

    def description(self) -> ApiDescription:
        information = _mapping(self._document.get("info"))
        operations = tuple(self._operations())
        schemes = self._schemes()
        for problem in self._references.problems:
            self._note(problem)
        return ApiDescription(
            format=self._format,
            title=str(information.get("title", ""))[:200],
            version=str(information.get("version", ""))[:50],
            servers=tuple(self._servers()),
            operations=operations,
            schemes=schemes,
            notices=tuple(self._notices),
        )

    def _note(self, sentence: str) -> None:
        if len(self._notices) < _MOST_NOTICES:
            self._notices[sentence] = None

    def _servers(self) -> Iterator[str]:
        if self._old:
            host, base = str(self._document.get("host", "")), str(self._document.get("basePath", "/"))
            own = urlsplit(self._source)
            schemes = _list(self._document.get("schemes")) or [own.scheme or "http"]
            if host or own.netloc:
                yield from (f"{scheme}://{host or own.netloc}{base}" for scheme in schemes)
            else:
                yield base
            return
        for server in _list(self._document.get("servers")) or [{"url": "/"}]:
            server = _mapping(server)
            url = str(server.get("url", "/"))
            for name, variable in _mapping(server.get("variables")).items():
                url = url.replace("{" + str(name) + "}", str(_mapping(variable).get("default", "")))
            yield urljoin(self._source, url) if self._source else url

    def _schemes(self) -> dict[str, SecurityScheme]:
        raw = self._document.get("securityDefinitions")
        if not self._old:
            raw = _mapping(self._document.get("components")).get("securitySchemes")
        found = (
            _scheme(str(name), _mapping(self._references.follow(value)))
            for name, value in _mapping(raw).items()
        )
        return {scheme.name: scheme for scheme in found if scheme is not None}

    def _operations(self) -> Iterator[Operation]:
        paths = self._document.get("paths")
        if not isinstance(paths, Mapping):
            self._note("The description has no paths, so that it names no operation.")
            return
        for path, item in paths.items():
            item = self._references.follow(item)
            if not isinstance(path, str) or not path.startswith("/") or not isinstance(item, Mapping):
                if not str(path).startswith("x-"):
                    self._note(
                        f"The path {str(path)[:100]!r} is left out: it is not written as the format wants it."
                    )
                continue
            for method in _METHODS:
                if method not in item:
                    continue
                try:
                    yield self._operation(method.upper(), path, item, item[method])
                except (TypeError, ValueError, AttributeError, KeyError, RecursionError) as error:
                    self._note(f"{method.upper()} {path} is left out: its description is broken ({error}).")

    def _operation(self, method: str, path: str, item: Mapping[str, Any], raw: Any) -> Operation:
        if not isinstance(raw, Mapping):
            raise TypeError("it is not an object")
        where = f"{method} {path}"
        shared = [*_list(item.get("parameters")), *_list(raw.get("parameters"))]
        inputs = [_mapping(self._references.follow(value)) for value in shared]
        parameters = {
            (parameter.name, parameter.place): parameter
            for parameter in (self._parameter(value, where) for value in inputs)
            if parameter is not None
        }
        for name in _PATH_FIELD.findall(path):
            if (name, Place.PATH) not in parameters:
                self._note(f"{where} does not describe {name} of its path; it is taken for a text.")
                parameters[name, Place.PATH] = Parameter(
                    name=name, place=Place.PATH, required=True, schema=Schema(kinds=("string",))
                )
        in_path = set(_PATH_FIELD.findall(path))
        return Operation(
            method=method,
            path=path,
            name=str(raw.get("operationId", "")),
            summary=str(raw.get("summary") or raw.get("description") or "")[:300],
            tags=tuple(str(tag) for tag in _list(raw.get("tags"))),
            parameters=tuple(
                value
                for value in parameters.values()
                if value.place is not Place.PATH or value.name in in_path
            ),
            bodies=tuple(self._old_bodies(inputs, raw) if self._old else self._bodies(raw)),
            answers=tuple(self._answers(raw)),
            security=self._security(raw),
            deprecated=raw.get("deprecated") is True,
        )

    def _parameter(self, raw: Mapping[str, Any], where: str) -> Parameter | None:
        name, place = raw.get("name"), raw.get("in")
        if place in ("body", "formData") and self._old:
            return None
        if not isinstance(name, str) or not name or place not in _PLACES:
            self._note(f"{where}: a parameter without a usable name and place is left out.")
            return None
        media: Any = next(iter(_mapping(raw.get("content")).values()), {})
        schema = raw if self._old else raw.get("schema", _mapping(media).get("schema", {}))
        examples = examples_in(raw, self._references)
        return Parameter(
            name=name,
            place=Place(place),
            required=raw.get("required") is True or place == "path",
            schema=self._schemas.read(schema),
            examples=examples,
            style=str(raw.get("style", raw.get("collectionFormat", ""))),
            explode=raw.get("explode", raw.get("collectionFormat", "multi") == "multi") is True,
            description=str(raw.get("description", ""))[:300],
        )

    def _bodies(self, raw: Mapping[str, Any]) -> Iterator[BodyForm]:
        body = _mapping(self._references.follow(raw.get("requestBody")))
        for content_type, media in _mapping(body.get("content")).items():
            media = _mapping(self._references.follow(media))
            yield BodyForm(
                content_type=str(content_type),
                schema=self._schemas.read(media.get("schema", {})),
                examples=examples_in(media, self._references),
                required=body.get("required") is True,
            )

    def _old_bodies(self, inputs: list[Mapping[str, Any]], raw: Mapping[str, Any]) -> Iterator[BodyForm]:
        consumes = [str(kind) for kind in _list(raw.get("consumes", self._document.get("consumes")))]
        fields = [value for value in inputs if value.get("in") == "formData"]
        if fields:
            schema = Schema(
                kinds=("object",),
                properties={str(field.get("name")): self._schemas.read(field) for field in fields},
                required=frozenset(
                    str(field.get("name")) for field in fields if field.get("required") is True
                ),
            )
            multipart = "multipart/form-data" in consumes or any(
                field.get("type") == "file" for field in fields
            )
            kind = "multipart/form-data" if multipart else "application/x-www-form-urlencoded"
            yield BodyForm(content_type=kind, schema=schema, required=True)
        for value in inputs:
            if value.get("in") == "body":
                for kind in consumes or ["application/json"]:
                    yield BodyForm(
                        content_type=kind,
                        schema=self._schemas.read(value.get("schema", {})),
                        required=value.get("required") is True,
                    )

    def _answers(self, raw: Mapping[str, Any]) -> Iterator[Answer]:
        for status, answer in _mapping(raw.get("responses")).items():
            answer = _mapping(self._references.follow(answer))
            if self._old and "schema" in answer:
                yield Answer(status=str(status), schema=self._schemas.read(answer["schema"]))
                continue
            content = _mapping(answer.get("content"))
            if not content:
                yield Answer(status=str(status))
            for content_type, media in content.items():
                media = _mapping(media)
                yield Answer(
                    status=str(status),
                    content_type=str(content_type),
                    schema=self._schemas.read(media["schema"]) if "schema" in media else None,
                    examples=examples_in(media, self._references),
                )

    def _security(self, raw: Mapping[str, Any]) -> tuple[tuple[str, ...], ...] | None:
        value = raw.get("security", self._document.get("security"))
        if not isinstance(value, list):
            return None
        return tuple(tuple(str(name) for name in entry) for entry in value if isinstance(entry, Mapping))


def _scheme(name: str, raw: Mapping[str, Any]) -> SecurityScheme | None:
    kind = str(raw.get("type", "")).lower()
    if kind == "apikey":
        place = raw.get("in")
        if place not in _PLACES:
            return None
        return SecurityScheme(name=name, kind="api-key", place=Place(place), field=str(raw.get("name", "")))
    if kind in ("http", "basic"):
        scheme = str(raw.get("scheme", "basic")).lower()
        return SecurityScheme(name=name, kind=scheme if scheme in ("basic", "bearer") else "bearer")
    if kind == "oauth2":
        flows = _mapping(raw.get("flows")) or {str(raw.get("flow", "")): raw}
        urls = [str(_mapping(flow).get("tokenUrl", "")) for flow in flows.values()]
        scopes = [str(scope) for flow in flows.values() for scope in _mapping(_mapping(flow).get("scopes"))]
        return SecurityScheme(
            name=name,
            kind="oauth2",
            token_url=next((url for url in urls if url), ""),
            flows=tuple(str(flow) for flow in flows),
            scopes=tuple(scopes),
        )
    return SecurityScheme(name=name, kind="openid") if kind == "openidconnect" else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
