"""`securestack serve`: the whole platform on one machine, with nothing to configure."""

from __future__ import annotations

import contextlib
import shutil
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING

from securestack.cli.errors import CommandError
from securestack.cli.platform import DataDir, database_explained, explained, read_settings
from securestack.cli.web import Host, Port

if TYPE_CHECKING:
    from securestack.server.embedded.processes import Program, Supervisor
    from securestack.server.settings import Settings

_START_SECONDS = 60.0


def serve(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Run the whole platform: database, Valkey, web, workers and beat, all in one data folder.

    With DATABASE_URL, DATABASE_REPLICA_URL or REDIS_URL set, those are used instead of embedded ones.
    """
    settings = read_settings(host=host, port=port, data_dir=data_dir)
    from securestack.server.embedded.processes import Supervisor
    from securestack.server.embedded.stack import held
    from securestack.server.serving import PortTaken, check_port

    try:
        settings = settings.changed(port=check_port(settings.host, settings.port))
    except PortTaken as error:
        raise CommandError(str(error)) from error
    if "public_url" not in settings.model_fields_set:
        settings = settings.changed(public_url=f"http://{_reachable(settings.host)}:{settings.port}")
    supervisor = Supervisor(tell=_tell)
    with explained(), held(settings.data_dir), _signals(supervisor):
        try:
            _run(settings, supervisor)
        finally:
            _tell("Stopping.")
            supervisor.stop()
            _tell("Stopped.")


def _run(settings: Settings, supervisor: Supervisor) -> None:
    from securestack.server import migrations
    from securestack.server.accounts.setup import ensure_setup_link
    from securestack.server.embedded.processes import Background
    from securestack.server.embedded.stack import postgres_of, valkey_of

    if settings.database_url is None:
        postgres = postgres_of(settings)
        supervisor.start(Background("database", postgres))
        postgres.create_database()
        settings = settings.changed(database_url=postgres.url())
    if settings.redis_url is None:
        valkey = valkey_of(settings)
        supervisor.start(Background("Valkey", valkey))
        settings = settings.changed(redis_url=valkey.url())
    with database_explained(settings):
        migrations.migrate(str(settings.database_url))
        link = ensure_setup_link(settings)
    web, *others = _programs(settings)
    supervisor.start(web)
    answers = _answers(settings, web, supervisor)
    if answers:
        _tell(f"SecureStack is at {settings.public_url}")
        if link:
            _tell(f"Make the first administrator at {link} (this link works once, for a day).")
        _tell("Ctrl-C ends it.")
    if not supervisor.stopping:
        for program in others:
            supervisor.start(program)
    supervisor.watch()


def _programs(settings: Settings) -> list[Program]:
    from securestack.server.embedded.processes import Program

    metrics = settings.data_dir / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(mode=0o700)
    environment = {
        "SECURESTACK_DATA_DIR": str(settings.data_dir),
        "SECURESTACK_DATABASE_URL": str(settings.database_url),
        "SECURESTACK_REDIS_URL": str(settings.redis_url),
        "SECURESTACK_HOST": settings.host,
        "SECURESTACK_PORT": str(settings.port),
        "SECURESTACK_PUBLIC_URL": settings.public_url,
        "PROMETHEUS_MULTIPROC_DIR": str(metrics),  # the web process tells the numbers of all
    }
    if sys.stderr.isatty():
        if "log_format" not in settings.model_fields_set:
            environment["SECURESTACK_LOG_FORMAT"] = "text"
        if "log_level" not in settings.model_fields_set:
            environment["SECURESTACK_LOG_LEVEL"] = "warning"
    parts = {
        "web server": ["web"],
        "worker of network scans": ["worker", "--queue", "network"],
        "worker of computing jobs": ["worker", "--queue", "cpu"],
        "beat": ["beat"],
    }
    return [Program(name, arguments, environment=environment) for name, arguments in parts.items()]


def _answers(settings: Settings, web: Program, supervisor: Supervisor) -> bool:
    """Wait until the web server answers; return whether it does. Raises CommandError when it ends instead."""
    import http.client
    import time

    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and not supervisor.stopping:
        if not web.running:
            raise CommandError("The web server ended while starting; what it wrote above says why.")
        connection = http.client.HTTPConnection(
            _reachable(settings.host, brackets=False), settings.port, timeout=2
        )
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", "/health/live")
            if connection.getresponse().status == 200:
                return True
        time.sleep(0.05)
    return False


@contextlib.contextmanager
def _signals(supervisor: Supervisor) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        supervisor.stop_soon()

    old = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)


def _reachable(host: str, *, brackets: bool = True) -> str:
    """Return an address under which one reaches what listens on `host`, which may be all addresses."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"[{host}]" if ":" in host and brackets else host


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
