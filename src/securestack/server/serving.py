"""Runs the web application until the process is told to end."""

from __future__ import annotations

import contextlib
import errno
import gc
import resource
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send
from uvicorn.supervisors import Multiprocess

from securestack.server.app import create_app
from securestack.server.kit.connections import Connection
from securestack.server.kit.logs import configure_logs
from securestack.server.settings import Settings, load_settings

_GRACE = 10  # seconds for requests that are being answered when the process is told to end
_BACKLOG = 4096  # connections that wait to be accepted


class PortTaken(Exception):
    """The address cannot be listened on. The message is one sentence."""


def run_web(settings: Settings) -> None:
    """Answer requests until SIGTERM or SIGINT. Raises PortTaken."""
    configure_logs(settings)
    raise_file_limit()
    check_port(settings.host, settings.port)
    several = settings.web_processes > 1
    config = uvicorn.Config(
        "securestack.server.serving:application" if several else _Ending(create_app(settings)),
        factory=several,
        workers=settings.web_processes,
        host=settings.host,
        port=settings.port,
        http=Connection,
        ws="none",
        lifespan="on",
        backlog=_BACKLOG,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_GRACE,
    )
    if several:
        Multiprocess(config, sockets=[config.bind_socket()]).run()
    else:
        uvicorn.Server(config).run()


class _Ending:
    """What a web process adds: streams of events are told that it is about to end; they would keep it waiting."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and listen for the signals to end once the application has begun."""
        if scope["type"] == "lifespan":
            _spare_the_collector()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self._before(signal.getsignal(number)))
        await self._app(scope, receive, send)

    def _before(self, old: Any) -> Callable[[int, FrameType | None], None]:
        def end(number: int, frame: FrameType | None) -> None:
            platform = getattr(self._app.state, "platform", None)
            if platform is not None:
                platform.stopping.set()
            if callable(old):
                old(number, frame)

        return end


def _spare_the_collector() -> None:
    """Keep what stays for the life of the process out of garbage collection, which then costs requests little."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def application() -> _Ending:
    """Return the application, for each of several processes, which read the environment themselves."""
    settings = load_settings().with_secret_key()
    configure_logs(settings)
    raise_file_limit()
    return _Ending(create_app(settings))


def check_port(host: str, port: int) -> int:
    """Return the port, or a free one for 0. Raises PortTaken when it cannot be listened on."""
    try:
        with socket.create_server((host, port), family=_family(host)) as listening:
            return int(listening.getsockname()[1])
    except socket.gaierror as error:
        raise PortTaken(f"{host} is not an address of this machine; choose another with --host.") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(
                f"Port {port} is taken by another program; choose another with --port."
            ) from error
        if error.errno == errno.EACCES:
            raise PortTaken(
                f"Port {port} needs more rights than you have; choose one above 1023 with --port."
            ) from error
        raise PortTaken(
            f"Cannot listen on {host}:{port}: {(error.strerror or str(error)).lower()}; choose another --host."
        ) from error


def raise_file_limit() -> None:
    """Allow this process as many open connections as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
