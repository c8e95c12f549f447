"""A bill of materials in our own words, which every format is written from and read into."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

import msgspec

from securestack.core.package import FoundAt, Package
from securestack.inventory.graph import stronger
from securestack.inventory.manifest import FileNotice

_NAMESPACE = uuid.UUID("6f0cb3a5-2c54-5c52-9d0e-6a5a4b7c1e21")


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """What one subject is made of: each purl once, sorted, edges by purl.

    `created` is the declared time as RFC 3339 in UTC, or empty. `notices` tell what a format could not say, or what could
    not be read.
    """

    subject: str
    subject_version: str = ""
    created: str = ""
    packages: tuple[Package, ...] = ()
    notices: tuple[FileNotice, ...] = ()

    @property
    def direct(self) -> tuple[str, ...]:
        """The purls the subject itself asks for; where nobody told, those that nothing else brings."""
        brought = {purl for package in self.packages for purl in package.dependencies}
        return tuple(
            package.purl
            for package in self.packages
            if package.direct or (package.direct is None and package.purl not in brought)
        )

    @property
    def identity(self) -> uuid.UUID:
        """The same for the same contents, whatever the time."""
        body = msgspec.json.encode((self.subject, self.subject_version, self.packages))
        return uuid.uuid5(_NAMESPACE, body.decode())


def compose(subject: str, packages: Iterable[Package], *, version: str = "", created: str = "") -> Bill:
    """Return the bill of a subject out of the packages of its manifests; a purl in several is one."""
    joined: dict[str, Package] = {}
    for package in packages:
        known = joined.get(package.purl)
        joined[package.purl] = package if known is None else _joined(known, package)
    return Bill(
        subject=subject,
        subject_version=version,
        created=created,
        packages=tuple(joined[purl] for purl in sorted(joined)),
    )


def _joined(left: Package, right: Package) -> Package:
    places = {(place.path, place.line) for place in (*left.found_at, *right.found_at)}
    return msgspec.structs.replace(
        left,
        scope=stronger(left.scope, right.scope),
        direct=_either(left.direct, right.direct),
        requirement=left.requirement or right.requirement,
        licences=_union(left.licences, right.licences),
        hashes=_union(left.hashes, right.hashes),
        dependencies=tuple(sorted({*left.dependencies, *right.dependencies})),
        found_at=tuple(FoundAt(path, line) for path, line in sorted(places)),
    )


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return None if left is None and right is None else False


def _union(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*left, *right)))
