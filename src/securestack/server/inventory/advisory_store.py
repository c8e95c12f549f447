"""Where the platform's advisories are, and what is told of them."""

from __future__ import annotations

import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from securestack.advisories.feeds import STORE
from securestack.advisories.handful import SOURCE
from securestack.advisories.opening import open_store
from securestack.advisories.store import NoStore, Store
from securestack.advisories.store_build import BuildFailed
from securestack.server.settings import Settings


class StoreStatus(msgspec.Struct, frozen=True):
    """What a store is made of. `built` is empty for the handful; without a store there is only a `problem`."""

    source: str = ""
    built: str = ""
    handful: bool = False
    advisories: int = 0
    packages: int = 0
    per_ecosystem: dict[str, int] = {}
    problem: str = ""


def advisories_folder(settings: Settings) -> Path:
    """Return the folder of the feeds and the store: the same that `securestack update` uses for this data folder."""
    return settings.data_dir / "advisories"


def store_path(settings: Settings) -> Path:
    """Return where the advisory store is, or would be."""
    return advisories_folder(settings) / STORE


def status(settings: Settings) -> StoreStatus:
    """Return what is known of the store on this machine, of the handful where there is none."""
    path = store_path(settings)
    try:
        written = path.stat()
    except OSError:
        return _status(None, 0, 0)
    return _status(path, written.st_mtime_ns, written.st_ino)


@lru_cache(maxsize=4)
def _status(path: Path | None, _written: int, _number: int) -> StoreStatus:
    """Return what a store is made of; asked again only when another file has taken its place."""
    try:
        with open_store(path) as store:
            return described(store)
    except (NoStore, BuildFailed):
        return StoreStatus(
            problem="The advisory store on this server cannot be read; an update makes it anew."
        )


def described(store: Store) -> StoreStatus:
    """Return what an open store is made of. Raises NoStore for a damaged one."""
    told, report = store.information(), store.report()
    return StoreStatus(
        source=told.get("source", ""),
        built=_time(told.get("built", "")),
        handful=told.get("source") == SOURCE,
        advisories=report.advisories,
        packages=report.packages,
        per_ecosystem=dict(sorted(report.per_ecosystem.items())),
    )


def told(status: StoreStatus) -> dict[str, Any]:
    """Return what a scan says of the store it looked into."""
    return {
        "source": status.source,
        "built": status.built,
        "handful": status.handful,
        "advisories": status.advisories,
    }


def _time(text: str) -> str:
    try:
        return datetime.datetime.fromisoformat(text).isoformat()
    except ValueError:
        return ""
