"""What every request meets: problems for errors, limits, entity tags, idempotency keys, a database that goes away."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlalchemy import text
from starlette.responses import Response

from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.etags import IfMatch, require_match, tagged, version_tag
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import PageQuery
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.schemas import Body, Name, json_response
from securestack.server.settings import Settings
from tests.server.cluster import Cluster
from tests.server.support import Server, serve

router = APIRouter()
JSON = {"Content-Type": "application/json"}
USER = uuid.UUID("01890000-0000-7000-8000-000000000001")


class NewThing(Body):
    name: Name
    size: int = 1


@router.post("/things")
async def create(
    body: NewThing,
    request: Request,
    caller: CurrentCaller,
    platform: CurrentPlatform,
    key: IdempotencyKey = None,
) -> Response:
    async with platform.database.transaction(caller) as session:

        async def creation() -> Response:
            slug = f"{body.name}-{uuid.uuid4()}"
            await session.execute(
                text("INSERT INTO teams VALUES (gen_random_uuid(), :name, :slug, '', now(), now(), 1)"),
                {"name": body.name, "slug": slug},
            )
            if body.size == 13:
                raise RuntimeError("secret-in-message")
            return json_response({"slug": slug}, 201)

        return await once(session, request, caller, key, creation, secret=body.size == 7)


@router.get("/things/{name}")
async def one(name: str, request: Request, caller: CurrentCaller) -> Response:
    return tagged(request, json_response({"name": name}))


@router.patch("/things/{name}")
async def change(name: str, caller: CurrentCaller, if_match: IfMatch = None) -> Response:
    require_match(if_match, 3)
    return json_response({"name": name}, headers={"ETag": version_tag(4)})


@router.get("/many")
async def many(query: Annotated[PageQuery, Query()], caller: CurrentCaller) -> Response:
    return json_response({"limit": query.limit})


def test_nobody_known_is_told_to_log_in(settings: Settings) -> None:
    async def story(server: Server) -> None:
        for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic YTpi"}):
            answer = await server.get("/api/v1/many", headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json()["type"] == "urn:securestack:problem:unauthenticated"

    serve(settings, story, router)


def test_wrong_requests_get_problems_that_name_the_fault_and_not_the_value(settings: Settings) -> None:
    async def story(server: Server) -> None:
        me = server.headers(USER)
        malformed = await server.post("/api/v1/things", caller=me, content=b'{"name": ', headers=JSON)
        assert (malformed.status_code, malformed.json()["type"]) == (
            400,
            "urn:securestack:problem:malformed-json",
        )
        bodies: tuple[Any, ...] = (
            {"name": "x", "other": "hunter2"},
            {"name": 5},
            {},
            [],
            {"name": "a\x00b"},
            {"name": "\ud800"},
        )
        for body in bodies:
            answer = await server.post("/api/v1/things", caller=me, content=json.dumps(body), headers=JSON)
            assert answer.status_code == 422, body
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["faults"]
            assert "hunter2" not in answer.text
        assert (await server.get("/api/v1/many?limit=0", caller=me)).status_code == 422
        assert (await server.get("/api/v1/many?unknown=1", caller=me)).status_code == 422
        wrong_method = await server.delete("/api/v1/many", caller=me)
        assert (wrong_method.status_code, wrong_method.headers["allow"]) == (405, "GET")

    serve(settings, story, router)


def test_a_fault_of_ours_is_a_problem_without_details_and_nothing_is_written(settings: Settings) -> None:
    async def story(server: Server) -> None:
        name = f"fault-{uuid.uuid4()}"
        answer = await server.post(
            "/api/v1/things", caller=server.headers(USER), json={"name": name, "size": 13}
        )
        assert answer.status_code == 500
        assert "secret-in-message" not in answer.text
        assert answer.json()["request_id"] == answer.headers["x-request-id"]
        async with server.platform.database.read() as reader:
            assert await reader.fetch_value("SELECT count(*) FROM teams WHERE name = $1", name) == 0

    serve(settings, story, router)


def test_a_body_too_large_is_refused_declared_or_streamed(settings: Settings) -> None:
    small = settings.changed(max_body_bytes=2048)

    async def story(server: Server) -> None:
        me = server.headers(USER)
        declared = await server.post("/api/v1/things", caller=me, json={"name": "x" * 4000})
        assert declared.status_code == 413

        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(10):
                yield b" " * 1000

        streamed = await server.post("/api/v1/things", caller=me, content=chunks(), headers=JSON)
        assert (streamed.status_code, streamed.headers["content-type"]) == (413, "application/problem+json")
        assert (await server.post("/api/v1/things", caller=me, json={"name": "x"})).status_code == 201

    serve(small, story, router)


def test_an_idempotency_key_creates_once_even_at_the_same_time(settings: Settings) -> None:
    async def story(server: Server) -> None:
        me = server.headers(USER)
        name, key = f"once-{uuid.uuid4()}", str(uuid.uuid4())
        answers = await asyncio.gather(
            *(
                server.post(
                    "/api/v1/things", caller=me, headers={"Idempotency-Key": key}, json={"name": name}
                )
                for _ in range(5)
            )
        )
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.text for answer in answers}) == 1
        assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
        other = await server.post(
            "/api/v1/things", caller=me, headers={"Idempotency-Key": key}, json={"name": "another"}
        )
        assert (other.status_code, other.json()["type"]) == (
            422,
            "urn:securestack:problem:idempotency-key-reused",
        )
        somebody = await server.post(
            "/api/v1/things",
            caller=server.headers(uuid.uuid4()),
            headers={"Idempotency-Key": key},
            json={"name": name},
        )
        assert somebody.status_code == 201
        assert somebody.text != answers[0].text

    serve(settings, story, router)


def test_a_creation_that_failed_may_be_repeated_with_its_key_and_secrets_are_not_kept(
    settings: Settings,
) -> None:
    async def story(server: Server) -> None:
        me, key = server.headers(USER), {"Idempotency-Key": str(uuid.uuid4())}
        for _ in range(2):
            failed = await server.post(
                "/api/v1/things", caller=me, headers=key, json={"name": "x", "size": 13}
            )
            assert failed.status_code == 500
        key = {"Idempotency-Key": str(uuid.uuid4())}
        assert (
            await server.post("/api/v1/things", caller=me, headers=key, json={"name": "x", "size": 7})
        ).status_code == 201
        again = await server.post("/api/v1/things", caller=me, headers=key, json={"name": "x", "size": 7})
        assert (again.status_code, again.json()["type"]) == (409, "urn:securestack:problem:already-created")

    serve(settings, story, router)


def test_entity_tags_spare_reading_and_guard_changing(settings: Settings) -> None:
    async def story(server: Server) -> None:
        me = server.headers(USER)
        first = await server.get("/api/v1/things/a", caller=me)
        again = await server.get(
            "/api/v1/things/a", caller=me, headers={"If-None-Match": first.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        other = await server.get(
            "/api/v1/things/b", caller=me, headers={"If-None-Match": first.headers["etag"]}
        )
        assert other.status_code == 200
        for tag, status in (
            ('"3"', 200),
            ('W/"3"', 200),
            ("*", 200),
            ('"2"', 412),
            ('"2", "3"', 200),
            ('"3-0123456789abcdef01234567"', 200),
            ('"2-3"', 412),
            ("3", 412),
        ):
            answer = await server.patch("/api/v1/things/a", caller=me, headers={"If-Match": tag})
            assert answer.status_code == status, tag

    serve(settings, story, router)


def test_a_caller_is_told_of_their_limit_and_held_to_it(settings: Settings) -> None:
    limited = settings.changed(requests_per_minute=2)

    async def story(server: Server) -> None:
        me = server.headers(USER)
        first = await server.get("/api/v1/many", caller=me)
        assert (first.headers["ratelimit-limit"], first.headers["ratelimit-remaining"]) == ("2", "1")
        await server.get("/api/v1/many", caller=me)
        third = await server.get("/api/v1/many", caller=me)
        assert third.status_code == 429
        assert int(third.headers["retry-after"]) > 0
        assert (await server.get("/api/v1/many", caller=server.headers(uuid.uuid4()))).status_code == 200

    serve(limited, story, router)


def test_a_lost_database_is_unavailable_and_the_next_request_works(
    cluster: Cluster, fresh_settings: Settings
) -> None:
    async def story(server: Server) -> None:
        me = server.headers(USER)
        assert (await server.post("/api/v1/things", caller=me, json={"name": "x"})).status_code == 201
        cluster.postgres.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'securestack web' "
            f"AND datname = '{fresh_settings.database_url.rsplit('/')[-1].split('?')[0] if fresh_settings.database_url else ''}'"
        )
        broken = await server.post("/api/v1/things", caller=me, json={"name": "x"})
        assert broken.status_code in (201, 503)
        if broken.status_code == 503:
            assert broken.headers["retry-after"] == "2"
        assert (await server.post("/api/v1/things", caller=me, json={"name": "x"})).status_code == 201
        assert (await server.get("/health/ready")).status_code in (200, 503)
        assert (await server.get("/health/ready")).status_code == 200

    serve(fresh_settings, story, router)


def test_values_that_cannot_be_stored_and_contradictions_are_the_faults_of_a_request(
    settings: Settings,
) -> None:
    statements = APIRouter()

    @statements.get("/read/{value}")
    async def read(value: str, platform: CurrentPlatform) -> Response:
        async with platform.database.read() as reader:
            return json_response(
                await reader.fetch_value("SELECT id::text FROM teams WHERE slug = $1", value)
            )

    @statements.get("/number/{value}")
    async def number(value: int, platform: CurrentPlatform) -> Response:
        async with platform.database.read() as reader:
            return json_response(await reader.fetch_value("SELECT $1::integer", value))

    @statements.post("/write/{value}")
    async def write(value: str, platform: CurrentPlatform) -> Response:
        async with platform.database.transaction() as session:
            await session.execute(
                text("INSERT INTO teams VALUES (gen_random_uuid(), :slug, :slug, '', now(), now(), 1)"),
                {"slug": value},
            )
        return json_response({}, 201)

    async def story(server: Server) -> None:
        assert (await server.get("/api/v1/read/a%00b")).status_code == 422
        assert (await server.get(f"/api/v1/number/{2**40}")).status_code == 422
        assert (await server.post("/api/v1/write/a%00b")).status_code == 422
        slug = str(uuid.uuid4())
        assert (await server.post(f"/api/v1/write/{slug}")).status_code == 201
        again = await server.post(f"/api/v1/write/{slug}")
        assert (again.status_code, again.json()["type"]) == (409, "urn:securestack:problem:conflict")
        assert slug not in again.text

    serve(settings, story, statements)


def test_a_query_that_takes_too_long_is_ended(settings: Settings) -> None:
    slow = APIRouter()

    @slow.get("/slow")
    async def sleep(platform: CurrentPlatform) -> Response:
        async with platform.database.read() as reader:
            return json_response(await reader.fetch_value("SELECT pg_sleep(30)::text"))

    async def story(server: Server) -> None:
        assert (await server.get("/api/v1/slow")).status_code == 503
        assert (await server.get("/health/ready")).status_code == 200

    serve(settings.changed(statement_seconds=0.05), story, slow)


def test_reading_connections_cannot_write(settings: Settings) -> None:
    async def story(server: Server) -> None:
        import asyncpg
        import pytest

        async with server.platform.database.read() as reader:
            with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
                await reader.fetch("DELETE FROM teams")

    serve(settings, story)


def test_metrics_name_the_whole_template_of_a_route(settings: Settings) -> None:
    async def story(server: Server) -> None:
        await server.get("/api/v1/things/secret-name", caller=server.headers(USER))
        text = (await server.get("/metrics")).text
        assert 'route="/api/v1/things/{name}",status="200"' in text
        assert "secret-name" not in text

    serve(settings, story, router)
