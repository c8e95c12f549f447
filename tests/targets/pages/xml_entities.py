"""Pages that parse XML: with external entities and inclusions, and without.

What a document names is read from the pretended file system, or fetched from a loopback address; never anything else.
"""

from __future__ import annotations

import asyncio
import json
import urllib.request
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from html import escape
from xml.parsers import expat

from aiohttp import web

from securestack.net.url import parse
from tests.targets import jail
from tests.targets.case import Case, Handler, html

RULE = "web.xml-external-entity"
ORDER = "<order><tea>Assam</tea><amount>2</amount></order>"

Read = Callable[[str], str]  # a document to its text; raises ValueError, OSError or a parser's error
ERRORS = (expat.ExpatError, ElementTree.ParseError, ValueError, OSError)


def open_named(address: str) -> str:
    """Return what an address names, on loopback or in the pretended file system only."""
    scheme, _, rest = address.partition("://")
    if scheme == "file":
        return jail.read(jail.absolute(rest))
    url = parse(address)
    if url is None or url.host != "127.0.0.1":
        raise ValueError(address)
    with urllib.request.urlopen(str(url), timeout=5) as answer:
        text: str = answer.read().decode()
    return text


def text_of(
    document: str, *, external: bool, parameter_entities: bool = False, declarations: bool = True
) -> str:
    """Return the text of a document as an XML parser puts it together."""
    parser = expat.ParserCreate()
    pieces: list[str] = []

    def resolve(context: str | None, base: str | None, address: str | None, public: str | None) -> int:
        if context is None and not parameter_entities:
            return 1
        if context is not None and not external:
            return 1
        inner = parser.ExternalEntityParserCreate(context)
        inner.Parse(open_named(address or "").encode(), True)
        return 1

    def refuse(*_: object) -> None:
        raise ValueError("DOCTYPE is disallowed")

    parser.CharacterDataHandler = pieces.append
    if external or parameter_entities:
        parser.ExternalEntityRefHandler = resolve
    if parameter_entities:
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    if not declarations:
        parser.StartDoctypeDeclHandler = refuse
    parser.Parse(document.encode(), True)
    return "".join(pieces)


def _with_inclusions(document: str, *, included: bool) -> str:
    text = ""
    for element in ElementTree.fromstring(document).iter():
        if included and element.tag == "{http://www.w3.org/2001/XInclude}include":
            text += open_named(element.get("href", ""))
        text += (element.text or "") + (element.tail or "")
    return text


def _page(read: Read, *, shown: bool = True) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        if request.content_type.endswith("xml"):
            document = await request.text()
        elif request.method == "POST":
            document = str((await request.post()).get("document", ""))
        else:
            document = request.query.get("document", "")
        try:
            # The callback server of a test lives in this very loop: do not block it.
            text = await asyncio.to_thread(read, document)
        except ERRORS as error:
            return html(f"<p>Not an order: {escape(str(error))}</p>", status=400)
        return html(f"<pre>{escape(text)}</pre>" if shown else "<p>Thank you for your order.</p>")

    return handler


def _form_or_xml(read: Read) -> Handler:
    """A handler that chooses its parser by the content type, as many frameworks do by default."""

    async def handler(request: web.Request) -> web.Response:
        if not request.content_type.endswith("xml"):
            return html(f"<p>Ordered: {escape(str((await request.post()).get('tea', '')))}</p>")
        try:
            text = await asyncio.to_thread(read, await request.text())
        except ERRORS:
            return html("<p>Not an order.</p>", status=400)
        return html(f"<p>Ordered: {escape(text)}</p>")

    return handler


async def _shown_as_sent(request: web.Request) -> web.Response:
    return html(f"<pre>{escape(request.query.get('document', ''))}</pre>")


async def _as_json(request: web.Request) -> web.Response:
    return web.Response(
        text=json.dumps({"sent": request.query.get("document")}), content_type="application/json"
    )


def external(document: str) -> str:
    return text_of(document, external=True)


def internal(document: str) -> str:
    return text_of(document, external=False)


def parameters(document: str) -> str:
    return text_of(document, external=False, parameter_entities=True)


def refusing(document: str) -> str:
    return text_of(document, external=False, declarations=False)


def including(document: str) -> str:
    return _with_inclusions(document, included=True)


def not_including(document: str) -> str:
    return _with_inclusions(document, included=False)


def _pair(name: str, weak: Handler, safe: Handler) -> list[Case]:
    query = f"document={ORDER.replace('<', '%3C').replace('>', '%3E')}"
    return [
        Case(f"/xml/{name}", weak, RULE, True, query=query, parameter="document"),
        Case(f"/xml/{name}-safe", safe, RULE, False, query=query),
    ]


TEXT_AREA = f'<textarea name="document">{escape(ORDER)}</textarea>'
FIELDS = '<input name="tea" value="Assam"><input name="amount" value="2">'
CASES = [
    *_pair("external", _page(external), _page(internal)),
    *_pair("unseen", _page(external, shown=False), _page(internal, shown=False)),
    *_pair("parameter", _page(parameters, shown=False), _page(refusing, shown=False)),
    *_pair("inclusion", _page(including), _page(not_including)),
    Case("/xml/posted", _page(external), RULE, True, form=TEXT_AREA, method="POST", parameter="document"),
    Case("/xml/posted-safe", _page(refusing), RULE, False, form=TEXT_AREA, method="POST"),
    Case("/xml/form-or-xml", _form_or_xml(external), RULE, True, form=FIELDS, method="POST", profile="deep"),
    Case(
        "/xml/form-or-xml-safe",
        _form_or_xml(refusing),
        RULE,
        False,
        form=FIELDS,
        method="POST",
        profile="deep",
    ),
    Case("/xml/shown-safe", _shown_as_sent, RULE, False, query="document=%3Corder/%3E"),
    Case("/xml/json-safe", _as_json, RULE, False, query="document=%3Corder/%3E"),
]
