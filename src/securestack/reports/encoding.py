"""JSON text from values that may hold what a hostile server sent."""

from __future__ import annotations

from typing import Any

import msgspec

from securestack.reports.visible import encodable

_encoder = msgspec.json.Encoder()


def encode_json(value: Any) -> str:
    """Return JSON on one line. Lone surrogates, which a header with bad bytes leaves behind, become U+FFFD."""
    try:
        return _encoder.encode(value).decode()
    except UnicodeEncodeError:
        return _encoder.encode(_clean(msgspec.to_builtins(value))).decode()


def _clean(value: Any) -> Any:
    match value:
        case str():
            return encodable(value)
        case dict():
            return {_clean(key): _clean(item) for key, item in value.items()}
        case list() | tuple():
            return [_clean(item) for item in value]
        case _:
            return value
