"""A pretend command line: it reads a line as a shell would, and answers for a few commands without running anything."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable

from tests.targets.shop import papers

_LONGEST_SLEEP = 15.0  # seconds
_SUM = re.compile(r"\$\(\(\s*(\d{1,9})\s*([-+*])\s*(\d{1,9})\s*\)\)")
_SUBSTITUTION = re.compile(r"\$\(([^()]*)\)|`([^`]*)`")
_OPERATOR = re.compile(r"(\|\||&&|[;|&\n])")
_SINGLE_QUOTED = re.compile(r"'[^']*'")
_DOUBLE_QUOTED = re.compile(r'"[^"]*"')


def run_line(line: str) -> tuple[str, float]:
    """Return what a shell would print for a line, and how many seconds it would take (at most fifteen)."""
    printed, seconds = _run(re.sub(r"[\r\x00]", "", line), depth=0)
    return printed, min(seconds, _LONGEST_SLEEP)


def _run(line: str, depth: int) -> tuple[str, float]:
    """Expand what is not protected by single quotes, innermost first, then run the commands in their order."""
    slept = 0.0

    def substitute(match: re.Match[str]) -> str:
        nonlocal slept
        printed, seconds = _run(quotes.shown(match[1] or match[2] or ""), depth + 1)
        slept += seconds
        return printed.strip()

    quotes = _Quotes()
    line = quotes.hidden(_SINGLE_QUOTED, line)
    line = _SUM.sub(lambda match: str(_sum(*match.groups())), line)
    for _ in range(3 if depth < 3 else 0):
        line = _SUBSTITUTION.sub(substitute, line)
    line = quotes.hidden(_DOUBLE_QUOTED, line)
    output: list[str] = []
    status = 0
    operator = ";"
    for command in _OPERATOR.split(line):
        if _OPERATOR.fullmatch(command):
            operator = command
            continue
        if (operator == "&&" and status) or (operator == "||" and not status):
            continue
        if operator == "|" and output:
            output.pop()
        printed, seconds, status = _run_command(quotes.shown(command))
        output.append(printed)
        slept += seconds
    return "".join(output), slept


class _Quotes:
    """Quoted text taken out of a line while its operators are looked for, and put back afterwards."""

    def __init__(self) -> None:
        self._kept: list[str] = []

    def hidden(self, pattern: re.Pattern[str], line: str) -> str:
        return pattern.sub(self._hide, line)

    def _hide(self, match: re.Match[str]) -> str:
        self._kept.append(self.shown(match[0]))
        return f"\x00{len(self._kept) - 1}\x00"

    def shown(self, line: str) -> str:
        return re.sub(r"\x00(\d+)\x00", lambda match: self._kept[int(match[1])], line)


def _run_command(command: str) -> tuple[str, float, int]:
    """Return what one command prints, how long it takes and its exit status."""
    try:
        words = shlex.split(command, comments=True)
    except ValueError:
        return "sh: 1: Syntax error: Unterminated quoted string\n", 0.0, 2
    if not words:
        return "", 0.0, 0
    name, arguments = words[0].rpartition("/")[2], words[1:]
    if name == "sleep":
        return "", _seconds(arguments), 0
    if name not in _COMMANDS:
        return f"sh: 1: {words[0]}: not found\n", 0.0, 127
    return f"{_COMMANDS[name](arguments)}\n", 0.0, 0


def _distance(arguments: list[str]) -> str:
    place = " ".join(arguments[arguments.index("--to") + 1 :]) if "--to" in arguments else ""
    return f"{place}: {40 + sum(place.encode()) % 200} miles, two working days"


def _expr(arguments: list[str]) -> str:
    if len(arguments) == 3 and arguments[0].isdigit() and arguments[2].isdigit() and arguments[1] in "+-*":
        return str(_sum(arguments[0][:9], arguments[1], arguments[2][:9]))
    return "expr: syntax error"


def _cat(arguments: list[str]) -> str:
    return "".join(
        papers.read(name) or f"cat: {name}: No such file or directory" for name in arguments
    ).rstrip("\n")


def _sum(left: str, operator: str, right: str) -> int:
    one, other = int(left), int(right)
    return {"+": one + other, "-": one - other, "*": one * other}[operator]


def _seconds(arguments: list[str]) -> float:
    try:
        return max(0.0, min(_LONGEST_SLEEP, float(arguments[0])))
    except (IndexError, ValueError):
        return 0.0


_COMMANDS: dict[str, Callable[[list[str]], str]] = {
    "distance": _distance,
    "echo": " ".join,
    "printf": lambda arguments: " ".join(arguments).replace("%s", "").replace("\\n", ""),
    "expr": _expr,
    "cat": _cat,
    "id": lambda _: "uid=1000(shop) gid=1000(shop) groups=1000(shop)",
    "whoami": lambda _: "shop",
    "hostname": lambda _: "lantern",
    "uname": lambda _: "Linux",
    "env": lambda _: (
        "HOME=/srv/leaf-and-lantern\nPATH=/usr/bin:/bin\nPWD=/srv/leaf-and-lantern\nSHELL=/bin/sh\nUSER=shop"
    ),
    "pwd": lambda _: "/srv/leaf-and-lantern",
    "true": lambda _: "",
}
