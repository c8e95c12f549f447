"""`securestack replay`: confirm or refute one finding again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from securestack.cli import engine
from securestack.cli.access import read_access, read_people
from securestack.cli.errors import CommandError
from securestack.cli.store import find_finding


def replay(
    finding: Annotated[
        str, typer.Argument(metavar="FINDING", help="The beginning of its fingerprint, such as 3fa9c2.")
    ],
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The JSON report it is in. Without it the kept scans are searched."
        ),
    ] = None,
    header: Annotated[
        list[str] | None,
        typer.Option(
            metavar="'NAME: VALUE'", help="A header for every request, such as a token. May be repeated."
        ),
    ] = None,
    login_url: Annotated[
        str | None, typer.Option(metavar="URL", help="The page with the login form.")
    ] = None,
    username: Annotated[str | None, typer.Option(metavar="NAME", help="Who logs in.")] = None,
    password_env: Annotated[
        str | None, typer.Option(metavar="VAR", help="The environment variable that holds the password.")
    ] = None,
    user: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME:VAR",
            help="A user of an API, as for the scan. May be repeated; without any, users are registered where the API "
            "lets them.",
        ),
    ] = None,
    admin: Annotated[
        str | None, typer.Option(metavar="NAME:VAR", help="The administrator of an API, as for the scan.")
    ] = None,
    insecure: Annotated[bool, typer.Option("--insecure", help="Accept any TLS certificate.")] = False,
) -> None:
    """Look for one finding again: ask the target the same questions and say whether the flaw is still there.

    Ends with 1 when it is still there, 0 when it is not, and 2 when that could not be told. Secrets are masked in what
    is kept, so a finding behind a login needs the login again.

    [bold]Examples[/]

    securestack replay 3fa9c2

    securestack replay 3fa9c2 --report results.json --header 'Cookie: session=VALUE'
    """
    from securestack.reports.visible import visible_line
    from securestack.reports.words import place

    access = read_access(header or (), login_url, username, password_env, verify_tls=not insecure)
    access = access._replace(
        people=tuple(read_people(user or (), "--user")),
        administrator=next(iter(read_people([admin] if admin else (), "--admin")), None),
    )
    result, found = find_finding(finding, report)
    where = f"{found.location.where} {place(found.location)}".strip()
    print(visible_line(f"{result.rule(found).title}: {where}"))
    answer = asyncio.run(engine.replay_finding(found, access))
    if answer.confirmed is None:
        raise CommandError(answer.reason)
    if answer.confirmed:
        print(f"Still there. {visible_line((answer.finding or found).summary)}")
        raise typer.Exit(1)
    print(f"Not found any more. {visible_line(answer.reason)}".strip())
