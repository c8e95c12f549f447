"""How far it is to the customer, asked of a command-line tool that does not exist: a stand-in answers for it."""

from __future__ import annotations

import asyncio
import re

from aiohttp import web

from tests.targets.pretend_shell import PretendShell
from tests.targets.shop.rendering import page

routes = web.RouteTableDef()

_LONGEST_SLEEP = 15.0  # seconds
_POSTCODE = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}")


@routes.get("/delivery")
async def delivery(request: web.Request) -> web.StreamResponse:
    """Say how far it is; WEAK: the postcode becomes part of a command line."""
    postcode = request.query.get("postcode", "")
    if not postcode:
        return page(request, "delivery.html")
    shell = PretendShell()
    answer = shell.run(f"echo Two working days from SY8 1AA to {postcode[:300]}")
    await asyncio.sleep(min(shell.slept, _LONGEST_SLEEP))
    return page(request, "delivery.html", postcode=postcode, distance=answer + shell.errors)


@routes.get("/pickup")
async def pickup(request: web.Request) -> web.StreamResponse:
    """Say which tea room is near; safe: what is not a postcode goes nowhere."""
    postcode = request.query.get("postcode", "")
    place = (
        "The Long Room, 2 Castle Street"
        if _POSTCODE.fullmatch(postcode)
        else "That is not a postcode we know."
    )
    return page(request, "delivery.html", pickup_postcode=postcode, place=place)
