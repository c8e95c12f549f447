"""XML external entities: the parser fetches files and addresses that a document names."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

import msgspec

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.foreign_address import PATIENCE
from securestack.probing.insertion import Body, FormBody, InsertionPoint, JsonBody, TextBody
from securestack.probing.known_files import PASSWD, WIN_INI, read_file
from securestack.probing.needs import Profile
from securestack.probing.proof import Proof, header_text
from securestack.probing.value_hints import is_windows, looks_like_xml
from securestack.probing.xml_documents import with_content, with_doctype

RULE = Rule(
    id="web.xml-external-entity",
    title="XML external entities: the XML parser opens files and addresses",
    severity=Severity.HIGH,
    cwe=(611, 827),
    what=(
        "XML from the request is parsed with external entities, external document types or XInclude switched on. The "
        "document itself can then tell the parser to open files and network addresses and to put their content into "
        "the text."
    ),
    why=(
        "An attacker reads files of the server, sends requests into the internal network, and can bring the server "
        "down. It works even where nothing of the document is shown: an external document type carries what was read "
        "to the attacker's server."
    ),
    fix=(
        "Configure the parser to refuse document types altogether (in Java `disallow-doctype-decl`, in .NET "
        "`DtdProcessing.Prohibit`, in Python `defusedxml` or lxml with `resolve_entities=False` and `no_network=True`). "
        "Do the same for XInclude and for every library that reads XML inside: SVG, office documents, SOAP, SAML."
    ),
    vulnerable_example="DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(request.getInputStream());",
    fixed_example=(
        "DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();\n"
        'factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);\n'
        "factory.newDocumentBuilder().parse(request.getInputStream());"
    ),
    owasp=("A05:2021",),
    references=(
        Reference(
            "OWASP: XML External Entity Prevention Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/XML_External_Entity_Prevention_Cheat_Sheet.html",
        ),
        Reference(
            "CWE-611: Improper Restriction of XML External Entity Reference",
            "https://cwe.mitre.org/data/definitions/611.html",
        ),
    ),
)

_REFUSED = re.compile(
    r"DOCTYPE|\bDTDs?\b|DtdProcessing|EntitiesForbidden|ENTITY|disallow-doctype", re.IGNORECASE
)
_XINCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{href}"/>'


async def run(probe: Probe) -> list[Finding]:
    """Ask the parser for a harmless entity first, then for a file, an address, and an inclusion."""
    if probe.point.position is Position.XML or looks_like_xml(probe.point):
        return await _ask_parser(probe)
    if probe.profile is Profile.DEEP and (other := _as_xml(probe)) is not None:
        return await _ask_parser(other)
    return []


async def _ask_parser(probe: Probe) -> list[Finding]:
    document = probe.point.value
    if not await _refuses_declarations(probe, document):
        found = await _read_by_entity(probe, document) or await _fetch_by_entity(probe, document)
        if found:
            return [found]
    included = await _read_by_inclusion(probe, document)
    return [included] if included else []


async def _refuses_declarations(probe: Probe, document: str) -> bool:
    """Whether the parser says no to a document type that only names a text."""
    left, right = probe.new_token(), probe.new_token()
    declarations = f'<!ENTITY first "{left}"><!ENTITY both "&first;{right}">'
    exchange = await probe.send(with_doctype(document, declarations, "&both;"))
    response = exchange.response
    if (left + right).encode() in response.body or _REFUSED.search(probe.baseline.response.text):
        return False
    # What we sent may be shown as it is, and holds the very words that an error message would.
    return left.encode() not in response.body and _REFUSED.search(response.text) is not None


async def _read_by_entity(probe: Probe, document: str) -> Finding | None:
    address = _file_address(probe)
    value = with_doctype(document, f'<!ENTITY file SYSTEM "{address}">', "&file;")
    exchange = await probe.send(value)
    return _file_finding(probe, exchange, f'the external entity SYSTEM "{address}"', address)


async def _read_by_inclusion(probe: Probe, document: str) -> Finding | None:
    address = _file_address(probe)
    exchange = await probe.send(with_content(document, _XINCLUDE.format(href=address)))
    return _file_finding(probe, exchange, f"an XInclude of {address}", address)


def _file_finding(probe: Probe, exchange: Exchange, means: str, address: str) -> Finding | None:
    shown = read_file(exchange.response, probe.baseline.response)
    if shown is None:
        return None
    known, text = shown
    summary = (
        f"{_place(probe)} with {means} was answered with the content of the server's file {known.path}: the XML parser "
        "opens what a document names."
    )
    return probe.finding(RULE, CHECK.id, summary, Proof(exchange, (text.partition("\n")[0], address)))


async def _fetch_by_entity(probe: Probe, document: str) -> Finding | None:
    if probe.callbacks is None:
        return None
    in_declarations, in_text = probe.callbacks.new(), probe.callbacks.new()
    # Not every parser that opens one kind opens the other, so one document holds both. The parameter entity comes
    # last: a parser that leaves it out must ignore the declarations behind it (XML 1.0, 5.1).
    inside = f'<!ENTITY inside SYSTEM "{in_text.url}">'
    outside = f'<!ENTITY % outside SYSTEM "{in_declarations.url}.dtd"> %outside;'
    declarations = f"{inside}{outside}"
    exchange = await probe.send(with_doctype(document, declarations, "&inside;"))
    for callback, kind in ((in_text, "external entity"), (in_declarations, "external parameter entity")):
        # Asked from last to first, and only the last question waits.
        seconds = PATIENCE[probe.profile] if callback is in_declarations else 0
        if not await callback.wait(seconds):
            continue
        shown = callback.body_token.encode() in exchange.response.body
        effect = "and its content is in the answer" if shown else "which nobody else knows"
        summary = (
            f"{_place(probe)} with an {kind} made the server fetch {callback.url} from the scanner, {effect}: the XML "
            "parser opens what a document names."
        )
        return probe.finding(RULE, CHECK.id, summary, Proof(exchange, (callback.url, callback.body_token)))
    return None


def _place(probe: Probe) -> str:
    point = probe.point
    return (
        "An XML body"
        if point.position is Position.XML
        else f"An XML value in {point.position} {point.name!r}"
    )


def _file_address(probe: Probe) -> str:
    if is_windows(probe.template, header_text(probe.baseline.response.headers)):
        return f"file:///C:/{WIN_INI.path}"
    return f"file:///{PASSWD.path}"


def _as_xml(probe: Probe) -> Probe | None:
    """Return a probe of the same request with its body turned into XML; None unless this is the body's first point."""
    if probe.point.position not in (Position.BODY, Position.JSON):
        return None
    if probe.point != next((p for p in probe.template.points() if p.position is probe.point.position), None):
        return None
    document = _xml_of(probe.template.body)
    if not document:
        return None
    template = msgspec.structs.replace(probe.template, body=TextBody(document, "application/xml"))
    return Probe(
        sender=probe.sender,
        template=template,
        point=InsertionPoint(Position.XML, "", document),
        baseline=probe.baseline,
        profile=probe.profile,
        callbacks=probe.callbacks,
        token=probe.new_token,
    )


def _xml_of(body: Body | None) -> str:
    match body:
        case FormBody(fields):
            pairs = [(field.name, field.value) for field in fields]
        case JsonBody(dict() as members):
            pairs = [(str(name), value if isinstance(value, str) else "") for name, value in members.items()]
        case _:
            return ""
    named = [(name, value) for name, value in pairs if re.fullmatch(r"[A-Za-z_][\w.-]*", name)]
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in named)
    return f'<?xml version="1.0"?><root>{inner}</root>' if inner else ""


CHECK = InjectionCheck(id="xml-external-entity", rules=(RULE,), run=run, positions=frozenset(Position))
