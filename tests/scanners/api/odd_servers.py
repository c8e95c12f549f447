"""Servers that answer in ways that tell a scanner nothing, and descriptions to ask them with."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web


def one_answer(
    status: int = 200, body: str = "{}", content_type: str = "application/json"
) -> web.Application:
    """Return a server that answers everything alike."""

    async def handler(_: web.Request) -> web.Response:
        return web.Response(text=body, status=status, content_type=content_type)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    return app


def described(*operations: str, **more: Any) -> str:
    """Return a description of operations such as `GET /books/{id}` that need a login, as text."""
    paths: dict[str, Any] = {}
    for operation in operations:
        method, _, path = operation.partition(" ")
        paths.setdefault(path, {})[method.lower()] = {
            "responses": {"200": {"description": "Done"}},
            "security": [{"token": []}],
        }
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Odd", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }
    return json.dumps({**document, **more})
