"""What the routes of accounts take and answer."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from securestack.server.accounts.addresses import EmailAddress
from securestack.server.accounts.timezones import known_timezone
from securestack.server.kit.schemas import Answer, Body, Name, unchanged


def _unicode(secret: SecretStr) -> SecretStr:
    try:
        secret.get_secret_value().encode()
    except UnicodeEncodeError:
        raise ValueError("it must be Unicode text") from None
    return secret


NewPassword = Annotated[
    SecretStr,
    AfterValidator(_unicode),
    Field(
        min_length=12, max_length=1000, description="At least 12 characters, and none of the most used ones."
    ),
]
Password = Annotated[SecretStr, AfterValidator(_unicode), Field(min_length=1, max_length=1000)]
Token = Annotated[str, StringConstraints(min_length=20, max_length=200, pattern=r"^[A-Za-z0-9_-]+$")]
Code = Annotated[
    str,
    StringConstraints(min_length=6, max_length=40, pattern=r"^[A-Za-z0-9 -]+$"),
]
Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
Timezone = Annotated[str, StringConstraints(max_length=64), AfterValidator(known_timezone)]


class Remember(enum.StrEnum):
    """Where the refresh token goes: into the answer, for programs; or into a cookie that pages cannot read, for browsers."""

    BODY = "body"
    COOKIE = "cookie"


# Signing in


class SignInOptions(Answer):
    """What a page for signing in needs to know."""

    registration: Literal["open", "invitation", "closed"]
    setup_needed: bool = Field(description="There is no administrator yet; the set-up link makes the first.")
    single_sign_on: str | None = Field(description="Name of the provider, where one is set.")
    passkeys: bool = Field(
        description="Whether passkeys work at this address; they need a name, not an IP address."
    )
    shortest_password: int


class Login(Body):
    """Who one is, by password."""

    email: EmailAddress
    password: Password
    remember: Remember = Remember.BODY


class SecondFactor(Body):
    """The code that was asked for after the password: of the authenticator, or a recovery code."""

    token: Token = Field(description="`token` of the answer that asked for the code.")
    code: Code
    remember: Remember = Remember.BODY


class Tokens(Answer):
    """What somebody who has logged in is given."""

    session_id: uuid.UUID
    user_id: uuid.UUID
    access_token: str = Field(description="Send it as `Authorization: Bearer …`.")
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds until the access token expires.")
    refresh_token: str | None = Field(
        description="Gets new tokens, once; each answer brings the next. Null when it is in the cookie."
    )


class SecondFactorNeeded(Answer):
    """The password was right, and a code is needed too."""

    token: str = Field(description="Send it back with the code.")
    expires_in: int = Field(description="Seconds in which the code must come.")
    recovery_codes: bool = Field(description="Whether a recovery code may be sent instead.")


class Refresh(Body):
    """The refresh token, where it is not in the cookie."""

    refresh_token: Token | None = None


# Making an account


class Registration(Body):
    """Whose account is to be made: a link goes to this address."""

    email: EmailAddress


class MailSent(Answer):
    """A mail is on its way, where there is reason for one. The answer is the same where there is not."""

    detail: str


class LinkToken(Body):
    """The token of a link: what stands behind its #."""

    token: Token


class LinkDescription(Answer):
    """What a link is for."""

    purpose: Literal["setup", "invite", "verify", "reset"]
    email: str | None = Field(description="The address it was sent to; null for the set-up link.")
    makes_account: bool = Field(description="Whether following it makes an account; others belong to one.")
    expires_at: datetime


class NewAccount(Body):
    """The rest of a new account, from whoever holds the link."""

    token: Token
    name: Name
    password: NewPassword
    email: EmailAddress | None = Field(
        default=None, description="With the set-up link only; other links were sent to an address."
    )
    remember: Remember = Remember.BODY


# Passwords and addresses


class PasswordChange(Body):
    """A new password, and the one until now; not needed for accounts without one."""

    current_password: Password | None = None
    new_password: NewPassword


class PasswordForgotten(Body):
    """Whose password is to be set anew: a link goes to this address."""

    email: EmailAddress


class PasswordReset(Body):
    """A new password, from whoever holds the link."""

    token: Token
    new_password: NewPassword


class EmailChange(Body):
    """A new address; a link that is sent there puts it in force."""

    email: EmailAddress
    password: Password | None = Field(default=None, description="Not needed for accounts without one.")


class Confirmation(Body):
    """The password, asked for again before something grave; not needed for accounts without one."""

    password: Password | None = None


# The user


class Me(Answer):
    """The user who is asking."""

    id: uuid.UUID
    email: str
    name: str
    is_administrator: bool
    email_verified_at: datetime | None
    has_password: bool
    totp_enabled: bool
    recovery_codes_left: int
    passkeys: int
    locale: str
    timezone: str
    created_at: datetime
    last_login_at: datetime | None
    password_changed_at: datetime | None


class ProfileChange(Body):
    """What users change about themselves."""

    name: Name = unchanged()
    locale: Locale = unchanged()
    timezone: Timezone = unchanged()


class Device(Answer):
    """A device on which one is logged in."""

    id: uuid.UUID
    is_current: bool
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    method: str = Field(description="How one logged in there.")
    ip: str
    user_agent: str


class Devices(Answer):
    """The devices on which one is logged in, the last used first."""

    items: list[Device]


# The second factor


class TotpEnrolment(Answer):
    """The secret of a new authenticator; it is not in force before a code confirms it."""

    secret: str
    uri: str = Field(description="What a QR code for authenticators holds.")


class TotpCode(Body):
    """A code of the authenticator."""

    code: Code


class TotpDisabling(Body):
    """The password and a code, to take the second factor away."""

    password: Password | None = None
    code: Code


class RecoveryCodes(Answer):
    """Recovery codes; they are shown once, and each is good once."""

    recovery_codes: list[str]


# Single sign-on


class SingleSignOn(Body):
    """Where to go on once one is signed on."""

    return_to: Annotated[
        str, StringConstraints(max_length=500, pattern=r"^/([\x21-\x2e\x30-\x5b\x5d-\x7e][\x21-\x7e]*)?$")
    ] = Field(default="/", description="A path of the platform itself.")


class SingleSignOnStart(Answer):
    """Where the browser has to go."""

    authorization_url: str
