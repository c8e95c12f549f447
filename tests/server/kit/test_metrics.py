"""Metrics of several processes are told together, and to whom the settings allow it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import httpx
from pydantic import SecretStr

from securestack.server.settings import Settings
from tests.server.support import Server, serve

PROGRAM = """
import sys
from securestack.server.kit.metrics import REQUESTS, REQUESTS_RUNNING, serve_metrics, all_metrics
from prometheus_client import generate_latest
REQUESTS.labels("GET", "/x", "200").inc(3)
REQUESTS_RUNNING.inc()
if sys.argv[1] == "tell":
    serve_metrics("127.0.0.1", int(sys.argv[2]))
    print("ready", flush=True)
    input()
"""


def test_processes_that_share_a_folder_are_counted_together_and_the_dead_do_nothing_now(
    tmp_path: Path,
) -> None:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", PROGRAM, "count"], env=environment, check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "tell", str(port)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            text = answer.read().decode()
        process.communicate(b"\n")
    assert 'securestack_requests_total{method="GET",route="/x",status="200"} 6.0' in text
    assert "securestack_requests_running 1.0" in text


def test_metrics_are_for_this_machine_or_for_those_with_the_token(settings: Settings) -> None:
    async def from_elsewhere(server: Server) -> None:
        transport = httpx.ASGITransport(server.app, client=("192.0.2.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await client.get("/metrics")).status_code == 403

    async def with_token(server: Server) -> None:
        assert (await server.get("/metrics")).status_code == 401
        assert (await server.get("/metrics", headers={"Authorization": "Bearer wrong"})).status_code == 401
        assert (await server.get("/metrics", headers={"Authorization": "Bearer right"})).status_code == 200

    serve(settings, from_elsewhere)
    serve(settings.changed(metrics_token=SecretStr("right")), with_token)
