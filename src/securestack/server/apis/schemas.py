"""What is asked and answered about descriptions of APIs and the people as whom they are asked."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from securestack.server.kit.schemas import Answer, Body, Name, Storable, unchanged
from securestack.server.models.apis import ActorRole

_LONGEST_URL = 2_000


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it must be an address that begins with http:// or https://")
    return text


Address = Annotated[
    str,
    StringConstraints(min_length=1, max_length=_LONGEST_URL, strip_whitespace=True),
    Storable,
    AfterValidator(_web_address),
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Username = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True), Storable]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$")]
HeaderValue = Annotated[str, StringConstraints(max_length=8_000, pattern=r"^[^\x00-\x08\x0a-\x1f\x7f]*$")]


class NewDescription(Body):
    """A description to be kept for a target: its text, or the address at which it lies."""

    content: str | None = Field(
        default=None,
        description="OpenAPI 2.0, 3.0 or 3.1 (JSON or YAML), a Postman collection, a HAR recording, or a GraphQL schema.",
    )
    file_name: Name = "description"
    url: Address | None = Field(
        default=None,
        description="Where the description lies, or a GraphQL service; it is fetched anew for every scan.",
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> NewDescription:
        if (self.content is None) == (self.url is None):
            raise ValueError("send either content or url")
        return self


class Description(Answer):
    """The description of a target's API."""

    target_id: uuid.UUID
    url: str = Field(description="Where it lies; empty where it was uploaded.")
    file_name: str
    format: str = Field(description="Such as `OpenAPI 3.1.0`; empty where only the address is known.")
    title: str
    operation_count: int
    size: int = Field(description="Bytes.")
    sha256: str
    notices: list[str] = Field(default_factory=list, description="What of it could not be read.")
    created_by: uuid.UUID | None
    created_at: datetime


class ActorHeader(Body):
    """A header that says who somebody is, such as a token or a cookie."""

    name: HeaderName
    value: HeaderValue


class NewActor(Body):
    """Somebody as whom the API is asked: with a name and a password, or with headers."""

    name: Name = Field(description="What the actor is called here, such as `customer`.")
    role: ActorRole = ActorRole.USER
    username: Username | None = None
    password: Password | None = None
    headers: list[ActorHeader] = Field(default_factory=list, max_length=20)

    @model_validator(mode="after")
    def _can_log_in(self) -> NewActor:
        if (self.username is None) != (self.password is None):
            raise ValueError("a login takes both username and password")
        if self.username is None and not self.headers:
            raise ValueError("send username and password, or headers")
        return self


class ActorChange(Body):
    """What changes about an actor; a secret that is left out stays."""

    name: Name = unchanged()
    role: ActorRole = unchanged()
    username: Username = unchanged()
    password: Password = unchanged()
    headers: list[ActorHeader] = unchanged()


class ActorShown(Answer):
    """Somebody as whom the API is asked, without their secrets."""

    id: uuid.UUID
    target_id: uuid.UUID
    name: str
    role: ActorRole
    username: str
    header_names: list[str]
    created_by: uuid.UUID | None
    created_at: datetime
    updated_at: datetime
    version: int


class ApiSetup(Answer):
    """What is known of the API of a target."""

    description: Description | None
    actors: list[ActorShown]
