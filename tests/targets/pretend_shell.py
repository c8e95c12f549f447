"""A stand-in for a shell: reads a command line as sh does, and executes nothing.

It knows quotes, comments, the separators ; & && || | and new lines, `$(...)` and backticks, `$((...))` and `${IFS}`. Its
programs are functions on text below, its files the few texts in `FILES`. `sleep` adds to `slept` and does not wait.
"""

from __future__ import annotations

import re
from collections.abc import Callable

FILES = {
    "notes.txt": "Tea is at four.\nJava is an island.\n",
    "/proc/version": "Linux version 6.1.0-pretend (nobody@nowhere) (gcc 12.2.0) #1 SMP Debian 6.1.99\n",
}

_OPERATOR = re.compile(r"&&|\|\||[;&|\n]")
_BLANK = " \t"
_SUM = re.compile(r"\s*(\d{1,18})\s*([-+*])\s*(\d{1,18})\s*")


class BrokenLine(Exception):
    """The shell cannot read the line."""


class PretendShell:
    """One shell. `slept` is the seconds its commands would have taken; `errors` is what it wrote to stderr."""

    def __init__(self) -> None:
        self.slept = 0.0
        self.errors = ""

    def run(self, line: str) -> str:
        """Return what the line prints."""
        try:
            steps = self._read(line)
        except BrokenLine as error:
            self.errors += f"sh: 1: Syntax error: {error}\n"
            return ""
        output, piped, status, before = "", "", 0, ";"
        for words, operator in steps:
            skipped = (before == "&&" and status) or (before == "||" and not status)
            if not skipped:
                text, status = self.execute(words, piped if before == "|" else "")
                piped = text
                if operator != "|":
                    output += text
            before = operator
        return output

    def execute(self, words: list[str], stdin: str = "") -> tuple[str, int]:
        """Run one program with its arguments, without any shell; return what it prints and its status."""
        if not words:
            return "", 0
        name, *arguments = words
        if name == "sleep":
            self.slept += float(arguments[0]) if arguments and arguments[0].isdigit() else 0
            return "", 0
        program = _PROGRAMS.get(name)
        if program is None:
            self.errors += f"sh: 1: {name}: not found\n"
            return "", 127
        return program(self, arguments, stdin)

    def _read(self, line: str) -> list[tuple[list[str], str]]:
        """Split a line into commands, each with the operator behind it."""
        steps: list[tuple[list[str], str]] = []
        words: list[str] = []
        word: str | None = None
        at = 0
        while at < len(line):
            character = line[at]
            if character == "#" and word is None:
                end = line.find("\n", at)
                at = len(line) if end < 0 else end
                continue
            if character in _BLANK or (operator := _OPERATOR.match(line, at)):
                if word is not None:
                    words.append(word)
                    word = None
                if character in _BLANK:
                    at += 1
                    continue
                assert operator is not None
                steps.append(self._step(words, operator[0], steps))
                words = []
                at = operator.end()
                continue
            text, at, splits = self._piece(line, at)
            if splits:
                first, *others = re.split(r"[ \t\n]+", text)
                word = (word or "") + first
                for other in others:
                    words.append(word)
                    word = other
            else:
                word = (word or "") + text
        if word is not None:
            words.append(word)
        steps.append((words, ";"))
        return steps

    def _step(
        self, words: list[str], operator: str, steps: list[tuple[list[str], str]]
    ) -> tuple[list[str], str]:
        if not words and operator != "\n":
            raise BrokenLine(f'"{operator}" unexpected')
        return words, ";" if operator in "&\n" else operator

    def _piece(self, line: str, at: int) -> tuple[str, int, bool]:
        """Read what stands at a place; return its text, where it ends, and whether blanks in it split words."""
        character = line[at]
        if character == "'":
            end = _find(line, "'", at + 1)
            return line[at + 1 : end], end + 1, False
        if character == "\\":
            return line[at + 1 : at + 2], at + 2, False
        if character == '"':
            text, at = "", at + 1
            while at < len(line) and line[at] != '"':
                if line[at] in "$`":
                    piece, at = self._expansion(line, at)
                elif line[at] == "\\" and line[at + 1 : at + 2] in ('"', "\\", "$", "`"):
                    piece, at = line[at + 1], at + 2
                else:
                    piece, at = line[at], at + 1
                text += piece
            if at >= len(line):
                raise BrokenLine("Unterminated quoted string")
            return text, at + 1, False
        if character in "$`":
            text, at = self._expansion(line, at)
            return text, at, True
        return character, at + 1, False

    def _expansion(self, line: str, at: int) -> tuple[str, int]:
        if line.startswith("$((", at):
            end = _find(line, "))", at)
            return str(_compute(line[at + 3 : end])), end + 2
        if line.startswith("$(", at):
            end = _closing(line, at + 2)
            return self.run(line[at + 2 : end]).rstrip("\n"), end + 1
        if line.startswith("${IFS}", at):
            return " ", at + 6
        if line[at] == "`":
            end = _find(line, "`", at + 1)
            return self.run(line[at + 1 : end]).rstrip("\n"), end + 1
        return "$", at + 1


def _find(line: str, what: str, start: int) -> int:
    end = line.find(what, start)
    if end < 0:
        raise BrokenLine("Unterminated quoted string")
    return end


def _closing(line: str, at: int) -> int:
    depth = 1
    for place in range(at, len(line)):
        depth += {"(": 1, ")": -1}.get(line[place], 0)
        if not depth:
            return place
    raise BrokenLine('end of file unexpected (expecting ")")')


def _compute(text: str) -> int:
    found = _SUM.fullmatch(text)
    if not found:
        return 0
    left, right = int(found[1]), int(found[3])
    return {"+": left + right, "-": left - right, "*": left * right}[found[2]]


def _echo(_: PretendShell, arguments: list[str], stdin: str) -> tuple[str, int]:
    return " ".join(arguments) + "\n", 0


def _expr(shell: PretendShell, arguments: list[str], stdin: str) -> tuple[str, int]:
    if len(arguments) != 3 or not _SUM.fullmatch(" ".join(arguments)):
        shell.errors += "expr: syntax error\n"
        return "", 2
    return f"{_compute(' '.join(arguments))}\n", 0


def _cat(shell: PretendShell, arguments: list[str], stdin: str) -> tuple[str, int]:
    if not arguments:
        return stdin, 0
    output, status = "", 0
    for name in arguments:
        if name in FILES:
            output += FILES[name]
        else:
            shell.errors += f"cat: {name}: No such file or directory\n"
            status = 1
    return output, status


def _grep(_: PretendShell, arguments: list[str], stdin: str) -> tuple[str, int]:
    found = [line for line in stdin.splitlines(keepends=True) if arguments and arguments[0] in line]
    return "".join(found), 0 if found else 1


def _ping(_: PretendShell, arguments: list[str], stdin: str) -> tuple[str, int]:
    return f"PING {arguments[-1] if arguments else ''}: 1 packet transmitted, 1 received\n", 0


def _id(_: PretendShell, arguments: list[str], stdin: str) -> tuple[str, int]:
    return "uid=1000(tea) gid=1000(tea) groups=1000(tea)\n", 0


def _env(_: PretendShell, arguments: list[str], stdin: str) -> tuple[str, int]:
    return "HOME=/home/tea\nPATH=/usr/bin:/bin\nPWD=/srv/tea\nUSER=tea\n", 0


def _silent(_: PretendShell, arguments: list[str], stdin: str) -> tuple[str, int]:
    return "", 0


_PROGRAMS: dict[str, Callable[[PretendShell, list[str], str], tuple[str, int]]] = {
    "echo": _echo,
    "expr": _expr,
    "cat": _cat,
    "grep": _grep,
    "ping": _ping,
    "id": _id,
    "env": _env,
    "set": _silent,
    "true": _silent,
}
