"""Whether a page would run a call we planted, told from the page's bytes and headers alone.

A finding needs both views of the document: our tokenizer's, which says what the characters are, and the tree of a
real HTML parser, which says that the element came to be. An encoded, inert or swallowed payload fails one of them.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

import msgspec
from selectolax.lexbor import LexborHTMLParser

from securestack.net.message import Response
from securestack.probing.html_context import (
    SCRIPT_ADDRESSES,
    Meaning,
    script_meaning,
    script_text,
)
from securestack.probing.html_tokens import HtmlToken, tokenize
from securestack.probing.xss_script import runs, vbscript_runs

_HANDLERS = frozenset(
    [
        "onabort",
        "onafterprint",
        "onanimationend",
        "onanimationiteration",
        "onanimationstart",
        "onauxclick",
        "onbeforeinput",
        "onbeforeprint",
        "onbeforetoggle",
        "onbeforeunload",
        "onblur",
        "oncancel",
        "oncanplay",
        "oncanplaythrough",
        "onchange",
        "onclick",
        "onclose",
        "oncontentvisibilityautostatechange",
        "oncontextmenu",
        "oncopy",
        "oncuechange",
        "oncut",
        "ondblclick",
        "ondrag",
        "ondragend",
        "ondragenter",
        "ondragleave",
        "ondragover",
        "ondragstart",
        "ondrop",
        "ondurationchange",
        "onemptied",
        "onended",
        "onerror",
        "onfocus",
        "onfocusin",
        "onfocusout",
        "onformdata",
        "onhashchange",
        "oninput",
        "oninvalid",
        "onkeydown",
        "onkeypress",
        "onkeyup",
        "onload",
        "onloadeddata",
        "onloadedmetadata",
        "onloadstart",
        "onmessage",
        "onmousedown",
        "onmouseenter",
        "onmouseleave",
        "onmousemove",
        "onmouseout",
        "onmouseover",
        "onmouseup",
        "onmousewheel",
        "onoffline",
        "ononline",
        "onpagehide",
        "onpageshow",
        "onpaste",
        "onpause",
        "onplay",
        "onplaying",
        "onpointercancel",
        "onpointerdown",
        "onpointerenter",
        "onpointerleave",
        "onpointermove",
        "onpointerout",
        "onpointerover",
        "onpointerrawupdate",
        "onpointerup",
        "onpopstate",
        "onprogress",
        "onratechange",
        "onreset",
        "onresize",
        "onscroll",
        "onscrollend",
        "onsearch",
        "onseeked",
        "onseeking",
        "onselect",
        "onselectionchange",
        "onselectstart",
        "onstalled",
        "onstorage",
        "onsubmit",
        "onsuspend",
        "ontimeupdate",
        "ontoggle",
        "ontouchend",
        "ontouchmove",
        "ontouchstart",
        "ontransitionend",
        "ontransitionrun",
        "ontransitionstart",
        "onunload",
        "onunhandledrejection",
        "onvolumechange",
        "onwaiting",
        "onwheel",
        "onbegin",
        "onend",
        "onrepeat",
    ]
)
_NEVER_SHOWN = frozenset(
    {"base", "head", "link", "meta", "noscript", "param", "script", "style", "template", "title"}
)
_LOADED_HERE = frozenset(
    {"link", "script", "style"}
)  # have load and error events though they are never shown
_DATA_ADDRESS = re.compile(r"\s*data:([^,]*),(.*)", re.IGNORECASE | re.DOTALL)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_BODY = frozenset({204, 205, 304})
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_SNIFFED_HTML = re.compile(
    rb"\s*<(?:!--|!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]",
    re.IGNORECASE,
)


class Execution(msgspec.Struct, frozen=True):
    """A planted call that would be run: in which part of the page, in which language, and the code around it."""

    where: str
    code: str
    meaning: Meaning = Meaning.JAVASCRIPT
    fragment: str = ""  # the markup or code to mark in the answer


def is_rendered(response: Response) -> bool:
    """Whether a browser shows this answer as an HTML page: neither a redirect, a download nor data.

    Source for answers without a type: WHATWG MIME Sniffing, "identifying a resource with an unknown MIME type".
    """
    if response.status in _NO_BODY or (response.status in _REDIRECTS and response.header("location")):
        return False
    if (response.header("content-disposition") or "").strip().lower().startswith("attachment"):
        return False
    if response.media_type:
        return response.media_type in _HTML_TYPES
    nosniff = (response.header("x-content-type-options") or "").strip().lower() == "nosniff"
    return not nosniff and bool(_SNIFFED_HTML.match(response.body[:1445]))


def blocks_inline_script(response: Response) -> bool:
    """Whether an enforced Content-Security-Policy keeps inline scripts and handlers of this page from running.

    Source: CSP Level 3, "Does element match source list for type and source?".
    """
    for header in response.header_values("content-security-policy"):
        for policy in header.split(","):
            directives: dict[str, list[str]] = {}
            for directive in policy.lower().split(";"):
                name, *values = directive.split() or [""]
                directives.setdefault(name, values)
            sources = directives.get("script-src", directives.get("default-src"))
            if sources is None:
                continue
            strict = any(
                value.startswith(("'nonce-", "'sha")) or value == "'strict-dynamic'" for value in sources
            )
            if strict or "'unsafe-inline'" not in sources:
                return True
    return False


def find_execution(text: str, marker: str) -> Execution | None:
    """Return the first place where a page would run a call given this marker, or None."""
    if marker not in text:
        return None
    tree: LexborHTMLParser | None = None
    for token, attribute, execution in _executions(text, marker):
        if tree is None:
            tree = LexborHTMLParser(text)
        if _stands_in_tree(tree, token, attribute, marker):
            return execution
    return None


def _executions(text: str, marker: str, depth: int = 0) -> Iterator[tuple[str, str, Execution]]:
    tokens = tokenize(text)
    for index, token in enumerate(tokens):
        if text.find(marker, token.start, token.end) < 0 or "template" in token.inside:
            continue
        opening = tokens[index - 1] if index else None
        if token.kind == "script" or (
            token.kind in ("text", "cdata") and token.foreign and opening and opening.name == "script"
        ):
            # A script that loads another file does not run what it holds itself.
            if opening and opening.kind == "start" and not opening.attribute("src") and token.closed:
                code = text[token.start : token.end]
                code = html.unescape(code) if token.foreign and token.kind == "text" else code
                if found := _run(code, script_meaning(opening), marker, "a script element", code):
                    yield "script", "", found
        elif token.kind == "start" and token.closed and _is_complete(tokens, index):
            for name, execution in _in_attributes(text, token, marker, depth):
                yield token.name, name, execution


def _is_complete(tokens: list[HtmlToken], index: int) -> bool:
    """Whether an element gets as far as being run: a script does at its end tag only."""
    token = tokens[index]
    if token.name != "script" or token.foreign:
        return True
    following = tokens[index + 1 : index + 2]
    return bool(following) and (
        following[0].closed if following[0].kind == "script" else following[0].kind == "end"
    )


def _in_attributes(text: str, token: HtmlToken, marker: str, depth: int) -> Iterator[tuple[str, Execution]]:
    seen = set()
    markup = text[token.start : token.end]
    for attribute in token.attributes:
        name = attribute.name
        if name in seen:
            continue
        seen.add(name)
        if marker not in attribute.value:
            continue
        value = html.unescape(attribute.value)
        where = f"the {name} attribute of a {token.name} element"
        if name in _HANDLERS and _fires(token, name):
            vbscript = value.lstrip().lower().startswith(("vbscript:", "vbs:"))
            code = value.split(":", 1)[1] if vbscript else script_text(value)[0]
            found = _run(code, Meaning.VBSCRIPT if vbscript else Meaning.JAVASCRIPT, marker, where, markup)
            if found:
                yield name, found
        elif name == "srcdoc" and token.name == "iframe" and depth < 2:
            for _, _, inner in _executions(value, marker, depth + 1):
                yield (
                    name,
                    msgspec.structs.replace(inner, where=f"{inner.where} inside {where}", fragment=markup),
                )
        elif found := _in_address(token, name, value, marker, where, markup):
            yield name, found


def _in_address(
    token: HtmlToken, name: str, value: str, marker: str, where: str, markup: str
) -> Execution | None:
    address = value.strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x1b ").translate(
        _TAB_AND_NEWLINE
    )
    if (token.name, name) in SCRIPT_ADDRESSES:
        if address[:11].lower() == "javascript:":
            # The address parser drops tabs and newlines; the rest is percent-decoded and then run.
            return _run(unquote(address[11:]), Meaning.JAVASCRIPT, marker, where, markup)
        if address[:9].lower() == "vbscript:":
            return _run(unquote(value.split(":", 1)[1]), Meaning.VBSCRIPT, marker, where, markup)
    if (token.name, name) in (("script", "src"), ("script", "href"), ("script", "xlink:href")):
        data = _DATA_ADDRESS.match(value)
        if data and script_meaning(token) is Meaning.JAVASCRIPT:
            return _run(_data_text(data[1], data[2]), Meaning.JAVASCRIPT, marker, where, markup)
    return None


_TAB_AND_NEWLINE = str.maketrans("", "", "\t\n\r")


def _data_text(parameters: str, data: str) -> str:
    if not parameters.strip().lower().endswith(";base64"):
        return unquote(data)
    try:
        return base64.b64decode(unquote(data), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _run(code: str, meaning: Meaning, marker: str, where: str, fragment: str) -> Execution | None:
    if meaning is Meaning.JAVASCRIPT and runs(code, marker):
        return Execution(where, code, meaning, fragment)
    if meaning is Meaning.VBSCRIPT and vbscript_runs(code, marker):
        return Execution(where, code, meaning, fragment)
    return None


def _fires(token: HtmlToken, name: str) -> bool:
    """Whether an event can reach an element at all."""
    if token.name in _NEVER_SHOWN:
        return token.name in _LOADED_HERE and name in ("onload", "onerror")
    kind = token.attribute("type")
    hidden = token.name == "input" and kind is not None and kind.value.strip().lower() == "hidden"
    return not hidden or name == "oncontentvisibilityautostatechange"


def _stands_in_tree(tree: LexborHTMLParser, tag: str, attribute: str, marker: str) -> bool:
    """Whether the parsed document has an element of this name with the marker where it should be."""
    tag = re.sub(r"[^a-z0-9-]", "", tag)
    if not tag or not tag[0].isalpha():
        return any(marker in (node.attributes.get(attribute) or "") for node in tree.css("*"))
    for node in tree.css(tag):
        if attribute:
            if marker in (node.attributes.get(attribute) or ""):
                return True
        elif marker in (node.text(deep=True) or ""):
            return True
    return False
