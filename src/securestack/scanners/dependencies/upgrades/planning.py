"""Working out the plan: what manifests ask for, which versions that gives, and the least upgrade of each."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from securestack.advisories.matching import Query, Result, match, package_query
from securestack.advisories.store import Store
from securestack.advisories.versions.catalogue import scheme_of
from securestack.core.package import Package
from securestack.inventory.files import FolderFiles
from securestack.inventory.lockfiles import requirements_txt
from securestack.inventory.manifest import Manifest, UnreadableFile
from securestack.inventory.walk import find_files, inventory_of, walk
from securestack.scanners.dependencies.upgrades import requirements_file
from securestack.scanners.dependencies.upgrades.kinds import (
    KINDS,
    REQUIREMENTS,
    Kind,
    renewing,
    ruling,
)
from securestack.scanners.dependencies.upgrades.plan import (
    Change,
    FileEdit,
    Left,
    Refresh,
    UpgradePlan,
    step_between,
)
from securestack.scanners.dependencies.upgrades.transitive import (
    NO_FIX,
    brought_along,
    cleared_by,
    hopeless_in,
)
from securestack.scanners.dependencies.upgrades.wishes import CannotEdit, Wish


class NothingToFix(Exception):
    """There is no manifest at the path that could be rewritten; the message is one sentence."""


def plan_upgrades(path: Path, store: Store) -> UpgradePlan:
    """Return the plan for a folder, or for one manifest in it. Raises NothingToFix and NoStore."""
    if path.is_file():
        return _Planning(path.parent, store, path.name).plan()
    if not path.is_dir():
        raise NothingToFix(f"There is no file or folder {path}.")
    return _Planning(path, store).plan()


class _Planning:
    def __init__(self, root: Path, store: Store, only: str = "") -> None:
        self._root = root
        self._files = FolderFiles(root)
        self._store = store
        self._only = only
        self._changes: list[Change] = []
        self._refreshes: list[Refresh] = []
        self._left: list[Left] = []
        self._edits: list[FileEdit] = []
        self._notices: list[str] = []
        self._looked_up: set[str] = set()

    def plan(self) -> UpgradePlan:
        manifests = inventory_of(self._manifests()).manifests
        locks = {manifest.path: manifest for manifest in manifests}
        used: set[str] = set()
        renewed: dict[str, str] = {}
        seen = False
        for manifest in manifests:
            if manifest.kind == requirements_txt.KIND:
                seen = True
                self._requirements(manifest)
        for place in self._declared():
            seen = True
            kind = KINDS[posixpath.basename(place)]
            lock = ruling(place, kind.locks, locks)
            if lock is not None:
                used.add(lock.path)
            before = len(self._changes)
            self._one(place, kind, lock)
            if lock is not None and len(self._changes) > before and renewing(lock.path):
                renewed.setdefault(lock.path, renewing(lock.path))
        for place in sorted(used):
            self._transitive(locks[place])
        if not seen:
            raise NothingToFix(
                f"No requirements file, package.json or pyproject.toml is in {self._root}; only these are rewritten."
            )
        self._notices += [f"{place}: `{command}` takes the changes in." for place, command in renewed.items()]
        self._others(manifest for manifest in manifests if manifest.path not in used)
        return UpgradePlan(
            changes=tuple(sorted(self._changes, key=_place)),
            refreshes=tuple(sorted(self._refreshes, key=_place)),
            left=tuple(sorted(self._left, key=_place)),
            files=tuple(sorted(self._edits, key=lambda edit: edit.path)),
            notices=tuple(self._notices),
            looked_up=len(self._looked_up),
        )

    def _manifests(self) -> Iterator[Manifest]:
        """Yield what is read; for one manifest the files beside it that rule it, too."""
        if not self._only:
            for one in walk(self._root):
                if isinstance(one, Manifest):
                    yield one
            return
        kind = KINDS.get(self._only)
        for name in (self._only, *(kind.locks if kind else ())):
            if (self._root / name).is_file():
                yield from (one for one in walk(self._root / name) if isinstance(one, Manifest))

    def _declared(self) -> Iterable[str]:
        if self._only:
            return [self._only] if self._only in KINDS else []
        return find_files(self._root, KINDS)

    def _requirements(self, manifest: Manifest) -> None:
        wishes: list[Wish] = []
        for place in (manifest.path, *manifest.also_read):
            source = self._files.read(place)
            if source is not None:
                wishes += requirements_file.read_wishes(source, place)
        self._manifest(REQUIREMENTS, wishes, manifest, ruled=False)

    def _one(self, place: str, kind: Kind, lock: Manifest | None) -> None:
        source = self._files.read(place)
        try:
            wishes = kind.read(source, place) if source is not None else []
        except UnreadableFile as problem:
            self._notices.append(f"{place}: {problem.message}")
            return
        self._manifest(kind, wishes, lock, ruled=lock is not None)

    def _manifest(self, kind: Kind, wishes: list[Wish], resolved: Manifest | None, *, ruled: bool) -> None:
        packages: dict[str, list[Package]] = {}
        for package in resolved.packages if resolved is not None else ():
            if package.version and package.ecosystem == kind.ecosystem.name:
                packages.setdefault(package.name, []).append(package)
        rewritten: dict[str, dict[Wish, str]] = {}
        for wish in wishes:
            change = self._wish(kind, wish, packages.get(wish.name, []), wishes, ruled=ruled)
            if change is not None:
                self._changes.append(change)
                rewritten.setdefault(wish.path, {})[wish] = change.after
        for place, changes in rewritten.items():
            self._edit(kind, place, changes)

    def _edit(self, kind: Kind, place: str, changes: Mapping[Wish, str]) -> None:
        source = self._files.read(place) or b""
        done = source
        for wish, wanted in sorted(changes.items(), key=lambda pair: -pair[0].line):
            try:
                done = kind.rewrite(done, {wish: wanted})
            except CannotEdit as problem:
                self._give_up(wish, str(problem))
        if done != source and all(edit.path != place for edit in self._edits):
            self._edits.append(FileEdit(place, source.decode(), done.decode()))

    def _give_up(self, wish: Wish, reason: str) -> None:
        kept = []
        for change in self._changes:
            if (change.path, change.line, change.name) != (wish.path, wish.line, wish.name):
                kept.append(change)
                continue
            self._left.append(_left(change, change.clears, reason, change.upgrade))
        self._changes = kept

    def _wish(
        self, kind: Kind, wish: Wish, packages: list[Package], wishes: list[Wish], *, ruled: bool
    ) -> Change | None:
        """Return the change of one wish; what cannot be changed is put with what is left."""
        package = _in_use(kind, wish, packages, ruled=ruled)
        version = package.version if package is not None else kind.lowest(wish.wanted)
        result = match(self._store, _query(kind, wish, version, package))
        self._looked_up.add(f"{kind.ecosystem.name}/{wish.name}/{version}")
        if not version:
            if (
                result.advisories
                and not wish.obstacle
                and not any(o.name == wish.name and kind.lowest(o.wanted) for o in wishes)
            ):
                self._notices.append(
                    f"{_where(wish)}: {wish.name} is asked for in any version, and some have known flaws; name a version "
                    "or lock it."
                )
            return None
        if not result.matches:
            return None
        change = Change(
            path=wish.path,
            line=wish.line,
            ecosystem=kind.ecosystem.name,
            name=wish.name,
            scope=package.scope if package is not None else wish.scope,
            version=version,
            in_use=package is not None or wish.wanted.strip().lstrip("=v ") == version,
            upgrade=result.upgrade.version if result.upgrade is not None else "",
            step=step_between(version, result.upgrade.version) if result.upgrade is not None else "",
            before=wish.wanted,
            after="",
            clears=cleared_by(result),
            note=_note(kind, package if not ruled else None, version, result),
        )
        if hopeless := hopeless_in(result):
            self._left.append(_left(change, hopeless, NO_FIX))
        if not change.upgrade or not change.clears:
            return None
        if not ruled and not wish.wanted and any(o.name == wish.name and o.wanted for o in wishes):
            return None  # a constraint fixes the version, and is rewritten instead
        after = kind.raised(wish.wanted, change.upgrade) if not wish.obstacle else ""
        if not after:
            reason = wish.obstacle or f"“{wish.wanted}” cannot be raised; change it by hand."
            self._left.append(_left(change, change.clears, reason, change.upgrade))
            return None
        return msgspec.structs.replace(change, after=after)

    def _transitive(self, lock: Manifest) -> None:
        """Look at what the lock file holds besides what its manifests ask for."""
        self._looked_up.update(f"{one.ecosystem}/{one.name}/{one.version}" for one in lock.packages)
        known: list[Change | Left] = [*self._changes, *self._left]
        told = {(one.ecosystem, one.name, one.version) for one in known}
        for said in brought_along(lock, self._files.read(lock.path) or b"", self._store, told):
            if isinstance(said, Left):
                self._left.append(said)
            else:
                self._refreshes.append(said)

    def _others(self, manifests: Iterable[Manifest]) -> None:
        """Count what stands in files that are not rewritten."""
        for manifest in manifests:
            if manifest.kind in (requirements_txt.KIND, "package-json", "pyproject"):
                continue
            flawed = sum(
                bool(match(self._store, package_query(package)).matches) for package in manifest.packages
            )
            if flawed:
                packages = (
                    "1 package with known flaws is"
                    if flawed == 1
                    else f"{flawed:,} packages with known flaws are"
                )
                self._notices.append(f"{manifest.path}: {packages} in it, and such files are not rewritten.")


def _in_use(kind: Kind, wish: Wish, packages: list[Package], *, ruled: bool) -> Package | None:
    """Return the package that a wish gives: of several the one it asks for, else the first."""
    if not packages:
        return None
    if not ruled:
        exact = [
            one
            for one in packages
            if any((at.path, at.line) == (wish.path, wish.line) for at in one.found_at)
        ]
        return exact[0] if exact else packages[0] if not kind.lowest(wish.wanted) else None
    direct = [one for one in packages if one.direct is not False] or packages
    return next((one for one in direct if kind.admits(wish.wanted, one.version)), direct[0])


def _query(kind: Kind, wish: Wish, version: str, package: Package | None) -> Query:
    return package_query(package) if package is not None else Query(kind.ecosystem.name, wish.name, version)


def _note(kind: Kind, package: Package | None, version: str, result: Result) -> str:
    scheme = scheme_of(kind.ecosystem.name)
    target = result.upgrade.version if result.upgrade is not None else ""
    if scheme is not None and scheme.prerelease(target) and not scheme.prerelease(version):
        return "The fix is known in a pre-release only."
    if package is not None and package.direct is False:
        return "Another package brings it; see that its own range lets the new version in."
    return ""


def _left(change: Change, flaws: tuple[str, ...], reason: str, reach: str = "") -> Left:
    return Left(
        path=change.path,
        line=change.line,
        ecosystem=change.ecosystem,
        name=change.name,
        scope=change.scope,
        version=change.version,
        flaws=flaws,
        reason=reason,
        reach=reach,
    )


def _where(wish: Wish) -> str:
    return f"{wish.path}:{wish.line}" if wish.line else wish.path


def _place(one: Change | Refresh | Left) -> tuple[str, int, str, str]:
    return (one.path, one.line, one.name, one.version)
