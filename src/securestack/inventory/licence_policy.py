"""A licence policy out of a file that people write."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping

import msgspec
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from securestack.inventory.licences import LicencePolicy, Verdict
from securestack.inventory.purl import BadPurl, Purl


class BadPolicy(Exception):
    """The text is no licence policy. The message is one sentence."""


class LicenceRules(msgspec.Struct, frozen=True):
    """A policy, and what somebody found out about single packages: from a purl, which may lack its version, to a licence."""

    policy: LicencePolicy
    packages: Mapping[str, str] = {}


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    allow: tuple[str, ...] = ()
    warn: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    others: Verdict = Verdict.WARN
    unknown: Verdict | None = None
    packages: dict[str, str] = {}


def read_policy(source: bytes) -> LicenceRules:
    """Return the policy in a TOML file. Raises BadPolicy."""
    try:
        read = msgspec.convert(tomllib.loads(source.decode("utf-8-sig")), _File)
    except UnicodeDecodeError as error:
        raise BadPolicy("it is not UTF-8 text") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadPolicy(f"it is not valid TOML: {error}") from error
    except msgspec.ValidationError as error:
        known = ", ".join(_File.__struct_fields__)
        raise BadPolicy(f"{error}; the names are {known}") from error
    for entry in (*read.allow, *read.warn, *read.deny):
        _check_licence(entry)
    for purl, licence in read.packages.items():
        _check_package(purl, licence)
    return LicenceRules(
        LicencePolicy(
            allow=frozenset(read.allow),
            warn=frozenset(read.warn),
            deny=frozenset(read.deny),
            others=read.others,
            unknown=read.unknown,
        ),
        read.packages,
    )


def _check_licence(entry: str) -> None:
    """Refuse what no package can ever have, such as a misspelt identifier."""
    if entry.endswith("*") or entry.startswith("LicenseRef-"):
        return
    try:
        canonical = canonicalize_license_expression(entry)
    except InvalidLicenseExpression as error:
        near = difflib.get_close_matches(entry, _identifiers(), n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise BadPolicy(f"“{entry[:60]}” is no SPDX identifier of a licence{meant}") from error
    if " AND " in canonical or " OR " in canonical:
        raise BadPolicy(f"“{entry[:60]}” names several licences; list each by itself")


def _check_package(purl: str, licence: str) -> None:
    try:
        Purl.parse(purl)
    except BadPurl as error:
        raise BadPolicy(f"“{purl[:80]}” is no purl: {error}") from error
    try:
        canonicalize_license_expression(licence)
    except InvalidLicenseExpression as error:
        raise BadPolicy(f"“{licence[:60]}”, given for {purl[:80]}, is no SPDX expression") from error


def _identifiers() -> Iterable[str]:
    from packaging.licenses._spdx import LICENSES  # what the function above knows

    return [entry["id"] for entry in LICENSES.values()]
