"""The text of API keys: `ssk_` + 8 letters that are shown + `_` + 40 letters that are secret + a checksum of 6.

Secret scanners find them by `ssk_[0-9A-Za-z]{8}_[0-9A-Za-z]{46}` and by the checksum, a CRC-32 of all before it in base 62,
know a key from a text that looks like one.
"""

from __future__ import annotations

import re
import secrets
import string
import zlib

_LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_KEY = re.compile(r"ssk_[0-9A-Za-z]{8}_[0-9A-Za-z]{46}")
_CHECKSUM = 6


def new_key() -> str:
    """Return a new key."""
    shown = "".join(secrets.choice(_LETTERS) for _ in range(8))
    secret = "".join(secrets.choice(_LETTERS) for _ in range(40))
    text = f"ssk_{shown}_{secret}"
    return text + _checksum(text)


def is_key(text: str) -> bool:
    """Return whether a text is a key that could exist."""
    return _KEY.fullmatch(text) is not None and _checksum(text[:-_CHECKSUM]) == text[-_CHECKSUM:]


def shown_part(key: str) -> str:
    """Return the part by which people know a key again."""
    return key[:12]


def _checksum(text: str) -> str:
    number, letters = zlib.crc32(text.encode()), ""
    for _ in range(_CHECKSUM):
        number, digit = divmod(number, len(_LETTERS))
        letters = _LETTERS[digit] + letters
    return letters
