"""Endpoints of scripts as request templates, their unknown parts filled with values seen on the site."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from securestack.net.url import resolve
from securestack.probing.insertion import Body, Field, FormBody, JsonBody, RequestTemplate, TextBody
from securestack.scanners.web.crawl.canonical import template_of
from securestack.scanners.web.crawl.expressions import UNKNOWN
from securestack.scanners.web.crawl.form_values import ValueMemory, guess
from securestack.scanners.web.crawl.scripts import Endpoint

_HOST = re.compile(r"(?:https?:)?//[^/?#]*")
_UNKNOWN_VALUE = re.compile(r"([\w.\[\]-]+)=([^&#]*\x00[^&#]*)")
_FILLED_PATH_PART = "1"
_DOCUMENT = '<?xml version="1.0"?><data>test</data>'


def endpoint_template(endpoint: Endpoint, base: str, memory: ValueMemory) -> RequestTemplate | None:
    """Return the request a script makes, or None where its host is unknown or it is no web address.

    `base` is the address that the page's references are relative to.
    """
    reference = endpoint.reference
    if reference.startswith(UNKNOWN):
        reference = reference.lstrip(
            UNKNOWN
        )  # most often the base address of an API, kept in a configuration
        if not reference.startswith("/"):
            return None
    if (host := _HOST.match(reference)) and UNKNOWN in host[0]:
        return None
    url = resolve(base, _filled(reference, memory))
    if url is None or len(url) > 2_000:
        return None
    template = template_of(url, endpoint.method)
    body = endpoint.body
    if body is None:
        return template
    if endpoint.method in ("GET", "HEAD", "DELETE"):
        if isinstance(body, dict):
            added = tuple(Field(name, _text(name, value, memory)) for name, value in body.items())
            return msgspec.structs.replace(template, query=template.query + added)
        return template
    if isinstance(body, str) and ("xml" in endpoint.content_type or body.lstrip().startswith("<")):
        made: Body = TextBody(_document(body, memory), endpoint.content_type or "application/xml")
    else:
        made = _body(body, endpoint.json, memory)
    return msgspec.structs.replace(template, body=made)


def _filled(reference: str, memory: ValueMemory) -> str:
    if UNKNOWN not in reference:
        return reference
    path, question, query = reference.partition("?")
    query = _UNKNOWN_VALUE.sub(
        lambda found: f"{found[1]}={found[2].replace(UNKNOWN, guess(found[1], memory))}", query
    )
    return f"{path}{question}{query}".replace(UNKNOWN, _FILLED_PATH_PART)


def _document(text: str, memory: ValueMemory) -> str:
    """Return the XML a script sends, or one like those seen on the site where only the running script knows it."""
    if UNKNOWN not in text:
        memory.document = text
        return text
    return text.replace(UNKNOWN, "test") if text.strip(UNKNOWN) else memory.document or _DOCUMENT


def _body(body: dict[str, Any] | str, is_json: bool, memory: ValueMemory) -> Body:
    if isinstance(body, str):
        pairs = parse_qsl(_filled("?" + body, memory)[1:], keep_blank_values=True, errors="replace")
        return FormBody(tuple(Field(name, value) for name, value in pairs))
    if is_json:
        return JsonBody(_known(body, memory))
    return FormBody(tuple(Field(name, _text(name, value, memory)) for name, value in body.items()))


def _known(document: dict[str, Any], memory: ValueMemory) -> dict[str, Any]:
    return {
        name: _known(value, memory)
        if isinstance(value, dict)
        else guess(name, memory)
        if value == UNKNOWN
        else value
        for name, value in document.items()
    }


def _text(name: str, value: Any, memory: ValueMemory) -> str:
    if value == UNKNOWN:
        return guess(name, memory)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
