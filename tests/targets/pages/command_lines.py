"""Pages that start programs: one lets the value become part of the command line, its twin keeps it one argument."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from html import escape
from typing import NamedTuple

from aiohttp import web

from tests.targets.case import Case, Handler, html
from tests.targets.pretend_shell import PretendShell

RULE = "web.command-injection"

Start = Callable[[PretendShell, str], str]  # a value from the request to what the program prints


def page(start: Start, parameter: str, *, errors: bool = False) -> Handler:
    """Return a page that shows what a program prints, and with `errors` what it complains about."""

    async def handler(request: web.Request) -> web.Response:
        given = (await request.post()) if request.method == "POST" else request.query
        shell = PretendShell()
        printed = start(shell, str(given.get(parameter, "")))
        return html(f"<pre>{escape(printed)}{escape(shell.errors) if errors else ''}</pre>")

    return handler


def _line(line: str, *, without: str = "") -> Start:
    """Return a program started by a line in which `{}` is the value, certain characters taken out."""

    def start(shell: PretendShell, value: str) -> str:
        return shell.run(line.replace("{}", "".join(part for part in value if part not in without)))

    return start


def _refusing(line: str, characters: str) -> Start:
    def start(shell: PretendShell, value: str) -> str:
        return "Refused.\n" if set(value) & set(characters) else shell.run(line.replace("{}", value))

    return start


def _quoted(line: str) -> Start:
    return lambda shell, value: shell.run(line.replace("{}", shlex.quote(value)))


def _split(*program: str) -> Start:
    """Return a program started without a shell, the value split at blanks into its arguments."""
    return lambda shell, value: shell.execute([*program, *value.split()])[0]


def _listed(*program: str) -> Start:
    """Return a program started without a shell, the value as one argument."""
    return lambda shell, value: shell.execute([*program, value])[0]


def _digits_only(line: str) -> Start:
    return lambda shell, value: shell.run(line.replace("{}", value)) if re.fullmatch(r"\d+", value) else ""


class _Twins(NamedTuple):
    name: str
    parameter: str
    value: str
    weak: Start
    safe: Start
    errors: bool = False
    form: str = ""


_PING = "ping -c 1 {}"
_TWINS = (
    _Twins("bare", "host", "tea.test", _line(_PING), _quoted(_PING)),
    _Twins("single-quotes", "host", "tea.test", _line("ping -c 1 '{}'"), _quoted(_PING)),
    _Twins("double-quotes", "host", "tea.test", _line('ping -c 1 "{}" | grep received'), _quoted(_PING)),
    _Twins(
        "in-a-pipe",
        "word",
        "Tea",
        _line("cat notes.txt | grep {} | cat"),
        _quoted("cat notes.txt | grep {} | cat"),
    ),
    _Twins("no-ampersand", "host", "tea.test", _line(_PING, without="&;"), _quoted(_PING)),
    _Twins("no-pipe", "host", "tea.test", _refusing(_PING, "|;$`"), _quoted(_PING)),
    _Twins("no-blank", "host", "tea.test", _line(_PING, without=" "), _quoted(_PING)),
    _Twins("no-dollar", "host", "tea.test", _refusing(_PING, "$&;()`\n "), _quoted(_PING)),
    _Twins("errors-shown", "host", "tea.test", _line(_PING), _quoted(_PING), errors=True),
    _Twins("form", "host", "tea.test", _line(_PING), _quoted(_PING), form="<input name=host value=tea.test>"),
    _Twins("arguments", "file", "notes.txt", _split("cat"), _listed("cat")),
    _Twins(
        "arguments-and-more",
        "file",
        "notes.txt",
        lambda shell, value: _split("cat")(shell, value + "| grep Java"),
        lambda shell, value: _listed("cat")(shell, value + "| grep Java"),
        errors=True,
    ),
    _Twins("whole-command", "run", "echo tea", _split(), lambda shell, value: _listed("echo")(shell, value)),
    _Twins("count", "count", "3", _line("ping -c {} tea.test"), _digits_only("ping -c {} tea.test")),
)


def _cases(twins: _Twins) -> tuple[Case, Case]:
    query = "" if twins.form else f"{twins.parameter}={twins.value.replace(' ', '+')}"
    weak, safe = (
        Case(
            f"/command/{twins.name}{suffix}",
            page(start, twins.parameter, errors=twins.errors),
            RULE,
            is_weak,
            query=query,
            form=twins.form,
            method="POST" if twins.form else "GET",
            parameter=twins.parameter,
        )
        for suffix, start, is_weak in (("", twins.weak, True), ("-safe", twins.safe, False))
    )
    return weak, safe


async def _calculator(request: web.Request) -> web.Response:
    """Add two numbers where the whole value is a sum, which is what the page is for."""
    found = re.fullmatch(r"\s*(\d{1,12})\s*\+\s*(\d{1,12})\s*", request.query["sum"])
    total = int(found[1]) + int(found[2]) if found else "not a sum"
    return html(f"<p>{escape(request.query['sum'])} is {total}</p>")


CASES = [case for twins in _TWINS for case in _cases(twins)] + [
    Case("/command/calculator-safe", _calculator, RULE, weak=False, query="sum=1%2B2"),
]
