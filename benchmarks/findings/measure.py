"""Measures lists of findings over HTTP: every offered filter with every sort, both ways, and what else a page asks for.

Run it from the checkout: `python -m benchmarks.findings.measure`. It fills an embedded PostgreSQL first, which takes
some minutes; with `--data-dir` the filled one is kept and used again.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from pydantic import SecretStr

from benchmarks.findings.filling import fill, project
from benchmarks.findings.ingesting import measure_ingest
from securestack.server import migrations
from securestack.server.app import create_app
from securestack.server.embedded.postgres import EmbeddedPostgres
from securestack.server.findings.queries import ORDERS
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.logs import configure_logs
from securestack.server.settings import Settings

_PERSON = uuid.UUID("00000000-0000-7000-8000-000000000003")
_DAY = timedelta(days=1)


def filters(targets: list[str], scan: str) -> dict[str, dict[str, Any]]:
    """Return one or more examples of each filter, the frequent and the rare."""
    now = datetime.now(UTC)
    return {
        "none": {},
        "open": {"state": "open"},
        "fixed": {"state": "fixed"},
        "reopened": {"state": "reopened"},
        "to do": {"state": ["open", "confirmed", "reopened"]},
        "critical": {"severity": "critical"},
        "low": {"severity": "low"},
        "informational, fixed": {"severity": "informational", "state": "fixed"},
        "frequent rule": {"rule": "web.rule-0"},
        "rare rule": {"rule": "zap.rule-199"},
        "oldest target": {"target": targets[0]},
        "newest target": {"target": targets[-1]},
        "mine": {"assignee": "me"},
        "nobody's": {"assignee": "none"},
        "origin": {"origin": "zap"},
        "confidence": {"confidence": "tentative"},
        "overdue": {"overdue": "true"},
        "not overdue": {"overdue": "false"},
        "first seen this month": {"first_seen_from": (now - 30 * _DAY).isoformat()},
        "first seen years ago": {"first_seen_to": (now - 900 * _DAY).isoformat()},
        "last seen today": {"last_seen_from": (now - _DAY).isoformat()},
        "not seen for a year": {"last_seen_to": (now - 365 * _DAY).isoformat()},
        "due this week": {"due_from": now.isoformat(), "due_to": (now + 7 * _DAY).isoformat()},
        "priority high": {"priority_from": 80},
        "priority low": {"priority_to": 10},
        "scan": {"scan": scan},
        "search frequent": {"search": "script"},
        "search half": {"search": "injection"},
        "search rare": {"search": '"page 4711"'},
        "search nothing": {"search": "zebra"},
    }


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * (len(ordered) - 1) + 0.5))]


class Asker:
    """Asks the application of this process and keeps how long answers took, in milliseconds."""

    def __init__(self, client: httpx.AsyncClient, headers: dict[str, str], repeat: int) -> None:
        self._client = client
        self._headers = headers
        self._repeat = repeat
        self.rows: list[tuple[str, list[float]]] = []

    async def ask(self, name: str, path: str, params: dict[str, Any]) -> httpx.Response:
        """Ask some times over."""
        times = []
        for _ in range(self._repeat):
            started = time.perf_counter()
            answer = await self._client.get(path, params=params, headers=self._headers)
            times.append((time.perf_counter() - started) * 1000)
            assert answer.status_code == 200, answer.text
        self.rows.append((name, times))
        return answer

    def told(self, title: str) -> None:
        """Print the slowest, and how all together were."""
        every = [one for _, times in self.rows for one in times]
        print(
            f"\n{title}: {len(self.rows)} combinations, p50 {percentile(every, 0.5):.1f} ms, "
            f"p95 {percentile(every, 0.95):.1f} ms, p99 {percentile(every, 0.99):.1f} ms, most {max(every):.1f} ms"
        )
        for name, times in sorted(self.rows, key=lambda row: -percentile(row[1], 0.95))[:12]:
            print(f"  {name:55} p50 {percentile(times, 0.5):7.1f}  p95 {percentile(times, 0.95):7.1f}")
        self.rows = []


async def measure(url: str, folder: Path, repeat: int) -> None:
    """Print all numbers."""
    names = Settings.model_fields
    base = {
        name: field.get_default(call_default_factory=True, validated_data={}) for name, field in names.items()
    }
    settings = Settings.model_construct(
        **{
            **base,
            "database_url": url,
            "data_dir": folder,
            "secret_key": SecretStr("k" * 50),
            "log_level": "error",
            "requests_per_minute": 10_000_000,
            "redis_url": None,
        }
    )
    configure_logs(settings)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        connection = await asyncpg.connect(url)
        targets = [
            str(row["id"])
            for row in await connection.fetch(
                "SELECT id FROM targets WHERE project_id = $1 ORDER BY locator", uuid.UUID(project(0))
            )
        ]
        scan = str(await connection.fetchval("SELECT scan_id FROM observations LIMIT 1 OFFSET 400000"))
        await connection.close()
        token = app.state.platform.tokens.make(_PERSON, new_id(), is_administrator=False)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            asker = Asker(client, {"Authorization": f"Bearer {token}"}, repeat)
            await measure_lists(asker, targets, scan)
        print(f"\ningest: {await measure_ingest(app.state.platform, uuid.UUID(project(1)))}")


async def measure_lists(asker: Asker, targets: list[str], scan: str) -> None:
    """Print the numbers of all lists."""
    wanted = filters(targets, scan)
    sorts = [sign + name for name in ORDERS for sign in ("", "-")]
    for title, path in (
        ("one project of a million", f"/api/v1/projects/{project(0)}/findings"),
        ("all projects", "/api/v1/findings"),
    ):
        for (name, params), sort in itertools.product(wanted.items(), sorts):
            await asker.ask(f"{name}, {sort}", path, {**params, "sort": sort})
        asker.told(title)
        for name, params in wanted.items():
            await asker.ask(f"{name}", f"{path}/facets", params)
        asker.told(f"counts, {title}")
    for sort in sorts:
        cursor = None
        for page in range(1, 21):
            params = {"sort": sort, "limit": 200, **({"cursor": cursor} if cursor else {})}
            answer = await asker.ask(
                f"page {page}, {sort}", f"/api/v1/projects/{project(0)}/findings", params
            )
            cursor = answer.json()["next"]
    asker.told("pages of 200, twenty deep")
    await asker.ask("statistics", f"/api/v1/projects/{project(0)}/findings/statistics", {})
    asker.told("statistics")
    page = await asker.ask("list", f"/api/v1/projects/{project(0)}/findings", {"limit": 100})
    asker.rows = []
    for item in page.json()["items"]:
        await asker.ask(item["id"], f"/api/v1/findings/{item['id']}", {})
    asker.told("one finding")


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--findings", type=int, default=1_000_000, help="in the large project; 30 others have 5,000 each"
    )
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--data-dir", type=Path, help="keep the filled database here")
    parser.add_argument("--url", help="a database that is filled and migrated already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.data_dir or Path(temporary)
        if options.url:
            asyncio.run(measure(options.url, folder, options.repeat))
            return
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
        postgres = EmbeddedPostgres(folder / "postgres", options={"logging_collector": "off"})
        filled = (folder / "filled").exists()
        postgres.start()
        try:
            if not filled:
                postgres.create_database("findings")
                migrations.migrate(postgres.url("findings"))
                asyncio.run(
                    fill(postgres.url("findings"), large=options.findings, small_projects=30, small=5_000)
                )
                (folder / "filled").touch()
            asyncio.run(measure(postgres.url("findings"), folder, options.repeat))
        finally:
            postgres.stop()


if __name__ == "__main__":
    main()
