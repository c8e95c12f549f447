"""opam: versions as its manual orders them ("Version ordering"), which is Debian's rule without epoch and revision."""

from __future__ import annotations

from securestack.advisories.versions.debian import part_key
from securestack.advisories.versions.scheme import InvalidVersion, Key, Scheme


def opam_key(version: str) -> Key:
    """Return the key of a version; raises InvalidVersion for an empty text."""
    if not version.strip():
        raise InvalidVersion("an empty text is no version")
    return part_key(version.strip())


SCHEME = Scheme("opam", opam_key)
