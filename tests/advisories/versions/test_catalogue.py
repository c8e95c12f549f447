from __future__ import annotations

from pathlib import Path

from securestack.advisories import versions
from securestack.advisories.versions.catalogue import SCHEMES, scheme_of

SHARED = {"__init__", "catalogue", "constraint", "scheme", "semver_ranges"}


def test_every_module_is_on_the_list() -> None:
    assert versions.__file__ is not None
    modules = {path.stem for path in Path(versions.__file__).parent.glob("*.py")} - SHARED
    listed = {scheme.to_key.__module__.rpartition(".")[2] for scheme in SCHEMES.values()}
    listed |= {
        scheme.to_range.__module__.rpartition(".")[2] for scheme in SCHEMES.values() if scheme.to_range
    }
    assert modules == listed


def test_releases_of_distributions_share_a_scheme() -> None:
    assert scheme_of("Debian:12") is scheme_of("Debian")
    assert scheme_of("Ubuntu:Pro:18.04:LTS") is scheme_of("Debian")
    assert scheme_of("Root:Alpine:3.18") is scheme_of("Alpine")
    assert scheme_of("Root:npm") is scheme_of("npm")
    assert scheme_of("Android") is None
