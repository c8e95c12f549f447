"""Asking every part of the platform how it is. What does not answer is said to be so, and costs nobody more than seconds."""

from __future__ import annotations

import asyncio
import platform as machine
import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from redis.exceptions import RedisError

from securestack import __version__
from securestack.advisories.store import NoStore, Store
from securestack.server.administration import queries
from securestack.server.inventory.advisory_store import store_path
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.database_errors import unavailable
from securestack.server.kit.platform import Platform
from securestack.server.kit.schemas import row_dict
from securestack.server.settings import Settings

_PATIENCE = 3.0  # seconds
_STARTED = now()
_NOBODY = Caller(user_id=None)  # has never written, so a replica is always recent enough
_QUEUES = ("network", "cpu")


async def health(platform: Platform) -> dict[str, Any]:
    """Return how the parts of the platform are."""
    database, replica, valkey, advisories = await asyncio.gather(
        _database(platform),
        _replica(platform),
        _valkey(platform),
        asyncio.to_thread(advisories_part, store_path(platform.settings)),
    )
    return {
        "version": __version__,
        "python": machine.python_version(),
        "started_at": _STARTED,
        "database": database[0],
        "replica": replica,
        "valkey": valkey,
        "disk": _disk(platform.settings),
        "advisories": advisories,
        "mail": "server" if platform.settings.mail_url is not None else "files",
        "tables": database[1],
    }


async def queue(platform: Platform) -> dict[str, Any]:
    """Return what waits, what runs, and which workers answer."""
    async with platform.database.read() as reader:
        depths = {row["name"]: row_dict(row) for row in await queries.queue_depths(reader)}
        running = [row_dict(row) for row in await queries.running_scans(reader)]
        ended = {row["status"]: row["count"] for row in await queries.ended_today(reader)}
    empty = {"waiting": 0, "may_begin": 0, "running": 0, "oldest_since": None}
    return {
        "queues": [depths.get(name, {"name": name, **empty}) for name in _QUEUES],
        "running": running,
        "workers": workers(await platform.jobs.workers(), running),
        "ended_today": ended,
    }


def workers(answering: Sequence[str], running: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the workers that answer, and those that hold scans and do not.

    A worker is called `queue-process@host` by Celery, and `host:process:…` where it holds a scan.
    """
    found: dict[str, dict[str, Any]] = {}
    for name in answering:
        kind, _, host = name.partition("@")
        work, _, process = kind.rpartition("-")
        found[f"{host}:{process}"] = {"name": name, "queue": work, "answers": True, "scans": 0}
    held = Counter(
        ((scan["worker"] or "").rpartition(":")[0], scan["queue"]) for scan in running if scan["worker"]
    )
    for (name, work), count in held.items():
        entry = found.setdefault(name, {"name": name, "queue": work, "answers": False, "scans": 0})
        entry["scans"] += count
    return sorted(found.values(), key=lambda worker: (worker["queue"], worker["name"]))


def advisories_part(path: Path) -> dict[str, Any]:
    """Return how the advisory store is, and from when."""
    known: dict[str, Any] = {
        "status": "ok",
        "updated_at": None,
        "bytes": None,
        "advisories": None,
        "detail": None,
    }
    if not path.is_file():
        detail = "No advisories were fetched yet: update them here, or run `securestack update` on the server. Until then a small set that comes with the platform is used."
        return {**known, "status": "missing", "detail": detail}
    status = path.stat()
    known |= {"bytes": status.st_size, "updated_at": datetime.fromtimestamp(status.st_mtime, UTC)}
    try:
        with Store(path) as store:
            return {**known, "advisories": store.report().advisories}
    except NoStore as error:
        return {**known, "status": "damaged", "detail": str(error)}


async def _database(platform: Platform) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    embedded = _is_local(platform.settings, platform.settings.database_url)
    try:
        async with asyncio.timeout(_PATIENCE), platform.database.read() as reader:
            facts = row_dict(await queries.database_facts(reader))
            tables = [row_dict(row) for row in await queries.largest_tables(reader)]
    except Exception as error:
        if not unavailable(error):
            raise
        silent = {"version": None, "bytes": None, "connections": None, "most_connections": None}
        return {"status": "does not answer", **silent, "embedded": embedded}, []
    return {"status": "ok", **facts, "embedded": embedded}, tables


async def _replica(platform: Platform) -> dict[str, Any]:
    if platform.settings.database_replica_url is None:
        return {"status": "not set", "lag_seconds": None}
    try:
        async with asyncio.timeout(_PATIENCE), platform.database.read(_NOBODY) as reader:
            if reader.role == "replica":
                return {"status": "ok", "lag_seconds": await queries.replica_lag(reader)}
    except Exception as error:
        if not unavailable(error):
            raise
    return {"status": "does not answer", "lag_seconds": None}


async def _valkey(platform: Platform) -> dict[str, Any]:
    embedded = _is_local(platform.settings, platform.settings.redis_url)
    silent = {"version": None, "bytes": None, "embedded": embedded}
    valkey: Any = platform.valkey
    if valkey is None:
        return {"status": "not set", **silent}
    try:
        async with asyncio.timeout(_PATIENCE):
            facts = await valkey.info()
    except (RedisError, OSError, TimeoutError):
        return {"status": "does not answer", **silent}
    version = facts.get("valkey_version") or facts.get("redis_version")
    return {"status": "ok", "version": version, "bytes": facts.get("used_memory"), "embedded": embedded}


def _disk(settings: Settings) -> dict[str, Any]:
    folder = settings.data_dir.absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    usage = shutil.disk_usage(there)
    return {"folder": str(folder), "free_bytes": usage.free, "total_bytes": usage.total}


def _is_local(settings: Settings, url: str | None) -> bool:
    """Whether an address lies in the data folder, where the embedded services have their sockets."""
    return url is not None and str(settings.data_dir) in url
