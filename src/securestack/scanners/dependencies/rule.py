"""The rules of dependency scans."""

from __future__ import annotations

from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity

VULNERABLE_PACKAGE = Rule(
    id="dependencies.vulnerable-package",
    title="Package with a known flaw",
    severity=Severity.MEDIUM,  # where no database scores the flaw
    cwe=(1395,),
    what="The project uses a package in a version for which a flaw is published.",
    why="The flaw, and often a ready attack, can be looked up by anybody who knows or guesses the version. Whether it can "
    "be reached depends on how the project uses the package; until somebody has looked, take it that it can.",
    fix="Upgrade to the version named with the finding, or a later one. Where something else brings the package, upgrade "
    "that first; where it has no release yet, fix the version with an override (`overrides`, `resolutions`, a constraint, "
    "`dependencyManagement`). Without a fix, leave the affected part out or replace the package.",
    vulnerable_example="requests==2.19.1",
    fixed_example="requests==2.32.4",
    owasp=("A06:2021",),
    references=(
        Reference(
            "OWASP Top 10: Vulnerable and Outdated Components",
            "https://owasp.org/Top10/A06_2021-Vulnerable_and_Outdated_Components/",
        ),
        Reference(
            "CWE-1395: Dependency on Vulnerable Third-Party Component",
            "https://cwe.mitre.org/data/definitions/1395.html",
        ),
        Reference("The OSV schema", "https://ossf.github.io/osv-schema/"),
    ),
)

RULES = (VULNERABLE_PACKAGE,)
CHECK_ID = "vulnerable-packages"
