"""Log lines are JSON with the ids of what they are about, and hold no secrets, whoever wrote them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from securestack.server.kit.logs import configure_logs
from tests.server.support import settings_of_a_test


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Return what is logged, with the configuration of tests restored afterwards."""
    written = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr("sys.stderr", written)
        configure_logs(settings_of_a_test(log_level="info"))
    yield written
    structlog.contextvars.clear_contextvars()
    configure_logs(settings_of_a_test())


def _read(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_a_line_says_what_it_is_about(lines: io.StringIO) -> None:
    structlog.contextvars.bind_contextvars(request_id="r-1")
    structlog.get_logger().info("scan ended", scan_id="s-1")
    logging.getLogger("library").warning("a %s", "warning")
    structlog.get_logger().debug("not this one")
    ours, theirs = _read(lines)
    assert (ours["message"], ours["scan_id"], ours["request_id"], ours["level"]) == (
        "scan ended",
        "s-1",
        "r-1",
        "info",
    )
    assert (theirs["message"], theirs["logger"], theirs["request_id"]) == ("a warning", "library", "r-1")


def test_secrets_are_hidden_by_their_name_and_by_their_looks(lines: io.StringIO) -> None:
    secrets = {
        "password": "hunter2-a",
        "new_password": "hunter2-b",
        "refresh_token": "hunter2-c",
        "Authorization": "Bearer hunter2-d",
        "headers": {"Cookie": "hunter2-e", "Accept": "text/html"},
        "values": [{"api_key": "hunter2-f"}],
        "url": "postgresql://user:hunter2-g@db/name",
        "text": "key ssk_abcd1234_hunter2hunter2 and eyJhbGciOiJIUzI1NiJ9.eyJodW50ZXIyIjoxfQ.hunter2",
        "secret_key": "hunter2-h",
        "raw": b"hunter2-i",
    }
    structlog.get_logger().info("everything", **secrets)
    logging.getLogger("library").error("cannot reach postgresql://user:hunter2-j@db/name")
    assert "hunter2" not in lines.getvalue()
    ours, _ = _read(lines)
    assert ours["headers"]["Accept"] == "text/html"


def test_an_error_is_told_without_the_values_of_its_variables(lines: io.StringIO) -> None:
    def fails() -> None:
        unseen = "hunter2-variable"
        raise ValueError(f"something of length {len(unseen)}")

    try:
        fails()
    except ValueError as error:
        structlog.get_logger().error("failed", exc_info=error)
    (line,) = _read(lines)
    assert "something of length 16" in line["exception"]
    assert "hunter2-variable" not in line["exception"].replace('unseen = "hunter2-variable"', "")
