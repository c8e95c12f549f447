"""Server-side request forgery: the server fetches an address it is given, without showing what it got."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.foreign_address import fetched_visit
from securestack.probing.needs import Needs
from securestack.probing.proof import Proof

RULE = Rule(
    id="web.server-side-request-forgery",
    title="Server-side request forgery: the server fetches any address",
    severity=Severity.HIGH,
    cwe=(918,),
    what="The application sends a request of its own to an address that comes from the outside, without checking it.",
    why=(
        "The request starts inside the network. An attacker reaches what is hidden from the internet: administration "
        "pages, databases with an HTTP interface, the metadata service of a cloud with its credentials. Even where the "
        "answer is not shown, status, timing and errors tell what is there, and many internal services act on a single "
        "request."
    ),
    fix=(
        "Allow only the hosts the feature needs, by name, and compare the whole host. Resolve the name once, refuse "
        "private, loopback and link-local addresses, and connect to the very address that was checked. Follow "
        "redirects only with the same check. Block the way out of the network for machines that need none."
    ),
    vulnerable_example='image = requests.get(request.args["url"]).content',
    fixed_example=(
        'url = urlsplit(request.args["url"])\n'
        'if url.scheme != "https" or url.hostname not in ALLOWED_HOSTS:\n'
        "    abort(400)\n"
        "image = requests.get(url.geturl(), allow_redirects=False).content"
    ),
    owasp=("A10:2021",),
    references=(
        Reference(
            "OWASP: Server-Side Request Forgery Prevention Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html",
        ),
        Reference(
            "CWE-918: Server-Side Request Forgery (SSRF)", "https://cwe.mitre.org/data/definitions/918.html"
        ),
    ),
)


async def run(probe: Probe) -> list[Finding]:
    """Look whether the callback server was asked. Where its content is shown too, that is remote file inclusion."""
    visit = await fetched_visit(probe)
    if visit is None or visit.included:
        return []
    summary = (
        f"After the address {visit.callback.url}, which nobody else knows, was sent in {probe.point.position} "
        f"{probe.point.name!r}, the scanner's own server was asked for it: the application fetches addresses it is given."
    )
    return [probe.finding(RULE, CHECK.id, summary, Proof(visit.exchange, (visit.value,)))]


CHECK = InjectionCheck(
    id="server-side-request-forgery", rules=(RULE,), run=run, needs=Needs(active=True, callback=True)
)
