"""Requests made up from the API description: no fault of the server, and no answer that the description does not know.

They ask about things that exist and things that do not, and whatever they change is rolled back. The same requests are
made every time; SECURESTACK_FUZZ=200 makes two hundred for each operation and caller instead of a few.
"""

from __future__ import annotations

import asyncio
import functools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks

from securestack.server.app import create_app
from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings
from tests.server.cluster import Cluster
from tests.server.route_rights import MISSING, routes_of
from tests.server.support import running, settings_of_a_test
from tests.server.walk import World, roll_everything_back

ROOT = Path(__file__).parents[2]
EXAMPLES = int(os.environ.get("SECURESTACK_FUZZ", "8"))
CALLERS = ("owner", "administrator")
CHECKS: list[Any] = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
ADDRESS = "http://127.0.0.1:8000"


@functools.cache
def operations() -> dict[str, APIOperation[Any, Any, Any, Any]]:
    schema = schemathesis.openapi.from_dict(create_app(settings_of_a_test()).openapi())
    schema.config.generation.update(with_security_parameters=False)  # `send` logs the caller in
    found: list[Any] = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]
    return {operation.definition.raw["operationId"]: operation for operation in found}


def operation_names() -> list[str]:
    """Return the names from the document that is checked in; `test_openapi.py` keeps it up to date."""
    paths = json.loads((ROOT / "docs" / "openapi.json").read_bytes())["paths"]
    return sorted(operation["operationId"] for methods in paths.values() for operation in methods.values())


class Fuzzed(NamedTuple):
    """The application under test, and the event loop it lives in."""

    loop: asyncio.AbstractEventLoop
    world: World


@pytest.fixture(scope="module")
def fuzzed(cluster: Cluster, settings: Settings) -> Iterator[Fuzzed]:
    """Return an application with people and things in it."""
    # Without Valkey limits are counted in this process, where they can be forgotten.
    own = settings.changed(database_url=cluster.new_database(), redis_url=None)
    with asyncio.Runner() as runner:
        application = running(own)
        server = runner.run(application.__aenter__())
        try:
            world = runner.run(World.make(server, MISSING))
            roll_everything_back(server)
            yield Fuzzed(runner.get_loop(), world)
        finally:
            runner.run(application.__aexit__(None, None, None))


@pytest.mark.parametrize("name", operation_names())
def test_answers_what_it_says_it_answers(fuzzed: Fuzzed, name: str) -> None:
    operation = operations()[name]
    either = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @hypothesis_settings(
        max_examples=EXAMPLES * len(CALLERS),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=either, caller=st.sampled_from(CALLERS), exists=st.booleans())
    def ask(case: Case[Any], caller: str, exists: bool) -> None:
        if exists:
            put_ids(case, name, fuzzed.world.things(caller))
        judge(case, send(fuzzed, case, caller), as_made=not exists)

    ask()


def put_ids(case: Case[Any], name: str, things: dict[str, str]) -> None:
    """Put the ids of things that exist where a request has ids."""
    kinds = {key: kind for route in routes_of(name) for key, kind in route.path.items()}
    for parameter in case.path_parameters:
        kind = kinds.get(parameter, parameter.removesuffix("_id"))
        if kind in things:
            case.path_parameters[parameter] = things[kind]
    if isinstance(case.body, dict):
        for field in case.body:
            if field.removesuffix("_id") in things:
                case.body[field] = things[field.removesuffix("_id")]


def send(fuzzed: Fuzzed, case: Case[Any], caller: str) -> Response:
    """Send a request straight into the application; of an endless answer take the beginning."""
    fuzzed.world.server.platform.limiter._counts.clear()
    who = fuzzed.world.people[caller]
    token = fuzzed.world.server.platform.tokens.make(
        who.id, new_id(), is_administrator=caller == "administrator"
    )
    prepared = requests.Request(**case.as_transport_kwargs(base_url=ADDRESS)).prepare()
    if "security" in case.operation.definition.raw:
        prepared.headers["Authorization"] = f"Bearer {token}"
    status, headers, content = fuzzed.loop.run_until_complete(answer(fuzzed.world.server.app, prepared))
    return Response(
        status_code=status,
        headers=headers,
        content=content,
        request=prepared,
        elapsed=0.0,
        verify=False,
    )


async def answer(app: Any, request: requests.PreparedRequest) -> tuple[int, dict[str, list[str]], bytes]:
    assert request.url is not None
    url = urlsplit(request.url)
    body = request.body or b""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(url.path),
        "raw_path": url.path.encode(),
        "query_string": url.query.encode(),
        "root_path": "",
        "headers": [
            (name.lower().encode("latin-1"), as_bytes(value)) for name, value in request.headers.items()
        ],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8000),
    }
    status, sent, begun = 0, False, asyncio.Event()
    headers: dict[str, list[str]] = {}
    parts: list[bytes] = []

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": as_bytes(body), "more_body": False}
        await begun.wait()
        return {"type": "http.disconnect"}

    async def collect(message: dict[str, Any]) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = {key.decode("latin-1"): [value.decode("latin-1")] for key, value in message["headers"]}
            if headers.get("content-type", [""])[0].startswith("text/event-stream"):
                begun.set()
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, collect)
    return status, headers, b"".join(parts)


def as_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8")


def judge(case: Case[Any], response: Response, *, as_made: bool) -> None:
    faults = ["a fault of the server"] if response.status_code in (500, 503) else []
    # With other ids in it, what was made to be wrong may be right; and 412 refuses too.
    rejects = as_made and response.status_code != 412
    try:
        case.validate_response(
            response, checks=[*CHECKS, checks.negative_data_rejection] if rejects else CHECKS
        )
    except FailureGroup as group:
        faults += [str(failure) for failure in group.exceptions]
    except Failure as failure:
        faults.append(str(failure))
    if faults:
        request = response.request
        pytest.fail(
            "\n".join(faults)
            + f"\n{request.method} {request.url}\n{dict(request.headers)}\n{request.body!r}\n"
            f"-> {response.status_code} {response.content[:300]!r}",
            pytrace=False,
        )
