"""Keys derived from the one secret key, and encryption of what must not lie readable in the database."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = b"\x01"
_NONCE_BYTES = 12


class DecryptionError(Exception):
    """The secret cannot be read: it was damaged, moved, or encrypted under another secret key."""


def derive_key(secret: str, purpose: str) -> bytes:
    """Return 32 bytes for one purpose (HKDF, RFC 5869), so that no key serves two."""
    return HKDF(SHA256(), 32, salt=None, info=f"securestack {purpose}".encode()).derive(secret.encode())


class Vault:
    """Encrypts secrets at rest with AES-256-GCM.

    `place` says where the secret lies, such as `users.totp:<id>`; moved elsewhere it cannot be decrypted.
    """

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(derive_key(secret, "encryption at rest"))

    def encrypt(self, secret: bytes, place: str) -> bytes:
        """Return the secret encrypted."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, secret, place.encode())

    def decrypt(self, encrypted: bytes, place: str) -> bytes:
        """Return the secret. Raises DecryptionError."""
        nonce, text = encrypted[1 : 1 + _NONCE_BYTES], encrypted[1 + _NONCE_BYTES :]
        try:
            if encrypted[:1] != _VERSION:
                raise DecryptionError("The secret was encrypted by a version that this one does not know.")
            return self._cipher.decrypt(nonce, text, place.encode())
        except (InvalidTag, ValueError) as error:
            raise DecryptionError(
                "The secret cannot be decrypted; SECURESTACK_SECRET_KEY is not the one it was encrypted with."
            ) from error
