"""Archives: good ones come out whole, and none does harm."""

from __future__ import annotations

import contextlib
import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from securestack.server.inventory.archives import BadArchive, Limits, check, is_archive, unpack

LOCK = b'{"lockfileVersion": 3}'
SMALL = Limits(most_bytes=100_000, most_entries=20)


def zipped(*files: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return body.getvalue()


def tarred(*files: tuple[str, bytes] | tarfile.TarInfo, mode: str = "w:gz") -> bytes:
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode=mode) as archive:  # type: ignore[call-overload]
        for one in files:
            if isinstance(one, tarfile.TarInfo):
                archive.addfile(one)
                continue
            member = tarfile.TarInfo(one[0])
            member.size = len(one[1])
            archive.addfile(member, io.BytesIO(one[1]))
    return body.getvalue()


def plain(*files: tuple[str, bytes]) -> bytes:
    return tarred(*files, mode="w:")


def link(name: str, to: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, to
    return member


def found(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, and fail where there is anything but plain files and folders."""
    files = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        assert stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode), path
        if stat.S_ISREG(status.st_mode):
            files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return files


@pytest.mark.parametrize("pack", [zipped, tarred, plain])
def test_files_and_folders_come_out_as_they_went_in(pack: Callable[..., bytes], tmp_path: Path) -> None:
    body = pack(("shop/package-lock.json", LOCK), ("shop/api/go.mod", b"module api\n"), ("./top.txt", b""))
    assert is_archive(body[:512])
    seen = check(io.BytesIO(body))
    assert (seen.files, seen.size, seen.skipped) == (3, len(LOCK) + 11, 0)
    assert unpack(io.BytesIO(body), tmp_path).files == 3
    assert found(tmp_path) == {
        "shop/package-lock.json": LOCK,
        "shop/api/go.mod": b"module api\n",
        "top.txt": b"",
    }


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize(
    "name", ["../evil", "a/../../evil", "/etc/evil", "C:/evil", "a\\..\\..\\evil", "\\\\host\\evil"]
)
def test_a_name_that_leads_out_refuses_the_archive(
    pack: Callable[..., bytes], name: str, tmp_path: Path
) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    body = pack(("good.txt", b"x"), (name, b"evil"))
    with pytest.raises(BadArchive, match="leads out"):
        check(io.BytesIO(body))
    with pytest.raises(BadArchive, match="leads out"):
        unpack(io.BytesIO(body), folder)
    assert set(found(tmp_path)) <= {"inside/good.txt"}


def test_links_and_devices_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    folder = tmp_path / "inside"
    folder.mkdir()
    body = tarred(
        link("out", ".."),
        ("out/written", b"x"),  # would follow the link, were there one
        link("lock", "../secret"),
        link("hard", "../secret", tarfile.LNKTYPE),
        link("pipe", "", tarfile.FIFOTYPE),
        link("disk", "", tarfile.BLKTYPE),
        ("requirements.txt", b"django==1.0\n"),
    )
    assert unpack(io.BytesIO(body), folder).skipped == 5
    assert found(folder) == {"out/written": b"x", "requirements.txt": b"django==1.0\n"}

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        symbolic = zipfile.ZipInfo("lock")
        symbolic.external_attr = (stat.S_IFLNK | 0o777) << 16
        writer.writestr(symbolic, "../secret")
        program = zipfile.ZipInfo("program")
        program.external_attr = (stat.S_IFREG | 0o755) << 16
        writer.writestr(program, "x")
    again = tmp_path / "again"
    again.mkdir()
    assert unpack(archive, again).skipped == 1
    assert found(again) == {"program": b"x"}
    assert (again / "program").stat().st_mode & 0o111


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_bomb_is_stopped_at_the_limit(pack: Callable[..., bytes], tmp_path: Path) -> None:
    bomb = pack(("zeros", bytes(1_000_000)))
    assert len(bomb) < 10_000
    with pytest.raises(BadArchive, match="unpacks to more"):
        check(io.BytesIO(bomb), SMALL)
    with pytest.raises(BadArchive, match="unpacks to more"):
        unpack(io.BytesIO(bomb), tmp_path, SMALL)
    assert sum(len(content) for content in found(tmp_path).values()) <= SMALL.most_bytes
    assert check(io.BytesIO(bomb)).size == 1_000_000


def test_a_zip_that_lies_about_its_sizes_is_stopped_too(tmp_path: Path) -> None:
    bomb = bytearray(zipped(("zeros", bytes(1_000_000))))
    directory = bomb.index(b"PK\x01\x02")
    bomb[directory + 24 : directory + 28] = (10).to_bytes(4, "little")  # the unpacked size it tells
    with pytest.raises(BadArchive):
        unpack(io.BytesIO(bytes(bomb)), tmp_path, SMALL)
    assert sum(len(content) for content in found(tmp_path).values()) <= SMALL.most_bytes


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_too_many_files_are_refused(pack: Callable[..., bytes]) -> None:
    many = pack(*((f"file-{number}", b"") for number in range(21)))
    with pytest.raises(BadArchive, match="more than 20 files"):
        check(io.BytesIO(many), SMALL)
    assert check(io.BytesIO(pack(*((f"file-{number}", b"") for number in range(20)))), SMALL).files == 20


def test_headers_that_would_fill_the_memory_are_refused() -> None:
    huge = tarfile.TarInfo("x")
    huge.type, huge.size = tarfile.XHDTYPE, 2**40
    with pytest.raises(BadArchive, match="larger than any real"):
        check(io.BytesIO(gzip.compress(huge.tobuf(tarfile.GNU_FORMAT) + bytes(1024))))

    body = bytearray(zipped(("a", b"x")))
    end = body.index(b"PK\x05\x06")
    body[end + 12 : end + 16] = (2**30).to_bytes(4, "little")
    with pytest.raises(BadArchive, match="list of files"):
        check(io.BytesIO(bytes(body)))


def test_names_no_system_takes_are_left_out_and_the_rest_comes(tmp_path: Path) -> None:
    body = tarred(
        ("a" * 300, b"x"), ("/".join("d" * 101), b"x"), ("file", b"1"), ("file/below", b"2"), ("good", b"3")
    )
    assert unpack(io.BytesIO(body), tmp_path).skipped == 3
    assert found(tmp_path) == {"file": b"1", "good": b"3"}


def test_an_encrypted_archive_says_so() -> None:
    body = bytearray(zipped(("a", b"x")))
    body[body.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BadArchive, match="encrypted"):
        check(io.BytesIO(bytes(body)))


@pytest.mark.parametrize("pack", [zipped, tarred, plain])
def test_a_cut_archive_is_told(pack: Callable[..., bytes]) -> None:
    body = pack(("package-lock.json", bytes(range(256)) * 40))
    with pytest.raises(BadArchive, match=r"cannot be read|cut off"):
        check(io.BytesIO(body[: len(body) // 2]))


PACKS: dict[str, Callable[..., bytes]] = {"zip": zipped, "gzip": tarred, "tar": plain}


@given(
    some.sampled_from(sorted(PACKS)),
    some.lists(some.tuples(some.integers(0, 10_000), some.integers(0, 255)), min_size=1, max_size=8),
)
def test_whatever_is_damaged_ends_in_a_sentence(kind: str, damage: list[tuple[int, int]]) -> None:
    files = (("a/b.txt", b"hello" * 50), ("c", b"x"))
    body = bytearray(PACKS[kind](*files))
    for place, value in damage:
        body[place % len(body)] = value
    with contextlib.suppress(BadArchive):
        assert check(io.BytesIO(bytes(body)), SMALL).files <= 20
