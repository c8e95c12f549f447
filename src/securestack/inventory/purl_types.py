"""What the purl specification says of each type: which parts it has, and how they are written.

Source: the type definitions of the Package-URL specification (ECMA-427).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec


def _lower(text: str) -> str:
    return text.lower()


def _python_name(name: str) -> str:
    return name.lower().replace("_", "-")


def _pub_name(name: str) -> str:
    return re.sub(r"[^a-z0-9_]", "_", name.lower())


class PurlType(msgspec.Struct, frozen=True):
    """The rules of one type. `namespace` is "required", "optional" or "prohibited".

    With `path_name` the namespace is one segment and the name the path after it.
    """

    namespace: str = "optional"
    write_namespace: Callable[[str], str] | None = None
    write_name: Callable[[str], str] | None = None
    write_version: Callable[[str], str] | None = None
    name_form: str = ""  # a regular expression that the whole name matches
    version_form: str = ""
    required_qualifiers: tuple[str, ...] = ()
    path_name: bool = False


_NO_NAMESPACE = PurlType("prohibited")
_HOSTED = PurlType("required", _lower, _lower)

PURL_TYPES: Mapping[str, PurlType] = {
    "alpm": _HOSTED,
    "apk": _HOSTED,
    "bazel": _NO_NAMESPACE,
    "bitbucket": _HOSTED,
    "bitnami": PurlType("prohibited", write_name=_lower),
    "brew": PurlType("optional", _lower, _lower),
    "cargo": _NO_NAMESPACE,
    "chrome-extension": PurlType(
        "prohibited", write_name=_lower, name_form=r"[a-p]{32}", version_form=r"\d+(?:\.\d+){0,3}"
    ),
    "cocoapods": _NO_NAMESPACE,
    "composer": _HOSTED,
    "conan": PurlType(),
    "conda": _NO_NAMESPACE,
    "cpan": PurlType("optional", str.upper, name_form=r"(?:(?!::).)+"),
    "cran": _NO_NAMESPACE,
    "deb": _HOSTED,
    "docker": PurlType(),
    "gem": _NO_NAMESPACE,
    "generic": PurlType(),
    "git": PurlType("required", path_name=True),
    "github": _HOSTED,
    "golang": PurlType("optional"),  # a module may be a single word on a private host
    "hackage": _NO_NAMESPACE,
    "hex": PurlType("optional", _lower, _lower),
    "huggingface": PurlType("required", write_version=_lower),
    "julia": PurlType("prohibited", required_qualifiers=("uuid",)),
    "luarocks": PurlType("optional", _lower, _lower),
    "maven": PurlType("required"),
    "mlflow": _NO_NAMESPACE,
    "npm": PurlType("optional"),
    "nuget": _NO_NAMESPACE,
    "oci": PurlType("prohibited", write_name=_lower, write_version=_lower),
    "opam": _NO_NAMESPACE,
    "otp": PurlType("prohibited", write_name=_lower),
    "pub": PurlType("prohibited", write_name=_pub_name),
    "pypi": PurlType("prohibited", write_name=_python_name, write_version=_lower),
    "qpkg": PurlType("required", _lower),
    "rpm": PurlType("required", _lower),
    "swid": PurlType("optional", required_qualifiers=("tag_id",)),
    "swift": PurlType("required"),
    "vcpkg": _NO_NAMESPACE,
    "vscode-extension": PurlType("required", _lower, _lower, _lower),
    "yocto": PurlType("optional", _lower),
}
UNKNOWN_TYPE = PurlType()
