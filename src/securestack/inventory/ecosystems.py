"""The ecosystems: what OSV calls each, its purl type, and how a package's name becomes a purl."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from securestack.inventory.purl import Purl


class Ecosystem(msgspec.Struct, frozen=True):
    """One ecosystem. `separator` parts the purl's namespace from its name in the ecosystem's full name."""

    name: str  # as OSV writes it, where OSV knows it
    purl_type: str
    separator: str = ""


PYPI = Ecosystem("PyPI", "pypi")
CONDA = Ecosystem("Conda", "conda")
NPM = Ecosystem("npm", "npm", "/")
MAVEN = Ecosystem("Maven", "maven", ":")
GO = Ecosystem("Go", "golang", "/")
CARGO = Ecosystem("crates.io", "cargo")
RUBYGEMS = Ecosystem("RubyGems", "gem")
PACKAGIST = Ecosystem("Packagist", "composer", "/")
NUGET = Ecosystem("NuGet", "nuget")
HEX = Ecosystem("Hex", "hex")
PUB = Ecosystem("Pub", "pub")
SWIFT = Ecosystem("SwiftURL", "swift", "/")
COCOAPODS = Ecosystem("CocoaPods", "cocoapods")
CONAN = Ecosystem("ConanCenter", "conan")
VCPKG = Ecosystem("vcpkg", "vcpkg")
CRAN = Ecosystem("CRAN", "cran")
HACKAGE = Ecosystem("Hackage", "hackage")
JULIA = Ecosystem("Julia", "julia")
GITHUB_ACTIONS = Ecosystem("GitHub Actions", "github", "/")
DOCKER = Ecosystem("Docker", "docker", "/")

# Types whose plain names need no further look
_WITHOUT_NAMESPACE = frozenset({"pypi", "npm", "cargo", "gem", "nuget", "hackage", "cran", "hex"})
_PLAIN = re.compile(r"[a-z0-9][a-z0-9.~-]*")  # written the same in every purl
_PLAIN_VERSION = re.compile(r"[a-z0-9.~:-]+")


def purl_of(
    ecosystem: Ecosystem,
    name: str,
    version: str = "",
    qualifiers: Mapping[str, str] | None = None,
    subpath: str = "",
) -> str:
    """Return the purl of a package by its ecosystem's full name. Raises BadPurl for a name that cannot be one."""
    if (
        not qualifiers
        and not subpath
        and _PLAIN.fullmatch(name)
        and (not version or _PLAIN_VERSION.fullmatch(version))
        and ecosystem.purl_type in _WITHOUT_NAMESPACE
    ):
        return (
            f"pkg:{ecosystem.purl_type}/{name}@{version}" if version else f"pkg:{ecosystem.purl_type}/{name}"
        )
    namespace, _, last = name.rpartition(ecosystem.separator) if ecosystem.separator else ("", "", name)
    return str(Purl.make(ecosystem.purl_type, namespace, last, version, qualifiers or (), subpath))


@lru_cache(maxsize=65_536)
def python_name(name: str) -> str:
    """Return the normalised name of a Python project (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


_BY_TYPE: dict[str, Ecosystem] = {
    ecosystem.purl_type: ecosystem
    for ecosystem in (
        *(
            PYPI,
            CONDA,
            NPM,
            MAVEN,
            GO,
            CARGO,
            RUBYGEMS,
            PACKAGIST,
            NUGET,
            HEX,
            PUB,
            SWIFT,
            COCOAPODS,
            CONAN,
            VCPKG,
        ),
        *(CRAN, HACKAGE, JULIA, GITHUB_ACTIONS, DOCKER),
    )
}


def ecosystem_of(purl: Purl) -> tuple[str, str]:
    """Return OSV's name of the ecosystem, "" where it is none of ours, and the package's full name in it."""
    ecosystem = _BY_TYPE.get(purl.type, Ecosystem("", purl.type, "/"))
    separator = ecosystem.separator or "/"
    full = f"{purl.namespace}{separator}{purl.name}" if purl.namespace else purl.name
    return ecosystem.name, python_name(full) if purl.type == "pypi" else full
