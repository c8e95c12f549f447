"""Configuration files inside the folder that is served. 6 requests, 17 in a deep scan."""

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
    id="web.exposed-configuration",
    title="A configuration file is served",
    severity=Severity.HIGH,
    cwe=(538, 552),
    what="A file that configures the application or the server can be fetched by everybody.",
    why="Such files hold database passwords, keys and addresses: with them an attacker needs no flaw any more.",
    fix="Keep configuration outside the folder that is served, refuse such paths, and change every secret in the file.",
    vulnerable_example="GET /.env  ->  200, DB_PASSWORD=…",
    fixed_example="location ~ /\\. { return 404; }",
    owasp=("A01:2021", "A05:2021"),
    references=(
        Reference(
            "CWE-552: Files accessible to external parties", "https://cwe.mitre.org/data/definitions/552.html"
        ),
    ),
)
CROSS_DOMAIN = Rule(
    id="web.open-cross-domain-policy",
    title="A cross-domain policy lets every site in",
    severity=Severity.LOW,
    cwe=(942,),
    what="The site's `crossdomain.xml` or `clientaccesspolicy.xml` allows requests from every domain.",
    why=(
        "Programs of other sites in plug-ins and some document readers may read answers in the user's name. Browsers "
        "have dropped such plug-ins, so that little of the risk is left."
    ),
    fix="Delete the file, or name the domains that need access.",
    vulnerable_example='<allow-access-from domain="*"/>',
    fixed_example='<allow-access-from domain="app.example.com"/>',
    owasp=("A05:2021",),
    references=(
        Reference(
            "CWE-942: Permissive cross-domain policy", "https://cwe.mitre.org/data/definitions/942.html"
        ),
    ),
)

# Two assignments at least, so that a stray line of text is none.
_ENVIRONMENT = re.compile(
    rb"\A\s*(?:(?:#[^\n]*|(?:export )?[A-Z][A-Z0-9_]{2,60}\s*=[^\n]*)?\r?\n){0,400}?(?:export )?[A-Z][A-Z0-9_]{2,60}\s*=[^\n]*\r?\n"
    rb"(?:#[^\n]*\r?\n|\r?\n)*(?:export )?[A-Z][A-Z0-9_]{2,60}\s*="
)
_DEEP = Profile.DEEP


def _environment(path: str, profile: Profile = Profile.STANDARD) -> KnownPath:
    return KnownPath(path, "a file of environment variables", RULE, _ENVIRONMENT, profile=profile)


_TABLE = (
    _environment(".env"),
    KnownPath(
        ".htpasswd",
        "a file of user names and password hashes",
        RULE,
        re.compile(rb"^[^:\s<>]{1,60}:(?:\$apr1\$|\$2[aby]\$|\{SHA\}|\$5\$|\$6\$|[./0-9A-Za-z]{13}\s*$)", re.MULTILINE),
    ),
    KnownPath(
        "web.config",
        "the configuration of an ASP.NET application",
        RULE,
        re.compile(rb"<configuration[\s>].{0,20000}?<(?:system\.web|system\.webServer|connectionStrings|appSettings)[\s>/]", re.DOTALL),
    ),
    KnownPath("appsettings.json", "the settings of an ASP.NET application", RULE, re.compile(rb"\A\s*(?:\xef\xbb\xbf)?\s*\{.{0,20000}?\"(?:ConnectionStrings|Logging|AllowedHosts)\"\s*:", re.DOTALL)),
    KnownPath(".npmrc", "the settings of npm with a token", RULE, re.compile(rb"_(?:authToken|password|auth)\s*=\s*[\w+/=-]{8,}")),
    KnownPath(
        "crossdomain.xml",
        "a policy that lets every domain in",
        CROSS_DOMAIN,
        re.compile(rb"<allow-access-from[^>]{0,200}\bdomain\s*=\s*[\"']\*[\"']", re.IGNORECASE),
    ),
    KnownPath(
        "clientaccesspolicy.xml",
        "a policy that lets every domain in",
        CROSS_DOMAIN,
        re.compile(rb"<domain\s+uri\s*=\s*[\"'](?:\*|https?://\*)[\"']", re.IGNORECASE),
        profile=_DEEP,
    ),
    _environment(".env.local", _DEEP),
    _environment(".env.production", _DEEP),
    _environment(".env.backup", _DEEP),
    KnownPath(".aws/credentials", "keys of Amazon Web Services", RULE, re.compile(rb"aws_access_key_id\s*=\s*A[A-Z0-9]{15,}"), Severity.CRITICAL, profile=_DEEP),
    KnownPath(".ssh/id_rsa", "a private key", RULE, re.compile(rb"\A-----BEGIN (?:RSA |OPENSSH )?PRIVATE KEY-----"), Severity.CRITICAL, profile=_DEEP),
    KnownPath("docker-compose.yml", "a description of the application's containers", RULE, re.compile(rb"^services:\s*\n\s+[\w-]+:\s*\n", re.MULTILINE), Severity.MEDIUM, profile=_DEEP),
    KnownPath("config/database.yml", "the database settings of a Rails application", RULE, re.compile(rb"^(?:production|development|default):.{0,400}?\badapter:", re.MULTILINE | re.DOTALL), profile=_DEEP),
    KnownPath("WEB-INF/web.xml", "the deployment descriptor of a Java application", RULE, re.compile(rb"<web-app[\s>]"), Severity.MEDIUM, profile=_DEEP),
    KnownPath("composer.json", "the list of the application's PHP packages", RULE, re.compile(rb"\A\s*\{.{0,20000}?\"require\"\s*:\s*\{", re.DOTALL), Severity.INFORMATIONAL, profile=_DEEP),
    KnownPath("package.json", "the list of the application's JavaScript packages", RULE, re.compile(rb"\A\s*\{.{0,20000}?\"(?:dev)?[dD]ependencies\"\s*:\s*\{", re.DOTALL), Severity.INFORMATIONAL, profile=_DEEP),
)  # fmt: skip


async def _run(site: Site) -> list[Finding]:
    return await ask_known_paths(site, _TABLE, CHECK.id)


def _judge(page: Page) -> Iterator[Finding]:
    return judge_known_path(page, _TABLE, CHECK.id)


CHECK = SiteCheck(id="configuration-files", rules=(RULE, CROSS_DOMAIN), run=_run, judge=_judge)
