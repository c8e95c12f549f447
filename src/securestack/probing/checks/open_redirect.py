"""Open redirect: the site sends its visitors to any address it is given."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Exchange, Response
from securestack.probing.attempts import Attempts
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.first_probe import first_probe
from securestack.probing.foreign_address import Visit, visits
from securestack.probing.needs import Profile
from securestack.probing.proof import Proof
from securestack.probing.redirects import Redirect, Way, redirects, redirects_by
from securestack.probing.value_hints import looks_like_address, looks_like_file

RULE = Rule(
    id="web.open-redirect",
    title="Open redirect: a parameter decides where the browser goes next",
    severity=Severity.MEDIUM,
    cwe=(601,),
    what=(
        "The application sends the browser to an address taken from the request, by header, meta tag or script, and "
        "does not check that it stays on the site."
    ),
    why=(
        "A link that begins with the trusted name ends at the attacker's page: convincing phishing, theft of tokens "
        "that travel in the address (OAuth codes, password resets), and a way around filters that allow the site."
    ),
    fix=(
        "Redirect to paths of your own only, or to a fixed list of addresses chosen by a short identifier. If a value "
        "must come from the request, resolve it against your own origin the way a browser does and compare the "
        "resulting origin; looking at the beginning of the text is not enough, as `//host`, `/\\host` and "
        "`https:host` also leave the site."
    ),
    vulnerable_example='return redirect(request.args["next"])',
    fixed_example=(
        'target = urljoin(request.host_url, request.args["next"].replace("\\\\", "/"))\n'
        "same = urlsplit(target)[:2] == urlsplit(request.host_url)[:2]\n"
        'return redirect(target if same else "/")'
    ),
    owasp=("A01:2021",),
    references=(
        Reference(
            "OWASP: Unvalidated Redirects and Forwards Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html",
        ),
        Reference(
            "CWE-601: URL Redirection to Untrusted Site ('Open Redirect')",
            "https://cwe.mitre.org/data/definitions/601.html",
        ),
        Reference("WHATWG URL Standard: URL parsing", "https://url.spec.whatwg.org/#url-parsing"),
    ),
)

# Reserved by RFC 2606: nobody can own a name below it, and nothing here ever asks for it.
_FOREIGN_DOMAIN = "example"


async def run(probe: Probe) -> list[Finding]:
    """Send foreign addresses and work out where a browser would go; the answers for other checks are read first."""
    shared = await visits(probe)
    for visit in shared:
        host = urlsplit(visit.callback.url).netloc
        if found := _leads_to(visit.exchange.response, probe, host):
            return [_finding(probe, visit.exchange, visit.value, found)]
    sign = await _goes_by_the_value(probe, shared)
    if not sign and shared and not (looks_like_address(probe.point) or looks_like_file(probe.point)):
        return []
    host = f"{probe.new_token()}.{_FOREIGN_DOMAIN}"
    spellings = _spellings(host, _own_host(probe))
    if not sign and probe.profile is not Profile.DEEP:
        spellings = islice(spellings, 1)
    attempts = Attempts(probe)
    for value in spellings:
        exchange = await attempts.send(value)
        if exchange is None:
            continue
        if found := _leads_to(exchange.response, probe, host):
            return [_finding(probe, exchange, value, found)]
    attempts.finish()
    return []


async def _goes_by_the_value(probe: Probe, shared: list[Visit]) -> bool:
    """Whether some answer so far redirects to an address that holds the value."""
    if any(redirects_by(visit.exchange.response, visit.value.partition("://")[2]) for visit in shared):
        return True
    if len(probe.point.value) > 1 and redirects_by(probe.baseline.response, probe.point.value):
        return True
    if shared and probe.profile is Profile.QUICK:
        return False
    first = await first_probe(probe)
    return redirects_by(first.exchange.response, first.token)


def _spellings(host: str, own_host: str) -> Iterator[str]:
    yield f"//{host}/"
    yield f"https://{host}/"
    yield f"/\\{host}/"
    yield f"https:{host}/"
    yield f"@{host}/"  # behind "https://own-host"
    yield f".{host}/"
    yield f"{host}/"  # behind "https://"
    yield f"https://{own_host}@{host}/"  # where the beginning is compared
    yield f"https://{own_host}.{host}/"
    yield f"https://{host}/?https://{own_host}/"  # where the own name must appear, or stand at the end
    yield f"\t//{host}/"


def _own_host(probe: Probe) -> str:
    return urlsplit(probe.point.value).netloc or urlsplit(probe.template.origin).netloc


def _leads_to(response: Response, probe: Probe, host: str) -> Redirect | None:
    """Return the redirection that leaves the site for a host or a name below it."""
    for found in redirects(response):
        name = found.origin.partition("://")[2]
        if (name == host or name.endswith("." + host)) and found.origin != probe.template.origin:
            return found
    return None


def _finding(probe: Probe, exchange: Exchange, value: str, found: Redirect) -> Finding:
    confidence = Confidence.FIRM if found.way is Way.SCRIPT else Confidence.CERTAIN
    summary = (
        f"With {value!r} in {probe.point.position} {probe.point.name!r} the answer's {found.way} is "
        f"{found.reference[:120]!r}, which a browser resolves to {found.origin}: another site than "
        f"{probe.template.origin}."
    )
    severity = Severity.LOW if probe.point.position in (Position.HEADER, Position.COOKIE) else None
    return probe.finding(
        RULE,
        CHECK.id,
        summary,
        Proof(exchange, (found.reference, value)),
        confidence=confidence,
        severity=severity,
    )


CHECK = InjectionCheck(id="open-redirect", rules=(RULE,), run=run)
