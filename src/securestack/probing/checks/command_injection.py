"""Command injection: sums that only a shell computes, files that only an argument names, and delays.

A sum proves what an echo cannot: the answer holds a number that was never sent. Values that reach a program without a
shell are found by splitting: `cat /proc/version ` is one odd word to a page that opens files, and two arguments (or a
command with one) to a page that starts a program. What shows neither is asked to wait. See `shell_forms` for the values
and why they are harmless.
"""

from __future__ import annotations

import secrets
from functools import partial

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Response
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.needs import Profile
from securestack.probing.proof import Proof, header_text
from securestack.probing.shell_forms import (
    ARGUMENT_FILE,
    ARGUMENT_FILE_NEEDLE,
    ARGUMENT_FILE_PATTERN,
    MORE_SHELL_FORMS,
    PIPE_DELAY,
    SHELL_FORMS,
    SUBSTITUTION_DELAY,
    WHOLE_COMMAND,
    WINDOWS_DELAY,
    DelayForm,
    SumForm,
    argument_payload,
)
from securestack.probing.timing import confirm_delay
from securestack.probing.value_hints import is_windows

RULE = Rule(
    id="web.command-injection",
    title="Command injection: a value becomes part of a command of the operating system",
    severity=Severity.CRITICAL,
    cwe=(78, 88),
    what=(
        "A value from the request becomes part of a command line, either as text that a shell reads, or split at blanks "
        "into the arguments of a program. Whoever sends the value adds commands or arguments of their own."
    ),
    why=(
        "An attacker runs programs with the rights of the application: reads and changes its files and its database, "
        "takes its keys, installs a way back in, and goes on to other machines of the network. Arguments alone are often "
        "enough: many programs have one that reads, writes or executes another file."
    ),
    fix=(
        "Do not start programs with values from outside; a library nearly always does the same. Where a program is "
        "needed, start it without a shell, with its arguments as a list in which the value is one entry, put `--` before "
        "it so that it is not taken for an option, and accept only values that fit a strict pattern. Filtering out "
        "special characters is not a fix: there are more of them than any list holds."
    ),
    vulnerable_example='subprocess.run(f"ping -c 1 {host}", shell=True)',
    fixed_example='subprocess.run(["ping", "-c", "1", "--", str(ipaddress.ip_address(host))])',
    owasp=("A03:2021",),
    references=(
        Reference(
            "OWASP: OS Command Injection Defense",
            "https://cheatsheetseries.owasp.org/cheatsheets/OS_Command_Injection_Defense_Cheat_Sheet.html",
        ),
        Reference("CWE-78: OS Command Injection", "https://cwe.mitre.org/data/definitions/78.html"),
        Reference("CWE-88: Argument Injection", "https://cwe.mitre.org/data/definitions/88.html"),
    ),
)


async def run(probe: Probe) -> list[Finding]:
    """Look for command injection at one point; at most one finding."""
    for form in _sum_forms(probe.profile):
        if found := await _ask_sum(probe, form):
            return found
    return await _ask_argument(probe) or await _ask_delay(probe)


def _sum_forms(profile: Profile) -> tuple[SumForm, ...]:
    match profile:
        case Profile.QUICK:
            return SHELL_FORMS[:1]
        case Profile.DEEP:
            return SHELL_FORMS + MORE_SHELL_FORMS
        case _:
            return SHELL_FORMS


async def _ask_sum(probe: Probe, form: SumForm) -> list[Finding]:
    """Ask for a sum, and where it comes for another one."""
    seen: list[Proof] = []
    for _ in range(2):
        left, right = _addend(), _addend()
        total = str(left + right)
        exchange = await probe.send(form.payload(probe.point.value, left, right))
        if not _shows(exchange.response, total):
            return []
        seen.append(Proof(exchange, (total,), f"{left} + {right} = {total}, which was not sent"))
    summary = (
        f"The answer holds the sums that {_place(probe)} asked a shell to compute (by {form.name}), twice with random "
        "numbers, and the sums were never sent: the value is run as a command."
    )
    return [probe.finding(RULE, CHECK.id, summary, *seen)]


async def _ask_argument(probe: Probe) -> list[Finding]:
    """Name a file that cannot be mistaken as one more argument, and where it shows a file that does not exist."""
    sent = argument_payload()
    shown = await probe.send(sent)
    text = _file_text(shown.response)
    if text is None or _file_text(probe.baseline.response) is not None:
        return []
    missing = await probe.send(sent.replace(ARGUMENT_FILE, f"{ARGUMENT_FILE}-{probe.new_token()}"))
    if _file_text(missing.response) is not None:
        return []
    if whole := await _ask_sum(probe, WHOLE_COMMAND):
        return whole
    summary = (
        f"With {sent!r} in {_place(probe)} the answer holds the text of {ARGUMENT_FILE}, and with a name that does not "
        "exist it does not: the value is split at blanks and becomes arguments of a program."
    )
    return [
        probe.finding(
            RULE,
            CHECK.id,
            summary,
            Proof(shown, (text, ARGUMENT_FILE), f"with {ARGUMENT_FILE} as an argument"),
            Proof(missing, (), "with a file that does not exist"),
        )
    ]


async def _ask_delay(probe: Probe) -> list[Finding]:
    for form in _delay_forms(probe):
        proof = await confirm_delay(probe, partial(form.payload, probe.point.value))
        if proof is None:
            continue
        summary = (
            f"The answer is late by the seconds that {_place(probe)} asks a shell to wait (by {form.name}; "
            f"{proof.line.slope:.2f} s for each second asked, correlation {proof.line.correlation:.3f}): {proof.table}."
        )
        shown = [
            Proof(exchange, (), f"with a delay of {asked:g} seconds asked for")
            for asked, exchange in proof.exchanges
        ]
        return [probe.finding(RULE, CHECK.id, summary, *shown)]
    return []


def _delay_forms(probe: Probe) -> tuple[DelayForm, ...]:
    windows = is_windows(probe.template, header_text(probe.baseline.response.headers))
    match probe.profile:
        case Profile.QUICK:
            return ()
        case Profile.DEEP:
            return (SUBSTITUTION_DELAY, PIPE_DELAY, *((WINDOWS_DELAY,) if windows else ()))
        case _:
            return (WINDOWS_DELAY,) if windows else (SUBSTITUTION_DELAY,)


def _shows(response: Response, number: str) -> bool:
    # A longer number that holds this one by chance does not count.
    place = response.body.find(number.encode())
    if place < 0:
        return False
    before, after = response.body[place - 1 : place], response.body[place + len(number) :][:1]
    return not before.isdigit() and not after.isdigit()


def _file_text(response: Response) -> str | None:
    if ARGUMENT_FILE_NEEDLE not in response.body:
        return None
    found = ARGUMENT_FILE_PATTERN.search(response.text)
    return found[0] if found else None


def _addend() -> int:
    return 400_000_000 + secrets.randbelow(99_999_999)  # two of them fit a Windows shell's 32 bits


def _place(probe: Probe) -> str:
    return f"{probe.point.position} {probe.point.name!r}"


CHECK = InjectionCheck(
    id="command-injection",
    rules=(RULE,),
    run=run,
    positions=frozenset(Position) - {Position.XML},
)
