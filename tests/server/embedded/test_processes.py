"""The supervisor starts again what ends by itself, and stops what it started, in order."""

from __future__ import annotations

import threading

from securestack.server.embedded.errors import EmbeddedError
from securestack.server.embedded.processes import Supervisor


class Part:
    """A part that writes down what happens to it."""

    def __init__(self, name: str, diary: list[str], *, starts: int = 1000) -> None:
        self.name = name
        self.running = False
        self._diary = diary
        self._starts = starts

    def start(self) -> None:
        """Start, as often as it can."""
        if self._starts == 0:
            raise EmbeddedError(f"The {self.name} cannot start.")
        self._starts -= 1
        self.running = True
        self._diary.append(f"{self.name} started")

    def ask_to_stop(self) -> None:
        """Note the wish."""
        self._diary.append(f"{self.name} asked")

    def stop(self) -> None:
        """End."""
        self.running = False
        self._diary.append(f"{self.name} stopped")


def test_stops_everything_in_the_opposite_order() -> None:
    diary: list[str] = []
    supervisor = Supervisor(tell=diary.append)
    for name in ("database", "web"):
        supervisor.start(Part(name, diary))
    supervisor.stop_soon()
    supervisor.watch()
    supervisor.stop()
    assert diary == [
        "database started",
        "web started",
        "web asked",
        "database asked",
        "web stopped",
        "database stopped",
    ]


def test_starts_again_what_ended_by_itself() -> None:
    diary: list[str] = []
    again = threading.Event()

    class Falling(Part):
        def start(self) -> None:
            super().start()
            if diary.count("web started") == 2:
                again.set()

    supervisor = Supervisor(tell=diary.append)
    web = Falling("web", diary)
    supervisor.start(web)
    web.running = False
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    assert again.wait(20)
    supervisor.stop_soon()
    watching.join()
    assert "The web ended by itself; it is started again in 0.5 seconds." in diary


def test_goes_on_trying_what_cannot_start() -> None:
    told: list[str] = []
    tried = threading.Event()

    def tell(sentence: str) -> None:
        told.append(sentence)
        if "cannot start" in sentence:
            tried.set()

    supervisor = Supervisor(tell=tell)
    part = Part("database", [], starts=1)
    supervisor.start(part)
    part.running = False
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    assert tried.wait(20)
    supervisor.stop_soon()
    watching.join()
