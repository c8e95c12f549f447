"""Path traversal and local file inclusion: reading a well-known file through a parameter that names a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange, Response
from securestack.probing.attempts import Attempts
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.error_texts import FILE_ERRORS, shows_any
from securestack.probing.first_probe import first_probe
from securestack.probing.insertion import RequestTemplate
from securestack.probing.known_files import PASSWD, WEB_XML, WIN_INI, KnownFile, read_file
from securestack.probing.needs import Profile
from securestack.probing.proof import Proof, header_text
from securestack.probing.redirects import redirects_by
from securestack.probing.value_hints import is_java, is_windows, looks_like_file

RULE = Rule(
    id="web.path-traversal",
    title="Path traversal: a parameter reads files of the server",
    severity=Severity.HIGH,
    cwe=(22, 98),
    what=(
        "A value from the request becomes part of a file name, and nothing keeps the resulting path inside the folder "
        "it was meant for. With `../`, an absolute path or a `file:` address the application opens files it should "
        "never show."
    ),
    why=(
        "An attacker reads what the server process may read: configuration with passwords and keys, source code, "
        "private keys, data of other users. Where the file is included as code rather than shown, a file the attacker "
        "can influence (an upload, a log, a session) is executed."
    ),
    fix=(
        "Do not build paths from input. Map a short identifier to a file that the application knows. Where a name must "
        "come from outside, resolve the final path (links and `..` included) and refuse it unless it still lies inside "
        "the intended folder. Removing `../` from the text is not enough: encodings, backslashes and nested sequences "
        "get around it."
    ),
    vulnerable_example='return open("/srv/manuals/" + request.args["file"]).read()',
    fixed_example=(
        'folder = Path("/srv/manuals").resolve()\n'
        'path = (folder / request.args["file"]).resolve()\n'
        "if not path.is_relative_to(folder):\n"
        "    abort(404)\n"
        "return path.read_text()"
    ),
    owasp=("A01:2021",),
    references=(
        Reference("OWASP: Path Traversal", "https://owasp.org/www-community/attacks/Path_Traversal"),
        Reference(
            "CWE-22: Improper Limitation of a Pathname to a Restricted Directory",
            "https://cwe.mitre.org/data/definitions/22.html",
        ),
    ),
)

FORWARD_RULE = Rule(
    id="web.unvalidated-forward",
    title="Unvalidated forward: a parameter chooses which internal resource answers",
    severity=Severity.HIGH,
    cwe=(552, 425),
    what=(
        "The application passes a request on to another resource of its own, and takes the name of that resource from "
        "the request. Inside the server such a forward is not subject to the rules for visitors."
    ),
    why=(
        "An attacker reads what lies inside the application but is closed to visitors, such as `WEB-INF/web.xml`, "
        "configuration with passwords and compiled code, and reaches pages whose protection stands in front of them."
    ),
    fix=(
        "Choose among known destinations by a short identifier instead of forwarding to a name from the request, and "
        "check permissions in the destination too."
    ),
    vulnerable_example='request.getRequestDispatcher(request.getParameter("page")).forward(request, response);',
    fixed_example=(
        'String page = PAGES.getOrDefault(request.getParameter("page"), "/home.jsp");\n'
        "request.getRequestDispatcher(page).forward(request, response);"
    ),
    owasp=("A01:2021",),
    references=(
        Reference(
            "OWASP: Unvalidated Redirects and Forwards Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html",
        ),
        Reference(
            "CWE-552: Files or Directories Accessible to External Parties",
            "https://cwe.mitre.org/data/definitions/552.html",
        ),
    ),
)

_UP = 12  # levels: deeper than nearly every application lies; levels above the root lead to the root
_SLASH_UP = "../" * _UP
_BACKSLASH_UP = "..\\" * _UP
_NESTED_SLASH_UP = "....//" * _UP  # `../` taken out once leaves `../`
_NESTED_BACKSLASH_UP = "....\\\\" * _UP
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")


class Variant(msgspec.Struct, frozen=True):
    """One way of naming a known file. `encoded` goes out as it is."""

    value: str
    encoded: bool = False


async def run(probe: Probe) -> list[Finding]:
    """Ask for known files, the likeliest spelling first, and stop at the first one that is shown."""
    attempts = Attempts(probe)
    for variant in await _chosen(probe):
        exchange = await attempts.send(variant.value, encoded=variant.encoded)
        if exchange is None:
            continue
        if shown := read_file(exchange.response, probe.baseline.response):
            return [_finding(probe, exchange, variant.value, *shown)]
    attempts.finish()
    return []


def _finding(probe: Probe, exchange: Exchange, value: str, known: KnownFile, text: str) -> Finding:
    proof = Proof(exchange, (text.partition("\n")[0], value))
    sent = f"With {_shortened(value)!r} in {probe.point.position} {probe.point.name!r}"
    if known is WEB_XML and _by_file_handler(exchange.response):
        summary = (
            f"{sent} the application handed the request on to its own file {known.path}, which no visitor may ask for: "
            "the answer is that file, with the headers of the server's file handler."
        )
        return probe.finding(FORWARD_RULE, CHECK.id, summary, proof)
    summary = (
        f"{sent} the answer holds the server's file {known.path}, which the ordinary answer does not: the value "
        "reaches a file name."
    )
    return probe.finding(RULE, CHECK.id, summary, proof)


def _by_file_handler(response: Response) -> bool:
    # A page that reads a file itself sends no validators; the handler for static files always does.
    return all(response.header(name) for name in ("etag", "last-modified", "accept-ranges"))


async def _chosen(probe: Probe) -> Iterator[Variant]:
    template, point = probe.template, probe.point
    headers = header_text(probe.baseline.response.headers)
    java, windows = is_java(template, headers), is_windows(template, headers)
    if point.position is Position.PATH:
        all_variants = _segment_variants()
        unlikely = 1
    else:
        all_variants = _ordered(template, point.value, java=java, windows=windows)
        unlikely = 3 if java else 2
    if probe.profile is Profile.DEEP:
        return all_variants
    likely = await _is_likely(probe)
    if probe.profile is Profile.QUICK:
        return islice(all_variants, 4 if likely else 1)
    return all_variants if likely else islice(all_variants, unlikely)


async def _is_likely(probe: Probe) -> bool:
    by_hint = looks_like_file(probe.point)
    if probe.point.position is Position.PATH or (by_hint and probe.profile is Profile.QUICK):
        return by_hint
    first = await first_probe(probe)
    if redirects_by(first.exchange.response, first.token):
        return False  # the value names the next page, not a file to open
    return by_hint or shows_any(first.exchange.response, FILE_ERRORS)


def _ordered(template: RequestTemplate, value: str, *, java: bool, windows: bool) -> Iterator[Variant]:
    unix_values, windows_values = _unix(value), _windows(value)
    java_values = _java(template, windows=windows)
    if windows:
        yield next(windows_values)
        if java:
            yield from java_values
        yield from windows_values
        yield from unix_values
        return
    yield next(unix_values)
    if java:
        yield from java_values
        yield from unix_values
        yield from islice(windows_values, 2)
        return
    yield next(windows_values)
    yield from islice(unix_values, 3)
    yield next(java_values)
    yield from unix_values
    yield from windows_values


def _unix(value: str) -> Iterator[Variant]:
    up, name = _SLASH_UP, PASSWD.path
    # An absolute path and a relative one at once: `..` above the root is the root, so the leading slash does no harm.
    yield Variant(f"/{up}{name}")
    yield Variant(f"/{name}")
    yield Variant(f"file:///{name}")
    yield Variant(f"/{_NESTED_SLASH_UP}{name}")
    folder = value[: max(value.rfind("/"), value.rfind("\\")) + 1]
    if folder:
        yield Variant(f"{folder}{up}{name}")  # the beginning of the path is compared
    extension = _EXTENSION.search(value)
    yield Variant(f"/{up}{name}\0{extension[0] if extension else ''}")  # the end is compared, or added
    yield Variant(f"{'..%2f' * _UP}{name.replace('/', '%2f')}")  # decoded a second time
    yield Variant(f"{'..%252f' * _UP}{name.replace('/', '%252f')}")


def _windows(value: str) -> Iterator[Variant]:
    name = WIN_INI.path.replace("/", "\\")
    yield Variant(f"/{_SLASH_UP}{WIN_INI.path}")
    yield Variant(f"C:\\{name}")
    yield Variant(f"\\{_BACKSLASH_UP}{name}")
    yield Variant(f"file:///C:/{WIN_INI.path}")
    yield Variant(f"\\{_NESTED_BACKSLASH_UP}{name}")
    extension = _EXTENSION.search(value)
    if extension:
        yield Variant(f"\\{_BACKSLASH_UP}{name}\0{extension[0]}")


def _java(template: RequestTemplate, *, windows: bool) -> Iterator[Variant]:
    # Resources of a servlet are named from the root of the application; going above that root fails, so the number
    # of steps must be right: the folders of the page's address, without the application's own or with it.
    name = WEB_XML.path
    folders = template.path.count("/") - 1
    yield Variant(f"/{name}")
    for depth in (folders - 1, folders):
        if depth > 0:
            yield Variant(f"/{'../' * depth}{name}")
    for depth in (folders - 1, folders):
        if depth > 0:
            yield Variant(f"/{'....//' * depth}{name}")
            if windows:
                yield Variant(f"/{'../' * depth}{name}".replace("/", "\\"))


def _segment_variants() -> Iterator[Variant]:
    encoded_name = PASSWD.path.replace("/", "%2f")
    yield Variant(f"{'..%2f' * _UP}{encoded_name}", encoded=True)
    yield Variant(f"{_SLASH_UP}{PASSWD.path}", encoded=True)
    yield Variant(f"{'..%252f' * _UP}{encoded_name.replace('%2f', '%252f')}", encoded=True)
    yield Variant(f"{'..%5c' * _UP}{WIN_INI.path.replace('/', '%5c')}", encoded=True)


def _shortened(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:28]}...{value[-24:]}"


CHECK = InjectionCheck(id="path-traversal", rules=(RULE, FORWARD_RULE), run=run)
