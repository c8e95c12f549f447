"""How a command gets into the target: headers, or a login with a password from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from securestack.cli.errors import CommandError

_HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")  # a token of RFC 9110, section 5.6.2
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HEADER_VALUE = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f]*")


class Access(NamedTuple):
    """What is sent to be let in."""

    headers: tuple[tuple[str, str], ...] = ()
    login_url: str = ""
    username: str = ""
    password: str = ""
    verify_tls: bool = True
    people: tuple[Person, ...] = ()  # those who log in to an API
    administrator: Person | None = None


class Person(NamedTuple):
    """Somebody who logs in."""

    name: str
    password: str


def read_people(texts: Iterable[str], option: str) -> list[Person]:
    """Return who is meant by texts such as `anna:ANNA_PASSWORD`: a name, and the environment variable with the password.

    Raises CommandError, which names the option.
    """
    people = []
    for text in texts:
        name, colon, variable = text.rpartition(":")
        if not colon or not name or not _VARIABLE.fullmatch(variable):
            raise CommandError(
                f'{option}: "{text}" is no user; write it like {option} anna:ANNA_PASSWORD, with the name of the '
                "environment variable that holds the password."
            )
        people.append(Person(name, _password(variable, option)))
    return people


def read_headers(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the names and values of headers. Raises CommandError for one that is not usable."""
    return tuple(_header(text) for text in texts)


def read_access(
    headers: Iterable[str],
    login_url: str | None,
    username: str | None,
    password_env: str | None,
    *,
    verify_tls: bool = True,
) -> Access:
    """Return what the options ask for. Raises CommandError when they are no good or do not fit together."""
    pairs = read_headers(headers)
    if not (login_url or username or password_env):
        return Access(pairs, verify_tls=verify_tls)
    for name, value in (
        ("--login-url", login_url),
        ("--username", username),
        ("--password-env", password_env),
    ):
        if not value:
            raise CommandError(
                f"A login needs --login-url, --username and --password-env together; {name} is missing."
            )
    assert login_url
    assert username
    assert password_env
    return Access(
        pairs, web_address(login_url, "--login-url"), username, _password(password_env), verify_tls=verify_tls
    )


def web_address(text: str, option: str = "") -> str:
    """Return a web address as it was given. Raises CommandError, which names the option, for anything else."""
    from securestack.net.url import parse

    if parse(text) is not None:
        return text
    hint = f"http://{text}" if parse(f"http://{text}") and "://" not in text else "http://127.0.0.1:8000"
    named = f"{option}: " if option else ""
    raise CommandError(f'{named}"{text}" is not a web address; write it like {hint}')


def _password(variable: str, option: str = "--password-env") -> str:
    password = os.environ.get(variable)
    if password is None:
        raise CommandError(
            f"The environment variable {variable} of {option} is not set; export it, then run this again."
        )
    if not password:
        raise CommandError(f"The environment variable {variable} of {option} is empty.")
    return password


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
        # The text may hold a token, so only its name is repeated.
        raise CommandError(
            f'The header "{name[:40]}" is not usable; write it like --header "Authorization: Bearer TOKEN".'
        )
    return name, value.strip()
