"""Remote file inclusion: the server fetches an address it is given and uses what it gets as its own."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.foreign_address import fetched_visit
from securestack.probing.needs import Needs
from securestack.probing.proof import Proof

RULE = Rule(
    id="web.remote-file-inclusion",
    title="Remote file inclusion: content from any address becomes part of the page",
    severity=Severity.CRITICAL,
    cwe=(98, 829, 918),
    what=(
        "The application opens whatever address a request names and puts the content into its own answer, or runs it "
        "as code."
    ),
    why=(
        "An attacker serves the content. At the least this is script and forgery under the site's own name, and a "
        "window into the internal network; where the content is executed (PHP `include`, a template, a plug-in "
        "loader), the attacker controls the server."
    ),
    fix=(
        "Never include or evaluate what an address from a request points to. Choose among files the application ships "
        "by a short identifier. Where remote content is the feature, allow a fixed list of hosts, check the final "
        "address after redirects and name resolution, and treat what comes back as data. In PHP keep "
        "`allow_url_include` off."
    ),
    vulnerable_example='include($_GET["page"]);',
    fixed_example='$pages = ["home" => "home.php", "help" => "help.php"];\ninclude($pages[$_GET["page"]] ?? "home.php");',
    owasp=("A03:2021", "A10:2021"),
    references=(
        Reference(
            "OWASP WSTG: Testing for Remote File Inclusion",
            "https://owasp.org/www-project-web-security-testing-guide/latest/4-Web_Application_Security_Testing/"
            "07-Input_Validation_Testing/11.2-Testing_for_Remote_File_Inclusion",
        ),
        Reference(
            "CWE-98: Improper Control of Filename for Include/Require Statement in PHP Program",
            "https://cwe.mitre.org/data/definitions/98.html",
        ),
    ),
)


async def run(probe: Probe) -> list[Finding]:
    """Look for the callback server's word in the answer."""
    visit = await fetched_visit(probe)
    if visit is None or not visit.included:
        return []
    word = visit.callback.body_token
    summary = (
        f"With the address of the scanner's own server in {probe.point.position} {probe.point.name!r} the answer holds "
        f"the word {word}, which only that server knows: the application fetched the address and used its content."
    )
    return [probe.finding(RULE, CHECK.id, summary, Proof(visit.exchange, (word, visit.value)))]


CHECK = InjectionCheck(
    id="remote-file-inclusion", rules=(RULE,), run=run, needs=Needs(active=True, callback=True)
)
