"""SPDX 2 as tag-value text: lines `Tag: value`, longer texts between `<text>` and `</text>`.

Source: the SPDX specification, versions 2.2 and 2.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.sbom import spdx
from securestack.inventory.sbom.bill import Bill

Place = tuple[str | int, ...]
Lines = dict[Place, int]

_TAG = re.compile(r"([A-Za-z][A-Za-z0-9]*):\s*(.*)", re.DOTALL)
_CHECKSUM = re.compile(r"([A-Za-z0-9-]+):\s*(\S+)")
_MOST_LINES = 5_000_000

_DOCUMENT = {
    "SPDXVersion": "spdxVersion",
    "DataLicense": "dataLicense",
    "SPDXID": "SPDXID",
    "DocumentName": "name",
    "DocumentNamespace": "documentNamespace",
    "DocumentComment": "comment",
}
_CREATION = {"Created": "created", "LicenseListVersion": "licenseListVersion", "CreatorComment": "comment"}
_PACKAGE = {
    "PackageName": "name",
    "SPDXID": "SPDXID",
    "PackageVersion": "versionInfo",
    "PackageFileName": "packageFileName",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PackageDownloadLocation": "downloadLocation",
    "FilesAnalyzed": "filesAnalyzed",
    "PackageHomePage": "homepage",
    "PackageSourceInfo": "sourceInfo",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageLicenseDeclared": "licenseDeclared",
    "PackageLicenseComments": "licenseComments",
    "PackageCopyrightText": "copyrightText",
    "PackageSummary": "summary",
    "PackageDescription": "description",
    "PackageComment": "comment",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
    "ReleaseDate": "releaseDate",
    "BuiltDate": "builtDate",
    "ValidUntilDate": "validUntilDate",
}
_FILE = {
    "FileName": "fileName",
    "SPDXID": "SPDXID",
    "LicenseConcluded": "licenseConcluded",
    "LicenseComments": "licenseComments",
    "FileCopyrightText": "copyrightText",
    "FileComment": "comment",
    "FileNotice": "noticeText",
}
_SNIPPET = {
    "SnippetSPDXID": "SPDXID",
    "SnippetFromFileSPDXID": "snippetFromFile",
    "SnippetLicenseConcluded": "licenseConcluded",
    "SnippetCopyrightText": "copyrightText",
    "SnippetName": "name",
    "SnippetComment": "comment",
    "SnippetLicenseComments": "licenseComments",
}
_LICENCE = {
    "LicenseID": "licenseId",
    "ExtractedText": "extractedText",
    "LicenseName": "name",
    "LicenseComment": "comment",
}
_BEGINS = {
    "PackageName": ("packages", _PACKAGE),
    "FileName": ("files", _FILE),
    "SnippetSPDXID": ("snippets", _SNIPPET),
    "LicenseID": ("hasExtractedLicensingInfos", _LICENCE),
}
_REPEATED = {
    "PackageChecksum": "checksums",
    "FileChecksum": "checksums",
    "ExternalRef": "externalRefs",
    "PackageAttributionText": "attributionTexts",
    "FileAttributionText": "attributionTexts",
    "SnippetAttributionText": "attributionTexts",
    "PackageLicenseInfoFromFiles": "licenseInfoFromFiles",
    "LicenseInfoInFile": "licenseInfoInFiles",
    "LicenseInfoInSnippet": "licenseInfoInSnippets",
    "FileType": "fileTypes",
    "FileContributor": "fileContributors",
    "LicenseCrossReference": "seeAlsos",
    "SnippetByteRange": "ranges",
    "SnippetLineRange": "ranges",
}
_ANNOTATION = {"AnnotationDate", "AnnotationComment", "AnnotationType", "SPDXREF", "Annotator"}
_OLD = {"Reviewer", "ReviewDate", "ReviewComment", "ArtifactOfProjectName", "ArtifactOfProjectHomePage"} | {
    "ArtifactOfProjectURI",
    "FileDependency",
    "PackageVerificationCode",
    "ExternalDocumentRef",
    "RelationshipComment",
    "ExternalRefComment",
}


def write(bill: Bill, tool_version: str = "", version: str = "2.3") -> bytes:
    """Return the bill as SPDX; the same bill gives the same bytes. Raises ValueError for an unknown version."""
    document = spdx.document_of(bill, version, tool_version)
    lines = [
        *_tags(document, _DOCUMENT),
        *(f"Creator: {_one_line(one)}" for one in document["creationInfo"]["creators"]),
    ]
    lines.append(f"Created: {document['creationInfo']['created']}")
    for package in document["packages"]:
        lines += ["", *_tags(package, _PACKAGE)]
        lines += [
            f"PackageChecksum: {one['algorithm']}: {one['checksumValue']}"
            for one in package.get("checksums", ())
        ]
        lines += [
            f"ExternalRef: PACKAGE-MANAGER {one['referenceType']} {one['referenceLocator']}"
            for one in package.get("externalRefs", ())
        ]
    for licence in document.get("hasExtractedLicensingInfos", ()):
        lines += ["", *_tags(licence, _LICENCE)]
    lines.append("")
    lines += [
        f"Relationship: {one['spdxElementId']} {one['relationshipType']} {one['relatedSpdxElement']}"
        for one in document["relationships"]
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _tags(values: dict[str, Any], tags: dict[str, str]) -> Iterator[str]:
    for tag, field in tags.items():
        if field in values:
            value = values[field]
            text = str(value).lower() if isinstance(value, bool) else _one_line(str(value))
            yield (
                f"{tag}: <text>{text}</text>"
                if tag in ("PackageSourceInfo", "ExtractedText")
                else f"{tag}: {text}"
            )


def _one_line(text: str) -> str:
    return " ".join(text.replace("<text>", "").replace("</text>", "").split())


def read(source: bytes, path: str) -> Bill:
    """Return the bill in an SPDX document. Raises UnreadableFile when it is none."""
    return spdx.bill_of(shaped(source)[0], path)


def shaped(source: bytes) -> tuple[dict[str, Any], Lines]:
    """Return the document in the shape of JSON, and the line of each value. Raises UnreadableFile when it is none."""
    reading = _Reading()
    for number, tag, value in _entries(source):
        reading.take(number, tag, value)
    if "spdxVersion" not in reading.document:
        raise UnreadableFile("This is no SPDX document: it has no line “SPDXVersion:”.")
    return reading.document, reading.lines


def _entries(source: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield line, tag and value of each entry. Raises UnreadableFile for a line that is none."""
    text = source.decode("utf-8-sig", "replace")
    lines = text.split("\n")
    if len(lines) > _MOST_LINES:
        raise UnreadableFile("The document has more lines than any real one.")
    number = 0
    while number < len(lines):
        start, line = number + 1, lines[number].strip()
        number += 1
        if not line or line.startswith("#"):
            continue
        match = _TAG.fullmatch(line)
        if match is None:
            raise UnreadableFile("This line is no “Tag: value” of SPDX.", start)
        value = match[2]
        if value.startswith("<text>"):
            parts = [value.removeprefix("<text>")]
            while "</text>" not in parts[-1]:
                if number >= len(lines):
                    raise UnreadableFile("The text that begins here has no end.", start)
                parts.append(lines[number].rstrip("\r"))
                number += 1
            value = "\n".join(parts).partition("</text>")[0]
        yield start, match[1], value


class _Reading:
    def __init__(self) -> None:
        self.document: dict[str, Any] = {}
        self.lines: Lines = {}
        self._entry: dict[str, Any] = self.document
        self._fields = _DOCUMENT
        self._place: Place = ()

    def take(self, line: int, tag: str, value: str) -> None:
        """Read one entry. Raises UnreadableFile for a tag that SPDX does not have."""
        if tag in _BEGINS:
            section, self._fields = _BEGINS[tag]
            entries = self.document.setdefault(section, [])
            self._place = (section, len(entries))
            self._entry = {}
            entries.append(self._entry)
            self.lines[self._place] = line
        if tag == "Relationship":
            self._relationship(line, value)
        elif tag == "Creator":
            self._put(
                self.document.setdefault("creationInfo", {}), "creators", value, ("creationInfo",), line
            )
        elif tag in _CREATION:
            self.document.setdefault("creationInfo", {})[_CREATION[tag]] = value
            self.lines["creationInfo", _CREATION[tag]] = line
        elif tag in self._fields:
            field = self._fields[tag]
            self._entry[field] = value.lower() == "true" if field == "filesAnalyzed" else value
            self.lines[(*self._place, field)] = line
        elif tag in _REPEATED:
            self._put(self._entry, _REPEATED[tag], _taken_apart(tag, value), self._place, line)
        elif tag in _DOCUMENT:
            self.document[_DOCUMENT[tag]] = value
            self.lines[(_DOCUMENT[tag],)] = line
        elif tag in _ANNOTATION or tag in _OLD:
            self._put(self.document, "annotations", {tag: value}, (), line)
        else:
            raise UnreadableFile(f"SPDX has no tag “{tag[:40]}” here.", line)

    def _relationship(self, line: int, value: str) -> None:
        parts = value.split()
        if len(parts) != 3:
            raise UnreadableFile("A relationship names an element, a kind and another element.", line)
        names = ("spdxElementId", "relationshipType", "relatedSpdxElement")
        self._put(self.document, "relationships", dict(zip(names, parts, strict=True)), (), line)

    def _put(self, entry: dict[str, Any], field: str, value: Any, place: Place, line: int) -> None:
        values = entry.setdefault(field, [])
        self.lines[(*place, field, len(values))] = line
        values.append(value)


def _taken_apart(tag: str, value: str) -> Any:
    if tag.endswith("Checksum") and (found := _CHECKSUM.fullmatch(value)):
        return {"algorithm": found[1], "checksumValue": found[2]}
    if tag == "ExternalRef":
        category, kind, locator = (*value.split(maxsplit=2), "", "")[:3]
        return {"referenceCategory": category, "referenceType": kind, "referenceLocator": locator}
    return value
