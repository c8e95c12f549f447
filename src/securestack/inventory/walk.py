"""A folder as a whole: every lock file, manifest and installed tree in it. Nothing is executed.

Links are not followed, special files not opened, and whatever is too large or broken is told in a notice while the
rest goes on. Installed trees (`node_modules`, virtual environments) are read only where no lock file rules them.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

import msgspec

from securestack.inventory.catalogue import (
    NODE_LOCKS,
    PYTHON_LOCKS,
    Format,
    format_of,
    formats_of,
    read_manifest,
)
from securestack.inventory.files import FileProblem, FolderFiles
from securestack.inventory.installed import (
    conda_meta,
    gems,
    go_binary,
    java_archives,
    node_modules,
    rust_binary,
    site_packages,
)
from securestack.inventory.lockfiles import requirements_txt
from securestack.inventory.manifest import FileNotice, Manifest

_IGNORED = frozenset(
    {".git", ".hg", ".svn", ".bzr", "__pycache__", ".tox", ".nox", ".mypy_cache", ".ruff_cache"}
)
_PYTHON_RULES = (*PYTHON_LOCKS, "requirements.txt", "pyproject.toml")
_RULES = frozenset((*NODE_LOCKS, *_PYTHON_RULES, "go.mod", "Gemfile.lock", "gems.locked"))
_MOST_ENTRIES = 2_000_000
_DEEPEST = 100
_MOST_ARCHIVE = 512 * 1024 * 1024
_PROGRAMS = (
    b"\x7fELF",
    b"MZ",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa\xcf",
    b"\xfe\xed\xfa\xce",
)


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder is made of: its manifests by path, and notices about files that belong to none."""

    manifests: tuple[Manifest, ...]
    notices: tuple[FileNotice, ...]


class _Folder(msgspec.Struct):
    """One folder on the way down. `rules` are the names of lock files in it and in the folders above."""

    path: str
    depth: int
    rules: frozenset[str]
    in_modules: str = ""  # the node_modules folder it lies in
    in_package: bool = False  # inside an installed package, whose own manifests rule nothing


class _Trees(msgspec.Struct):
    """Installed trees, collected file by file while walking."""

    modules: dict[str, list[str]] = {}  # node_modules folder to its package.json files


def take_inventory(root: Path) -> Inventory:
    """Return everything a folder is made of, in a fixed order."""
    return inventory_of(walk(root))


def inventory_of(found: Iterable[Manifest | FileNotice]) -> Inventory:
    """Return what a walk found, in a fixed order and without what was read as part of another file."""
    manifests: list[Manifest] = []
    notices: list[FileNotice] = []
    for one in found:
        if isinstance(one, Manifest):
            manifests.append(one)
        else:
            notices.append(one)
    kept = _without_included(manifests)
    return Inventory(
        manifests=tuple(sorted(kept, key=lambda manifest: (manifest.path, manifest.kind))),
        notices=tuple(sorted(notices, key=lambda notice: (notice.path, notice.line))),
    )


def _without_included(manifests: list[Manifest]) -> list[Manifest]:
    """Leave out requirements files that another one includes; of those that include each other the first stays."""
    includes = {
        manifest.path: set(manifest.also_read)
        for manifest in manifests
        if manifest.kind == requirements_txt.KIND
    }
    included_by: dict[str, list[str]] = {}
    for path, others in includes.items():
        for other in others:
            included_by.setdefault(other, []).append(path)
    return [
        manifest
        for manifest in manifests
        if manifest.path not in includes
        or not any(
            other not in includes[manifest.path] or other < manifest.path
            for other in included_by.get(manifest.path, ())
            if other != manifest.path
        )
    ]


def walk(root: Path) -> Iterator[Manifest | FileNotice]:
    """Yield each manifest as it is read, and notices on what was not. The root may be one file too."""
    return _Walk(root.parent).one_file(root.name) if root.is_file() else _Walk(root).run()


def find_files(root: Path, names: Container[str]) -> list[str]:
    """Return the paths, relative to a folder, of its own files of these names: not those of installed packages."""
    found: list[str] = []
    seen = 0
    for place, folders, files in os.walk(root):
        seen += len(folders) + len(files)
        relative = "" if Path(place) == root else Path(place).relative_to(root).as_posix()
        if seen > _MOST_ENTRIES or relative.count("/") >= _DEEPEST:
            folders.clear()
        folders[:] = [
            name
            for name in folders
            if name not in _IGNORED and name != "node_modules" and not _is_environment(Path(place, name))
        ]
        found += [
            posixpath.join(relative, name)
            for name in files
            if name in names and not Path(place, name).is_symlink()
        ]
    return sorted(found)


def _is_environment(folder: Path) -> bool:
    return (folder / "pyvenv.cfg").exists() or folder.name in ("site-packages", "dist-packages")


class _Walk:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._files = FolderFiles(root)
        self._large_files = FolderFiles(root, _MOST_ARCHIVE)
        self._trees = _Trees(modules={})
        self._entries = 0

    def run(self) -> Iterator[Manifest | FileNotice]:
        waiting = [_Folder("", 0, frozenset(), "node_modules" if self._root.name == "node_modules" else "")]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(self._root / folder.path) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as problem:
                yield FileNotice(folder.path, 0, f"The folder cannot be read: {problem.strerror}.")
                continue
            self._entries += len(found)
            if self._entries > _MOST_ENTRIES:
                yield FileNotice(
                    folder.path, 0, f"The target has more than {_MOST_ENTRIES} files; the rest was left."
                )
                return
            names = {entry.name for entry in found}
            folder.rules = folder.rules | (names & _RULES)
            yield from self._read_files(folder, found, names)
            yield from self._read_installed(folder, names)
            inner = [child for entry in found if (child := self._inner(folder, entry, names)) is not None]
            if inner and folder.depth >= _DEEPEST:
                yield FileNotice(folder.path, 0, "Folders are nested deeper than is looked into.")
                continue
            waiting.extend(reversed(inner))
        for modules, packages in sorted(self._trees.modules.items()):
            yield node_modules.read(modules, packages, self._files)

    def one_file(self, name: str) -> Iterator[Manifest | FileNotice]:
        """Read one file of the folder; other files count only as far as it refers to them."""
        known = formats_of(name)
        if known:
            found = list(self._read_manifest(_Folder("", 0, frozenset()), name, known))
        elif name.lower().endswith(java_archives.SUFFIXES):
            found = list(self._read_archive(name))
        else:
            found = list(self._read_program(name))
        yield from found or [FileNotice(name, 0, "This file is of no format that names packages.")]

    def _inner(self, folder: _Folder, entry: os.DirEntry[str], names: set[str]) -> _Folder | None:
        """Return a folder to go into; None for files, links, and folders that are passed over."""
        try:
            if not entry.is_dir(follow_symlinks=False) or entry.name in _IGNORED:
                return None
        except OSError:
            return None
        path = posixpath.join(folder.path, entry.name)
        if entry.name == "node_modules":
            if folder.rules & set(NODE_LOCKS):
                return None
            return _Folder(path, folder.depth + 1, folder.rules, folder.in_modules or path)
        if site_packages.is_distribution(entry.name):
            return None
        if "pyvenv.cfg" in names and folder.path and folder.rules & set(_PYTHON_RULES):
            return None  # inside a virtual environment of a project whose lock file was read
        in_package = (
            folder.in_package
            or any(site_packages.is_distribution(name) for name in names)
            or ("specifications" in names and entry.name in ("gems", "specifications"))
        )
        return _Folder(path, folder.depth + 1, folder.rules, folder.in_modules, in_package)

    def _read_files(
        self, folder: _Folder, found: list[os.DirEntry[str]], names: set[str]
    ) -> Iterator[Manifest | FileNotice]:
        for entry in found:
            path = posixpath.join(folder.path, entry.name)
            if not _is_file(entry):
                if entry.is_symlink() and formats_of(path) and self._files.read(path) is None:
                    yield FileNotice(
                        path, 0, "The file is a link out of the target, or to nothing; it was not followed."
                    )
                continue
            if folder.in_modules:
                if entry.name == "package.json":
                    self._trees.modules.setdefault(folder.in_modules, []).append(path)
                continue
            known = formats_of(path)
            if known and not folder.in_package:
                if any(one.yields_to(entry.name, names) for one in known):
                    continue
                yield from self._read_manifest(folder, path, known)
            elif entry.name.lower().endswith(java_archives.SUFFIXES):
                yield from self._read_archive(path)
            elif _may_be_program(entry):
                yield from self._read_program(path)

    def _read_manifest(
        self, folder: _Folder, path: str, known: tuple[Format, ...]
    ) -> Iterator[Manifest | FileNotice]:
        if any(folder.rules.intersection(candidate.superseded_by) for candidate in known):
            return
        try:
            source = self._files.load(path)
        except FileProblem as problem:
            yield FileNotice(path, 0, str(problem))
            return
        chosen = format_of(path, source)
        if chosen is not None:
            yield read_manifest(chosen, source, path, self._files)

    def _read_archive(self, path: str) -> Iterator[Manifest | FileNotice]:
        try:
            yield java_archives.read(self._large_files.load(path), path)
        except FileProblem as problem:
            yield FileNotice(path, 0, str(problem))

    def _read_program(self, path: str) -> Iterator[Manifest | FileNotice]:
        try:
            source = self._large_files.load(path)
        except FileProblem as problem:
            yield FileNotice(path, 0, str(problem))
            return
        for reader in (go_binary, rust_binary):
            manifest = reader.read(source, path)
            if manifest is not None:
                yield manifest

    def _read_installed(self, folder: _Folder, names: set[str]) -> Iterator[Manifest]:
        records = [name for name in names if site_packages.is_distribution(name)]
        if records and not folder.in_modules:
            yield site_packages.read(folder.path, records, self._files)
        if posixpath.basename(folder.path) == "conda-meta":
            yield conda_meta.read(
                folder.path, [name for name in names if name.endswith(".json")], self._files
            )
        if posixpath.basename(folder.path) == "specifications":
            paths = [posixpath.join(folder.path, name) for name in names if name.endswith(".gemspec")]
            if paths:
                yield gems.read(folder.path, paths, self._files)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def _may_be_program(entry: os.DirEntry[str]) -> bool:
    """Whether a file can be run and begins like a program."""
    try:
        if entry.stat(follow_symlinks=False).st_mode & 0o111 == 0 and not entry.name.lower().endswith(".exe"):
            return False
        with open(entry.path, "rb") as file:  # noqa: PTH123 - a string path is quicker, and this is asked of every file
            return file.read(4).startswith(_PROGRAMS)
    except OSError:
        return False
