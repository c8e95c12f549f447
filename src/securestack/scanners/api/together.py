"""Asking several things at once, and getting the answers in the order of the questions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

_AT_ONCE = 10  # the client's pacing decides how many requests are really under way


async def together(jobs: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    """Run jobs, a few at a time, and return what they return in their order. Raises what the first failing one raises."""
    results: dict[int, T] = {}
    queue = iter(enumerate(jobs))

    async def work() -> None:
        for number, job in queue:
            results[number] = await job()

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(_AT_ONCE, len(jobs))):
                group.create_task(work())
    except ExceptionGroup as error:
        raise _first(error) from None
    return [results[number] for number in range(len(jobs))]


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
