"""Ecosystems and package names as the store looks them up: one spelling for what an ecosystem holds to be the same."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[-_.]+")
_SCHEME_OF_URL = re.compile(r"\A(?:https?|ssh|git)://(?:[^@/]*@)?")
_MAJOR_ONLY = frozenset({"AlmaLinux", "Rocky Linux", "Mageia"})


def ecosystem_key(ecosystem: str) -> str:
    """Return an ecosystem in the one spelling the store uses.

    The address of a repository is dropped (`Packagist:https://packages.drupal.org/8`), and so are `:LTS` of Ubuntu and
    the minor releases of distributions whose advisories name the major one only. Alpine's releases have a `v`.
    """
    name, colon, release = ecosystem.partition(":")
    if not colon or release.startswith(("http://", "https://")):
        return name
    if name in _MAJOR_ONLY:
        return f"{name}:{release.partition('.')[0]}"
    if name == "Ubuntu":
        return f"{name}:{release.removesuffix(':LTS')}"
    if name == "Alpine":
        numbers = release.removeprefix("v").split(".")
        return f"Alpine:v{'.'.join(numbers[:2])}" if numbers[0].isdigit() else ecosystem
    if name == "Debian" and release[:1].isdigit():
        return f"Debian:{release.partition('.')[0]}"
    return ecosystem


def name_key(ecosystem: str, name: str) -> str:
    """Return a package's name in the one spelling of its ecosystem (PEP 503, case of NuGet and others)."""
    match ecosystem:
        case "PyPI":
            return _SEPARATORS.sub("-", name).lower()
        case "NuGet" | "Packagist" | "GitHub Actions" | "Hex" | "VSCode" | "Bitnami":
            return name.lower()
        case "crates.io":
            return name.lower().replace("_", "-")  # no two crates differ in this alone
        case "SwiftURL":
            return _SCHEME_OF_URL.sub("", name).removesuffix("/").removesuffix(".git").lower()
        case "Julia":
            return name.removesuffix(".jl")
    return name


def package_key(ecosystem: str, name: str) -> str:
    """Return what the store files a package under."""
    place = ecosystem_key(ecosystem)
    return f"{place}/{name_key(place, name)}"
