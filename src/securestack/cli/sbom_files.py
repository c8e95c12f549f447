"""What the commands on SBOMs share: reading one, writing one, and saying what could not be read."""

from __future__ import annotations

import datetime
import enum
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from securestack.cli.errors import CommandError
from securestack.cli.output import write_file

if TYPE_CHECKING:
    from securestack.inventory.manifest import FileNotice
    from securestack.inventory.sbom.bill import Bill

_LARGEST = 512 * 1024 * 1024  # bytes


class SbomFormat(enum.StrEnum):
    """The formats that are written; `inventory.sbom.writing` knows the same words."""

    CYCLONEDX = "cyclonedx"
    CYCLONEDX_XML = "cyclonedx-xml"
    SPDX = "spdx"
    SPDX_TAG_VALUE = "spdx-tag-value"


FORMATS_HELP = "cyclonedx (JSON), cyclonedx-xml, spdx (JSON; version 3.0 as JSON-LD) or spdx-tag-value."
VERSIONS_HELP = "CycloneDX 1.2 to 1.7; SPDX 2.2, 2.3 or 3.0. [dim](default: 1.6, 2.3)[/]"


def read_source(path: Path) -> bytes:
    """Return a file's content. Raises CommandError."""
    try:
        if path.stat().st_size > _LARGEST:
            raise CommandError(f"{path} is larger than {_LARGEST // 2**20} MiB, which no SBOM is.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {(error.strerror or str(error)).lower()}.") from error


def read_sbom(path: Path) -> tuple[str, Bill]:
    """Return the format and the bill in a file, saying on standard error what was passed over. Raises CommandError."""
    from securestack.inventory.manifest import UnreadableFile
    from securestack.inventory.sbom.reading import read_bill

    try:
        kind, bill = read_bill(read_source(path), str(path))
    except UnreadableFile as error:
        where = f"{path}:{error.line}" if error.line else str(path)
        raise CommandError(f"Cannot use {where}: {error.message}") from error
    tell(bill.notices)
    return kind, bill


def tell(notices: Iterable[FileNotice]) -> None:
    """Say on standard error what could not be read."""
    from securestack.reports.visible import visible_line

    for notice in notices:
        where = f"{notice.path}:{notice.line}" if notice.line else notice.path
        print(f"securestack: {visible_line(f'{where}: {notice.message}')}", file=sys.stderr)


def written(bill: Bill, format: SbomFormat, version: str | None) -> bytes:
    """Return the bill in a format and one of its versions. Raises CommandError for a version that is not written."""
    from securestack import __version__
    from securestack.inventory.sbom.writing import BillFormat, UnwrittenVersion, write_bill

    try:
        return write_bill(bill, BillFormat(format.value), version, __version__)
    except UnwrittenVersion as error:
        raise CommandError(str(error)) from error


def deliver(document: bytes, output: Path | None) -> None:
    """Write a document to a file or to standard output. Raises CommandError."""
    if output is None:
        sys.stdout.write(document.decode())
        return
    write_file(output, [document.decode()])
    print(f"Wrote {output}", file=sys.stderr)


def declared_time() -> str:
    """Return the time to declare: now, or what SOURCE_DATE_EPOCH says, so that builds can be repeated to the byte.

    Raises CommandError where that is no time.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = (
            datetime.datetime.fromtimestamp(int(told), datetime.UTC)
            if told
            else datetime.datetime.now(datetime.UTC)
        )
    except (ValueError, OverflowError, OSError) as error:
        raise CommandError(
            f"SOURCE_DATE_EPOCH is {told}, which is no number of seconds since 1970."
        ) from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
