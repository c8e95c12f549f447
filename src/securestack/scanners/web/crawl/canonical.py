"""When two requests are the same page, and when they have the same shape.

The same page: equal but for the order of the query, session ids, cache busters and CSRF tokens. The same shape: equal
but for the values: /item/1?page=2 and /item/7?page=3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from securestack.net.url import canonical_url
from securestack.probing.insertion import Field, FormBody, JsonBody, MultipartBody, RequestTemplate, TextBody
from securestack.probing.json_pointer import json_leaves

PLACE = "*"  # stands for a value in a shape

_SESSION_NAME = re.compile(
    r"(?:php|asp|jsp|j)?_?sess(?:ion)?_?id\w{0,12}|jsession\w*|aspsessionid\w*|sid|s?essid|cfid|cftoken|zenid|oscsid|"
    r"utm_\w+|fbclid|gclid|msclkid|_ga",
    re.IGNORECASE,
)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sessionid|sid)=[^/;?]*", re.IGNORECASE)
_NET_SESSION = re.compile(
    r"/\([SAF]\([a-z0-9]{24}\)\)"
)  # ASP.NET keeps a cookieless session as a path segment
_LONG_RANDOM = re.compile(r"(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9,_-]{16,}")
_CACHE_NAME = re.compile(r"_|_t|ts|timestamp|cachebuster|nocache|rnd|rand|random", re.IGNORECASE)
_CACHE_VALUE = re.compile(r"\d{9,}|0?\.\d{5,}")
_NUMBER = re.compile(
    r"\d[\d.,:_-]*|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=\D*\d)[0-9a-f]{12,}", re.IGNORECASE
)
_VALUE = re.compile(r"[^/]*(?:%40|@|=|,|%20|~)[^/]*")
_RANDOM = re.compile(r"(?=[A-Za-z0-9]{4,}\Z)[A-Za-z]*\d+[A-Za-z]+\d+[A-Za-z0-9]*")
_VERSION = re.compile(r"v\d{1,2}(?:\.\d+)?|[a-z]+\d{1,2}", re.IGNORECASE)
_PROGRAM = re.compile(r"\.(?:php\d?|aspx?|jspx?|do|action|cgi|pl|cfm|ashx|exe)\Z", re.IGNORECASE)

Key = tuple[object, ...]


def is_session_field(name: str, value: str) -> bool:
    """Whether a query field carries a session id, a tracking id or a cache buster rather than a value."""
    if _SESSION_NAME.fullmatch(name):
        # Applications also call a story or a student "sid"; a session id is long and random.
        return name.lower() != "sid" or _LONG_RANDOM.fullmatch(value) is not None
    return _CACHE_NAME.fullmatch(name) is not None and _CACHE_VALUE.fullmatch(value) is not None


def without_session(url: str) -> str:
    """Return a URL without a session id in its path."""
    if ";" in url:
        url = _PATH_SESSION.sub("", url)
    if "/(" in url:
        url = _NET_SESSION.sub("", url)
    return url


def template_of(url: str, method: str = "GET") -> RequestTemplate:
    """Return the template of a URL found on a page, without session ids in path and query."""
    template = RequestTemplate.from_url(without_session(url), method)
    if any(is_session_field(field.name, field.value) for field in template.query):
        kept = tuple(field for field in template.query if not is_session_field(field.name, field.value))
        template = msgspec.structs.replace(template, query=kept)
    return template


def page_key(template: RequestTemplate, tokens: Iterable[str] = ()) -> Key:
    """Return what is equal for requests that lead to the same page. `tokens` names fields whose values do not count."""
    without = frozenset(tokens)
    address = template.origin + template.path
    if "%" in address or "." in address:
        address = canonical_url(address)
    return (template.method, address, _pairs(template.query, without), _body_key(template, without))


def shape_key(template: RequestTemplate) -> Key:
    """Return what is equal for requests that differ in their values only."""
    names = tuple(sorted({field.name for field in template.query}))
    return (template.method, template.origin + path_shape(template.path), names, _body_names(template))


def path_shape(path: str) -> str:
    """Return a path with its variable segments replaced, several in a row by one, and what follows a program left out."""
    shape: list[str] = []
    for segment in path.split("/"):
        if shape and _PROGRAM.search(shape[-1]):
            shape.append(PLACE)  # PATH_INFO: whatever stands there, the program in front of it answers
            break
        if _is_variable(segment):
            if shape[-1:] != [PLACE]:
                shape.append(PLACE)
        else:
            shape.append(segment)
    return "/".join(shape)


def _is_variable(segment: str) -> bool:
    if not segment or _VERSION.fullmatch(segment):
        return False
    stem, dot, extension = segment.rpartition(".")
    if dot and extension.isalpha():
        # Files are named by people: Case01-Tag2.jsp and Case02-Tag2.jsp are two programs, 17.html is a value.
        return _NUMBER.fullmatch(stem) is not None
    return any(pattern.fullmatch(segment) for pattern in (_NUMBER, _RANDOM, _VALUE))


def _pairs(fields: tuple[Field, ...], without: frozenset[str]) -> Key:
    if not fields:
        return ()
    return tuple(
        sorted(
            (field.name, "" if field.name in without else field.value)
            for field in fields
            if not is_session_field(field.name, field.value)
        )
    )


def _body_key(template: RequestTemplate, without: frozenset[str]) -> Key:
    match template.body:
        case FormBody(fields) | MultipartBody(fields):
            return _pairs(fields, without)
        case JsonBody(value):
            return tuple((pointer, str(leaf)) for pointer, leaf in json_leaves(value))
        case TextBody(text):
            return (text,)
        case None:
            return ()


def _body_names(template: RequestTemplate) -> Key:
    match template.body:
        case FormBody(fields) | MultipartBody(fields):
            return tuple(sorted({field.name for field in fields}))
        case JsonBody(value):
            return tuple(pointer for pointer, _ in json_leaves(value))
        case TextBody():
            return ("text",)
        case None:
            return ()
