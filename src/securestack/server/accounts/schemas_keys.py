"""What the routes of passkeys and API keys take and answer."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from securestack.server.accounts.schemas import Remember, Token
from securestack.server.accounts.scopes import Scope
from securestack.server.kit.schemas import Answer, Body, Moment, Name


class PasskeyRegistrationStart(Answer):
    """What the browser's `navigator.credentials.create` takes."""

    token: str
    options: dict[str, Any] = Field(description="`PublicKeyCredentialCreationOptions`, as JSON.")


class PasskeyRegistration(Body):
    """What the browser answered."""

    token: Token
    name: Name
    credential: dict[str, Any] = Field(description="The credential, as `toJSON()` writes it.")


class Passkey(Answer):
    """A passkey."""

    id: uuid.UUID
    name: str
    transports: list[str]
    created_at: datetime
    last_used_at: datetime | None


class Passkeys(Answer):
    """The passkeys of a user."""

    items: list[Passkey]


class PasskeyRenaming(Body):
    """A new name for a passkey."""

    name: Name


class PasskeyLoginStart(Answer):
    """What the browser's `navigator.credentials.get` takes."""

    token: str
    options: dict[str, Any] = Field(description="`PublicKeyCredentialRequestOptions`, as JSON.")


class PasskeyLogin(Body):
    """What the browser answered."""

    token: Token
    credential: dict[str, Any] = Field(description="The credential, as `toJSON()` writes it.")
    remember: Remember = Remember.BODY


class NewApiKey(Body):
    """A new key for programs, which acts for its user."""

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=20)]
    expires_at: Moment | None = Field(
        default=None, description="At most two years from now; without it the key is good for 90 days."
    )
    project_id: uuid.UUID | None = Field(default=None, description="The only project the key may be used in.")


class ApiKey(Answer):
    """An API key, without its secret."""

    id: uuid.UUID
    prefix: str = Field(description="How the key begins.")
    name: str
    user_id: uuid.UUID | None
    project_id: uuid.UUID | None
    scopes: list[str]
    created_by: uuid.UUID | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class CreatedApiKey(ApiKey):
    """An API key with its secret, which is shown this once."""

    key: str = Field(description="Send it as `Authorization: Bearer …`.")


class ApiKeys(Answer):
    """API keys, the newest first."""

    items: list[ApiKey]
