"""Which fields of an answer hold what must not be shown, told by their names and values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from securestack.scanners.api.names import plain

_PASSWORD = re.compile(
    r"(?:\A|hashed|encrypted|user|current|old|plain)(?:passw(?:or)?d|passphrase|pwd)(?:hash|salt|digest|encrypted)?\Z"
    r"|passwordhash|passwdhash|pwdhash|passhash|hashedpass"
)
_SECRET = re.compile(
    r"(?:api|access|secret|private)key\Z|(?:access|refresh|reset|auth|api|session|verification|activation)token\Z"
    r"|totpsecret|otpsecret|mfasecret|recoverycode|securityanswer|cvv\Z|cvc\Z|pincode\Z|\Apin\Z"
)
_PERSONAL = re.compile(
    r"\Assn\Z|socialsecurity|nationalid|taxid|passportn|driverslicen|creditcard|cardnumber|\Aiban\Z|bankaccount"
    r"|birthdate|dateofbirth|\Adob\Z|birthday|salary|homeaddress|phonenumber\Z|\Aphone\Z|mobilenumber\Z"
)
_MASKED = re.compile(r"[*•x.#]{3,}.{0,4}\Z", re.IGNORECASE)
_SOMEBODY = re.compile(r"user|mail|name|owner|customer|account")
_SHORTEST = 3  # characters of a value that says something


def is_password_field(flat: str) -> bool:
    """Whether a field of this plain name holds a password or what one is checked with."""
    return _PASSWORD.search(flat) is not None


def is_private_field(flat: str) -> bool:
    """Whether a field of this plain name holds a secret, or personal data that others have no business to see."""
    return _SECRET.search(flat) is not None or _PERSONAL.search(flat) is not None


def is_value(value: Any) -> bool:
    """Whether a value is there, and not crossed out."""
    text = str(value)
    return not isinstance(value, bool) and len(text) >= _SHORTEST and not _MASKED.match(text)


def about_somebody(names: Iterable[str]) -> bool:
    """Whether an object with these fields is about a person."""
    return any(_SOMEBODY.search(plain(name)) for name in names)
