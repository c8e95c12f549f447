"""What an importer is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from securestack.core.finding import Finding
from securestack.core.rule import Rule

HEAD = 65_536
"""How many bytes of the beginning of a file an importer is shown to recognise it."""


class UnreadableFile(ValueError):
    """A file cannot be imported. The message is a sentence that says why."""


@dataclass(frozen=True)
class ImportedRun:
    """What one tool says in a file.

    `findings` are made one by one while they are taken, and may raise UnreadableFile at any of them. `rules` hold the
    text of the rules they name. `observed_at` is when the tool looked, None where the file does not say.
    """

    tool: str
    tool_version: str
    observed_at: datetime | None
    rules: dict[str, Rule]
    findings: Iterator[Finding]


@dataclass(frozen=True)
class Importer:
    """One format: how to recognise a file by its first bytes, and how to read it.

    `read` is given the whole file as something like bytes that lies on disk, so it must not copy it. Raises
    UnreadableFile.
    """

    format: str
    title: str
    recognises: Callable[[bytes], bool]
    read: Callable[[memoryview], list[ImportedRun]]
