"""What Prometheus may know. Every label has a small, known set of values: never an id, an address or a path as sent."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

_REQUEST_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_QUERY_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.3, 1.0, 5.0)
_SCAN_BUCKETS = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 4 * 3600.0, 12 * 3600.0)

REQUESTS = Counter(
    "securestack_requests_total", "Requests answered, by route template.", ("method", "route", "status")
)
REQUEST_SECONDS = Histogram(
    "securestack_request_seconds",
    "Seconds until a request was answered.",
    ("method", "route"),
    buckets=_REQUEST_BUCKETS,
)
REQUESTS_RUNNING = Gauge(
    "securestack_requests_running", "Requests being answered now.", multiprocess_mode="livesum"
)
QUERIES = Counter("securestack_queries_total", "Statements sent to the database.", ("connection",))
QUERY_SECONDS = Histogram(
    "securestack_query_seconds", "Seconds a statement took.", ("connection",), buckets=_QUERY_BUCKETS
)
POOL_CONNECTIONS = Gauge(
    "securestack_pool_connections",
    "Connections to the database held by this process.",
    ("pool", "state"),
    multiprocess_mode="livesum",
)
QUEUE_DEPTH = Gauge(
    "securestack_queue_depth", "Scans waiting in the database.", ("queue",), multiprocess_mode="mostrecent"
)
SCANS = Counter("securestack_scans_total", "Scans that ended.", ("scanner", "status"))
SCAN_SECONDS = Histogram(
    "securestack_scan_seconds", "Seconds a scan ran.", ("scanner",), buckets=_SCAN_BUCKETS
)
FINDINGS_INGESTED = Counter("securestack_findings_ingested_total", "Findings taken in.", ("source",))
CACHE = Counter("securestack_cache_total", "Look-ups in a cache.", ("cache", "result"))
LIMITED = Counter("securestack_limited_total", "Requests refused by a rate limit.", ("limit",))


def all_metrics() -> CollectorRegistry:
    """Return the metrics of this process, or of all that share PROMETHEUS_MULTIPROC_DIR."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder is None:
        return REGISTRY
    _forget_the_dead(Path(folder))
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def serve_metrics(host: str, port: int) -> None:
    """Tell the metrics of a process that answers no other requests, from a thread of its own."""
    start_http_server(port, host, registry=_Now())


class _Now(CollectorRegistry):
    """The metrics of all processes as they are when asked for."""

    def collect(self):  # type: ignore[no-untyped-def]
        """Return them."""
        return all_metrics().collect()


def _forget_the_dead(folder: Path) -> None:
    """Forget what processes that were killed said of their present."""
    for file in folder.glob("gauge_live*_*.db"):
        number = file.stem.rsplit("_", 1)[-1]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            file.unlink(missing_ok=True)
