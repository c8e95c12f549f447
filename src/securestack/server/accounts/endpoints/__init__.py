"""The routes of accounts, one file a subject; `router` holds all of them."""

from __future__ import annotations

from fastapi import APIRouter

from securestack.server.accounts.endpoints import (
    devices,
    me,
    sign_in,
)

router = APIRouter(tags=["accounts"])
for _part in (sign_in, me, devices):
    router.include_router(_part.router)
