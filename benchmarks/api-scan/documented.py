"""Scan DVGA and DSVW with SecureStack, and count which of the flaws that their authors document it names.

Neither is part of this repository: start them yourself (see README.md).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# What each documents, and what names it: the rule, and a word of the place (of the summary where it begins with ~).
Sign = tuple[str, str]
DVGA: dict[str, tuple[Sign, ...]] = {
    "Batched queries": (("api.graphql-batching", ""),),
    "Deep recursion": (("api.graphql-depth", ""),),
    "Resource-intensive query": (("api.expensive-operation", "systemUpdate"),),
    "Field duplication": (("api.graphql-repeated-fields", ""),),
    "Aliases": (("api.graphql-aliases", ""),),
    "Introspection": (("api.graphql-introspection", ""),),
    "GraphiQL": (("api.graphql-console", "/graphiql"),),
    "Field suggestions": (("api.graphql-suggestions", ""),),
    "Server-side request forgery": (("web.server-side-request-forgery", "importPaste"),),
    "Command injection 1 (importPaste)": (("web.command-injection", "importPaste"),),
    "Command injection 2 (systemDiagnostics)": (("web.command-injection", "systemDiagnostics"),),
    "Stored cross-site scripting": (("web.stored-xss", ""),),
    "Log injection": (("api.log-forging", "audits"),),
    "HTML injection": (("web.stored-xss", ""), ("web.html-injection", "")),
    "SQL injection": (("web.sql-injection", "pastes"),),
    "GraphiQL behind a cookie": (("api.right-in-cookie", "env"),),
    "Deny list passed by": (("api.deny-list-bypass", ""),),
    "Arbitrary file write": (("web.path-traversal", "uploadPaste"),),
    "Weak password": (("api.default-credentials", ""),),
    "Circular fragments": (("api.graphql-unvalidated-fragments", ""),),
    "Stack traces": (("api.stack-trace", ""),),
    "Forged token": (("api.token-signature-not-checked", "me(token)"),),
}
DSVW: dict[str, tuple[Sign, ...]] = {
    "Blind SQL injection, conditions": (("web.sql-injection", "?id="),),
    "Blind SQL injection, delays": (("web.sql-injection", "?id="),),
    "UNION SQL injection": (("web.sql-injection", "?id="),),
    "Login bypass": (("web.sql-injection", "/login"),),
    "HTTP parameter pollution": (("web.sql-injection", "/login"),),
    "XSS, reflected": (("web.reflected-xss", "?v="),),
    "XSS, stored": (("web.stored-xss", "?comment="),),
    "XSS, DOM": (("web.dom-xss", ""),),
    "XSS, JSONP": (("web.script-callback-injection", "/users.json"),),
    "XXE, local": (("web.xml-external-entity", "?xml="),),
    "XXE, remote": (("web.xml-external-entity", "?xml="),),
    "Server-side request forgery": (
        ("web.remote-file-inclusion", "?path="),
        ("web.server-side-request-forgery", "?path="),
    ),
    "Blind XPath injection": (("web.xpath-injection", "?name="),),
    "Cross-site request forgery": (("web.cross-site-request-forgery", ""),),
    "Frame injection, phishing": (("web.reflected-xss", "?v="),),
    "Frame injection, content spoofing": (("web.reflected-xss", "?v="),),
    "Clickjacking": (("web.clickjacking", ""),),
    "Unvalidated redirect": (("web.open-redirect", "?redir="),),
    "Arbitrary code execution": (("web.command-injection", "?domain="),),
    "Full path disclosure": (("web.stack-trace", ""),),
    "Source code disclosure": (("web.path-traversal", "?path="),),
    "Path traversal": (("web.path-traversal", "?path="),),
    "Remote file inclusion": (("web.remote-file-inclusion", "?include="),),
    "Header injection": (("web.header-injection", "?charset="),),
    "Pickle": (("web.insecure-deserialization", "?object="),),
    "Memory exhaustion": (("web.resource-exhaustion", "?size="),),
}


def scan(kind: str, url: str) -> tuple[dict[str, Any], float]:
    """Scan a target and return the report with the seconds that took."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "report.json")
        program = str(Path(sys.executable).parent / "securestack")
        command = [program, "scan", kind, url, "--output", str(output), "--time-limit", "3m"]
        started = time.monotonic()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return json.loads(output.read_text("utf-8")), time.monotonic() - started


def is_named(report: dict[str, Any], signs: tuple[Sign, ...]) -> bool:
    """Return whether a report holds one of these rules at its place."""
    for finding in report["findings"]:
        location = finding["location"]
        place = f"{location['url']} {location.get('parameter') or ''}"
        if any(finding["rule_id"] == rule and word in place for rule, word in signs):
            return True
    return False


def main() -> None:
    """Scan what addresses were given for, and print a table for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--dvga", help="address of the GraphQL service, such as http://127.0.0.1:5013/graphql"
    )
    parser.add_argument("--dsvw", help="address, such as http://127.0.0.1:65412/")
    options = parser.parse_args()
    for name, kind, url, items in (("DVGA", "api", options.dvga, DVGA), ("DSVW", "web", options.dsvw, DSVW)):
        if not url:
            continue
        report, seconds = scan(kind, url)
        named = [item for item, signs in items.items() if is_named(report, signs)]
        print(f"\n### {name}\n\n| flaw | named |\n|:--|:--:|")
        for item in items:
            print(f"| {item} | {'yes' if item in named else '-'} |")
        statistics = report["statistics"]
        print(
            f"\n{len(named)} of {len(items)} named, {statistics['requests']:,} requests, {seconds:.0f} s, "
            f"{statistics['cpu_seconds']:.1f} CPU s; {report['outcome']}"
        )


if __name__ == "__main__":
    main()
