"""Addresses of mail in the one spelling they are stored and compared in."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

import idna
from pydantic import AfterValidator

from securestack.server.kit.schemas import Email

_DOMAIN = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)


def normalized_address(address: str) -> str:
    """Return an address in its one spelling: composed Unicode, small letters, the domain as DNS knows it.

    RFC 5321 lets a server tell `Ann@` from `ann@`; no provider does, and people do not. Raises ValueError.
    """
    local, _, domain = unicodedata.normalize("NFC", address.strip()).lower().rpartition("@")
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode()
        except (idna.IDNAError, UnicodeError):
            raise ValueError("its domain is not one that can exist") from None
    if not local or not _DOMAIN.fullmatch(domain):
        raise ValueError("it must be an address such as ann@example.org")
    if len(local.encode()) > 64 or local[0] in '"(<' or any(sign in local for sign in ',;:<>()[]\\"'):
        raise ValueError("the part before the @ holds signs that addresses do not use")
    return f"{local}@{domain}"


EmailAddress = Annotated[Email, AfterValidator(normalized_address)]
"""An address of mail in the body of a request, in its one spelling."""
