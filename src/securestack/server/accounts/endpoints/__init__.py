"""The routes of accounts, one file a subject; `router` holds all of them."""

from __future__ import annotations

from fastapi import APIRouter

from securestack.server.accounts.endpoints import (
    credentials,
    devices,
    keys,
    me,
    passkeys,
    registration,
    second_factor,
    sign_in,
    single_sign_on,
    users,
)

router = APIRouter(tags=["accounts"])
for _part in (
    sign_in,
    registration,
    me,
    credentials,
    devices,
    second_factor,
    passkeys,
    single_sign_on,
    keys,
    users,
):
    router.include_router(_part.router)
