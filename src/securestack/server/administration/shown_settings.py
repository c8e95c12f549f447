"""The settings in force, for administrators to read: never a secret, not even a part of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo

from securestack.server.settings import Settings


def shown_settings(settings: Settings) -> list[dict[str, Any]]:
    """Return every setting with its name, value, default and description."""
    return list(_shown(settings))


def _shown(settings: Settings) -> Iterator[dict[str, Any]]:
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        default = field.get_default(call_default_factory=True, validated_data={})
        secret = "SecretStr" in str(field.annotation)
        yield {
            "name": _name(name, field),
            "value": None if secret else _text(value),
            "default": None if secret else _text(default),
            "is_default": value == default,
            "is_secret": secret,
            "is_set": value is not None and value != (),
            "description": field.description or "",
        }


def _name(name: str, field: FieldInfo) -> str:
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return str(alias.choices[-1])
    return f"SECURESTACK_{name.upper()}"


def _text(value: Any) -> str | None:
    if value is None or value == () or isinstance(value, SecretStr):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(str(_text(part)) for part in value)
    text = str(value)
    return without_credentials(text) if "://" in text else text


def without_credentials(url: str) -> str:
    """Return an address without user, password and parameters, any of which may be a secret."""
    pieces = urlsplit(url)
    try:
        port = f":{pieces.port}" if pieces.port is not None else ""
    except ValueError:
        port = ""
    host = pieces.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return f"{pieces.scheme}://{host}{port}{pieces.path}"
