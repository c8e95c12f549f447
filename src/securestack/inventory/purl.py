"""Package URLs: `pkg:type/namespace/name@version?qualifiers#subpath`.

Source: the Package-URL specification (ECMA-427), with the rules of each type in `purl_types`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

import msgspec

from securestack.inventory.purl_types import PURL_TYPES, UNKNOWN_TYPE

_TYPE = re.compile(r"[a-z][a-z0-9.-]*")
_QUALIFIER_KEY = re.compile(r"[a-z][a-z0-9._-]*")


class BadPurl(ValueError):
    """The text is no purl, or breaks a rule of its type."""


class Purl(msgspec.Struct, frozen=True):
    """A purl in parts, decoded and normalised. Absent parts are empty; qualifiers are sorted by key."""

    type: str
    namespace: str
    name: str
    version: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()
    subpath: str = ""

    @classmethod
    def make(
        cls,
        type: str,
        namespace: str,
        name: str,
        version: str = "",
        qualifiers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        subpath: str = "",
    ) -> Purl:
        """Return the normalised purl. Raises BadPurl where a rule of the type is broken."""
        kind = type.lower()
        if not _TYPE.fullmatch(kind):
            raise BadPurl(f"“{type}” is no purl type.")
        rules = PURL_TYPES.get(kind, UNKNOWN_TYPE)
        space = "/".join(part for part in namespace.split("/") if part)
        if rules.write_namespace is not None:
            space = rules.write_namespace(space)
        if rules.write_name is not None:
            name = rules.write_name(name)
        if rules.write_version is not None:
            version = rules.write_version(version)
        pairs = _qualifiers(qualifiers)
        if kind == "mlflow" and ".azuredatabricks.net/" in dict(pairs).get("repository_url", ""):
            name = name.lower()  # there, and only there, names are case insensitive
        purl = cls(kind, space, name, version, pairs, _subpath(subpath.split("/")))
        _check(purl)
        return purl

    @classmethod
    def parse(cls, text: str, *, strict: bool = False) -> Purl:
        """Take a purl apart. `strict` refuses upper case in qualifier keys. Raises BadPurl."""
        scheme, colon, rest = text.partition(":")
        if not colon or scheme.lower() != "pkg":
            raise BadPurl("A purl begins with “pkg:”.")
        rest, _, subpath = rest.partition("#")
        rest, _, query = rest.partition("?")
        kind, _, path = rest.strip("/").partition("/")
        path, version = _split_version(path)
        if version and path.endswith("/"):
            raise BadPurl("A purl has a name before its version.")
        pieces = [piece for piece in path.strip("/").split("/") if piece]
        if not pieces:
            raise BadPurl("A purl has a type and a name.")
        pairs = [pair.partition("=") for pair in query.split("&") if pair]
        if strict and any(key != key.lower() for key, _, _ in pairs):
            raise BadPurl("Qualifier keys are lower case.")
        cut = (
            1 if PURL_TYPES.get(kind.lower(), UNKNOWN_TYPE).path_name and len(pieces) > 1 else len(pieces) - 1
        )
        return cls.make(
            kind,
            "/".join(unquote(piece) for piece in pieces[:cut]),
            "/".join(unquote(piece) for piece in pieces[cut:]),
            unquote(version),
            [(key, unquote(value)) for key, _, value in pairs],
            "/".join(unquote(part) for part in subpath.split("/")),
        )

    def __str__(self) -> str:
        parts = ["pkg:", self.type, "/"]
        if self.namespace:
            parts += ["/".join(_encode(part) for part in self.namespace.split("/")), "/"]
        safe = "/" if PURL_TYPES.get(self.type, UNKNOWN_TYPE).path_name else ""
        parts.append(_encode(self.name, safe))
        if self.version:
            parts += ["@", _encode(self.version)]
        if self.qualifiers:
            parts += ["?", "&".join(f"{key}={_encode(value)}" for key, value in self.qualifiers)]
        if self.subpath:
            parts += ["#", "/".join(_encode(part) for part in self.subpath.split("/"))]
        return "".join(parts)


def _encode(text: str, safe: str = "") -> str:
    return quote(text, safe=":" + safe, errors="replace")


def _split_version(path: str) -> tuple[str, str]:
    """Split at the last `@`, unless it begins a namespace written without encoding, as in `@angular/core`."""
    at = path.rfind("@")
    if at < 0 or ((path[:at].endswith("/") or at == 0) and "/" in path[at:]):
        return path, ""
    return path[:at], path[at + 1 :]


def _qualifiers(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    pairs = given.items() if isinstance(given, Mapping) else given
    kept: dict[str, str] = {}
    for key, value in pairs:
        key = key.lower()
        if not _QUALIFIER_KEY.fullmatch(key):
            raise BadPurl(f"“{key}” is no qualifier key.")
        if key in kept:
            raise BadPurl(f"The qualifier “{key}” is given twice.")
        kept[key] = value
    return tuple(sorted((key, value) for key, value in kept.items() if value))


def _subpath(parts: list[str]) -> str:
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _check(purl: Purl) -> None:
    rules = PURL_TYPES.get(purl.type, UNKNOWN_TYPE)
    if not purl.name:
        raise BadPurl("A purl has a name.")
    if rules.namespace == "required" and not purl.namespace:
        raise BadPurl(f"A {purl.type} purl has a namespace.")
    if rules.namespace == "prohibited" and purl.namespace:
        raise BadPurl(f"A {purl.type} purl has no namespace.")
    if rules.name_form and not re.fullmatch(rules.name_form, purl.name):
        raise BadPurl(f"“{purl.name}” is no {purl.type} name.")
    if rules.version_form and purl.version and not re.fullmatch(rules.version_form, purl.version):
        raise BadPurl(f"“{purl.version}” is no {purl.type} version.")
    for key in rules.required_qualifiers:
        if not any(key == present for present, _ in purl.qualifiers):
            raise BadPurl(f"A {purl.type} purl has the qualifier “{key}”.")


def covers(pattern: str, purl: str) -> bool:
    """Say whether a purl is one of those another stands for: without a version it stands for all versions.

    Qualifiers that the first names have to be the same; what it does not name may be anything.
    """
    if pattern == purl:
        return True
    try:
        wide, narrow = Purl.parse(pattern), Purl.parse(purl)
    except BadPurl:
        return False
    return (
        (wide.type, wide.namespace, wide.name) == (narrow.type, narrow.namespace, narrow.name)
        and wide.version in ("", narrow.version)
        and set(wide.qualifiers) <= set(narrow.qualifiers)
        and wide.subpath in ("", narrow.subpath)
    )
