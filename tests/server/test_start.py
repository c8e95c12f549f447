"""The application starts, answers about its health, and describes itself."""

from __future__ import annotations

from securestack.server.settings import Settings
from tests.server.support import Server, serve


def test_is_ready_with_its_database_and_valkey(settings: Settings) -> None:
    async def story(server: Server) -> None:
        live = await server.get("/health/live")
        assert live.status_code == 200
        ready = await server.get("/health/ready")
        assert ready.json() == {"status": "ok", "parts": {"database": "ok", "valkey": "ok"}}

    serve(settings, story)


def test_every_answer_carries_the_security_headers_and_a_request_id(settings: Settings) -> None:
    async def story(server: Server) -> None:
        for path in ("/health/live", "/nowhere"):
            answer = await server.get(path)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert len(answer.headers["x-request-id"]) == 36
        assert (await server.get("/nowhere")).headers["content-type"] == "application/problem+json"

    serve(settings, story)


def test_metrics_count_requests_by_route(settings: Settings) -> None:
    async def story(server: Server) -> None:
        await server.get("/health/live")
        text = (await server.get("/metrics")).text
        assert 'securestack_requests_total{method="GET",route="/health/live",status="200"}' in text
        assert "securestack_pool_connections" in text

    serve(settings, story)


def test_describes_itself(settings: Settings) -> None:
    async def story(server: Server) -> None:
        document = (await server.get("/openapi.json")).json()
        assert "/health/ready" in document["paths"]
        assert "ProblemDocument" in document["components"]["schemas"]

    serve(settings, story)
