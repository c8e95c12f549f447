"""Whether a page would run a call we planted, told from the page's bytes and headers alone.

A finding needs both views of the document: our tokenizer's, which says what the characters are, and the tree of a
real HTML parser, which says that the element came to be. An encoded, inert or swallowed payload fails one of them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

import msgspec
from selectolax.lexbor import LexborHTMLParser

from securestack.probing.html_meaning import SCRIPT_ADDRESSES, Meaning, script_meaning, script_text
from securestack.probing.html_parsing import parse_html
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
_DATA_ADDRESS = re.compile(r"\s*data:(?![^,]*;base64\s*,)[^,]*,(.*)", re.IGNORECASE | re.DOTALL)


class Execution(msgspec.Struct, frozen=True):
    """A planted call that would be run: in which part of the page, in which language, and the code around it."""

    where: str
    code: str
    meaning: Meaning = Meaning.JAVASCRIPT
    fragment: str = ""  # the markup or code to mark in the answer


def find_execution(text: str, marker: str) -> Execution | None:
    """Return the first place where a page would run a call given this marker, or None."""
    if marker not in text:
        return None
    tree: LexborHTMLParser | None = None
    for token, attribute, execution in _executions(text, marker):
        if tree is None:
            tree = parse_html(text)
        if _stands_in_tree(tree, token, attribute, marker):
            return execution
    return None


def _executions(text: str, marker: str, depth: int = 0) -> Iterator[tuple[str, str, Execution]]:
    tokens = tokenize(text, [found.start() for found in re.finditer(re.escape(marker), text)])
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
            return _run(unquote(data[1]), Meaning.JAVASCRIPT, marker, where, markup)
    return None


_TAB_AND_NEWLINE = str.maketrans("", "", "\t\n\r")


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
