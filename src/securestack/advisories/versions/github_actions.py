"""GitHub Actions: tags that are semantic versions (docs.github.com, "Using release management for custom actions").

A tag such as `v4` or `v4.1` moves with each release, so it says of no release that it is the one in use; a branch or a
commit is no version at all.
"""

from __future__ import annotations

import re

from securestack.advisories.versions.scheme import InvalidVersion, Key, Scheme
from securestack.advisories.versions.semver import is_prerelease, semver_key

_MOVING = re.compile(r"v?\d+(?:\.\d+)?", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{7,64}", re.ASCII)


def github_actions_key(version: str) -> Key:
    """Return the key of a tag; raises InvalidVersion, also for a commit."""
    if _COMMIT.fullmatch(version):
        raise InvalidVersion(f'"{version}" is a commit, not a version')
    return semver_key(version)


def is_floating(version: str) -> bool:
    """Say whether a tag moves with each release."""
    return _MOVING.fullmatch(version) is not None


SCHEME = Scheme("GitHub Actions", github_actions_key, is_prerelease=is_prerelease, is_floating=is_floating)
