"""What do priorities cost on the platform? Merging findings, scoring a project anew, and trying a policy.

    python benchmarks/priority/on_the_platform.py [--findings 20000] [--write]

An embedded PostgreSQL runs beside, the code of the platform in this process. Rates count the processor seconds of both,
who wait for each other: what a machine with nothing else to do needs, whatever else this one does. Ends with 1 when findings are merged more slowly than we hold ourselves to.
"""

# ruff: noqa: E402 - a script has to find the repository before it can import from it

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from pydantic import SecretStr
from sqlalchemy import text

from benchmarks.findings.ingesting import made
from benchmarks.priority.columns import DATA, Row, read_rows
from benchmarks.priority.report import write_table
from securestack.core.evidence import PackageEvidence, VulnerableVersion
from securestack.core.finding import Finding
from securestack.core.location import PackageLocation
from securestack.core.severity import Confidence, Severity
from securestack.scanners.dependencies.rule import VULNERABLE_PACKAGE
from securestack.server import migrations
from securestack.server.embedded.postgres import EmbeddedPostgres
from securestack.server.findings.ingest import ingest
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.logs import configure_logs
from securestack.server.kit.platform import Platform, open_platform
from securestack.server.models.projects import Project
from securestack.server.models.teams import Team
from securestack.server.priorities import jobs, service
from securestack.server.settings import Settings

_BATCH = 500
_LEAST = 2_000  # findings merged in a second


class Measured:
    """Rates, one line each."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self.lines = ["| what | findings | CPU s | database, CPU s | a CPU second |", "|---|---|---|---|---|"]
        self.rates: dict[str, float] = {}

    async def time(self, what: str, count: int, work: Awaitable[object]) -> None:
        """Do the work and note its rate."""
        cpu, database = time.process_time(), _processor_seconds(self._database)
        await work
        used = time.process_time() - cpu
        served = _processor_seconds(self._database) - database
        self.rates[what] = count / (used + served)
        self.lines.append(f"| {what} | {count:,} | {used:.2f} | {served:.2f} | {self.rates[what]:,.0f} |")
        print(self.lines[-1], flush=True)


def _processor_seconds(folder: Path) -> float:
    """Return what the processes of a PostgreSQL have used, those that ended included."""
    server = int(next(folder.rglob("postmaster.pid")).read_text().split()[0])
    ticks = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(process.name) == server or int(fields[1]) == server:
            ticks += sum(map(int, fields[11:15] if int(process.name) == server else fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    arguments = _arguments()
    rows = [row for row in read_rows(arguments.data) if row.subject.cvss_vector][-arguments.findings :]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        postgres = EmbeddedPostgres(Path(folder) / "postgres", options={"logging_collector": "off"})
        postgres.start()
        try:
            postgres.create_database("priorities")
            migrations.migrate(postgres.url("priorities"))
            settings = Settings(
                database_url=postgres.url("priorities"),
                data_dir=Path(folder),
                secret_key=SecretStr("x" * 40),
                log_level="error",
            )
            configure_logs(settings)
            measured = asyncio.run(_measure(settings, rows, arguments.findings))
        finally:
            postgres.stop()
    if arguments.write:
        write_table("platform", measured.lines)
    if slow := [what for what, rate in measured.rates.items() if "merged" in what and rate < _LEAST]:
        sys.exit(f"Fewer than {_LEAST:,} a CPU second: {'; '.join(slow)}.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--findings", type=int, default=20_000, help="of each kind")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    return parser.parse_args()


async def _measure(settings: Settings, rows: list[Row], count: int) -> Measured:
    measured = Measured(settings.data_dir / "postgres")
    print("\n".join(measured.lines))
    async with open_platform(settings) as platform:
        team, project = new_id(), new_id()
        async with platform.database.transaction() as session:
            session.add(Team(id=team, name="Team", slug="team"))
            await session.flush()
            session.add(Project(id=project, team_id=team, name="Project", slug="project"))
        await measured.time(
            "web findings merged", count, _merge(platform, project, [made(n, "a") for n in range(count)])
        )
        packages = [_package(number, row) for number, row in enumerate(rows)]
        await measured.time(
            "packages merged, each another flaw", len(packages), _merge(platform, project, packages)
        )
        total = count + len(packages)
        await jobs.look(platform)
        await measured.time("scored anew, nothing changed", total, jobs.score(platform))
        async with platform.database.transaction() as session:
            await session.execute(text("UPDATE projects SET exposure = 'internal'"))
        await jobs.look(platform)
        await measured.time("scored anew, every score changed", total, jobs.score(platform))
        async with platform.database.read() as reader:
            await measured.time("policy tried", total, service.preview(reader, team, {"internal": 30}))
    return measured


async def _merge(platform: Platform, project_id: uuid.UUID, findings: list[Finding]) -> None:
    scan, at = new_id(), now()
    for start in range(0, len(findings), _BATCH):
        async with platform.database.transaction() as session:
            await ingest(
                session,
                project_id=project_id,
                target_id=None,
                scan_id=scan,
                origin="scan",
                observed_at=at,
                findings=findings[start : start + _BATCH],
                rules={VULNERABLE_PACKAGE.id: VULNERABLE_PACKAGE},
            )


def _package(number: int, row: Row) -> Finding:
    subject = row.subject
    purl = f"pkg:generic/package-{number}@1.0"
    evidence = PackageEvidence(
        flaw=subject.cve,
        names=(subject.cve,),
        versions=(VulnerableVersion(purl=purl, version="1.0", fixed="1.1", path=(f"package-{number} 1.0",)),),
        cvss=(subject.cvss_vector,),
        cwes=tuple(f"CWE-{one}" for one in subject.cwe),
        published=f"{row.published}T00:00:00Z",
        likelihood=0.01,
    )
    return Finding(
        rule_id=VULNERABLE_PACKAGE.id,
        location=PackageLocation(purl=purl, name=subject.product or f"package-{number}", version="1.0"),
        summary=f"{subject.cve}: {subject.description[:500]}",
        confidence=Confidence.FIRM,
        evidence=evidence,
        fingerprint=f"package-{number}",
        severity=Severity.HIGH,
    )


if __name__ == "__main__":
    main()
