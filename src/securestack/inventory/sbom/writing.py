"""A bill of materials in any of the formats and versions that are written."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from securestack.inventory.sbom import (
    cyclonedx,
    cyclonedx_json,
    cyclonedx_xml,
    spdx,
    spdx3,
    spdx_json,
    spdx_tag_value,
)
from securestack.inventory.sbom.bill import Bill


class BillFormat(enum.StrEnum):
    """How a bill is written."""

    CYCLONEDX = "cyclonedx"  # as JSON
    CYCLONEDX_XML = "cyclonedx-xml"
    SPDX = "spdx"  # as JSON, in version 3.0 as JSON-LD
    SPDX_TAG_VALUE = "spdx-tag-value"


VERSIONS: Mapping[BillFormat, tuple[str, ...]] = {
    BillFormat.CYCLONEDX: cyclonedx.VERSIONS,
    BillFormat.CYCLONEDX_XML: cyclonedx.VERSIONS,
    BillFormat.SPDX: (*spdx.VERSIONS, *spdx3.VERSIONS),
    BillFormat.SPDX_TAG_VALUE: spdx.VERSIONS,
}
DEFAULTS: Mapping[BillFormat, str] = {
    BillFormat.CYCLONEDX: "1.6",
    BillFormat.CYCLONEDX_XML: "1.6",
    BillFormat.SPDX: "2.3",
    BillFormat.SPDX_TAG_VALUE: "2.3",
}
MEDIA_TYPES: Mapping[BillFormat, str] = {
    BillFormat.CYCLONEDX: "application/vnd.cyclonedx+json",
    BillFormat.CYCLONEDX_XML: "application/vnd.cyclonedx+xml",
    BillFormat.SPDX: "application/spdx+json",
    BillFormat.SPDX_TAG_VALUE: "text/spdx",
}
SUFFIXES: Mapping[BillFormat, str] = {
    BillFormat.CYCLONEDX: ".cdx.json",
    BillFormat.CYCLONEDX_XML: ".cdx.xml",
    BillFormat.SPDX: ".spdx.json",
    BillFormat.SPDX_TAG_VALUE: ".spdx",
}


class UnwrittenVersion(ValueError):
    """A format is not written in the version asked for. The message is one sentence."""


def write_bill(bill: Bill, format: BillFormat, version: str | None = None, tool_version: str = "") -> bytes:
    """Return the bill in a format, in a version or the usual one; the same bill gives the same bytes.

    Raises UnwrittenVersion.
    """
    version = "3.0" if version == "3.0.1" else version or DEFAULTS[format]
    if version not in VERSIONS[format]:
        raise UnwrittenVersion(
            f"There is no version {version} of {format.value} to write; choose one of {', '.join(VERSIONS[format])}."
        )
    match format:
        case BillFormat.CYCLONEDX:
            return cyclonedx_json.write(bill, version, tool_version)
        case BillFormat.CYCLONEDX_XML:
            return cyclonedx_xml.write(bill, version, tool_version)
        case BillFormat.SPDX_TAG_VALUE:
            return spdx_tag_value.write(bill, tool_version, version)
        case BillFormat.SPDX if version in spdx3.VERSIONS:
            return spdx3.write(bill, tool_version)
        case BillFormat.SPDX:
            return spdx_json.write(bill, tool_version, version)
