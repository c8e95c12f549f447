"""Pages that tell administrators about the server, and descriptions of programming interfaces, open to everybody.

10 requests, 18 in a deep scan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.probing.needs import Profile
from securestack.scanners.web.check import Site, SiteCheck
from securestack.scanners.web.known_paths import KnownPath, ask_known_paths, judge_known_path
from securestack.scanners.web.page import Page

RULE = Rule(
    id="web.exposed-diagnostics",
    title="A page for administrators is open to everybody",
    severity=Severity.MEDIUM,
    cwe=(200, 497, 538),
    what="A page that shows the inside of the server or the framework can be read without logging in.",
    why=(
        "It shows versions, settings, environment variables, requests of other users or internal addresses; some such "
        "pages can be used to change settings too."
    ),
    fix="Remove the page, or let only administrators and the monitoring reach it.",
    vulnerable_example="GET /actuator/env  ->  200",
    fixed_example="management.endpoints.web.exposure.include=health",
    owasp=("A01:2021", "A05:2021"),
    references=(
        Reference(
            "CWE-497: Exposure of sensitive system information",
            "https://cwe.mitre.org/data/definitions/497.html",
        ),
        Reference(
            "Spring Boot: securing endpoints",
            "https://docs.spring.io/spring-boot/reference/actuator/endpoints.html",
        ),
    ),
)
API_DESCRIPTION = Rule(
    id="web.api-description",
    title="A description of the programming interface is public",
    severity=Severity.INFORMATIONAL,
    cwe=(200,),
    what="An OpenAPI or Swagger description of the application's interface can be read by everybody.",
    why=(
        "It lists every operation with its parameters, among them those that no page uses. Often that is meant; it is "
        "worth knowing where it is not, and worth scanning."
    ),
    fix="Where outsiders need no description, show it to those who are logged in only. Scan what it describes.",
    vulnerable_example="GET /openapi.json  ->  200",
    fixed_example="app = FastAPI(openapi_url=None)",
    owasp=("A05:2021",),
    references=(Reference("OpenAPI Specification", "https://spec.openapis.org/oas/latest.html"),),
)

_DEEP = Profile.DEEP
_PHP_INFO = re.compile(rb"<title>(?:PHP [\d.]+ - )?phpinfo\(\)</title>|<h1 class=\"p\">PHP Version [\d.]+")
_OPEN_API = re.compile(
    rb"\A\s*\{.{0,2000}?\"(?:openapi|swagger)\"\s*:\s*\"[23][\d.]*\".{0,200000}?\"paths\"\s*:", re.DOTALL
)


def _page(
    path: str, what: str, proof: bytes, severity: Severity | None = None, profile: Profile = Profile.STANDARD
) -> KnownPath:
    return KnownPath(
        path, what, RULE, re.compile(proof, re.DOTALL), severity, reject_html=False, profile=profile
    )


def _description(path: str) -> KnownPath:
    return KnownPath(path, "a description of a programming interface", API_DESCRIPTION, _OPEN_API)


_TABLE = (
    KnownPath("phpinfo.php", "the settings of PHP", RULE, _PHP_INFO, reject_html=False),
    KnownPath("info.php", "the settings of PHP", RULE, _PHP_INFO, reject_html=False),
    _page("server-status", "Apache's status with the requests of others", rb"<h1>Apache Server Status for "),
    _page("actuator/env", "the environment of a Spring application", rb"\A\s*\{.{0,400}?\"propertySources\"\s*:\s*\[", Severity.HIGH),
    _page("actuator", "the list of a Spring application's actuators", rb"\A\s*\{\s*\"_links\"\s*:\s*\{.{0,3000}?/(?:env|beans|heapdump|mappings|loggers|configprops|threaddump)\"", Severity.LOW),
    _page("debug/pprof/", "Go's profiler", rb"<title>/debug/pprof/</title>|Types of profiles available"),
    _page("elmah.axd", "the error log of an ASP.NET application", rb"<title>Error [Ll]og for |Powered by <a[^>]{0,100}>ELMAH"),
    _description("openapi.json"),
    _description("swagger.json"),
    _description("v3/api-docs"),
    _page("server-info", "Apache's configuration", rb"<title>Server Information</title>|<h1[^>]{0,60}>Apache Server Information", profile=_DEEP),
    _page("trace.axd", "the requests of an ASP.NET application", rb"<title>Application Trace</title>|<h1>Application Trace</h1>", profile=_DEEP),
    _page("_profiler/", "Symfony's profiler", rb"Symfony Profiler", profile=_DEEP),
    _page("telescope/requests", "Laravel Telescope", rb"<title>Telescope[^<]{0,80}</title>", profile=_DEEP),
    _page("metrics", "measurements of the server", rb"\A(?:#[^\n]*\n)*# (?:HELP|TYPE) \w+ ", Severity.LOW, profile=_DEEP),
    _page("adminer.php", "Adminer, a database console", rb"<title>Login - Adminer</title>|Adminer</a> <span class='version'", profile=_DEEP),
    _page("phpmyadmin/", "phpMyAdmin, a database console", rb"<title>phpMyAdmin", Severity.LOW, profile=_DEEP),
    _page("console/", "a console of the database H2", rb"<title>H2 Console</title>", profile=_DEEP),
)  # fmt: skip


async def _run(site: Site) -> list[Finding]:
    return await ask_known_paths(site, _TABLE, CHECK.id)


def _judge(page: Page) -> Iterator[Finding]:
    return judge_known_path(page, _TABLE, CHECK.id)


CHECK = SiteCheck(id="diagnostic-pages", rules=(RULE, API_DESCRIPTION), run=_run, judge=_judge)
