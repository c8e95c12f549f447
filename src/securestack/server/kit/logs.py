"""Logs: one JSON object a line on standard error, with the ids of request, scan and user, and never a secret."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import msgspec
import structlog

from securestack.server.settings import LogFormat, Settings

_SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)?$|secret|token|authori[sz]ation|cookie|api_?key$|private_?key|credential|totp|otp$",
    re.I,
)
# Secrets of our own making, and those in addresses of databases, wherever they stand in a text.
_SECRET_TEXT = re.compile(
    r"ssk_[A-Za-z0-9_]{8,}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"
)
_HIDDEN = "[hidden]"
_encoder = msgspec.json.Encoder(enc_hook=str)


def configure_logs(settings: Settings) -> None:
    """Send every log line of this process, ours and the libraries', to standard error in one form."""
    level = getattr(logging, settings.log_level.upper())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    render: Any = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    if settings.log_format is LogFormat.JSON:
        render = _as_json
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for chatty in (
        "uvicorn.access",
        "asyncio",
        "aiosqlite",
        "celery.app.trace",
        "celery.worker.strategy",
        "celery.beat",
    ):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True


def hide_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace what is a secret by its name, or by its looks."""
    for name, value in event.items():
        event[name] = _without_secrets(name, value)
    return event


def _without_secrets(name: str, value: Any) -> Any:
    if isinstance(value, str):
        if value and _SECRET_NAME.search(name):
            return _HIDDEN
        return _SECRET_TEXT.sub(_HIDDEN, value) if len(value) > 8 else value
    if isinstance(value, dict):
        return {key: _without_secrets(str(key), inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_secrets(name, inner) for inner in value]
    if isinstance(value, bytes):
        return _HIDDEN
    return value


def _as_json(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    return _encoder.encode({"message": event.pop("event", ""), **event}).decode()
