"""docs/settings.md, made from the settings themselves: `python -m securestack.server.settings_page docs/settings.md`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pydantic import AliasChoices
from pydantic.fields import FieldInfo

from securestack.server.settings import Settings

_HEAD = """\
# Settings of the platform

Made from `src/securestack/server/settings.py`; change it there.

Every setting is an environment variable, or a line `NAME=value` in a file `.env` in the folder the platform is started
in; the environment comes first, and an option on the command line before both. `securestack serve` needs none of them.
With `SECURESTACK_ENVIRONMENT=production` the platform refuses to start on unsafe values: without a secret key of its
own, with a public address that is not https, with debugging on, or with any origin or proxy trusted.

| setting | default | what it does |
|---|---|---|
"""
# Defaults that depend on the machine are told in words.
_IN_WORDS = {
    "data_dir": "among your user's data; `/var/lib/securestack` for root",
    "cpu_concurrency": "the number of cores",
}


def settings_page() -> str:
    """Return the page."""
    return _HEAD + "".join(
        f"| {_names(name, field)} | {_default(name, field)} | {_description(field)} |\n"
        for name, field in Settings.model_fields.items()
    )


def _names(name: str, field: FieldInfo) -> str:
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        *_, plain = alias.choices
        return f"`{plain}`"
    return f"`SECURESTACK_{name.upper()}`"


def _default(name: str, field: FieldInfo) -> str:
    if name in _IN_WORDS:
        return _IN_WORDS[name]
    value: Any = field.get_default(call_default_factory=True, validated_data={})
    if value is None or value == ():
        return "none"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    return f"`{value}`"


def _description(field: FieldInfo) -> str:
    return (field.description or "").replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(settings_page(), "utf-8")
