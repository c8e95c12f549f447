"""The scanners that are compared: how each is started, and how its report is read."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from benchmarks.web.measuring import Cost, run
from benchmarks.web.places import Told

# Wapiti's module for each of our rules; a rule that is not named here is one that it has no module for.
WAPITI_MODULES: dict[str, tuple[str, ...]] = {
    "web.reflected-xss": ("xss",),
    "web.stored-xss": ("permanentxss",),
    "web.sql-injection": ("sql", "timesql"),
    "web.command-injection": ("exec",),
    "web.path-traversal": ("file",),
    "web.remote-file-inclusion": ("file",),
    "web.open-redirect": ("redirect",),
    "web.server-side-request-forgery": ("ssrf",),
    "web.header-injection": ("crlf",),
    "web.xml-external-entity": ("xxe",),
    "web.cross-site-request-forgery": ("csrf",),
    "web.backup-file": ("backup",),
    "web.missing-content-security-policy": ("csp",),
    "web.clickjacking": ("http_headers",),
    "web.missing-content-type-options": ("http_headers",),
    "web.cookie-without-http-only": ("cookieflags",),
    "web.stack-trace": ("stacktrace_disclosure",),
}

_WAPITI_CATEGORIES = {
    "Reflected Cross Site Scripting": "web.reflected-xss",
    "Stored Cross Site Scripting": "web.stored-xss",
    "SQL Injection": "web.sql-injection",
    "Command execution": "web.command-injection",
    "Path Traversal": "web.path-traversal",
    "Open Redirect": "web.open-redirect",
    "Server Side Request Forgery": "web.server-side-request-forgery",
    "CRLF Injection": "web.header-injection",
    "XML External Entity": "web.xml-external-entity",
    "Cross Site Request Forgery": "web.cross-site-request-forgery",
    "Backup file": "web.backup-file",
    "Content Security Policy Configuration": "web.missing-content-security-policy",
    "Clickjacking Protection": "web.clickjacking",
    "MIME Type Confusion": "web.missing-content-type-options",
    "HttpOnly Flag cookie": "web.cookie-without-http-only",
    "Stack Trace Disclosure": "web.stack-trace",
}


@dataclass(frozen=True)
class Report:
    """What a tool told, and what it cost."""

    told: tuple[Told, ...]
    cost: Cost
    problem: str = ""


class Tool(Protocol):
    """A scanner that can be run on a URL."""

    name: str

    def scan(self, url: str, folder: Path, *, time_limit: float) -> Report:
        """Scan and return what came of it; files go into the folder."""

    def has_check(self, rule: str) -> bool:
        """Return whether it looks for this kind of flaw at all."""


@dataclass
class SecureStack:
    """Our own scanner, by its command line."""

    options: Sequence[str] = ()
    name: str = "SecureStack"
    program: Path = field(default_factory=lambda: Path(sys.executable).with_name("securestack"))

    def has_check(self, rule: str) -> bool:
        return rule.startswith("web.")

    def scan(self, url: str, folder: Path, *, time_limit: float) -> Report:
        output = folder / "securestack.json"
        output.unlink(missing_ok=True)
        command: list[str | Path] = [
            self.program,
            "scan",
            "web",
            url,
            "--format",
            "json",
            "--output",
            output,
            "--fail-on",
            "never",
        ]
        command += ["--time-limit", f"{time_limit:.0f}s", *self.options]
        # What the program keeps for `replay` stays with the benchmark.
        environment = {"XDG_DATA_HOME": str(folder / "data"), "XDG_CACHE_HOME": str(folder / "cache")}
        log = folder / "securestack.log"
        cost = run(command, time_limit=time_limit + 20, log=log, environment=environment)
        if not output.exists():
            return Report((), cost, f"no report; its last words: {_last_words(log)}")
        result = json.loads(output.read_text("utf-8"))
        problem = (
            "" if result["outcome"] == "completed" else f"{result['outcome']}: {result.get('reason', '')}"
        )
        return Report(tuple(_told(finding) for finding in result["findings"]), cost, problem)


def _told(finding: Mapping[str, Any]) -> Told:
    location = finding["location"]
    return Told(finding["rule_id"], urlsplit(location["url"]).path, location.get("parameter", ""))


@dataclass
class Wapiti:
    """Wapiti, with the modules that look for the same kinds of flaws."""

    program: Path
    endpoint: str  # what it uses in place of its makers' server on the internet, which nothing here may ask
    modules: Sequence[str] = tuple(dict.fromkeys(name for names in WAPITI_MODULES.values() for name in names))
    name: str = "Wapiti"

    def has_check(self, rule: str) -> bool:
        return any(module in self.modules for module in WAPITI_MODULES.get(rule, ()))

    def scan(self, url: str, folder: Path, *, time_limit: float) -> Report:
        output = folder / "wapiti.json"
        output.unlink(missing_ok=True)
        command: list[str | Path] = [
            self.program,
            "--url",
            f"{url.rstrip('/')}/" if url.count("/") < 3 else url,
            "--scope",
            "folder",
        ]
        command += ["--module", ",".join(self.modules), "--endpoint", self.endpoint, "--flush-session"]
        command += ["--store-session", folder / "wapiti-session", "--store-config", folder / "wapiti-config"]
        command += ["--format", "json", "--output", output, "--no-bugreport", "--verbose", "0"]
        command += ["--max-scan-time", f"{time_limit:.0f}"]
        log = folder / "wapiti.log"
        cost = run(command, time_limit=time_limit + 60, log=log)
        if not output.exists():
            return Report((), cost, f"no report; its last words: {_last_words(log)}")
        report = json.loads(output.read_text("utf-8"))
        problem = "the time limit was reached" if cost.wall_seconds > time_limit else ""
        return Report(tuple(_told_by_wapiti(report)), cost, problem)


def _told_by_wapiti(report: Mapping[str, Any]) -> list[Told]:
    found = []
    for group in ("vulnerabilities", "additionals"):
        for category, entries in report.get(group, {}).items():
            kind = _WAPITI_CATEGORIES.get(category)
            for entry in entries if kind else ():
                path, parameter = urlsplit(entry["path"]).path, entry["parameter"] or ""
                if kind == "web.cross-site-request-forgery":  # ours names the form by its action
                    path, parameter = "", path
                found.append(Told(str(kind), path, parameter))
                if kind == "web.path-traversal":  # its module `file` files both under one name
                    found.append(Told("web.remote-file-inclusion", path, parameter))
    return found


def _last_words(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else "nothing"
