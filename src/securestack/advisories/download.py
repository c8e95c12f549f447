"""Fetching one file of a feed: only when it changed, going on where it broke off, and never half a file in its place."""

from __future__ import annotations

import asyncio
import base64
import binascii
import enum
import hashlib
import zipfile
import zlib
from pathlib import Path

import aiohttp
import msgspec

LARGEST_FILE = 4 * 2**30  # bytes
_ATTEMPTS = 4
_CHUNK = 256 * 1024


class Outcome(enum.StrEnum):
    """What became of one file."""

    NEW = "new"
    UNCHANGED = "unchanged"
    MISSING = "missing"  # the source does not have it
    FAILED = "failed"


class Fetched(msgspec.Struct, frozen=True):
    """What became of one file; `reason` is a sentence where it failed. `path` may hold an older one then."""

    name: str
    path: Path
    outcome: Outcome
    reason: str = ""


class _Kept(msgspec.Struct):
    """What is remembered of a file, beside it, to ask whether it changed and to go on with half of it."""

    url: str = ""
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""


class _Broken(Exception):
    """This attempt failed, another may not; the message says why."""


class _Refused(Exception):
    """No further attempt helps; the message says why."""


async def fetch(
    session: aiohttp.ClientSession, name: str, url: str, path: Path, *, pause: float = 1.0
) -> Fetched:
    """Bring a file up to date. `pause` is the first wait between attempts, in seconds; it doubles each time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    reason = ""
    for attempt in range(_ATTEMPTS):
        if attempt:
            await asyncio.sleep(pause * 2 ** (attempt - 1))
        try:
            return await _attempt(session, name, url, path)
        except _Refused as error:
            return Fetched(name, path, Outcome.FAILED, reason=str(error))
        except (_Broken, aiohttp.ClientError, TimeoutError) as error:
            reason = str(error) or "the server did not answer in time"
        except OSError as error:
            return Fetched(name, path, Outcome.FAILED, reason=f"{path} cannot be written: {error}")
    return Fetched(name, path, Outcome.FAILED, reason=f"{url} could not be fetched: {reason}")


async def _attempt(session: aiohttp.ClientSession, name: str, url: str, path: Path) -> Fetched:
    headers, have = _question(url, path)
    part = _beside(path, ".part")
    async with session.get(url, headers={**headers, "Accept-Encoding": "identity"}) as answer:
        match answer.status:
            case 304:
                return Fetched(name, path, Outcome.UNCHANGED)
            case 404:
                return Fetched(name, path, Outcome.MISSING, reason=f"{url} does not exist")
            case 206 if have and answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
                pass
            case 206 | 416:
                part.unlink(missing_ok=True)
                raise _Broken("the server sent another part than was asked for")
            case 200:
                have = 0
            case status if status in (408, 425, 429) or status >= 500:
                raise _Broken(f"the server answered {status}")
            case status:
                raise _Refused(f"{url} could not be fetched: the server answered {status}")
        now = _Kept(url, answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
        _beside(path, ".part.source").write_bytes(msgspec.json.encode(now))
        await _receive(answer, part, have)
        md5 = _md5_of(answer)
    return await asyncio.to_thread(_finish, name, path, now, md5)


def _question(url: str, path: Path) -> tuple[dict[str, str], int]:
    """Return the headers to ask with, and how many bytes are there already."""
    part, half = _beside(path, ".part"), _read_kept(_beside(path, ".part.source"))
    have = part.stat().st_size if part.is_file() and half.url == url and _validator(half) else 0
    if have:
        return {"Range": f"bytes={have}-", "If-Range": _validator(half)}, have
    kept = _read_kept(_beside(path, ".source"))
    return (_conditions(kept) if path.is_file() and kept.url == url else {}), 0


def _finish(name: str, path: Path, now: _Kept, md5: str) -> Fetched:
    """Check what arrived and put it in its place; raises _Broken."""
    part = _beside(path, ".part")
    _verify(part, path.name, md5)
    now.sha256 = _digest(part, "sha256")
    same = path.is_file() and _read_kept(_beside(path, ".source")).sha256 == now.sha256
    if same:
        part.unlink()
    else:
        part.replace(path)
    _beside(path, ".source").write_bytes(msgspec.json.encode(now))
    _beside(path, ".part.source").unlink(missing_ok=True)
    return Fetched(name, path, Outcome.UNCHANGED if same else Outcome.NEW)


async def _receive(answer: aiohttp.ClientResponse, part: Path, have: int) -> None:
    expected = None if answer.content_length is None else have + answer.content_length
    if (expected or 0) > LARGEST_FILE:
        raise _Refused(f"{answer.url} is larger than {LARGEST_FILE // 2**20} MB")
    written = have
    with part.open("ab" if have else "wb") as file:
        async for chunk in answer.content.iter_chunked(_CHUNK):
            written += len(chunk)
            if written > LARGEST_FILE:
                raise _Refused(f"{answer.url} is larger than {LARGEST_FILE // 2**20} MB")
            file.write(chunk)
    if expected is not None and written != expected:
        raise _Broken("the connection ended too early")


def _verify(part: Path, name: str, md5: str) -> None:
    """Compare with the digest the server gave, and without one read the whole zip file; raises _Broken."""
    if md5 and _digest(part, "md5") != md5:
        part.unlink()
        raise _Broken("what arrived is not what the server says it sent")
    if not name.endswith(".zip"):
        return
    try:
        with zipfile.ZipFile(part) as archive:
            damaged = None if md5 else archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        part.unlink()
        raise _Broken(f"what arrived is no zip file: {error}") from error
    if damaged is not None:
        part.unlink()
        raise _Broken(f"what arrived is damaged at {damaged}")


def _digest(path: Path, kind: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(kind, usedforsecurity=False)).hexdigest()


def _md5_of(answer: aiohttp.ClientResponse) -> str:
    """Return the MD5 digest that Google's storage (`x-goog-hash`) or `Content-MD5` names, or ""."""
    named = [answer.headers.get("Content-MD5", "")]
    for value in answer.headers.getall("x-goog-hash", []):
        named += [
            one.strip().removeprefix("md5=") for one in value.split(",") if one.strip().startswith("md5=")
        ]
    for one in named:
        try:
            digest = base64.b64decode(one, validate=True).hex()
        except binascii.Error:
            continue
        if len(digest) == 32:
            return digest
    return ""


def _validator(kept: _Kept) -> str:
    # A weak ETag says nothing about single bytes (RFC 9110, 13.1.5).
    return kept.etag if kept.etag and not kept.etag.startswith("W/") else kept.last_modified


def _conditions(kept: _Kept) -> dict[str, str]:
    if kept.etag:
        return {"If-None-Match": kept.etag}
    return {"If-Modified-Since": kept.last_modified} if kept.last_modified else {}


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _read_kept(path: Path) -> _Kept:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError):
        return _Kept()
