"""`securestack beat`: send the periodic jobs."""

from __future__ import annotations

from securestack.cli.platform import DataDir, read_outside_settings


def beat(data_dir: DataDir = None) -> None:
    """Send the periodic jobs to the workers; needs DATABASE_URL and REDIS_URL. One is enough, two do no harm."""
    settings = read_outside_settings(data_dir=data_dir)
    from securestack.server.embedded.processes import end_with_supervisor
    from securestack.server.worker import run_beat

    end_with_supervisor()
    run_beat(settings)
