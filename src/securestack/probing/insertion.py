"""Request templates and the places in them where a probe can put a value.

One idea for all of query, body fields, JSON leaves, path segments, headers, cookies and file names: a template lists its
insertion points, and `with_value` builds the request that carries another value at one of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import msgspec

from securestack.core.location import HttpLocation, Position
from securestack.net.message import Request
from securestack.probing.json_pointer import json_leaves, replace_leaf

_BOUNDARY = "----securestack7f3a1c9e2b"


class Field(msgspec.Struct, frozen=True):
    """A named value, decoded. `file_name` and `content_type` are set for the files of a multipart form.

    `encoded` says that the value is percent-encoded already and goes out as it is.
    """

    name: str
    value: str
    file_name: str | None = None
    content_type: str = ""
    encoded: bool = False


class FormBody(msgspec.Struct, frozen=True, tag="form"):
    """A body of type application/x-www-form-urlencoded."""

    fields: tuple[Field, ...]


class MultipartBody(msgspec.Struct, frozen=True, tag="multipart"):
    """A body of type multipart/form-data (RFC 7578)."""

    fields: tuple[Field, ...]


class JsonBody(msgspec.Struct, frozen=True, tag="json"):
    """A JSON body, as the value it stands for."""

    value: Any
    content_type: str = "application/json"


class TextBody(msgspec.Struct, frozen=True, tag="text"):
    """Any other body; XML is one."""

    text: str
    content_type: str

    @property
    def is_xml(self) -> bool:
        """Whether the body is declared, or looks like, XML."""
        return "xml" in self.content_type.lower() or self.text.lstrip().startswith("<?xml")


Body = FormBody | MultipartBody | JsonBody | TextBody


class FormSource(msgspec.Struct, frozen=True, kw_only=True):
    """The form a request was made from, so that it can be fetched again: it may hold tokens that serve once.

    `page` asks for the page it stands on; `one_time` names the fields whose values come from there each time; `label` is
    what its button says. `login_fields` names the fields for user name and password where it was filled in to log in.
    """

    page: RequestTemplate
    one_time: tuple[str, ...] = ()
    label: str = ""
    login_fields: tuple[str, str] | None = None


class InsertionPoint(msgspec.Struct, frozen=True):
    """One place of a template. `value` is the value seen there; `index` tells places of the same name apart."""

    position: Position
    name: str
    value: str
    index: int = 0


class RequestTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """A request taken apart, so that each of its values can be replaced.

    `origin` is scheme, host and port; `path` is the encoded path. Session cookies and credentials are not part of it:
    the session adds them when the request is sent. `form` says which form it was made from, if any.
    """

    method: str
    origin: str
    path: str = "/"
    query: tuple[Field, ...] = ()
    headers: tuple[Field, ...] = ()
    cookies: tuple[Field, ...] = ()
    body: Body | None = None
    form: FormSource | None = None

    @classmethod
    def from_url(cls, url: str, method: str = "GET", body: Body | None = None) -> RequestTemplate:
        """Take an absolute URL apart."""
        pieces = urlsplit(url)
        return cls(
            method=method,
            origin=f"{pieces.scheme}://{pieces.netloc}",
            path=pieces.path or "/",
            query=tuple(
                Field(name, value)
                for name, value in parse_qsl(pieces.query, keep_blank_values=True, errors="replace")
            ),
            body=body,
        )

    @property
    def url(self) -> str:
        """The absolute URL, query included."""
        query = encode_fields(self.query)
        return f"{self.origin}{self.path}{'?' + query if query else ''}"

    def points(self) -> Iterator[InsertionPoint]:
        """Yield every insertion point: query, body, path, cookies, then headers."""
        yield from _field_points(Position.QUERY, self.query)
        yield from self._body_points()
        for number, segment in enumerate(self.path.split("/")):
            if segment:
                yield InsertionPoint(Position.PATH, str(number), segment, number)
        yield from _field_points(Position.COOKIE, self.cookies)
        yield from _field_points(Position.HEADER, self.headers)

    def _body_points(self) -> Iterator[InsertionPoint]:
        match self.body:
            case FormBody(fields):
                yield from _field_points(Position.BODY, fields)
            case MultipartBody(fields):
                for index, field in enumerate(fields):
                    if field.file_name is not None:
                        yield InsertionPoint(Position.FILE_NAME, field.name, field.file_name, index)
                    yield InsertionPoint(Position.BODY, field.name, field.value, index)
            case JsonBody(value):
                for pointer, leaf in json_leaves(value):
                    yield InsertionPoint(
                        Position.JSON, pointer, leaf if isinstance(leaf, str) else json.dumps(leaf)
                    )
            case TextBody(text) if self.body.is_xml:
                yield InsertionPoint(Position.XML, "", text)
            case _:
                pass

    def with_value(self, point: InsertionPoint, value: str, *, encoded: bool = False) -> RequestTemplate:
        """Return a copy with another value at a point.

        `encoded` says that the value is percent-encoded already and goes out as it is (query, form and path only).
        """
        match point.position:
            case Position.QUERY:
                return self._replace(query=_replace_field(self.query, point.index, value, encoded))
            case Position.COOKIE:
                return self._replace(cookies=_replace_field(self.cookies, point.index, value))
            case Position.HEADER:
                return self._replace(headers=_replace_field(self.headers, point.index, value))
            case Position.PATH:
                segments = self.path.split("/")
                segments[point.index] = value if encoded else quote(value, safe="")
                return self._replace(path="/".join(segments))
            case _:
                return self._replace(body=self._body_with_value(point, value, encoded))

    def _body_with_value(self, point: InsertionPoint, value: str, encoded: bool) -> Body | None:
        match self.body:
            case FormBody(fields):
                return FormBody(_replace_field(fields, point.index, value, encoded))
            case MultipartBody(fields) if point.position is Position.FILE_NAME:
                old = fields[point.index]
                new = Field(old.name, old.value, value, old.content_type)
                return MultipartBody((*fields[: point.index], new, *fields[point.index + 1 :]))
            case MultipartBody(fields):
                return MultipartBody(_replace_field(fields, point.index, value))
            case JsonBody(document, content_type):
                return JsonBody(replace_leaf(document, point.name, value), content_type)
            case TextBody(_, content_type):
                return TextBody(value, content_type)
            case None:
                return None

    def _replace(self, **changes: Any) -> RequestTemplate:
        return msgspec.structs.replace(self, **changes)

    def location(self, point: InsertionPoint | None = None) -> HttpLocation:
        """Return where a finding at a point is, or on the whole request without one."""
        if point is None:
            return HttpLocation(self.method, self.url)
        return HttpLocation(self.method, self.url, point.name, point.position)

    def build(self) -> Request:
        """Return the request as it goes to the server."""
        headers = [(field.name, _header_safe(field.value)) for field in self.headers]
        if self.cookies:
            jar = "; ".join(f"{field.name}={_cookie_safe(field.value)}" for field in self.cookies)
            headers.append(("Cookie", jar))
        content_type, body = encode_body(self.body)
        if content_type:
            headers.append(("Content-Type", content_type))
        return Request(self.method, self.url, headers, body)


def encode_fields(fields: tuple[Field, ...]) -> str:
    """Return fields as application/x-www-form-urlencoded text, spaces as %20, which every server reads alike."""
    return "&".join(
        f"{_quote(field.name)}={field.value if field.encoded else _quote(field.value)}" for field in fields
    )


def encode_body(body: Body | None) -> tuple[str, bytes]:
    """Return the Content-Type and the bytes of a body; both empty without one."""
    match body:
        case None:
            return "", b""
        case FormBody(fields):
            return "application/x-www-form-urlencoded", encode_fields(fields).encode("ascii")
        case MultipartBody(fields):
            return f"multipart/form-data; boundary={_BOUNDARY}", _encode_multipart(fields)
        case JsonBody(value, content_type):
            return content_type, json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        case TextBody(text, content_type):
            return content_type, text.encode("utf-8", "surrogatepass")


def _encode_multipart(fields: tuple[Field, ...]) -> bytes:
    pieces = []
    for field in fields:
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{_multipart_name(field.name)}"'
        if field.file_name is not None:
            head += f'; filename="{_multipart_name(field.file_name)}"'
            head += f"\r\nContent-Type: {field.content_type or 'application/octet-stream'}"
        pieces.append(f"{head}\r\n\r\n{field.value}\r\n")
    pieces.append(f"--{_BOUNDARY}--\r\n")
    return "".join(pieces).encode("utf-8", "surrogatepass")


def _multipart_name(name: str) -> str:
    # As browsers do it: WHATWG HTML, "multipart/form-data encoding algorithm".
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _quote(value: str) -> str:
    return quote(value, safe="", errors="surrogatepass")


def _header_safe(value: str) -> str:
    # A header cannot hold a line break; without this a probe would corrupt the request instead of the parameter.
    return value.translate({13: "%0D", 10: "%0A", 0: "%00"})


def _cookie_safe(value: str) -> str:
    return quote(value, safe="!#$&'()*+-./:<=>?@[]^_`{|}~\"")


def _field_points(position: Position, fields: tuple[Field, ...]) -> Iterator[InsertionPoint]:
    for index, field in enumerate(fields):
        yield InsertionPoint(position, field.name, field.value, index)


def _replace_field(
    fields: tuple[Field, ...], index: int, value: str, encoded: bool = False
) -> tuple[Field, ...]:
    old = fields[index]
    new = Field(old.name, value, old.file_name, old.content_type, encoded)
    return (*fields[:index], new, *fields[index + 1 :])
