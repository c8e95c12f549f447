"""Making a request whole again: secrets are masked in what is kept of a finding, and tokens have served."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from securestack.core.location import Position
from securestack.net.message import Request
from securestack.probing.insertion import (
    Body,
    Field,
    FormBody,
    InsertionPoint,
    MultipartBody,
    RequestTemplate,
)
from securestack.probing.session import Session
from securestack.scanners.web.crawl.forms import form_fields, same_form
from securestack.scanners.web.login import fill_credentials

_MASKED = re.compile(r"[*\s]*\*[*\s]*|.*\*{4}.*", re.DOTALL)


class NotWhole(Exception):
    """Something that was masked cannot be filled in; the message says what, in one sentence."""


def is_masked(value: str) -> bool:
    """Whether a value, or a part of it, was masked."""
    return "*" in value and _MASKED.fullmatch(value) is not None


async def restore(
    template: RequestTemplate, session: Session, *, username: str = "", password: str = ""
) -> RequestTemplate:
    """Return a template without masked values and with tokens that are good for this session.

    Visits the page the request was made from, as its cookies may be needed, too. Raises NotWhole, NetError or
    BudgetExhausted.
    """
    fresh: Mapping[str, str] = {}
    if template.form is not None:
        answer = await session.send(template.form.page.build())
        form = same_form(template, answer.response)
        fresh = {field.name: field.value for field in form_fields(form.template)} if form is not None else {}
        if template.form.login_fields is not None:
            if not password:
                raise NotWhole(
                    "The form was sent with the user name and the password of a login; give them with --login-url, "
                    "--username and --password-env."
                )
            template = fill_credentials(template, username, password)
    elif template.method != "GET" or template.cookies:
        await session.send(Request("GET", template.origin + "/"))
    return _filled(template, fresh, dict(session.cookies_for(template.url)))


def restore_point(point: InsertionPoint, template: RequestTemplate) -> InsertionPoint:
    """Return a point with the value that a restored template has there."""
    for other in template.points():
        if (other.position, other.name, other.index) == (point.position, point.name, point.index):
            return other
    return point


def require_whole(template: RequestTemplate, point: InsertionPoint | None = None) -> None:
    """Raise NotWhole where a value is still masked, apart from the one that is replaced anyway."""
    names = [
        other.name
        for other in template.points()
        if other.position not in (Position.COOKIE, Position.HEADER)
        and is_masked(other.value)
        and (
            point is None
            or (other.position, other.index, other.name) != (point.position, point.index, point.name)
        )
    ]
    if names:
        raise NotWhole(
            f"The request needs {', '.join(dict.fromkeys(name or 'its body' for name in names))}, which was masked as a secret when the finding was kept."
        )


def without_masked(
    template: RequestTemplate, point: InsertionPoint | None = None
) -> tuple[RequestTemplate, InsertionPoint | None]:
    """Return a template without cookies and headers that are still masked, and the point with its new number.

    The masks of a stored finding mean nothing to the server; the one that is replaced anyway stays.
    """
    cookies, before_cookie = _kept(template.cookies, point, Position.COOKIE)
    headers, before_header = _kept(template.headers, point, Position.HEADER)
    if point is not None:
        point = msgspec.structs.replace(point, index=point.index - before_cookie - before_header)
    return msgspec.structs.replace(template, cookies=cookies, headers=headers), point


def _kept(
    fields: tuple[Field, ...], point: InsertionPoint | None, position: Position
) -> tuple[tuple[Field, ...], int]:
    """Return the fields to be sent, and how many were left out before the point."""
    place = point.index if point is not None and point.position is position else -1
    kept = tuple(field for index, field in enumerate(fields) if index == place or not is_masked(field.value))
    return kept, sum(is_masked(field.value) for field in fields[: max(place, 0)])


def _filled(
    template: RequestTemplate, fresh: Mapping[str, str], cookies: Mapping[str, str]
) -> RequestTemplate:
    one_time = frozenset(template.form.one_time) if template.form is not None else frozenset()
    return msgspec.structs.replace(
        template,
        query=_fill(template.query, fresh, one_time),
        cookies=_fill(template.cookies, cookies, frozenset()),
        body=_fill_body(template.body, fresh, one_time),
    )


def _fill_body(body: Body | None, fresh: Mapping[str, str], one_time: frozenset[str]) -> Body | None:
    match body:
        case FormBody(fields):
            return FormBody(_fill(fields, fresh, one_time))
        case MultipartBody(fields):
            return MultipartBody(_fill(fields, fresh, one_time))
        case _:
            return body


def _fill(fields: tuple[Field, ...], values: Mapping[str, str], always: frozenset[str]) -> tuple[Field, ...]:
    return tuple(
        msgspec.structs.replace(field, value=values[field.name])
        if field.name in values and (field.name in always or is_masked(field.value))
        else field
        for field in fields
    )
