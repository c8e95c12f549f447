"""CSRF tokens: which field of a form is one, and putting another value in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from securestack.probing.insertion import Field, FormBody, MultipartBody, RequestTemplate

_NAME = re.compile(
    r"csrf|xsrf|authenticity_?token|requestverification|anti_?forgery|form_?(?:token|key|build_id)|"
    r"^_?_?(?:token|nonce|formkey|tkn)$|user_?token|security_?token|request_?token|sesskey|_wpnonce|nonce$|"
    r"^__(?:viewstate\w*|eventvalidation)$|javax\.faces\.viewstate|synchronizer",
    re.IGNORECASE,
)
_RANDOM = re.compile(r"(?=(?:\D*\d){4})(?=(?:[^A-Za-z]*[A-Za-z]){4})[A-Za-z0-9+/=_-]{32,}")


def is_token(name: str, value: str, kind: str) -> bool:
    """Whether a field looks like a CSRF token: hidden, and named like one or long and random."""
    if kind != "hidden" or not value:
        return False
    return _NAME.search(name) is not None or _RANDOM.fullmatch(value) is not None


def tokens_of(template: RequestTemplate, names: Iterable[str]) -> dict[str, str]:
    """Return the values that a template has in these fields."""
    wanted = frozenset(names)
    fields = template.query + _body_fields(template)
    return {field.name: field.value for field in fields if field.name in wanted}


def with_tokens(template: RequestTemplate, tokens: Mapping[str, str]) -> RequestTemplate:
    """Return a template with other values in the fields of these names."""
    changes: dict[str, object] = {"query": _replaced(template.query, tokens)}
    match template.body:
        case FormBody(fields):
            changes["body"] = FormBody(_replaced(fields, tokens))
        case MultipartBody(fields):
            changes["body"] = MultipartBody(_replaced(fields, tokens))
        case _:
            pass
    return msgspec.structs.replace(template, **changes)


def _body_fields(template: RequestTemplate) -> tuple[Field, ...]:
    return template.body.fields if isinstance(template.body, FormBody | MultipartBody) else ()


def _replaced(fields: tuple[Field, ...], tokens: Mapping[str, str]) -> tuple[Field, ...]:
    return tuple(
        Field(field.name, tokens[field.name], field.file_name, field.content_type)
        if field.name in tokens
        else field
        for field in fields
    )
