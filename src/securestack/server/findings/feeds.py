"""What the feeds that `securestack update` fetches say of CVEs now: KEV and EPSS, from the advisory store of this machine."""

from __future__ import annotations

from pathlib import Path

import msgspec

from securestack.advisories.store import NoStore, Store
from securestack.assessment.priority.subject import Circumstances
from securestack.server.settings import Settings


class Feeds:
    """Reads the store that is there, and a newer one once it has taken its place. Without one nothing is known.

    It belongs to one thread at a time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._store: Store | None = None
        self._read: tuple[int, int] | None = None  # which file that was
        self._version = ""
        self._has_kev = False

    @property
    def version(self) -> str:
        """When the store was built, as an ISO time, so that later ones sort behind; empty without one."""
        self._look()
        return self._version

    def add(self, cve: str, circumstances: Circumstances) -> Circumstances:
        """Return the circumstances of a CVE with what the feeds say of it."""
        self._look()
        if self._store is None or not cve:
            return circumstances
        try:
            likelihood = self._store.likelihood(cve)
            exploited = self._store.exploited(cve) is not None
        except NoStore:
            return circumstances  # damaged; whoever scans with it is told
        told: dict[str, object] = {"known_exploited": exploited} if exploited or self._has_kev else {}
        if likelihood is not None:
            told["epss"] = likelihood.score
        return msgspec.structs.replace(circumstances, **told)

    def _look(self) -> None:
        try:
            status = self._path.stat()
            found: tuple[int, int] | None = (status.st_ino, status.st_mtime_ns)
        except OSError:
            found = None
        if found == self._read:
            return
        if self._store is not None:
            self._store.close()
        self._store, self._version, self._read = None, "", found
        if found is None:
            return
        try:
            self._store = Store(self._path)
            self._version = self._store.information().get("built", "")
            self._has_kev = self._path.with_name("kev.json").is_file()  # otherwise missing in it says nothing
        except NoStore:
            self._store = None


_opened: dict[Path, Feeds] = {}


def feeds_of(settings: Settings) -> Feeds:
    """Return the feeds of this process."""
    path = settings.data_dir / "advisories" / "advisories.store"
    return _opened.setdefault(path, Feeds(path))
