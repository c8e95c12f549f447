"""Tables of accounts: users and everything with which they prove who they are."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from securestack.server.models.base import Base, Created, Identifier, Updated, belongs_to, mentions, words


class User(Base):
    """A person with an account."""

    __tablename__ = "users"
    __table_args__ = (Index("users_email_key", text("lower(email)"), unique=True),)

    id: Mapped[Identifier]
    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str | None]  # null for those who only sign on through a provider
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    email_verified_at: Mapped[datetime | None]
    totp_secret_encrypted: Mapped[bytes | None]
    totp_confirmed_at: Mapped[datetime | None]  # a secret that was never confirmed demands no code
    totp_last_step: Mapped[int | None]  # the time step of the last code, which is not accepted twice
    locale: Mapped[str] = mapped_column(default="en")
    timezone: Mapped[str] = mapped_column(default="UTC")
    password_changed_at: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)


class Session(Base):
    """One device on which a user is logged in; its refresh token changes with every use.

    `previous_hash` is the token before: whoever sends it has stolen it, or was stolen from, and the session ends.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        Index("sessions_user_id_index", "user_id", "last_used_at"),
        Index("sessions_expires_at_index", "expires_at"),
    )

    id: Mapped[Identifier]
    user_id: Mapped[uuid.UUID] = mapped_column(belongs_to("users.id"))
    refresh_family: Mapped[uuid.UUID]
    refresh_hash: Mapped[bytes] = mapped_column(unique=True)
    previous_hash: Mapped[bytes | None] = mapped_column(unique=True)
    created_at: Mapped[Created]
    last_used_at: Mapped[Created]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_because: Mapped[str | None]
    method: Mapped[str] = mapped_column(default="password")  # how they logged in
    ip: Mapped[str] = mapped_column(default="")
    user_agent: Mapped[str] = mapped_column(default="")


class RecoveryCode(Base):
    """A code that replaces the second factor once."""

    __tablename__ = "recovery_codes"

    id: Mapped[Identifier]
    user_id: Mapped[uuid.UUID] = mapped_column(belongs_to("users.id"), index=True)
    code_hash: Mapped[bytes]
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A WebAuthn credential."""

    __tablename__ = "passkeys"

    id: Mapped[Identifier]
    user_id: Mapped[uuid.UUID] = mapped_column(belongs_to("users.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    name: Mapped[str]
    transports: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    created_at: Mapped[Created]
    last_used_at: Mapped[datetime | None]


class TokenPurpose(enum.StrEnum):
    """What a one-time token is for."""

    SETUP = "setup"
    INVITE = "invite"
    RESET = "reset"
    VERIFY = "verify"
    LOGIN = "login"  # between the password and the second factor, and through a provider
    PASSKEY = "passkey"  # a challenge


class OneTimeToken(Base):
    """A token in a link or between two steps; only its hash is stored."""

    __tablename__ = "one_time_tokens"
    __table_args__ = (
        Index("one_time_tokens_expires_at_index", "expires_at"),
        Index("one_time_tokens_user_id_index", "user_id", "purpose"),
    )

    id: Mapped[Identifier]
    user_id: Mapped[uuid.UUID | None] = mapped_column(belongs_to("users.id"))
    purpose: Mapped[TokenPurpose] = mapped_column(words(TokenPurpose, "purpose"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[Created]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class OidcIdentity(Base):
    """The user of an OpenID Connect provider whom an account belongs to."""

    __tablename__ = "oidc_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Identifier]
    user_id: Mapped[uuid.UUID] = mapped_column(belongs_to("users.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    created_at: Mapped[Created]


class ApiKey(Base):
    """A key for programs, bound to a user, or to a project, or to a user within one project."""

    __tablename__ = "api_keys"
    __table_args__ = (CheckConstraint("user_id IS NOT NULL OR project_id IS NOT NULL", name="bound"),)

    id: Mapped[Identifier]
    prefix: Mapped[str]  # the part that is shown
    key_hash: Mapped[bytes] = mapped_column(unique=True)
    name: Mapped[str]
    user_id: Mapped[uuid.UUID | None] = mapped_column(belongs_to("users.id"), index=True)
    # Without a foreign key: projects stand above accounts. Their deletion deletes the keys.
    project_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
