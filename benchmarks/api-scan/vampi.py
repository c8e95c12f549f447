"""Scan VAmPI with SecureStack and Schemathesis, and count which of its documented flaws each names.

VAmPI is not part of this repository: start it yourself, once with its flaws and once without (see README.md).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any, NamedTuple

# The flaws that its authors document: the rule that names each, and the operation it is in.
FLAWS = {
    "SQL injection": ("web.sql-injection", "GET /users/v1/{username}"),
    "Password of another user changed": ("api.account-takeover", "PUT /users/v1/{username}/password"),
    "Book of another user read": ("api.object-level-authorization-read", "GET /books/v1/{book_title}"),
    "Administrator by mass assignment": ("api.mass-assignment", "POST /users/v1/register"),
    "Passwords shown": ("api.passwords-in-answers", "GET /users/v1/_debug"),
    "Users told by the login": ("api.user-enumeration", "POST /users/v1/login"),
    "Regular expression that explodes": (
        "api.regular-expression-denial-of-service",
        "PUT /users/v1/{username}/email",
    ),
    "No limit to logins": ("api.login-without-limit", "POST /users/v1/login"),
    "Key of the tokens is a word": ("api.token-key-guessable", "GET /me"),
}
# These stay when the flaws are switched off: they are in what surrounds the code that the switch is in.
ALWAYS = ("Passwords shown", "No limit to logins", "Key of the tokens is a word")
# What of Schemathesis' checks would name a flaw; the others compare answers with the description.
SECURITY_CHECKS = {
    ("not_a_server_error", "GET /users/v1/{username}"): "SQL injection",
    ("object_level_authorization", "GET /books/v1/{book_title}"): "Book of another user read",
    ("object_level_authorization", "PUT /users/v1/{username}/password"): "Password of another user changed",
    ("ignored_auth", "GET /books/v1/{book_title}"): "Book of another user read",
}


class Measured(NamedTuple):
    """What one tool did: the flaws it named, what else it reported, and what that cost."""

    tool: str
    named: set[str]
    others: list[str]
    requests: int
    wall: float
    cpu: float


def run(command: list[str], **environment: str) -> tuple[float, float]:
    """Run a command and return its wall-clock and processor seconds."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - started, cpu


def securestack(description: Path, url: str, folder: Path) -> Measured:
    output = folder / "securestack.json"
    program = str(Path(sys.executable).parent / "securestack")
    command = [program, "scan", "api", str(description), "--url", url, "--output", str(output)]
    wall, cpu = run(command, XDG_DATA_HOME=str(folder))
    result = json.loads(output.read_text("utf-8"))
    named, others = set(), []
    for finding in result["findings"]:
        location = finding["location"]
        told = (finding["rule_id"], f"{location['method']} {location['url'].removeprefix(url)}")
        flaw = next((name for name, expected in FLAWS.items() if expected == told), None)
        if flaw is None:
            others.append(" ".join(told))
        else:
            named.add(flaw)
    if result["outcome"] != "completed":
        sys.exit(f"The scan of {url} did not complete: {result['reason']}")
    return Measured("SecureStack", named, others, result["statistics"]["requests"], wall, cpu)


def schemathesis(program: str, description: Path, url: str, folder: Path) -> Measured:
    command = [program, "run", str(description), "--url", url, "-H", f"Authorization: Bearer {token(url)}"]
    command += ["--report", "ndjson", "--report-dir", str(folder), "--exclude-path", "/createdb"]
    wall, cpu = run(command)
    named, others, requests = set(), set(), 0
    for report in folder.glob("ndjson-*"):
        for line in report.read_text("utf-8").splitlines():
            recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
            requests += len(recorder.get("interactions", ()))
            for check, operation in failures(recorder):
                flaw = SECURITY_CHECKS.get((check, operation))
                if flaw is None:
                    others.add(f"{check} {operation}")
                else:
                    named.add(flaw)
    return Measured("Schemathesis", named, sorted(others), requests, wall, cpu)


def failures(recorder: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the checks that failed, with the operation of the case."""
    return [
        (check["name"], f"{case['method']} {case['path']}")
        for case_id, checks in recorder.get("checks", {}).items()
        for check in checks
        if check["status"] == "failure"
        for case in [recorder["cases"][case_id]["value"]]
    ]


def token(url: str) -> str:
    """Return the token of a user who is registered for it."""
    user = {"username": f"bench{secrets.token_hex(4)}", "password": secrets.token_hex(8)}
    ask(f"{url}/users/v1/register", {**user, "email": f"{user['username']}@example.com"})
    return str(ask(f"{url}/users/v1/login", user)["auth_token"])


def ask(url: str, body: dict[str, str]) -> Any:
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def show(title: str, measured: list[Measured], expected: set[str]) -> None:
    print(f"\n{title}\n")
    print("| " + " | ".join(["", *(each.tool for each in measured)]) + " |")
    print("|:--|" + "--:|" * len(measured))
    rows = {
        flaw: ["yes" if flaw in each.named else "-" for each in measured]
        for flaw in FLAWS
        if flaw in expected or any(flaw in each.named for each in measured)
    }
    rows["**Flaws named**"] = [f"{len(each.named & expected)} of {len(expected)}" for each in measured]
    rows["Flaws named that are not there"] = [str(len(each.named - expected)) for each in measured]
    rows["Other reports"] = [str(len(each.others)) for each in measured]
    rows["Requests"] = [f"{each.requests:,}" for each in measured]
    rows["Seconds"] = [f"{each.wall:.1f}" for each in measured]
    rows["CPU seconds"] = [f"{each.cpu:.1f}" for each in measured]
    for name, cells in rows.items():
        print(f"| {name} | {' | '.join(cells)} |")
    for each in measured:
        for other in each.others:
            print(f"  {each.tool} also reports: {other}", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--description", type=Path, required=True, help="openapi_specs/openapi3.yml of VAmPI")
    parser.add_argument("--weak", metavar="URL", help="where it runs with its flaws")
    parser.add_argument("--safe", metavar="URL", help="where it runs without them")
    parser.add_argument("--schemathesis", metavar="PROGRAM", help="the program st, to compare with")
    options = parser.parse_args()
    for title, url, expected in (
        ("With its flaws", options.weak, set(FLAWS)),
        ("With its flaws switched off", options.safe, set(ALWAYS)),
    ):
        if not url:
            continue
        with tempfile.TemporaryDirectory() as name:
            measured = [securestack(options.description, url.rstrip("/"), Path(name))]
            if options.schemathesis:
                measured.append(
                    schemathesis(options.schemathesis, options.description, url.rstrip("/"), Path(name))
                )
        show(title, measured, expected)


if __name__ == "__main__":
    main()
