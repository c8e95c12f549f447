"""Ctrl-C: the first asks for an early end with a report, the second ends at once."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

INTERRUPTED = 130  # what shells report for a process that Ctrl-C ended


def run_stoppable(
    work: Callable[[asyncio.Event], Coroutine[Any, Any, T]],
    *,
    on_stop: Callable[[], None],
    on_abort: Callable[[], None],
) -> tuple[T, bool]:
    """Run a coroutine that ends soon after its event is set; return its result, and whether it was interrupted.

    `on_stop` is called at the first signal, `on_abort` at the second, just before the process ends with 130.
    """

    async def supervised() -> tuple[T, bool]:
        loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        interrupted = False

        def interrupt() -> None:
            nonlocal interrupted
            if interrupted:
                on_abort()
                os._exit(INTERRUPTED)
            interrupted = True
            on_stop()
            stop.set()

        restore = [_listen(loop, number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)]
        try:
            return await work(stop), interrupted
        finally:
            for undo in restore:
                undo()

    return asyncio.run(supervised())


def _listen(
    loop: asyncio.AbstractEventLoop, number: signal.Signals, interrupt: Callable[[], None]
) -> Callable[[], object]:
    try:
        loop.add_signal_handler(number, interrupt)
    except NotImplementedError:  # Windows has no such loops
        old = signal.signal(number, lambda *_: loop.call_soon_threadsafe(interrupt))
        return lambda: signal.signal(number, old)
    return lambda: loop.remove_signal_handler(number)
