"""Go modules (go.dev/ref/mod, "Versions" and "Pseudo-versions") and the toolchain (go.dev/doc/toolchain).

Module versions are semantic versions; `+incompatible` is build metadata and does not count, and a pseudo-version such as
`v1.2.4-0.20210101000000-abcdefabcdef` sorts as the pre-release it is written as. The toolchain and the standard library
write `go1.21.3` and `1.21rc2`; the advisories of the Go project write these as `1.21.3` and `1.21.0-rc.2`.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.scheme import Key, Scheme
from securestack.advisories.versions.semver import is_prerelease, semver_key

_TOOLCHAIN = re.compile(r"(?:go)?(\d+)\.(\d+)(?:\.(\d+))?(?:(rc|beta)(\d+))?(?:[ -].*)?", re.ASCII)


def go_key(version: str) -> Key:
    """Return the key of a module's or the toolchain's version; raises InvalidVersion."""
    if version.startswith("go") or "rc" in version or "beta" in version:
        found = _TOOLCHAIN.fullmatch(version)
        if found and (version.startswith("go") or found[4]):
            numbers = (int(found[1]), int(found[2]), int(found[3] or 0))
            return (*numbers, 0, 1, found[4], 0, int(found[5])) if found[4] else (*numbers, 1)
    return semver_key(version)


SCHEME = Scheme("Go", go_key, is_prerelease=is_prerelease)
