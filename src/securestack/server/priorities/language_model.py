"""Asking a language model that speaks OpenAI's chat completions, the dialect that hosted and local ones share.

https://platform.openai.com/docs/api-reference/chat. Off unless an administrator names one. Requests pass the guard
against server-side request forgery, so that an address inside is asked only where that was allowed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from securestack.net.errors import NetError
from securestack.net.guard import AddressGuard
from securestack.net.message import Request, Response
from securestack.net.transport import AiohttpTransport
from securestack.server.settings import Settings

_LARGEST_ANSWER = 256 * 1024  # bytes
_MOST_TOKENS = 900
_TEMPERATURE = 0.2
_AT_ONCE = 4
_turns: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


class LanguageModelError(Exception):
    """The language model gave no answer. The message is one sentence for a person, and holds no secret."""


class LanguageModel(NamedTuple):
    """Which one is asked, and how."""

    address: str  # without a slash at its end
    name: str
    key: str | None
    local: bool
    seconds: float

    @property
    def host(self) -> str:
        """The host that is asked, with its port where it has one."""
        pieces = urlsplit(self.address)
        return f"{pieces.hostname}:{pieces.port}" if pieces.port else str(pieces.hostname)


class Message(msgspec.Struct, frozen=True):
    """One message of a conversation."""

    role: str  # "system" or "user"
    content: str


class _Said(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Said


class _Completion(msgspec.Struct):
    choices: list[_Choice]


def language_model_of(settings: Settings) -> LanguageModel | None:
    """Return the language model of the platform, or None where none was set up."""
    if not settings.language_model_url or not settings.language_model_name:
        return None
    key = settings.language_model_key
    return LanguageModel(
        settings.language_model_url.rstrip("/"),
        settings.language_model_name,
        key.get_secret_value() if key else None,
        settings.language_model_local,
        settings.language_model_seconds,
    )


async def complete(model: LanguageModel, messages: Sequence[Message]) -> str:
    """Return what the model answers, as text. Raises LanguageModelError."""
    transport = AiohttpTransport(guard=AddressGuard(allow_private=model.local))
    try:
        async with asyncio.timeout(model.seconds):
            async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_AT_ONCE)):
                answer = await transport.fetch(
                    _request(model, messages), timeout=model.seconds, max_body=_LARGEST_ANSWER
                )
    except TimeoutError:
        raise LanguageModelError(
            f"The language model did not answer within {model.seconds:g} seconds; try again later."
        ) from None
    except NetError as error:
        raise LanguageModelError(f"The language model could not be asked: {error}") from error
    finally:
        await transport.close()
    return _text(answer)


def _request(model: LanguageModel, messages: Sequence[Message]) -> Request:
    body: dict[str, Any] = {
        "model": model.name,
        "messages": messages,
        "temperature": _TEMPERATURE,
        "max_tokens": _MOST_TOKENS,
        "stream": False,
    }
    headers = [("Content-Type", "application/json"), ("Accept", "application/json")]
    if model.key:
        headers.append(("Authorization", f"Bearer {model.key}"))
    return Request("POST", f"{model.address}/chat/completions", headers, msgspec.json.encode(body))


def _text(answer: Response) -> str:
    if answer.status != 200:
        raise LanguageModelError(_FAULTS.get(answer.status, _fault(answer.status)))
    if answer.truncated:
        raise LanguageModelError("The answer of the language model broke off, or is larger than 256 kB.")
    try:
        completion = msgspec.json.decode(answer.body, type=_Completion)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise LanguageModelError(
            "What answered is no language model with OpenAI's API; check SECURESTACK_LANGUAGE_MODEL_URL."
        ) from None
    text = (completion.choices[0].message.content or "").strip() if completion.choices else ""
    if not text:
        raise LanguageModelError(
            "The language model answered with nothing; try again, or choose another model."
        )
    return text


_FAULTS = {
    401: "The language model refused the key; an administrator sets SECURESTACK_LANGUAGE_MODEL_KEY.",
    403: "The language model refused the key; an administrator sets SECURESTACK_LANGUAGE_MODEL_KEY.",
    404: "The language model knows neither that address nor that model; an administrator checks "
    "SECURESTACK_LANGUAGE_MODEL_URL and SECURESTACK_LANGUAGE_MODEL_NAME.",
    429: "The language model has too much to do, or its quota is used up; try again later.",
}


def _fault(status: int) -> str:
    return f"The language model answered with an error (HTTP {status}); try again later."
