"""Endpoints in JavaScript: what a script fetches, where it navigates, which routes it knows, what it has in strings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from securestack.scanners.web.crawl.expressions import (
    LITERAL,
    UNKNOWN,
    assigned_names,
    evaluate,
    literal_text,
)
from securestack.scanners.web.crawl.object_literals import read_object, skip_value

LONGEST_SCRIPT = 3_000_000  # characters; what is longer is not read to its end
_MOST_ENDPOINTS = 500
_MOST_READ = 3_000  # calls, and strings, whether or not they repeat each other

_METHODS = "get|post|put|patch|delete|head"
_URL_CALL = re.compile(
    r"(?<![\w$])(?:"
    r"(?P<fetch>fetch|axios|ky|request|EventSource|importScripts|Worker|window\.open|navigator\.sendBeacon|sendBeacon"
    r"|location\.(?:assign|replace)|history\.(?:pushState|replaceState)\([^,]{0,100},[^,]{0,100},)"
    r"|(?P<client>\$|jQuery|axios|ky|superagent|request|[\w$.]{0,60}[hH]ttp(?:Client)?|[\w$.]{0,60}(?:[aA]pi|[cC]lient|[iI]nstance))"
    r"\.(?P<verb>" + _METHODS + r"|getJSON|getScript|load|request)(?:<[^<>()]{0,60}>)?"
    r")\(?\s*(?=[\"'`\w$])"
)
_ANY_VERB = re.compile(r"\.(" + _METHODS + r")\(\s*(?=[\"'`]|[\w$.]+\s*\+)", re.IGNORECASE)
_OPEN = re.compile(r"\.open\(\s*[\"'](" + _METHODS + r")[\"']\s*,\s*", re.IGNORECASE)
_SEND = re.compile(r"\.send\(\s*(JSON\.stringify\(\s*)?(?=[^)\s])")
_CONTENT_TYPE = re.compile(r"[\"']content-type[\"']\s*[,:]\s*[\"']([\w./+-]{3,60})", re.IGNORECASE)
_AJAX = re.compile(r"(?:\.ajax|axios|\$http|request|wx\.request)\(\s*(?=\{)")
_URL_KEY = re.compile(r"[{,\s][\"']?(?:url|uri|endpoint)[\"']?\s*:\s*")
_NAVIGATION = re.compile(r"(?:\blocation(?:\.href)?|\.(?:action|href|src))\s*=(?![=>])\s*(?=[\"'`\w$])")
_ROUTE = re.compile(
    r"(?:\.when\(\s*|\bpath\s*[:=]\s*\{?\s*|\brouterLink\s*[:=]\s*|\bredirectTo\s*:\s*|\bto\s*[:=]\s*\{?\s*)(?=[\"'`])"
)
_METHOD_KEY = re.compile(r"[\"']?\b(?:method|type)[\"']?\s*:\s*[\"'](\w{3,7})[\"']", re.IGNORECASE)
_BODY_KEY = re.compile(
    r"JSON\.stringify\(\s*(?P<json>\{)|[\"']?\b(?P<name>body|data|params|json)[\"']?\s*:\s*(?:new URLSearchParams\(\s*)?"
    r"(?P<value>[\"'`{])"
)
_NAME_SUM = re.compile(r"(?<![\w$.+])([A-Za-z_$][\w$]*)\s*\+\s*(?=[A-Za-z_$\"'`])")
_BEHIND_SUM = re.compile(r"([A-Za-z_$][\w$.]*)\s*\+\s*\Z")
_MODULE = re.compile(r"(?:\brequire\(\s*|\bfrom\s*|\bimport\s*\(?\s*)\Z")

_CHARACTERS = re.compile(r"[\w\-./~%?&=:@+,;#!\x00]+")
_ROOTED = re.compile(r"/[\w~:@.\x00-][\w\-./~%:@+,;=!\x00]*(?:[?#].*)?")
_REGEX_FLAGS = re.compile(r"/[gimsuy]{0,4}")
_PROGRAM = re.compile(
    r"\.(?:php\d?|aspx?|ashx|asmx|jspx?|do|action|cgi|pl|py|rb|cfm|html?|json|xml|txt)(?:\Z|[?#])",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"[\w\x00-](?:[\w\x00.-]|/(?!/))*(?:[?#].*)?")
_API = re.compile(
    r"(?:api|rest|ajax|rpc|graphql|services?|v\d{1,2})/[\w\-./\x00]+(?:\?[^\s]*)?", re.IGNORECASE
)
_FOREIGN = re.compile(r"(?:https?:)?//[\w.\x00-]", re.IGNORECASE)
_PARAMETER = re.compile(r"(?<=/)(?::[A-Za-z_]\w*\??|\{\w+\}|<(?:\w+:)?\w+>|\*)(?=/|\Z|\?)")


class Endpoint(NamedTuple):
    """An address in a script. UNKNOWN stands for what only the running script knows.

    `called` says that the script asks for it or goes there; otherwise it is only a text that looks like an address.
    `route` says that it comes from a table of routes, whose paths begin where the page's base is. `module` says that it
    is relative to the script, not to the page. A body is an object or a text; UNKNOWN where only its type is known.
    """

    reference: str
    method: str = "GET"
    body: dict[str, Any] | str | None = None
    json: bool = False
    called: bool = False
    route: bool = False
    module: bool = False
    content_type: str = ""


def read_script(script: str) -> list[Endpoint]:
    """Return the endpoints of a script, each once, calls first."""
    script = script[:LONGEST_SCRIPT]
    if not any(quote in script for quote in "\"'`"):
        return []
    names = assigned_names(script)
    found: dict[tuple[str, str], Endpoint] = {}
    called: set[str] = set()
    for endpoint in (
        *islice(_calls(script, names), _MOST_READ),
        *islice(_strings(script, names), _MOST_READ),
    ):
        if endpoint.called:
            called.add(endpoint.reference.lstrip(UNKNOWN))
        elif endpoint.reference in called:
            continue
        key = (endpoint.method, endpoint.reference)
        if key not in found or (endpoint.body is not None and found[key].body is None):
            found[key] = endpoint
        if len(found) >= _MOST_ENDPOINTS:
            break
    return list(found.values())


def looks_like_address(text: str) -> bool:
    """Whether a text in a script is an address rather than a media type, a date, a module or a regular expression."""
    if not 2 < len(text) < 400 or not _CHARACTERS.fullmatch(text):
        return False
    if text.startswith(("http://", "https://", "//")):
        return _FOREIGN.match(text) is not None
    if text.startswith("/"):
        return _ROOTED.fullmatch(text) is not None and _REGEX_FLAGS.fullmatch(text) is None
    if text.startswith(("./", "../")):
        return text.strip("./") != ""
    named_like_one = _PROGRAM.search(text) is not None and _RELATIVE.fullmatch(text) is not None
    return named_like_one or _API.fullmatch(text) is not None


def _calls(script: str, names: dict[str, str]) -> Iterator[Endpoint]:
    for found in _URL_CALL.finditer(script):
        verb = found["verb"] or ""
        if not script[found.start() : found.end()].rstrip().endswith(("(", ",")):
            continue
        method = verb.upper() if verb in _METHODS.split("|") else "GET"
        if (found["fetch"] or "").endswith("sendBeacon"):
            method = "POST"
        yield from _call(script, found.end(), method, names, form=found["client"] in ("$", "jQuery"))
    for found in _ANY_VERB.finditer(script):
        value = evaluate(script, found.end(), names)
        if value is not None and value.text.startswith(("/", "http")) and looks_like_address(value.text):
            yield from _call(script, found.end(), found[1].upper(), names)
    for found in _OPEN.finditer(script):
        yield from _opened(script, found, names)
    for found in _AJAX.finditer(script):
        yield from _options_call(script, found.end(), names, form=found[0].startswith(".ajax"))
    for found in _NAVIGATION.finditer(script):
        value = evaluate(script, found.end(), names)
        if value is not None and looks_like_address(value.text):
            yield Endpoint(value.text, called=True)
    for found in _ROUTE.finditer(script):
        value = evaluate(script, found.end(), names)
        if value is not None and _is_target(value.text):
            yield Endpoint(with_parameters(value.text), route=True)


def _call(
    script: str, place: int, method: str, names: Mapping[str, str], *, form: bool = False
) -> Iterator[Endpoint]:
    value = evaluate(script, place, names)
    if value is None or not _is_target(value.text):
        return
    rest = _arguments(script, value.end)
    if named := _METHOD_KEY.search(rest):
        method = named[1].upper()
    body: dict[str, Any] | str | None = None
    is_json = not form
    if rest.startswith(",") and rest[1:].lstrip().startswith("{") and method in ("POST", "PUT", "PATCH"):
        start = rest.index("{")
        direct = read_object(rest, start, names)
        # fetch takes options where the others take the body.
        if direct is not None and not {"method", "headers", "body"} & direct.keys():
            body = direct
    if body is None:
        body, is_json = _body(rest, names, form=form)
    yield Endpoint(value.text, method, body, is_json, called=True)


def _opened(script: str, found: re.Match[str], names: dict[str, str]) -> Iterator[Endpoint]:
    """Yield what an XMLHttpRequest asks for; its body and type stand in the calls behind `open`."""
    value = evaluate(script, found.end(), names)
    if value is None or not _is_target(value.text):
        return
    method = found[1].upper()
    following = _OPEN.search(script, value.end)
    rest = script[value.end : following.start() if following else value.end + 4_000][:4_000]
    declared = _CONTENT_TYPE.search(rest)
    content_type = declared[1].lower() if declared else ""
    body: dict[str, Any] | str | None = None
    sent = _SEND.search(rest)
    if sent and sent[1]:
        body = read_object(rest, sent.end(), names)
    elif sent and method != "GET" and not rest.startswith("null", sent.end()):
        text = evaluate(rest, sent.end(), names | assigned_names(rest))
        body = UNKNOWN if text is None else text.text
    if body == UNKNOWN and "xml" not in content_type:
        body = None  # nothing is known of it
    yield Endpoint(value.text, method, body, bool(sent and sent[1]), called=True, content_type=content_type)


def _options_call(script: str, place: int, names: Mapping[str, str], *, form: bool) -> Iterator[Endpoint]:
    options = script[place : skip_value(script, place)]
    found = _URL_KEY.search(options)
    value = evaluate(options, found.end(), names) if found else None
    if value is None or not _is_target(value.text):
        return
    named = _METHOD_KEY.search(options)
    body, is_json = _body(options, names, form=form)
    yield Endpoint(value.text, named[1].upper() if named else "GET", body, is_json, called=True)


def _arguments(script: str, place: int) -> str:
    """Return the text between a place inside a call's brackets and the end of the call."""
    end = place
    while script[end : end + 1] == "," and end - place < 3_000:
        end = skip_value(script, end + 1)
    return script[place:end]


def _body(text: str, names: Mapping[str, str], *, form: bool) -> tuple[dict[str, Any] | str | None, bool]:
    found = _BODY_KEY.search(text)
    if found is None:
        return None, False
    if found["json"]:
        return read_object(text, found.start("json"), names), True
    if found["value"] == "{":
        is_json = not form and "URLSearchParams" not in found[0]
        return read_object(text, found.start("value"), names), is_json
    value = evaluate(text, found.start("value"), names)
    return (value.text if value is not None else None), False


def _strings(script: str, names: Mapping[str, str]) -> Iterator[Endpoint]:
    for found in LITERAL.finditer(script):
        raw = found[0]
        if "/" not in raw and "." not in raw:
            continue
        text = literal_text(found, names)
        if not looks_like_address(text.strip()):
            continue
        before = script[max(0, found.start() - 60) : found.start()]
        if _MODULE.search(before):
            if text.startswith((".", "/")) and text.endswith((".js", ".mjs")):
                yield Endpoint(text, module=True)
            continue
        value = evaluate(script, found.start(), names)
        reference = value.text if value is not None else text
        if behind := _BEHIND_SUM.search(before):
            base = names.get(behind[1].rpartition(".")[2])
            if base is None and not text.startswith("/"):
                continue  # what stands in front of it is not known, so nothing says where it leads
            reference = (base or "") + reference
        yield Endpoint(with_parameters(reference.strip()))
    for found in _NAME_SUM.finditer(script):
        if names.get(found[1], "").startswith(("/", "http")):
            value = evaluate(script, found.start(), names)
            if value is not None and looks_like_address(value.text):
                yield Endpoint(value.text)


def _is_target(text: str) -> bool:
    """Whether the argument of a call is an address: there a plain word such as `users` counts as well."""
    if not text.strip("\x00 /#") or len(text) > 600 or not _CHARACTERS.fullmatch(text):
        return False
    return ":" not in text.partition("/")[0] or text.startswith(("http:", "https:"))


def with_parameters(path: str) -> str:
    """Return a path with its parameters, written :id, {id}, <int:id> or *, as unknown."""
    return _PARAMETER.sub(UNKNOWN, path)
