"""What the tests of the server are given: real services, started once for all tests of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from securestack.server.kit.logs import configure_logs
from securestack.server.settings import Settings
from tests.server.cluster import Cluster
from tests.server.support import settings_of_a_test


@pytest.fixture(scope="session", autouse=True)
def _logs() -> None:
    """Write log lines as the server does; the library's own way draws pictures of errors, for seconds."""
    configure_logs(settings_of_a_test())


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Return the services of this process."""
    cluster = Cluster()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def settings(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings with the database that the tests of this process share.

    Other tests leave their rows in it: make your own users and projects, and count only those.
    """
    return settings_of_a_test(
        database_url=cluster.new_database("shared"),
        redis_url=cluster.valkey.url(),
        data_dir=tmp_path_factory.mktemp("data"),
    )


@pytest.fixture
def fresh_settings(cluster: Cluster, settings: Settings, tmp_path: Path) -> Settings:
    """Return settings with a database and a data folder of this test alone (about 30 ms)."""
    return settings.changed(database_url=cluster.new_database(), data_dir=tmp_path)


@pytest.fixture
def new_database(cluster: Cluster) -> Callable[[], str]:
    """Return what makes further databases, migrated and empty."""
    return cluster.new_database
