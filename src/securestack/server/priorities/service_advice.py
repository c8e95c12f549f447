"""What a language model writes about a finding: asked for by a person, kept for a while, never taken for a fact."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from typing import Any

import msgspec
from redis.exceptions import RedisError

from securestack.reports.visible import visible
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import Problem, conflict, not_found
from securestack.server.priorities import queries
from securestack.server.priorities.language_model import (
    LanguageModel,
    LanguageModelError,
    Message,
    complete,
    language_model_of,
)
from securestack.server.priorities.prompts import facts_of, messages_for
from securestack.server.priorities.schemas import AdviceRequest
from securestack.server.teams.permissions import ProjectAccess

_KEPT = 30 * 24 * 3600  # seconds
_LONGEST = 8_000  # characters
_AN_HOUR = 30  # answers one person may ask for


class Advice(msgspec.Struct):
    """An answer as it is kept."""

    text: str
    written_at: datetime


def availability(platform: Platform) -> dict[str, Any]:
    """Return whether a language model can be asked, and which."""
    model = language_model_of(platform.settings)
    return {
        "enabled": model is not None,
        "model": model.name if model else None,
        "endpoint": model.host if model else None,
    }


async def advise(
    platform: Platform, caller: Caller, access: ProjectAccess, finding_id: uuid.UUID, asked: AdviceRequest
) -> dict[str, Any]:
    """Return what the language model writes of a finding. No transaction is open while it is asked.

    Raises the problems `language-model-off`, `language-model-failed` and `too-many-requests`.
    """
    model = language_model_of(platform.settings)
    if model is None:
        raise conflict(
            "language-model-off",
            "No language model is set up; an administrator names one with SECURESTACK_LANGUAGE_MODEL_URL.",
        )
    async with platform.database.read(caller) as reader:
        row = await queries.read_facts(reader, finding_id)
    if row is None:
        raise not_found("The finding")
    facts = facts_of(row)
    messages = messages_for(asked.kind, facts)
    name = _name(model, messages)
    kept = None if asked.again else await _kept(platform, name)
    if kept is None:
        text = await _ask(platform, caller, access, finding_id, asked.kind, model, messages)
        advice = Advice(text, now())
        await _keep(platform, name, advice)
    else:
        advice = kept
    return {
        "kind": asked.kind,
        "text": advice.text,
        "model": model.name,
        "endpoint": model.host,
        "written_at": advice.written_at,
        "cached": kept is not None,
        "machine_written": True,
        "sent": list(facts),
    }


async def _ask(
    platform: Platform,
    caller: Caller,
    access: ProjectAccess,
    finding_id: uuid.UUID,
    kind: str,
    model: LanguageModel,
    messages: list[Message],
) -> str:
    await platform.limiter.hit("language-model", caller.name, times=_AN_HOUR, seconds=3600)
    async with platform.database.transaction(caller) as session:  # what left the platform is on record first
        await record(
            *(session, caller, "finding.sent-to-language-model", "finding", finding_id),
            after={"kind": kind, "model": model.name, "endpoint": model.host},
            team_id=access.team_id,
            project_id=access.project_id,
        )
    try:
        return visible(await complete(model, messages))[:_LONGEST]
    except LanguageModelError as error:
        raise Problem(502, "language-model-failed", str(error)) from error


def _name(model: LanguageModel, messages: list[Message]) -> str:
    content = msgspec.json.encode((model.address, model.name, messages))
    return f"advice:{hashlib.blake2b(content, digest_size=16).hexdigest()}"


async def _kept(platform: Platform, name: str) -> Advice | None:
    if platform.valkey is None:
        return None
    try:
        value = await platform.valkey.get(name)
    except (RedisError, OSError):
        return None
    return None if value is None else msgspec.json.decode(value, type=Advice)


async def _keep(platform: Platform, name: str, advice: Advice) -> None:
    if platform.valkey is None:
        return
    try:
        await platform.valkey.set(name, msgspec.json.encode(advice), ex=_KEPT)
    except (RedisError, OSError):
        return  # asked again, it will be written again
