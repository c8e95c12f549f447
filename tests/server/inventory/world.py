"""A small world for tests of inventories: a project, advisories on this server, and a worker."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from securestack.advisories.feeds import update_from_folder
from securestack.server.inventory.advisory_store import advisories_folder
from securestack.server.scans import jobs
from securestack.server.settings import Settings
from tests.server.support import Person, Server, make_project, make_user


def advisory(
    name: str, package: str, *, fixed: str | None = None, ecosystem: str = "npm", **more: Any
) -> dict[str, Any]:
    """Return an OSV record that says that all versions below `fixed` have a flaw."""
    events = [{"introduced": "0"}, *([{"fixed": fixed}] if fixed else [])]
    affected = {
        "package": {"ecosystem": ecosystem, "name": package},
        "ranges": [{"type": "ECOSYSTEM" if ecosystem == "PyPI" else "SEMVER", "events": events}],
    }
    return {
        "id": name,
        "modified": "2026-01-01T00:00:00Z",
        "summary": f"{package} is weak",
        "affected": [affected],
        **more,
    }


ADVISORIES = (
    advisory(
        "CVE-2026-0001",
        "minimist",
        fixed="1.2.6",
        severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
    ),
    advisory("CVE-2026-0002", "mkdirp", fixed="0.5.9"),
)


def mirror(folder: Path, *advisories: dict[str, Any]) -> Path:
    """Write advisories as the public bucket lays them out."""
    place = folder / "npm" / "all.zip"
    place.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(place, "w") as archive:
        for one in advisories:
            archive.writestr(f"{one['id']}.json", json.dumps(one))
    return folder


def make_store(settings: Settings, *advisories: dict[str, Any]) -> None:
    """Give the platform an advisory store."""
    folder = advisories_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    update_from_folder(folder, mirror(folder / "osv", *(advisories or ADVISORIES)).parent)


def package_lock(**versions: str) -> bytes:
    """Return a lock file in which `app` asks for mkdirp, and mkdirp for minimist, and for whatever else is named."""
    chosen = {"mkdirp": "0.5.1", "minimist": "0.0.8", **versions}
    root = {
        "name": "app",
        "version": "1.0.0",
        "dependencies": {name: "*" for name in chosen if name != "minimist"},
    }
    packages: dict[str, Any] = {"": root}
    for name, version in sorted(chosen.items()):
        packages[f"node_modules/{name}"] = {
            "version": version,
            "license": "MIT" if name != "gpl" else "GPL-3.0-only",
        }
    packages["node_modules/mkdirp"]["dependencies"] = {"minimist": "*"}
    lock = {"name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": packages}
    return json.dumps(lock, indent=2).encode()


@dataclass
class World:
    """What a test of inventories works with."""

    server: Server
    person: Person
    project: dict[str, Any]

    @classmethod
    async def make(cls, server: Server) -> World:
        """Return a world; the caller owns the project."""
        person = await make_user(server)
        return cls(server, person, await make_project(server, person.headers))

    @property
    def project_path(self) -> str:
        """The path of the project in the API."""
        return f"/api/v1/projects/{self.project['id']}"

    async def get(self, path: str, **query: Any) -> Any:
        """Return what a path answers."""
        answer = await self.server.get(path, caller=self.person.headers, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, body: Any = None, *, status: int = 201, **options: Any) -> Any:
        """Send something and return what was answered."""
        answer = await self.server.post(path, caller=self.person.headers, json=body, **options)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def upload(self, body: bytes, file_name: str = "package-lock.json", **query: Any) -> dict[str, Any]:
        """Upload a file."""
        answer = await self.server.post(
            f"{self.project_path}/uploads",
            caller=self.person.headers,
            params={"file_name": file_name, **query},
            content=body,
        )
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def scan(self, target_id: str, **options: Any) -> dict[str, Any]:
        """Scan a target's newest upload to the end, and return the scan."""
        body = {"target_id": target_id, "scanner": "dependencies", "options": options}
        made = await self.post("/api/v1/scans", body)
        await self.work()
        scan: dict[str, Any] = await self.get(f"/api/v1/scans/{made['id']}")
        return scan

    async def upload_and_scan(
        self, body: bytes, file_name: str = "package-lock.json", **query: Any
    ) -> dict[str, Any]:
        """Upload a file and scan it to the end."""
        made = await self.upload(body, file_name, **query)
        return await self.scan(made["target_id"])

    async def work(self) -> None:
        """Do what a worker of computing scans does, until none waits."""
        while (await self._waiting()) > 0:
            await jobs.run_next_computing(self.server.platform)

    async def _waiting(self) -> int:
        async with self.server.platform.database.read() as reader:
            return int(
                await reader.fetch_value(
                    "SELECT count(*) FROM scans WHERE status = 'queued' AND queue = 'cpu'"
                )
            )

    async def findings(self) -> dict[str, str]:
        """Return the state of each finding, by the flaw it begins with."""
        found = await self.get(
            f"{self.project_path}/findings", state=["open", "confirmed", "fixed", "reopened"]
        )
        return {
            one["summary"].partition(":")[0] if "summary" in one else one["title"]: one["state"]
            for one in found["items"]
        }
