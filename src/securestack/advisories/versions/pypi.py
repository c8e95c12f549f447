"""PyPI: PEP 440 (packaging.python.org, "Version specifiers"), with legacy versions before all others.

A text that PEP 440 does not know is ordered as setuptools did before (its parse_version of PEP 440's appendix), and
comes before every version that PEP 440 knows.

Keys: (epoch, release without trailing zeros, pre, post, dev, local).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from securestack.advisories.versions.scheme import InvalidRange, InvalidVersion, Key, Scheme, VersionRange

_PLAIN = re.compile(r"\d+(?:\.\d+)*", re.ASCII)
_VERSION = re.compile(
    r"""\s*v?(?:(?P<epoch>\d+)!)?(?P<release>\d+(?:\.\d+)*)
    (?:[-_.]?(?P<pre>alpha|beta|preview|pre|rc|a|b|c)(?:[-_.]?(?P<pre_number>\d+))?)?
    (?:-(?P<post_only>\d+)|[-_.]?(?P<post>post|rev|r)(?:[-_.]?(?P<post_number>\d+))?)?
    (?:[-_.]?(?P<dev>dev)(?:[-_.]?(?P<dev_number>\d+))?)?
    (?:\+(?P<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_SPECIFIER = re.compile(r"\s*(===|~=|==|!=|<=|>=|<|>)\s*([^\s,;)]+)\s*")
_LEGACY_PIECE = re.compile(r"\d+|[a-z]+|\.|-", re.ASCII)
_LEGACY_NAMES = {"pre": "c", "preview": "c", "-": "final-", "rc": "c", "dev": "@"}
_PRE = {"a": 0, "alpha": 0, "b": 1, "beta": 1, "c": 2, "rc": 2, "pre": 2, "preview": 2}
_NO_PRE: Key = (9,)
_BEFORE_PRE: Key = (-1,)  # 1.0.dev1 comes before 1.0a1
_NO_DEV = math.inf


def pypi_key(version: str) -> Key:
    """Return the key of a version; raises InvalidVersion for a text without any letter or digit."""
    if _PLAIN.fullmatch(version):
        return (0, _release(version), _NO_PRE, -1, _NO_DEV, ())
    found = _VERSION.fullmatch(version)
    if not found:
        return _legacy_key(version)
    pre, dev = found["pre"], found["dev"]
    post = -1
    if found["post_only"] or found["post"]:
        post = int(found["post_only"] or found["post_number"] or 0)
    if pre:
        pre_key: Key = (_PRE[pre.lower()], int(found["pre_number"] or 0))
    else:
        pre_key = _BEFORE_PRE if dev and post < 0 else _NO_PRE
    return (
        int(found["epoch"] or 0),
        _release(found["release"]),
        pre_key,
        post,
        int(found["dev_number"] or 0) if dev else _NO_DEV,
        _local(found["local"]) if found["local"] else (),
    )


def _release(text: str) -> Key:
    release = [int(number) for number in text.split(".")]
    while len(release) > 1 and not release[-1]:
        release.pop()
    return tuple(release)


def _local(text: str) -> Key:
    return tuple(
        (1, int(piece), "") if piece.isdigit() else (0, 0, piece)
        for piece in re.split(r"[-_.]", text.lower())
    )


def _legacy_key(version: str) -> Key:
    pieces: list[str] = []
    for piece in _LEGACY_PIECE.findall(version.lower()):
        if piece == ".":
            continue
        if piece[0].isdigit():
            pieces.append(piece.zfill(8))
            continue
        name = "*" + _LEGACY_NAMES.get(piece, piece)
        if name < "*final":
            while pieces and pieces[-1] == "*final-":
                pieces.pop()
        while pieces and pieces[-1] == "00000000":
            pieces.pop()
        pieces.append(name)
    if not pieces:
        raise InvalidVersion(f'"{version}" is no version')
    return (-1, (*pieces, "*final"))


def is_prerelease(version: str) -> bool:
    """Say whether a version is a pre-release or a development release in the sense of PEP 440."""
    found = _VERSION.fullmatch(version)
    return bool(found and (found["pre"] or found["dev"]))


@dataclass(frozen=True, slots=True)
class _Specifier:
    sign: str
    version: str
    prefix: Key | None = None  # (epoch, release numbers) of `== 1.2.*`

    def contains(self, version: str) -> bool:
        if self.sign == "===":
            return version.lower() == self.version.lower()
        key = pypi_key(version)
        if self.prefix is not None:
            return _begins_with(version, self.prefix) is (self.sign == "==")
        bound = pypi_key(self.version)
        public = key[:5]
        match self.sign:
            case "==":
                return key == bound if bound[5:] != ((),) else public == bound[:5]
            case "!=":
                return key != bound if bound[5:] != ((),) else public != bound[:5]
            case "<=":
                return public <= bound[:5]
            case ">=":
                return public >= bound[:5]
            case "<":
                # 3.0a1 is not < 3.0, unless the bound itself is a pre-release.
                same_release = key[:2] == bound[:2]
                return public < bound[:5] and not (
                    same_release and is_prerelease(version) and not is_prerelease(self.version)
                )
            case ">":
                # 3.0.post1 is not > 3.0, unless the bound itself is a post-release, and neither is 3.0+local.
                is_later_post = key[:2] == bound[:2] and key[3] >= 0 > bound[3]
                return bool(public > bound[:5] and not is_later_post)
        return False


@dataclass(frozen=True, slots=True)
class SpecifierSet:
    """All specifiers hold. Pre-releases are in it only where a specifier names one (PEP 440)."""

    specifiers: tuple[_Specifier, ...]

    def contains(self, version: str) -> bool:
        """Say whether the version is in the range; raises InvalidVersion."""
        if is_prerelease(version) and not any(
            is_prerelease(one.version) for one in self.specifiers if one.sign != "!="
        ):
            return False
        return all(one.contains(version) for one in self.specifiers)


def _begins_with(version: str, prefix: Key) -> bool:
    found = _VERSION.fullmatch(version)
    if not found:
        return False
    release = [int(number) for number in found["release"].split(".")]
    epoch, wanted = prefix
    release += [0] * (len(wanted) - len(release))
    return bool(int(found["epoch"] or 0) == epoch and tuple(release[: len(wanted)]) == wanted)


def parse_range(text: str) -> VersionRange:
    """Read `>=1.2,!=1.3.*,~=1.4.2`; an empty text means every version. Raises InvalidRange."""
    specifiers: list[_Specifier] = []
    for piece in text.strip().removeprefix("(").removesuffix(")").split(","):
        if not piece.strip():
            continue
        found = _SPECIFIER.fullmatch(piece)
        if not found:
            raise InvalidRange(f'"{piece.strip()}" is no version specifier')
        specifiers += _specifiers(found[1], found[2])
    return SpecifierSet(tuple(specifiers))


def _specifiers(sign: str, version: str) -> list[_Specifier]:
    if sign == "===":
        return [_Specifier(sign, version)]
    wildcard = version.endswith(".*")
    found = _VERSION.fullmatch(version.removesuffix(".*"))
    if not found or (wildcard and sign not in ("==", "!=")):
        raise InvalidRange(f'"{sign}{version}" is no version specifier')
    release = tuple(int(number) for number in found["release"].split("."))
    epoch = int(found["epoch"] or 0)
    if wildcard:
        return [_Specifier(sign, version.removesuffix(".*"), (epoch, release))]
    if sign == "~=":
        if len(release) < 2:
            raise InvalidRange(f'"~={version}" needs at least two numbers')
        return [_Specifier(">=", version), _Specifier("==", version, (epoch, release[:-1]))]
    return [_Specifier(sign, version)]


SCHEME = Scheme("PyPI", pypi_key, parse_range, is_prerelease)
