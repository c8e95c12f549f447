"""The second part: what the platform does with the same shop, all over its API."""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import Any, NamedTuple

from rich.text import Text

from demo.clearing import DemonstrationFailed
from demo.client import Client, connected
from demo.command_line import program
from demo.screen import Screen
from demo.server import Served, environment
from demo.shop import PASSWORD, USERNAME, judge
from demo.watching import Watching
from securestack.core.severity import Severity
from securestack.reports.terminal import STYLES

EMAIL = "demo@leaf-and-lantern.example"
_SHOWN = 8
_CHAIN_SECONDS = 20.0


class Visit(NamedTuple):
    """What somebody needs who wants to look around."""

    password: str
    key: str
    interface: bool  # whether there is one for a browser


async def visit(screen: Screen, platform: Served, shop: str) -> Visit:
    """Set the platform up, have it scan the shop, and show what it remembers. Raises DemonstrationFailed."""
    async with connected(platform.url) as stranger:
        password = secrets.token_urlsafe(12)
        client = await _administrator(screen, stranger, platform.setup_token, password)
        project_id, target_id = await _project(screen, client, shop)
        screen.part("The platform scans the shop")
        await _scan(screen, client, target_id, shop)
        screen.part("What the platform remembers")
        await _remembered(screen, client, project_id, shop)
        await _audit_log(screen, client, platform)
        key = await client.post("/auth/keys", name="Demonstration", scopes=["read"])
        return Visit(password, key["key"], await stranger.has_page("/setup"))


async def _administrator(screen: Screen, stranger: Client, setup_token: str, password: str) -> Client:
    """Make the first administrator with the link that `serve` printed, and log in."""
    await stranger.post(
        "/auth/register/complete", token=setup_token, name="Robin Rooibos", email=EMAIL, password=password
    )
    tokens = await stranger.post("/auth/login", email=EMAIL, password=password)
    screen.good(f"The one-time set-up link made the first administrator, {EMAIL}, who has logged in.")
    return stranger.as_holder_of(tokens["access_token"])


async def _project(screen: Screen, client: Client, shop: str) -> tuple[str, str]:
    """Make a team with a project and the shop as its target; return the ids of the last two."""
    team = await client.post("/teams", name="Leaf & Lantern")
    project = await client.post(
        "/projects", team_id=team["id"], name="Tea shop", importance="high", exposure="internet"
    )
    await client.post(
        "/allowed-hosts", host=shop.removeprefix("http://"), reason="The shop of the demonstration."
    )
    target = await client.post(f"/projects/{project['id']}/targets", locator=f"{shop}/", name="The shop")
    screen.good("Team Leaf & Lantern, project Tea shop, target The shop.")
    screen.good(
        "Targets on this machine are refused unless an administrator allows them, as was done for the shop."
    )
    return project["id"], target["id"]


async def _scan(screen: Screen, client: Client, target_id: str, shop: str) -> None:
    """Have the shop scanned, logged in, and watch."""
    screen.say("POST /api/v1/scans, then GET /api/v1/scans/{scan_id}/events\n", style="cyan")
    login = {"login_url": f"{shop}/login", "username": USERNAME, "password": PASSWORD}
    scan = await client.post("/scans", target_id=target_id, credentials=login)
    with Watching(screen, shop) as watching:
        async for name, data in client.events(f"/scans/{scan['id']}/events"):
            watching.hear(name, data)
    scan = watching.scan
    if scan.get("status") != "completed":
        raise DemonstrationFailed(
            f"the scan of the platform is {scan.get('status', 'unknown')}: {scan.get('reason') or 'its log says more'}."
        )
    seconds = scan["statistics"]["wall_seconds"]
    screen.good(f"{scan['finding_count']} findings in {seconds:.1f} seconds.")


async def _remembered(screen: Screen, client: Client, project_id: str, shop: str) -> None:
    """Show what stands in the database, and hold it against what was planted."""
    counts = (await client.get(f"/projects/{project_id}/findings/statistics"))["open_by_severity"]
    screen.severities((Severity(word), count) for word, count in counts.items())
    screen.say()
    findings = (await client.get(f"/projects/{project_id}/findings", sort="-priority", limit="200"))["items"]
    findings.sort(key=lambda finding: (-finding["priority"], -Severity(finding["severity"]).rank))
    columns = {"priority": 8, "severity": 13, "state": 5, "finding": 30, "where": 0}
    if not any(finding["priority"] for finding in findings):
        del columns["priority"]  # nothing has given them any yet
    rows = [_row(finding, shop) for finding in findings[:_SHOWN]]
    screen.table(columns, [[row[name] for name in columns] for row in rows])
    if len(findings) > _SHOWN:
        screen.say(f"  … and {len(findings) - _SHOWN} more", style="dim")
    screen.say()
    details = await asyncio.gather(*(client.get(f"/findings/{finding['id']}") for finding in findings))
    judgement = judge({"rule_id": detail["rule_id"], "location": detail["place"]} for detail in details)
    screen.good(judgement.sentence())
    judgement.check()


def _row(finding: dict[str, Any], shop: str) -> dict[str, str | Text]:
    severity = Severity(finding["severity"])
    return {
        "priority": str(finding["priority"]),
        "severity": Text(severity.value, style=STYLES[severity]),
        "state": finding["state"],
        "finding": finding["title"].partition(": ")[0],
        "where": Text(finding["location"].replace(shop, ""), style="dim"),
    }


async def _audit_log(screen: Screen, client: Client, platform: Served) -> None:
    """Have the audit log verified, once the worker has chained what has happened."""
    deadline = time.monotonic() + _CHAIN_SECONDS
    while (await client.get("/audit", limit="1"))["items"][0]["position"] is None:
        if time.monotonic() > deadline:
            raise DemonstrationFailed(f"the audit log was not chained within {_CHAIN_SECONDS:g} seconds.")
        await asyncio.sleep(0.2)
    command = ["audit", "verify", "--data-dir", str(platform.data)]
    process = await asyncio.create_subprocess_exec(
        program(), *command, stdout=asyncio.subprocess.PIPE, env=environment(), cwd=platform.data
    )
    output, _ = await process.communicate()
    said = output.decode().partition("\n")[0]
    if process.returncode != 0:
        raise DemonstrationFailed(f"the audit log is not as it was written: {said}")
    screen.good(f"Audit log: {said}")
