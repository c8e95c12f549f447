"""Copies of files beside the files: editors' backups, old versions, archives of the whole site.

At most 18 requests, 150 in a deep scan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Response
from securestack.probing.needs import Profile
from securestack.scanners.web.check import Site, SiteCheck, page_finding
from securestack.scanners.web.known_paths import looks_like_html
from securestack.scanners.web.masking import masked
from securestack.scanners.web.page import Page
from securestack.scanners.web.source_signatures import source_file

RULE = Rule(
    id="web.backup-file",
    title="A copy of a file lies beside it",
    severity=Severity.MEDIUM,
    cwe=(530, 538),
    what="A backup, an editor's temporary file or an archive lies in the folder that is served.",
    why=(
        "The server sends copies of programs as they are instead of running them, so that their source code, and often "
        "passwords in it, can be read. Archives and dumps hold everything at once."
    ),
    fix="Keep copies outside the folder that is served, deploy from version control, refuse such endings.",
    vulnerable_example="GET /login.php.bak  ->  200, <?php …",
    fixed_example="location ~ (~|\\.(bak|old|orig|swp|zip|sql))$ { return 404; }",
    owasp=("A01:2021", "A05:2021"),
    references=(
        Reference("CWE-530: Exposure of backup file", "https://cwe.mitre.org/data/definitions/530.html"),
        Reference(
            "OWASP Testing Guide: Review Old Backup and Unreferenced Files",
            "https://owasp.org/www-project-web-security-testing-guide/stable/4-Web_Application_Security_Testing/"
            "02-Configuration_and_Deployment_Management_Testing/"
            "04-Review_Old_Backup_and_Unreferenced_Files_for_Sensitive_Information",
        ),
    ),
)

_FILES = {Profile.QUICK: 0, Profile.STANDARD: 5, Profile.DEEP: 12}
_NAMES = ("{name}.bak", "{name}~", "{name}.old")
_MORE_NAMES = (
    ".{name}.swp",
    "{name}.orig",
    "{name}.save",
    "{name}.txt",
    "{stem}.bak",
    "{name}.1",
    "{name}.zip",
)
_ARCHIVES = ("/backup.zip", "/backup.sql", "/{host}.zip")
_MORE_ARCHIVES = (
    "/backup.tar.gz",
    "/dump.sql",
    "/database.sql",
    "/site.zip",
    "/www.zip",
    "/{host}.tar.gz",
    "/{host}.sql",
    "/db.sqlite3",
)
_PROGRAM = re.compile(
    r"\.(?:php[3-8]?|phtml|inc|jspx?|aspx?|ashx|cgi|pl|py|rb|cfm|do|action)\Z", re.IGNORECASE
)
_TEXT = re.compile(r"\.(?:js|json|xml|ya?ml|conf|ini|properties|html?)\Z", re.IGNORECASE)
_COPY = re.compile(r"(?:\.(?:bak|old|orig|save|swp|1|txt|zip|tar\.gz|sql|sqlite3)|~)\Z")
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"b0VIM ", "a swap file of the editor Vim"),
)
_PASSWORD = re.compile(
    rb"\b(?:\w{0,20}_)?(?:password|passwd|pwd|secret)[\"']?\s{0,3}(?:=>?|:)\s{0,3}[\"']([^\"'\s<>]{4,60})[\"']",
    re.IGNORECASE,
)
_DUMP = re.compile(
    rb"^(?:-- (?:MySQL|MariaDB|PostgreSQL) (?:dump|database dump)|CREATE TABLE |INSERT INTO )", re.MULTILINE
)


async def _run(site: Site) -> list[Finding]:
    findings: list[Finding] = []
    originals = {page.template.path: page for page in site.pages}
    for path in _candidates(site):
        page = await site.ask(path)
        found = list(_judge(page))
        if not found or not await site.shows(page):
            continue
        # A server that answers a name with anything behind it with the file itself shows no copy.
        original = next(
            (originals[known] for known in originals if path.startswith(known) and known != path), None
        )
        if (
            original is not None
            and original.response.body == page.response.body
            and looks_like_html(page.response)
        ):
            continue
        findings += found
    return findings


def _candidates(site: Site) -> Iterator[str]:
    deep = site.profile is Profile.DEEP
    for path in _worth_copying(site)[: _FILES[site.profile]]:
        folder, _, name = path.rpartition("/")
        stem = name.rpartition(".")[0]
        for pattern in _NAMES + (_MORE_NAMES if deep else ()):
            yield f"{folder}/{pattern.format(name=name, stem=stem)}"
    host = (urlsplit(site.origin).hostname or "site").removeprefix("www.")
    for pattern in _ARCHIVES + (_MORE_ARCHIVES if deep else ()):
        yield pattern.format(host=host)


def _worth_copying(site: Site) -> list[str]:
    """Return the paths of files, programs first: the copy of a program is worth most."""
    paths = dict.fromkeys(page.template.path for page in site.pages if page.response.status == 200)
    programs = [path for path in paths if _PROGRAM.search(path)]
    return programs + [
        path for path in paths if _TEXT.search(path) and not path.endswith((".min.js", "/sitemap.xml"))
    ]


def _judge(page: Page) -> Iterator[Finding]:
    response = page.response
    path = page.template.path
    if response.status != 200 or not response.body or not _COPY.search(path):
        return
    if kind := _content(response, path):
        what, text, confidence, severity = kind
        password = _password(response)
        if password and severity is Severity.LOW:
            severity = None
        yield page_finding(
            page,
            RULE,
            CHECK.id,
            f"{path}, which nothing links to, is {what}{', with a password in it' if password else ''}.",
            text,
            confidence=confidence,
            severity=severity,
            hide={password: masked(password)} if password else None,
        )


def _password(response: Response) -> str:
    """Return a password that a copied file sets, or an empty string."""
    found = _PASSWORD.search(response.body[:100_000])
    return found[1].decode("utf-8", "replace") if found else ""


def _content(response: Response, path: str) -> tuple[str, str, Confidence, Severity | None] | None:
    for magic, what in _MAGIC:
        if response.body.startswith(magic):
            return what, "", Confidence.CERTAIN, Severity.HIGH
    if found := _DUMP.search(response.body[:100_000]):
        return "a dump of a database", found[0].decode(), Confidence.CERTAIN, Severity.HIGH
    if source := source_file(response):
        return f"a copy with {source.language} source code", source.text[:200], Confidence.FIRM, None
    name = _COPY.sub("", path)
    if _PROGRAM.search(name) or looks_like_html(response) or b"\0" in response.body[:2000]:
        return None
    # A copy of a script or a settings file: text, and no page for people.
    if _TEXT.search(name) and not name.endswith((".html", ".htm")) and response.media_type != "text/html":
        return "an old copy of a file", "", Confidence.FIRM, Severity.LOW
    return None


CHECK = SiteCheck(id="backup-files", rules=(RULE,), run=_run, judge=_judge)
