"""What the routes for the administration of users take and answer."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from securestack.server.accounts.addresses import EmailAddress
from securestack.server.kit.pages import PageQuery
from securestack.server.kit.schemas import Answer, Body, Name, Storable, unchanged


class UserQuery(PageQuery):
    """Which users are wanted."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=200), Storable] | None = Field(
        default=None, description="A part of the name or the address."
    )
    is_active: bool | None = None
    is_administrator: bool | None = None


class User(Answer):
    """A user, as administrators see them."""

    id: uuid.UUID
    email: str
    name: str
    is_administrator: bool
    is_active: bool
    email_verified_at: datetime | None
    has_password: bool
    totp_enabled: bool
    created_at: datetime
    last_login_at: datetime | None
    version: int


class UserChange(Body):
    """What administrators change about users."""

    name: Name = unchanged()
    is_active: bool = unchanged()
    is_administrator: bool = unchanged()


class NewInvitation(Body):
    """Whom to invite."""

    email: EmailAddress
    is_administrator: bool = False


class AccountInvitation(Answer):
    """An invitation that was not used yet."""

    id: uuid.UUID
    email: str
    is_administrator: bool
    created_at: datetime
    expires_at: datetime


class CreatedInvitation(AccountInvitation):
    """An invitation with its link, which is shown this once; it was also sent by mail."""

    link: str


class Invitations(Answer):
    """The invitations that were not used yet, the newest first."""

    items: list[AccountInvitation]
