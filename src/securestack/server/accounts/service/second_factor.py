"""The second factor: codes by time (TOTP, RFC 6238), and recovery codes for when the device is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import time

import pyotp
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts import queries
from securestack.server.kit.clock import now
from securestack.server.kit.crypto import derive_key
from securestack.server.kit.platform import Platform
from securestack.server.models.accounts import RecoveryCode, User

_STEP = 30  # seconds
_TOTP_CODE = re.compile(r"\d{6}")
_CODES, _CODE_BYTES = 10, 10
ISSUER = "SecureStack"


def new_totp(platform: Platform, user: User) -> tuple[str, str]:
    """Give a user a new secret, not yet in force; return it and the address that goes into a QR code."""
    secret = pyotp.random_base32()
    user.totp_secret_encrypted = platform.vault.encrypt(secret.encode(), _place(user))
    user.totp_confirmed_at = user.totp_last_step = None
    return secret, pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)


def use_totp(platform: Platform, user: User, code: str) -> bool:
    """Return whether a code is right now, give or take one step; each code counts once."""
    if user.totp_secret_encrypted is None:
        return False
    totp = pyotp.TOTP(platform.vault.decrypt(user.totp_secret_encrypted, _place(user)).decode())
    current = int(time.time()) // _STEP
    for step in (current, current - 1, current + 1):
        if hmac.compare_digest(totp.at(step * _STEP), code):
            if user.totp_last_step is not None and step <= user.totp_last_step:
                return False
            user.totp_last_step = step
            return True
    return False


async def use_code(platform: Platform, session: AsyncSession, user: User, code: str) -> str | None:
    """Return by what a code proves who somebody is, `totp` or `recovery-code`; None when it does not."""
    code = "".join(code.split())
    if _TOTP_CODE.fullmatch(code):
        return "totp" if use_totp(platform, user, code) else None
    used = await queries.use_recovery_code(session, user.id, _code_hash(platform, code))
    return "recovery-code" if used else None


async def new_recovery_codes(platform: Platform, session: AsyncSession, user: User) -> list[str]:
    """Return new recovery codes; the old ones are good for nothing from then on."""
    await queries.forget_recovery_codes(session, user.id)
    codes = []
    for _ in range(_CODES):
        text = base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode().lower()
        codes.append("-".join(text[start : start + 4] for start in range(0, len(text), 4)))
        session.add(RecoveryCode(user_id=user.id, code_hash=_code_hash(platform, codes[-1])))
    await session.flush()
    return codes


async def disable(session: AsyncSession, user: User) -> None:
    """Take the second factor away."""
    user.totp_secret_encrypted = user.totp_confirmed_at = user.totp_last_step = None
    await queries.forget_recovery_codes(session, user.id)


def confirm(platform: Platform, user: User, code: str) -> bool:
    """Put the secret in force once a first code shows that the device has it."""
    right = use_totp(platform, user, "".join(code.split()))
    if right:
        user.totp_confirmed_at = now()
    return right


def _code_hash(platform: Platform, code: str) -> bytes:
    plain = code.lower().replace("-", "")
    return hmac.digest(derive_key(platform.settings.key, "recovery codes"), plain.encode(), hashlib.sha256)


def _place(user: User) -> str:
    return f"users.totp:{user.id}"
