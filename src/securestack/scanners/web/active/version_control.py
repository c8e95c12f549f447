"""Leftovers of version control and of the Finder inside the folder that is served. 4 requests, 9 in a deep scan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Response
from securestack.probing.needs import Profile
from securestack.scanners.web.check import Site, SiteCheck
from securestack.scanners.web.ds_store import file_names
from securestack.scanners.web.known_paths import KnownPath, ask_known_paths, judge_known_path
from securestack.scanners.web.page import Page

RULE = Rule(
    id="web.exposed-version-control",
    title="The version control folder is served",
    severity=Severity.HIGH,
    cwe=(527, 538),
    what="Files of a version control system lie inside the folder the server shows to everybody.",
    why=(
        "From them the whole source code can be rebuilt, with its history: every password that was ever committed, and "
        "every flaw that can be read."
    ),
    fix=(
        "Deploy an export, not a working copy; refuse paths that begin with a dot. Treat secrets in the history as known."
    ),
    vulnerable_example="GET /.git/HEAD  ->  200, ref: refs/heads/main",
    fixed_example="location ~ /\\. { return 404; }",
    owasp=("A01:2021", "A05:2021"),
    references=(
        Reference(
            "CWE-527: Exposure of version-control repository",
            "https://cwe.mitre.org/data/definitions/527.html",
        ),
    ),
)

FILE_NAMES = Rule(
    id="web.exposed-file-names",
    title="A file tells the names of the files beside it",
    severity=Severity.LOW,
    cwe=(538, 548),
    what="A `.DS_Store` file, which macOS leaves in folders, is served. It lists the names in its folder.",
    why="Names that nothing links to become known: backups, exports, administration pages.",
    fix="Delete the file, keep it out of deployments, and refuse paths that begin with a dot.",
    vulnerable_example="GET /.DS_Store  ->  200",
    fixed_example="location ~ /\\. { return 404; }",
    owasp=("A05:2021",),
    references=(Reference("CWE-548: Directory listing", "https://cwe.mitre.org/data/definitions/548.html"),),
)


def _names(response: Response) -> str:
    names = file_names(response.body)
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


_TABLE = (
    KnownPath(
        ".git/HEAD",
        "the head of a Git repository",
        RULE,
        re.compile(rb"\A(?:ref: refs/[\w./-]{1,200}|[0-9a-f]{40}(?:[0-9a-f]{24})?)\s*\Z"),
    ),
    KnownPath(".svn/wc.db", "the database of a Subversion copy", RULE, re.compile(rb"\ASQLite format 3\0")),
    KnownPath(
        ".hg/requires",
        "a part of a Mercurial repository",
        RULE,
        re.compile(rb"\A(?:[\w.-]+\n)*?(?:revlogv1|store|fncache)\n"),
    ),
    KnownPath(
        ".DS_Store", "a list of file names", FILE_NAMES, re.compile(rb"\A\x00\x00\x00\x01Bud1"), detail=_names
    ),
    KnownPath(
        ".git/config",
        "the configuration of a Git repository",
        RULE,
        re.compile(rb"\[core\]\s[^\[]{0,500}repositoryformatversion"),
        profile=Profile.DEEP,
    ),
    KnownPath(
        ".svn/entries",
        "a part of a Subversion copy",
        RULE,
        re.compile(rb"\A(?:[0-9]{1,2}\n(?:\n|dir\n)|12\n\Z)"),
        profile=Profile.DEEP,
    ),
    KnownPath(
        ".bzr/README",
        "a part of a Bazaar branch",
        RULE,
        re.compile(rb"Bazaar control directory"),
        profile=Profile.DEEP,
    ),
    KnownPath(
        ".gitignore",
        "the list of files Git ignores",
        FILE_NAMES,
        re.compile(rb"\A(?:[#!/*.\w -]{1,200}\r?\n){2,}"),
        Severity.INFORMATIONAL,
        profile=Profile.DEEP,
    ),
    KnownPath(
        "CVS/Root",
        "a part of a CVS copy",
        RULE,
        re.compile(rb"\A:(?:pserver|ext|local):\S+\s*\Z"),
        profile=Profile.DEEP,
    ),
)


async def _run(site: Site) -> list[Finding]:
    return await ask_known_paths(site, _TABLE, CHECK.id)


def _judge(page: Page) -> Iterator[Finding]:
    return judge_known_path(page, _TABLE, CHECK.id)


CHECK = SiteCheck(id="version-control", rules=(RULE, FILE_NAMES), run=_run, judge=_judge)
