"""Measures the overview over HTTP at a million findings: asked cold and warm, and the job that records days.

Run it from the checkout: `python -m benchmarks.overview.measure`. It fills an embedded PostgreSQL first, which takes some
minutes; with `--data-dir` the filled one is kept and used again.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
import uuid
from pathlib import Path

import httpx
from pydantic import SecretStr

from benchmarks.findings.filling import fill, project
from securestack.server import migrations
from securestack.server.analytics import jobs, service
from securestack.server.app import create_app
from securestack.server.embedded.postgres import EmbeddedPostgres
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.logs import configure_logs
from securestack.server.settings import Settings

_TIMES = 15
_PERSON = uuid.UUID("00000000-0000-7000-8000-000000000003")


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    return sorted(values)[int(share * (len(values) - 1) + 0.5)]


async def measure(url: str, folder: Path) -> None:
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
        platform = app.state.platform
        for name in ("recording 180 days of every project, the first time", "recording today again"):
            started = time.perf_counter()
            await jobs.record_days(platform)
            print(f"{name}: {time.perf_counter() - started:.1f} s")
        token = platform.tokens.make(_PERSON, new_id(), is_administrator=False)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            for scope, params in (
                ("all projects", {}),
                ("the project of a million", {"project": project(0)}),
            ):
                for warm in (False, True):
                    times = []
                    for _ in range(_TIMES):
                        if not warm:
                            service.forget_counts()
                        started = time.perf_counter()
                        answer = await client.get(
                            "/api/v1/analytics/overview",
                            params=params,
                            headers={"Authorization": f"Bearer {token}"},
                        )
                        times.append((time.perf_counter() - started) * 1000)
                        assert answer.status_code == 200, answer.text
                    kind = "counted seconds ago" if warm else "counted anew"
                    print(
                        f"{scope}, {kind}: p50 {percentile(times, 0.5):.1f} ms, p95 {percentile(times, 0.95):.1f} ms"
                    )


def main() -> None:
    """Start, fill, measure and stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, help="keep the filled database here")
    parser.add_argument("--findings", type=int, default=1_000_000, help="of the large project")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.data_dir or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)  # as root, the database runs as another user
        postgres = EmbeddedPostgres(folder / "postgres", options={"logging_collector": "off"})
        filled = (folder / "filled").exists()
        postgres.start()
        try:
            url = postgres.url("findings")
            if not filled:
                postgres.create_database("findings")
                migrations.migrate(url)
                asyncio.run(fill(url, large=chosen.findings, small_projects=30, small=5_000))
                (folder / "filled").touch()
            print(f"load {os.getloadavg()[0]:.1f}")
            asyncio.run(measure(url, folder))
        finally:
            postgres.stop()


if __name__ == "__main__":
    main()
