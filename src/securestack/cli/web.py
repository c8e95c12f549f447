"""`securestack web`: answer requests."""

from __future__ import annotations

from typing import Annotated

import typer

from securestack.cli.errors import CommandError
from securestack.cli.platform import DataDir, read_outside_settings

Host = Annotated[str | None, typer.Option("--host", help="Address to listen on.", show_default="127.0.0.1")]
Port = Annotated[
    int | None,
    typer.Option(
        "--port", min=0, max=65535, help="Port to listen on; 0 takes a free one.", show_default="8000"
    ),
]


def web(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Answer requests; needs DATABASE_URL and REDIS_URL."""
    settings = read_outside_settings(host=host, port=port, data_dir=data_dir)
    from securestack.server.embedded.processes import end_with_supervisor
    from securestack.server.serving import PortTaken, run_web

    end_with_supervisor()
    try:
        run_web(settings)
    except PortTaken as error:
        raise CommandError(str(error)) from error
