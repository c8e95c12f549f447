"""A package: something from elsewhere that a target is made of."""

from __future__ import annotations

import enum

import msgspec


class Scope(enum.StrEnum):
    """What a package is needed for. Where a format does not tell, a package counts as production."""

    PRODUCTION = "production"
    OPTIONAL = "optional"  # the product works without it, or only some of its users get it
    DEVELOPMENT = "development"  # building and testing only; it is not shipped


class FoundAt(msgspec.Struct, frozen=True):
    """Where a package is named: a path relative to the target, with `/`, and a line from 1 (0: unknown).

    For a package inside an archive the path goes on after `!`, as in `lib/shop.war!WEB-INF/lib/x.jar`.
    """

    path: str
    line: int = 0


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """One package in one version, as one manifest tells it.

    `name` is the ecosystem's full name (`@scope/name`, `group:artifact`, `vendor/name`), `ecosystem` the name OSV
    gives the ecosystem. `version` is empty where the manifest does not fix one; then `requirement` holds the range it
    asks for, in the ecosystem's own syntax. `direct` says whether the project itself asks for it, None where the
    format does not tell. `dependencies` are the purls of packages of the same manifest. Hashes are
    `algorithm:hexadecimal`; licences are as declared.
    """

    purl: str
    name: str
    version: str
    ecosystem: str
    scope: Scope = Scope.PRODUCTION
    direct: bool | None = None
    requirement: str = ""
    licences: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    found_at: tuple[FoundAt, ...] = ()
