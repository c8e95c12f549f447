"""How a command ends when it cannot go on: one sentence, and exit code 2."""

from __future__ import annotations

import typer


class CommandError(typer.TyperException):
    """What was asked cannot be done. The message is one sentence that says why, and what to do about it."""

    exit_code = 2
