"""Postman collections, versions 2.0 and 2.1: https://schema.postman.com/."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from securestack.scanners.api.description.model import ApiDescription, UnreadableDescription
from securestack.scanners.api.description.samples import Sample, operations_of, schemes_of

_VARIABLE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_UNKNOWN_HOST = "http://unknown.invalid"
_DEEPEST = 20
_MOST_ROUNDS = 5  # of variables that hold variables
_MOST_NOTICES = 50


def recognise(document: Any) -> bool:
    """Whether a document is a Postman collection."""
    information = document.get("info") if isinstance(document, Mapping) else None
    return isinstance(information, Mapping) and (
        "postman" in str(information.get("schema", "")) or "_postman_id" in information
    )


def read(document: Any, _source: str = "") -> ApiDescription:
    """Return the API that a collection's requests show. Raises UnreadableDescription where there are none."""
    return _Reader(document).description()


class _Reader:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._notices: dict[str, None] = {}
        self._variables = {
            str(variable.get("key") or variable.get("id")): str(variable.get("value", ""))
            for variable in _list(document.get("variable"))
            if isinstance(variable, Mapping)
        }

    def description(self) -> ApiDescription:
        samples = list(self._samples(self._document.get("item"), "", self._document.get("auth"), 0))
        if not samples:
            raise UnreadableDescription("The Postman collection holds no request that can be read.")
        hosts = Counter(_origin(sample.url) for sample in samples)
        base, _ = hosts.most_common(1)[0]
        own = [sample for sample in samples if _origin(sample.url) == base]
        known = base != _UNKNOWN_HOST
        if not known:
            self._note(
                "The collection does not say where the API runs; its host is a variable without a value."
            )
        information = self._document["info"]
        return ApiDescription(
            format="Postman collection",
            title=str(information.get("name", ""))[:200],
            servers=(base,) if known else ("/",),
            operations=operations_of(own, base),
            schemes=schemes_of(own),
            notices=tuple(self._notices),
        )

    def _note(self, sentence: str) -> None:
        if len(self._notices) < _MOST_NOTICES:
            self._notices[sentence] = None

    def _samples(self, items: Any, folder: str, auth: Any, depth: int) -> Iterator[Sample]:
        if depth > _DEEPEST:
            self._note(f"The folder {folder!r} is nested too deep; what lies in it is left out.")
            return
        for item in _list(items):
            if not isinstance(item, Mapping):
                continue
            name = str(item.get("name", ""))[:200]
            inherited = item.get("auth") or auth
            if "item" in item:
                yield from self._samples(item["item"], name, inherited, depth + 1)
            elif "request" in item:
                try:
                    yield self._sample(item["request"], name, folder, inherited)
                except (TypeError, ValueError, KeyError, AttributeError):
                    self._note(f"The request {name!r} is left out: it cannot be read.")

    def _sample(self, request: Any, name: str, folder: str, auth: Any) -> Sample:
        if isinstance(request, str):
            request = {"url": request}
        url, values = self._url(request.get("url"))
        headers = [
            (str(header["key"]), self._filled(str(header.get("value", ""))))
            for header in _list(request.get("header"))
            if isinstance(header, Mapping) and not header.get("disabled") and header.get("key")
        ]
        headers += _auth_headers(request.get("auth") or auth)
        kind, body, fields = self._body(request.get("body") or {})
        stated = next((value for key, value in headers if key.lower() == "content-type"), "")
        return Sample(
            method=str(request.get("method", "GET")),
            url=url,
            headers=tuple(headers),
            content_type=(stated or kind).partition(";")[0],
            body=body,
            fields=fields,
            name=name,
            folder=folder,
            values=values,
        )

    def _filled(self, text: str) -> str:
        """Put in the values of variables; one without a value stays as a parameter."""
        for _ in range(_MOST_ROUNDS):
            filled = _VARIABLE.sub(lambda found: self._variables.get(found[1]) or found[0], text)
            if filled == text:
                break
            text = filled
        return text

    def _url(self, raw: Any) -> tuple[str, dict[str, str]]:
        if isinstance(raw, str):
            raw = {"raw": raw}
        values = {
            str(variable.get("key")): self._filled(str(variable.get("value") or ""))
            for variable in _list(raw.get("variable"))
            if isinstance(variable, Mapping)
        }
        text = self._filled(str(raw.get("raw", "")))
        text = re.sub(r"\A(?:https?://)?\{\{[^}]*\}\}", _UNKNOWN_HOST, text)
        text = _VARIABLE.sub(lambda found: "{" + re.sub(r"\W", "_", found[1]) + "}", text)
        if not re.match(r"https?://", text):
            text = f"{_UNKNOWN_HOST}{text}" if text.startswith("/") else f"http://{text}"
        if not urlsplit(text).netloc:
            raise ValueError("no address")
        return text, values

    def _body(self, body: Mapping[str, Any]) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """Return the content type, the text and the fields of a body."""
        match body.get("mode"):
            case "raw":
                language = _deep(body, "options", "raw", "language")
                text = self._filled(str(body.get("raw", "")))
                is_json = language == "json" or text.lstrip()[:1] in ("{", "[")
                # A variable that stands without quotes would break the JSON.
                return ("application/json" if is_json else "text/plain"), _VARIABLE.sub("1", text), ()
            case "urlencoded" | "formdata" as mode:
                fields = tuple(
                    (str(field["key"]), self._filled(str(field.get("value", ""))))
                    for field in _list(body.get(mode))
                    if isinstance(field, Mapping) and field.get("key") and not field.get("disabled")
                )
                form = mode == "urlencoded"
                return ("application/x-www-form-urlencoded" if form else "multipart/form-data"), "", fields
            case _:
                return "", "", ()


def _auth_headers(auth: Any) -> list[tuple[str, str]]:
    kind = str(auth.get("type", "")) if isinstance(auth, Mapping) else ""
    if kind in ("bearer", "oauth2", "jwt"):
        return [("Authorization", "Bearer")]
    if kind == "basic":
        return [("Authorization", "Basic ")]
    if kind == "apikey" and isinstance(auth, Mapping):
        given = {
            str(part.get("key")): str(part.get("value", ""))
            for part in _list(auth.get("apikey"))
            if isinstance(part, Mapping)
        }
        return [(given.get("key") or "X-API-Key", "key")] if given.get("in", "header") == "header" else []
    return []


def _deep(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
