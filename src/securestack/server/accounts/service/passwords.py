"""What a password must be like. Long beats complicated (NIST SP 800-63B, section 3.1.1), and the commonest are refused."""

from __future__ import annotations

import re
import unicodedata

from securestack.server.accounts.common_passwords import COMMON_PASSWORDS
from securestack.server.kit.problems import invalid

SHORTEST, LONGEST = 12, 1000  # characters
_FEWEST_DIFFERENT = 5
_SPELLED = str.maketrans("013456789@$!|+", "oieasbtbgasiit")
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
)
_OTHER = re.compile(r"[^a-z]+")
_AROUND = re.compile(r"^[^a-z@$]+|[^a-z]+$")
_LONG, _MUCH = 32, 10  # characters; so many beside a word count by themselves


def normalized_password(password: str) -> str:
    """Return a password in the one form that is hashed: a keyboard may send the same sign in several ways."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *, field: str, email: str, name: str = "") -> str:
    """Return the password to hash. Raises the problem `invalid-request` when it is too easily guessed."""
    password = normalized_password(password)
    fault = _fault(password, email, name)
    if fault is not None:
        raise invalid(field, fault)
    return password


def _fault(password: str, email: str, name: str) -> str | None:
    if len(password) < SHORTEST:
        return f"It must have at least {SHORTEST} characters."
    if len(password) > LONGEST:
        return f"It must have at most {LONGEST:,} characters."
    plain = "".join(password.casefold().split())
    if len(set(plain)) < _FEWEST_DIFFERENT:
        return f"It must have at least {_FEWEST_DIFFERENT} different characters."
    for own in (email.casefold(), email.partition("@")[0].casefold(), "".join(name.casefold().split())):
        if len(own) > 3 and len(plain.replace(own, "")) < 6:
            return "It must not be made of your address or your name."
    if _is_common(plain):
        return "It is one of the most often used passwords, or nearly so."
    return None


def _is_common(plain: str) -> bool:
    if any(_follows(plain, run) for run in _RUNS):
        return True
    if not plain.isascii() or len(plain) > _LONG:
        return False
    # What people do to a common word to make it pass: digits and signs around it, signs for letters, itself again.
    bare = _AROUND.sub("", plain)
    cores = {_OTHER.sub("", text) for text in (plain, bare.translate(_SPELLED), plain.translate(_SPELLED))}
    return any(
        len(plain) - len(core) < _MUCH and _word_of(core) in COMMON_PASSWORDS for core in cores if core
    )


def _word_of(text: str) -> str:
    """Return the word that a text repeats, or the text."""
    for length in range(1, len(text) // 2 + 1):
        if len(text) % length == 0 and text[:length] * (len(text) // length) == text:
            return text[:length]
    return text


def _follows(plain: str, run: str) -> bool:
    """Return whether a password is but a run of neighbouring keys, or of the alphabet, forwards or backwards."""
    return any(plain in turned or _covered(plain, turned) for turned in (run * 3, run[::-1] * 3))


def _covered(plain: str, run: str) -> bool:
    pieces = [plain[start : start + 4] for start in range(0, len(plain) - 3, 4)]
    return all(piece in run for piece in pieces)
