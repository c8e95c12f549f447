"""Bitnami: semantic versions in which what follows the hyphen is a revision, and so comes after the version without.

Source: github.com/bitnami/go-version, "Usage".
"""

from __future__ import annotations

from securestack.advisories.versions.scheme import Key, Scheme
from securestack.advisories.versions.semver import semver_key


def bitnami_key(version: str) -> Key:
    """Return the key of a version; raises InvalidVersion."""
    key = semver_key(version)
    if key[3] == 0:
        return (*key[:3], 1, 2, *key[4:])
    return key


SCHEME = Scheme("Bitnami", bitnami_key)
