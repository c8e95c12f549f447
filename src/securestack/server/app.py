"""The web application: every part of the server put together."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware

from securestack import __version__
from securestack.server.accounts.authentication import Authentication
from securestack.server.interface import FILES, Interface
from securestack.server.kit import dispatch, health, problems, query_models
from securestack.server.kit.description import describe, operation_id
from securestack.server.kit.frame import BodyLimit, RequestFrame
from securestack.server.kit.platform import Platform
from securestack.server.routes import LARGE_BODIES, ROUTERS
from securestack.server.settings import Settings


def create_app(settings: Settings, *, extra_routers: tuple[APIRouter, ...] = ()) -> FastAPI:
    """Return the application. Its connections are opened when it starts serving."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        platform = Platform(settings, authenticate=Authentication(), application="securestack web")
        await platform.open()
        app.state.platform = platform
        try:
            yield
        finally:
            await platform.close()

    app = FastAPI(
        title="SecureStack",
        version=__version__,
        lifespan=lifespan,
        openapi_url="/openapi.json",
        docs_url=None,  # their pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
    )
    app.state.settings = settings
    problems.install(app)
    app.include_router(health.router)
    for router in (*ROUTERS, *extra_routers):
        app.include_router(router, prefix="/api/v1")
    describe(app)
    dispatch.install(app)
    query_models.install()
    app.add_middleware(Interface, folder=settings.interface_dir or FILES)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"],
            expose_headers=[
                "ETag",
                "X-Request-Id",
                "RateLimit-Limit",
                "RateLimit-Remaining",
                "RateLimit-Reset",
            ],
        )
    app.add_middleware(RequestFrame, settings=settings, body_limit=_body_limit(settings))
    return app


def _body_limit(settings: Settings) -> BodyLimit:
    limits = {route: getattr(settings, name) for route, name in LARGE_BODIES.items()}

    def limit(method: str, path: str) -> int:
        for (wanted, end), size in limits.items():
            if method == wanted and path.endswith(end):
                return int(size)
        return settings.max_body_bytes

    return limit
