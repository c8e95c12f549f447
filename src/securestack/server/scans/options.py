"""The options of a scan as they lie in the database, and as a scanner takes them."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from securestack.scanners.api.plan import Plan as ApiPlan
from securestack.scanners.web.options import WebScanOptions
from securestack.scanners.web.plan import Plan
from securestack.server.kit.crypto import Vault
from securestack.server.kit.problems import invalid
from securestack.server.scans.schemas import (
    ApiScanSettings,
    Credentials,
    DependencyScanSettings,
    WebScanSettings,
)


def stored_options(settings: WebScanSettings, *, authenticated: bool) -> dict[str, Any]:
    """Return what of the options may be read by everybody who sees the scan.

    Raises the problem `invalid-request` for a rule that does not exist.
    """
    try:
        Plan(settings.only)
    except ValueError as error:
        raise invalid("body.options.only", str(error)) from None
    return {**settings.model_dump(mode="json"), "authenticated": authenticated}


def stored_api_options(settings: ApiScanSettings) -> dict[str, Any]:
    """Return the options of an API scan. Raises the problem `invalid-request` for a rule that does not exist."""
    try:
        ApiPlan(settings.only)
    except ValueError as error:
        raise invalid("body.options.only", str(error)) from None
    return settings.model_dump(mode="json")


def stored_dependency_options(settings: DependencyScanSettings, upload: Any) -> dict[str, Any]:
    """Return the options of a dependency scan of one upload."""
    return {
        "development": settings.development,
        "upload_id": str(upload["id"]),
        "file_name": upload["file_name"],
    }


def has_any(credentials: Credentials) -> bool:
    """Return whether there is anything secret in the credentials."""
    return bool(credentials.headers or credentials.login_url or credentials.password)


def require_complete(credentials: Credentials) -> None:
    """Raise the problem `invalid-request` for half a login."""
    given = [credentials.login_url, credentials.username, credentials.password]
    if any(given) and not all(given):
        raise invalid(
            "body.credentials", "A login takes all of login_url, username and password, or none of them."
        )


def seal(vault: Vault, scan_id: uuid.UUID, credentials: Credentials) -> bytes:
    """Return the credentials encrypted for their place."""
    return vault.encrypt(credentials.model_dump_json().encode(), _place(scan_id))


def open_options(
    vault: Vault, scan_id: uuid.UUID, url: str, options: dict[str, Any], secret: bytes | None
) -> WebScanOptions:
    """Return the options as the scanner takes them. Raises DecryptionError."""
    credentials = Credentials()
    if secret is not None:
        credentials = Credentials.model_validate_json(vault.decrypt(secret, _place(scan_id)))
    taken = {name: value for name, value in options.items() if name in _TAKEN and value is not None}
    return msgspec.convert(
        {
            **taken,
            "url": url,
            "headers": [(header.name, header.value) for header in credentials.headers],
            "login_url": credentials.login_url,
            "username": credentials.username,
            "password": credentials.password,
        },
        WebScanOptions,
    )


def _place(scan_id: uuid.UUID) -> str:
    return f"scans.secret_options:{scan_id}"


_TAKEN = frozenset(WebScanSettings.model_fields)
