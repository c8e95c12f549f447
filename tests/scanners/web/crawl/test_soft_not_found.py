from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from securestack.core.budget import Budget
from securestack.net.client import HttpClient
from securestack.net.message import Request
from securestack.net.scope import Scope
from securestack.scanners.web.crawl.soft_not_found import SoftNotFound
from tests.targets.gallery import serve
from tests.targets.site_maze import catch_all_site


def judge(style: str, paths: Iterable[str]) -> tuple[list[bool], int]:
    """Return whether each path is missing, and how many questions it took besides."""

    async def run() -> tuple[list[bool], int]:
        app, seen = catch_all_site(style)
        async with serve(app) as url:
            scope = Scope.of(url)
            async with HttpClient(scope, Budget()) as client:
                not_found = SoftNotFound(client)
                asked = list(paths)
                exchanges = [await client.send(Request("GET", url + path)) for path in asked]
                verdicts = [await not_found.is_missing(exchange) for exchange in exchanges]
                return verdicts, sum(seen.values()) - len(asked)

    return asyncio.run(run())


@pytest.mark.parametrize("style", ["same", "echo", "login", "random", "forbidden", "honest"])
def test_missing_and_real_pages_are_told_apart(style: str) -> None:
    verdicts, questions = judge(
        style, ["/nothing", "/other", "/real", "/nothing.php", "/real.php", "/.git", "/a/b/"]
    )
    assert verdicts == [True, True, False, True, False, True, True]
    assert questions <= 8


@pytest.mark.parametrize("style", ["same", "echo", "login", "random"])
def test_each_directory_and_shape_is_learned_once(style: str) -> None:
    verdicts, questions = judge(style, [f"/nothing-{number}" for number in range(20)])
    assert verdicts == [True] * 20
    assert questions <= 2


def test_a_server_that_says_404_is_believed_without_a_question() -> None:
    verdicts, questions = judge("honest", ["/nothing", "/x/y.php"])
    assert verdicts == [True, True]
    assert questions == 0


def test_a_query_is_no_part_of_the_name() -> None:
    verdicts, _ = judge("echo", ["/nothing?x=1&y=%3Cb%3E", "/real?x=1"])
    assert verdicts == [True, False]


def test_a_short_name_inside_other_words_is_no_echo() -> None:
    verdicts, _ = judge("same", ["/ea", "/ou", "/h1", "/r"])
    assert verdicts == [True] * 4
