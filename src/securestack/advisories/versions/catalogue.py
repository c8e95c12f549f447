"""Which ecosystem orders its versions by which scheme. Names are those of the OSV schema."""

from __future__ import annotations

from securestack.advisories.versions import (
    alpine,
    bitnami,
    cargo,
    conan,
    cran,
    debian,
    github_actions,
    go,
    hackage,
    hex,
    julia,
    maven,
    npm,
    nuget,
    opam,
    packagist,
    pub,
    pypi,
    rpm,
    rubygems,
    semver,
)
from securestack.advisories.versions.scheme import Scheme

SCHEMES: dict[str, Scheme] = {
    "Bitnami": bitnami.SCHEME,
    "Bioconductor": cran.SCHEME,
    "ConanCenter": conan.SCHEME,
    "CRAN": cran.SCHEME,
    "crates.io": cargo.SCHEME,
    "GHC": hackage.SCHEME,
    "GitHub Actions": github_actions.SCHEME,
    "Go": go.SCHEME,
    "Hackage": hackage.SCHEME,
    "Hex": hex.SCHEME,
    "Julia": julia.SCHEME,
    "Kubernetes": semver.SCHEME,
    "Maven": maven.SCHEME,
    "npm": npm.SCHEME,
    "NuGet": nuget.SCHEME,
    "opam": opam.SCHEME,
    "Packagist": packagist.SCHEME,
    "Pub": pub.SCHEME,
    "PyPI": pypi.SCHEME,
    "RubyGems": rubygems.SCHEME,
    "SwiftURL": semver.SCHEME,
    "VSCode": semver.SCHEME,
    # Distributions
    "AlmaLinux": rpm.SCHEME,
    "Azure Linux": rpm.SCHEME,
    "Mageia": rpm.SCHEME,
    "openEuler": rpm.SCHEME,
    "openSUSE": rpm.SCHEME,
    "Photon OS": rpm.SCHEME,
    "Red Hat": rpm.SCHEME,
    "Rocky Linux": rpm.SCHEME,
    "SUSE": rpm.SCHEME,
    "Debian": debian.SCHEME,
    "Echo": debian.SCHEME,
    "Ubuntu": debian.SCHEME,
    "Alpaquita": alpine.SCHEME,
    "Alpine": alpine.SCHEME,
    "BellSoft Hardened Containers": alpine.SCHEME,
    "Chainguard": alpine.SCHEME,
    "CleanStart": alpine.SCHEME,
    "MinimOS": alpine.SCHEME,
    "Wolfi": alpine.SCHEME,
}


def scheme_of(ecosystem: str) -> Scheme | None:
    """Return the scheme of an ecosystem, with or without its release (`Debian:12`), or None where none is known."""
    name, _, release = ecosystem.partition(":")
    if name == "Root" and release:
        return scheme_of(release)  # Root:Debian:12 and Root:npm order as what they patch
    return SCHEMES.get(name)
