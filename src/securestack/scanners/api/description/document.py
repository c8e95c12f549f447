"""JSON and YAML texts as plain values, bounded: a hostile text must not cost memory or time out of proportion."""

from __future__ import annotations

import json
from typing import Any

import yaml

from securestack.scanners.api.description.model import UnreadableDescription

LARGEST = 64 * 2**20  # bytes of a description

# The parser in C is eight times as fast; PyYAML may have been built without it.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Reads dates as the text they are written as, since descriptions mean JSON values."""


_Loader.yaml_implicit_resolvers = {
    letter: [
        pair for pair in pairs if pair[0] not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:value")
    ]
    for letter, pairs in _Base.yaml_implicit_resolvers.items()
}


def read_document(data: bytes) -> Any:
    """Return the value of a JSON or YAML text. Raises UnreadableDescription."""
    if len(data) > LARGEST:
        raise UnreadableDescription(
            f"The description is larger than {LARGEST // 2**20} MiB; give one of a part of the API."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableDescription("The description is not UTF-8 text; save it as JSON or YAML.") from None
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            problem = str(error)
            if not isinstance(error, json.JSONDecodeError):
                raise UnreadableDescription(f"The description cannot be read: {problem}.") from None
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - it builds plain values only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" in line {mark.line + 1}" if mark else ""
        raise UnreadableDescription(
            f"The description is neither JSON nor YAML: {error.problem or 'it cannot be read'}{where}."
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        first = (str(error).splitlines() or ["it cannot be read"])[0]
        raise UnreadableDescription(f"The description is neither JSON nor YAML: {first}.") from None
