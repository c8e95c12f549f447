"""What the SPDX specification, versions 2.2 and 2.3, asks of a document in the shape of its JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from securestack.inventory.purl import BadPurl, Purl
from securestack.inventory.sbom.spdx import VERSIONS
from securestack.inventory.sbom.validation.fault import Fault, Place
from securestack.inventory.shapes import mapping, sequence, text

Check = Callable[[str], str]  # returns what is wrong with a text, or ""

_ID = re.compile(r"SPDXRef-[A-Za-z0-9.-]+")
_ELSEWHERE = re.compile(r"DocumentRef-[A-Za-z0-9.-]+(?::SPDXRef-[A-Za-z0-9.-]+)?")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s#]+")
_CREATOR = re.compile(r"(?:Person|Organization|Tool): ?\S.*", re.DOTALL)
_PARTY = re.compile(r"(?:Person|Organization): ?\S.*|NOASSERTION", re.DOTALL)
_LICENCE_REF = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+")
_DIGITS = {
    "SHA1": 40,
    "SHA224": 56,
    "SHA256": 64,
    "SHA384": 96,
    "SHA512": 128,
    "MD5": 32,
    "MD2": 32,
    "MD4": 32,
} | {
    "SHA3-256": 64,
    "SHA3-384": 96,
    "SHA3-512": 128,
    "BLAKE2b-256": 64,
    "BLAKE2b-384": 96,
    "BLAKE2b-512": 128,
}
_OTHER_ALGORITHMS = frozenset({"MD6", "BLAKE3", "ADLER32"})
_CATEGORIES = frozenset(
    {"OTHER", "SECURITY", "PACKAGE-MANAGER", "PACKAGE_MANAGER", "PERSISTENT-ID", "PERSISTENT_ID"}
)
_PURPOSES = frozenset(
    {
        "APPLICATION",
        "FRAMEWORK",
        "LIBRARY",
        "CONTAINER",
        "OPERATING-SYSTEM",
        "OPERATING_SYSTEM",
        "DEVICE",
        "FIRMWARE",
        "SOURCE",
        "ARCHIVE",
        "FILE",
        "INSTALL",
        "OTHER",
    }
)
_RELATIONSHIPS = frozenset(
    {
        "DESCRIBES",
        "DESCRIBED_BY",
        "CONTAINS",
        "CONTAINED_BY",
        "DEPENDS_ON",
        "DEPENDENCY_OF",
        "DEPENDENCY_MANIFEST_OF",
        "BUILD_DEPENDENCY_OF",
        "DEV_DEPENDENCY_OF",
        "OPTIONAL_DEPENDENCY_OF",
        "PROVIDED_DEPENDENCY_OF",
        "TEST_DEPENDENCY_OF",
        "RUNTIME_DEPENDENCY_OF",
        "EXAMPLE_OF",
        "GENERATES",
        "GENERATED_FROM",
        "ANCESTOR_OF",
        "DESCENDANT_OF",
        "VARIANT_OF",
        "DISTRIBUTION_ARTIFACT",
        "PATCH_FOR",
        "PATCH_APPLIED",
        "COPY_OF",
        "FILE_ADDED",
        "FILE_DELETED",
        "FILE_MODIFIED",
        "EXPANDED_FROM_ARCHIVE",
        "DYNAMIC_LINK",
        "STATIC_LINK",
        "DATA_FILE_OF",
        "TEST_CASE_OF",
        "BUILD_TOOL_OF",
        "DEV_TOOL_OF",
        "TEST_OF",
        "TEST_TOOL_OF",
        "DOCUMENTATION_OF",
        "OPTIONAL_COMPONENT_OF",
        "METAFILE_OF",
        "PACKAGE_OF",
        "AMENDS",
        "PREREQUISITE_FOR",
        "HAS_PREREQUISITE",
        "REQUIREMENT_DESCRIPTION_FOR",
        "SPECIFICATION_FOR",
        "OTHER",
    }
)
_NEW_RELATIONSHIPS = frozenset({"REQUIREMENT_DESCRIPTION_FOR", "SPECIFICATION_FOR"})
_SAYS_NOTHING = ("NONE", "NOASSERTION")


def faults_of(document: dict[Any, Any]) -> Iterator[Fault]:
    """Yield what is wrong with a document."""
    version = text(document.get("spdxVersion")).removeprefix("SPDX-")
    if version not in VERSIONS or not text(document.get("spdxVersion")).startswith("SPDX-"):
        known = ", ".join(f"SPDX-{one}" for one in VERSIONS)
        yield Fault(("spdxVersion",), f"“{text(document.get('spdxVersion'))[:20]}” is none of {known}.")
        return
    yield from _Document(document, version).faults()


class _Document:
    def __init__(self, document: dict[Any, Any], version: str) -> None:
        self._document = document
        self._version = version
        self._ids: dict[str, Place] = {}
        self._licences = {
            text(mapping(one).get("licenseId"))
            for one in sequence(document.get("hasExtractedLicensingInfos"))
        }

    def faults(self) -> Iterator[Fault]:
        document = self._document
        yield from _needs(
            document, (), ("dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo")
        )
        checks: Mapping[str, Check] = {
            "dataLicense": lambda value: (
                "" if value == "CC0-1.0" else "The licence of the data has to be CC0-1.0."
            ),
            "SPDXID": lambda value: "" if value == "SPDXRef-DOCUMENT" else "This has to be SPDXRef-DOCUMENT.",
            "documentNamespace": _matches(_NAMESPACE, "an absolute address without “#”"),
        }
        yield from _checked(document, (), checks)
        self._ids["SPDXRef-DOCUMENT"] = ("SPDXID",)
        yield from self._creation()
        for section, check in (
            ("packages", self._package),
            ("files", self._file),
            ("snippets", self._snippet),
        ):
            yield from self._each(section, check)
        yield from self._each("hasExtractedLicensingInfos", self._licence)
        yield from self._each("relationships", self._relationship)
        yield from self._described()

    def _each(
        self, section: str, check: Callable[[dict[Any, Any], Place], Iterator[Fault]]
    ) -> Iterator[Fault]:
        value = self._document.get(section)
        if value is not None and not isinstance(value, list):
            yield Fault((section,), "This has to be a list.")
        for number, entry in enumerate(sequence(value)):
            if isinstance(entry, dict):
                yield from check(entry, (section, number))
            else:
                yield Fault((section, number), "This has to be an object.")

    def _creation(self) -> Iterator[Fault]:
        if "creationInfo" not in self._document:
            return
        creation, place = mapping(self._document["creationInfo"]), ("creationInfo",)
        yield from _needs(creation, place, ("created", "creators"))
        yield from _checked(creation, place, {"created": _matches(_TIME, "a time as YYYY-MM-DDThh:mm:ssZ")})
        form = _matches(_CREATOR, "“Person: …”, “Organization: …” or “Tool: …”")
        for number, creator in enumerate(sequence(creation.get("creators"))):
            if wrong := form(text(creator)):
                yield Fault((*place, "creators", number), wrong)

    def _package(self, package: dict[Any, Any], place: Place) -> Iterator[Fault]:
        yield from self._identified(package, place)
        yield from _needs(package, place, ("name", "downloadLocation"))
        if self._version == "2.2":
            yield from _needs(package, place, ("licenseConcluded", "licenseDeclared", "copyrightText"))
        if package.get("filesAnalyzed") is False and "packageVerificationCode" in package:
            yield Fault(
                (*place, "packageVerificationCode"),
                "A package whose files were not analysed has no verification code.",
            )
        party = _matches(_PARTY, "“Person: …”, “Organization: …” or NOASSERTION")
        time = _matches(_TIME, "a time as YYYY-MM-DDThh:mm:ssZ")
        checks = {"supplier": party, "originator": party, "primaryPackagePurpose": self._purpose}
        checks |= dict.fromkeys(("releaseDate", "builtDate", "validUntilDate"), time)
        checks |= dict.fromkeys(("licenseConcluded", "licenseDeclared"), self._expression)
        yield from _checked(package, place, checks)
        if "filesAnalyzed" in package and not isinstance(package["filesAnalyzed"], bool):
            yield Fault((*place, "filesAnalyzed"), "This has to be true or false.")
        yield from _checksums(package, place)
        for number, reference in enumerate(sequence(package.get("externalRefs"))):
            yield from _reference(mapping(reference), (*place, "externalRefs", number))

    def _purpose(self, value: str) -> str:
        if self._version == "2.2":
            return "SPDX 2.2 has no purpose of packages."
        return "" if value in _PURPOSES else f"“{value[:40]}” is no purpose of a package."

    def _file(self, file: dict[Any, Any], place: Place) -> Iterator[Fault]:
        yield from self._identified(file, place)
        yield from _needs(file, place, ("fileName", "checksums"))
        if self._version == "2.2":
            yield from _needs(file, place, ("licenseConcluded", "licenseInfoInFiles", "copyrightText"))
        yield from _checked(file, place, {"licenseConcluded": self._expression})
        yield from _checksums(file, place)
        checksums = [mapping(one) for one in sequence(file.get("checksums"))]
        if checksums and all(one.get("algorithm") != "SHA1" for one in checksums):
            yield Fault((*place, "checksums"), "A file has to have a checksum of SHA1.")

    def _snippet(self, snippet: dict[Any, Any], place: Place) -> Iterator[Fault]:
        yield from self._identified(snippet, place)
        yield from _needs(snippet, place, ("snippetFromFile", "ranges"))
        yield from _checked(snippet, place, {"licenseConcluded": self._expression})

    def _licence(self, licence: dict[Any, Any], place: Place) -> Iterator[Fault]:
        yield from _needs(licence, place, ("licenseId", "extractedText"))
        form = _matches(_LICENCE_REF, "an identifier “LicenseRef-…” of letters, digits, “.” and “-”")
        yield from _checked(licence, place, {"licenseId": form})

    def _identified(self, entry: dict[Any, Any], place: Place) -> Iterator[Fault]:
        yield from _needs(entry, place, ("SPDXID",))
        name = text(entry.get("SPDXID"))
        if name and not _ID.fullmatch(name):
            yield Fault(
                (*place, "SPDXID"), f"“{name[:60]}” is no “SPDXRef-…” of letters, digits, “.” and “-”."
            )
        elif name in self._ids:
            yield Fault((*place, "SPDXID"), f"“{name[:60]}” is used twice in the document.")
        self._ids[name] = place

    def _relationship(self, relation: dict[Any, Any], place: Place) -> Iterator[Fault]:
        names = ("spdxElementId", "relationshipType", "relatedSpdxElement")
        yield from _needs(relation, place, names)
        kind = text(relation.get("relationshipType"))
        if kind and (kind not in _RELATIONSHIPS or (self._version == "2.2" and kind in _NEW_RELATIONSHIPS)):
            yield Fault((*place, "relationshipType"), f"“{kind[:40]}” is no kind of relationship.")
        for field in (names[0], names[2]):
            other = text(relation.get(field))
            if not other or other in self._ids or _ELSEWHERE.fullmatch(other):
                continue
            if field == names[2] and other in _SAYS_NOTHING:
                continue
            yield Fault((*place, field), f"Nothing in the document has the SPDXID “{other[:60]}”.")

    def _described(self) -> Iterator[Fault]:
        for number, name in enumerate(sequence(self._document.get("documentDescribes"))):
            if text(name) not in self._ids:
                place: Place = ("documentDescribes", number)
                yield Fault(place, f"Nothing in the document has the SPDXID “{text(name)[:60]}”.")
        relations = [mapping(one) for one in sequence(self._document.get("relationships"))]
        told = self._document.get("documentDescribes") or any(
            one.get("relationshipType") in ("DESCRIBES", "DESCRIBED_BY") for one in relations
        )
        if not told and len(sequence(self._document.get("packages"))) != 1:
            yield Fault((), "The document does not tell what it describes.")

    def _expression(self, value: str) -> str:
        if value in _SAYS_NOTHING:
            return ""
        for reference in _LICENCE_REF.findall(value):
            if not reference.startswith("DocumentRef-") and reference not in self._licences:
                return f"“{reference[:60]}” is explained nowhere in the document."
        try:
            canonicalize_license_expression(re.sub(r"DocumentRef-[A-Za-z0-9.-]+:", "", value))
        except InvalidLicenseExpression:
            return f"“{value[:60]}” is no licence expression of SPDX."
        return ""


def _needs(entry: dict[Any, Any], place: Place, names: tuple[str, ...]) -> Iterator[Fault]:
    for name in names:
        if entry.get(name) in (None, "", []):
            yield Fault(place, f"“{name}” is missing.")


def _checked(entry: dict[Any, Any], place: Place, checks: Mapping[str, Check]) -> Iterator[Fault]:
    for name, check in checks.items():
        value = entry.get(name)
        if value is None or value == "":
            continue
        wrong = check(value) if isinstance(value, str) else "This has to be a text."
        if wrong:
            yield Fault((*place, name), wrong)


def _matches(pattern: re.Pattern[str], what: str) -> Check:
    return lambda value: "" if pattern.fullmatch(value) else f"“{value[:60]}” is not {what}."


def _checksums(entry: dict[Any, Any], place: Place) -> Iterator[Fault]:
    for number, checksum in enumerate(sequence(entry.get("checksums"))):
        here = (*place, "checksums", number)
        yield from _needs(mapping(checksum), here, ("algorithm", "checksumValue"))
        name, value = text(mapping(checksum).get("algorithm")), text(mapping(checksum).get("checksumValue"))
        digits = _DIGITS.get(name)
        if name and digits is None and name not in _OTHER_ALGORITHMS:
            yield Fault((*here, "algorithm"), f"“{name[:40]}” is no algorithm of checksums.")
        elif value and not re.fullmatch(rf"[0-9a-f]{{{digits}}}" if digits else r"[0-9a-f]*", value):
            yield Fault(
                (*here, "checksumValue"), f"This is no {name} checksum in lower-case hexadecimal digits."
            )


def _reference(reference: dict[Any, Any], place: Place) -> Iterator[Fault]:
    yield from _needs(reference, place, ("referenceCategory", "referenceType", "referenceLocator"))
    category = text(reference.get("referenceCategory"))
    if category and category not in _CATEGORIES:
        yield Fault((*place, "referenceCategory"), f"“{category[:40]}” is no category of references.")
    locator = text(reference.get("referenceLocator"))
    if any(char.isspace() for char in locator):
        yield Fault((*place, "referenceLocator"), "A locator has no spaces.")
    elif reference.get("referenceType") == "purl":
        try:
            Purl.parse(locator)
        except BadPurl as problem:
            yield Fault((*place, "referenceLocator"), str(problem))
