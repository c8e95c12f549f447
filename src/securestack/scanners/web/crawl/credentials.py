"""Which fields of a form take a user name and a password."""

from __future__ import annotations

import re
from collections.abc import Sequence

from securestack.scanners.web.crawl.form_values import Control

_TEXT_KINDS = frozenset({"text", "email", "tel", "search", "url", "number"})
_PASSWORD_NAME = re.compile(
    r"passw|passwd|(?:^|[^a-z])(?:pass|pwd|pw)(?:$|[^a-z])|_pass$|kennwort", re.IGNORECASE
)
_USER_NAME = (
    re.compile(r"user_?(?:name)?|login|log$|uname|uid|nick|benutzer", re.IGNORECASE),
    re.compile(r"e-?mail", re.IGNORECASE),
    re.compile(r"account|member|customer|name|(?:^|[^a-z])id$", re.IGNORECASE),
)


def credential_fields(controls: Sequence[Control]) -> tuple[str, tuple[str, ...]]:
    """Return the name of the field for the user name, empty where there is none, and those of the password fields.

    What the form says comes first: the type `password`, then `autocomplete` (HTML standard, "autofill"). Only where it
    says nothing does the name of a field count, and at last its place, just before the password.
    """
    named = [control for control in controls if control.name]
    passwords = [control for control in named if control.kind == "password"]
    if not passwords:
        # Some pages show what is typed.
        passwords = [
            control for control in named if control.kind == "text" and _PASSWORD_NAME.search(control.name)
        ]
    if not passwords:
        return "", ()
    before = named[: named.index(passwords[0])]
    texts = [control for control in named if control.kind in _TEXT_KINDS and control not in passwords]
    return _username(texts, before), tuple(control.name for control in passwords)


def _username(texts: Sequence[Control], before: Sequence[Control]) -> str:
    for control in texts:
        if "username" in control.autocomplete.lower().split():
            return control.name
    for control in texts:
        if control.kind == "email" or "email" in control.autocomplete.lower().split():
            return control.name
    for pattern in _USER_NAME:
        for control in texts:
            if pattern.search(control.name):
                return control.name
    nearest = [control for control in texts if control in before]
    return nearest[-1].name if nearest else ""
