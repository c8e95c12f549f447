"""Bundles: all feeds in one file with their digests, to be carried into a network that has no way out."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import msgspec

from securestack.advisories.feeds import EPSS, KEV
from securestack.advisories.store_build import ecosystem_files

_MANIFEST = "manifest.json"
_KIND = "securestack-advisories"
_ALLOWED = re.compile(r"osv/[A-Za-z0-9][A-Za-z0-9 ._-]{0,60}/all\.zip|kev\.json|epss\.csv\.gz")
_LARGEST_MANIFEST = 2**20
_EPOCH = (1980, 1, 1, 0, 0, 0)


class BadBundle(Exception):
    """The file is no bundle, or not as it was made; nothing was changed. The message says why."""


class _File(msgspec.Struct):
    sha256: str
    size: int


class _Manifest(msgspec.Struct):
    kind: str
    created: str
    files: dict[str, _File]


def make_bundle(data: Path, target: Path) -> int:
    """Write the feeds in a data folder to one file; returns how many it holds. Raises OSError, and BadBundle for none."""
    members = {f"osv/{path.parent.name}/all.zip": path for path in ecosystem_files(data / "osv")}
    members |= {name: data / name for name in (KEV, EPSS) if (data / name).is_file()}
    if not members:
        raise BadBundle(f"{data} holds no feeds to put into a bundle.")
    described = {name: _File(_sha256(path), path.stat().st_size) for name, path in members.items()}
    created = datetime.now(UTC).isoformat(timespec="seconds")
    part = target.with_name(target.name + ".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        manifest = _Manifest(_KIND, created, described)
        archive.writestr(zipfile.ZipInfo(_MANIFEST, _EPOCH), msgspec.json.encode(manifest))
        for name, path in members.items():
            archive.write(path, name)
    part.replace(target)
    return len(members)


def unpack_bundle(bundle: Path, data: Path) -> int:
    """Put the feeds of a bundle into a data folder, after all of them were checked; returns how many. Raises BadBundle."""
    staging = data / ".unpacking"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        with zipfile.ZipFile(bundle) as archive:
            manifest = _manifest(archive)
            for name, described in manifest.files.items():
                _extract(archive, name, described, staging / PurePosixPath(name))
        for name in manifest.files:
            target = data / PurePosixPath(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            (staging / PurePosixPath(name)).replace(target)
            target.with_name(target.name + ".source").unlink(missing_ok=True)
    except (
        OSError,
        KeyError,
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        msgspec.MsgspecError,
    ) as error:
        raise BadBundle(f"{bundle} cannot be read as a bundle of advisories: {error}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return len(manifest.files)


def _manifest(archive: zipfile.ZipFile) -> _Manifest:
    if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
        raise BadBundle("The bundle's list of files is too large to be one.")
    manifest = msgspec.json.decode(archive.read(_MANIFEST), type=_Manifest)
    if manifest.kind != _KIND:
        raise BadBundle("The file is a bundle of something else.")
    for name in manifest.files:
        if not _ALLOWED.fullmatch(name) or ".." in name:
            raise BadBundle(f"The bundle names a file that has no place in it: {name!r}.")
    return manifest


def _extract(archive: zipfile.ZipFile, name: str, described: _File, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, left = hashlib.sha256(), described.size
    with archive.open(name) as source, target.open("wb") as copy:
        while chunk := source.read(min(2**20, left + 1)):
            left -= len(chunk)
            if left < 0:
                break
            digest.update(chunk)
            copy.write(chunk)
    if left or digest.hexdigest() != described.sha256:
        raise BadBundle(f"{name} in the bundle is not as it was when the bundle was made.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
