"""`securestack scan api`: ask an API as several people, and see who may do what."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from securestack.cli.access import Person, read_headers, read_people, web_address
from securestack.cli.choices import FailOn, ProgressMode, ReportFormat
from securestack.cli.errors import CommandError
from securestack.cli.limits import positive, seconds
from securestack.cli.output import check_writable, plan_outputs
from securestack.cli.scanning import run_and_report
from securestack.probing.needs import Profile

if TYPE_CHECKING:
    from securestack.scanners.api.options import ApiScanOptions, ApiUser, Flow

_PEOPLE = "People"
_LIMITS = "What may be asked, and how much"
_REPORT = "Report"


def scan_api(
    description: Annotated[
        str,
        typer.Argument(
            metavar="DESCRIPTION",
            help="A file, or the address, of a description of the API: OpenAPI 2.0, 3.0 or 3.1, a Postman collection, "
            "requests recorded as HAR, or a GraphQL schema. The address of the API itself serves where it keeps a "
            "description at a usual place, or is a GraphQL service.",
            show_default=False,
        ),
    ],
    url: Annotated[
        str | None,
        typer.Option(
            metavar="BASE", help="Where the API runs, if that is not the server that the description names."
        ),
    ] = None,
    user: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME:VAR",
            rich_help_panel=_PEOPLE,
            help="An ordinary user, and the environment variable that holds the password. Give two, to see whether one "
            "reaches what belongs to the other. Without any, the scan registers its own where the API lets it.",
        ),
    ] = None,
    admin: Annotated[
        str | None,
        typer.Option(
            metavar="NAME:VAR",
            rich_help_panel=_PEOPLE,
            help="An administrator, to compare with; nothing is changed as this person.",
        ),
    ] = None,
    header: Annotated[
        list[str] | None,
        typer.Option(
            metavar="'NAME: VALUE'",
            rich_help_panel=_PEOPLE,
            help="A header. One that holds a token, a key or a session makes a user, and each further one another; any "
            "other goes with every request. May be repeated.",
        ),
    ] = None,
    login: Annotated[
        str | None,
        typer.Option(
            metavar="OPERATION",
            rich_help_panel=_PEOPLE,
            help="The operation to log in with, such as 'POST /login', where it is not found by itself.",
        ),
    ] = None,
    no_register: Annotated[
        bool,
        typer.Option("--no-register", rich_help_panel=_PEOPLE, help="Register nobody.", show_default=False),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Only show how the description is understood: resources, what each operation is for, where its inputs "
            "come from. The API is not asked.",
            show_default=False,
        ),
    ] = False,
    flows: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=_LIMITS,
            help="Business flows (YAML or JSON) to play otherwise than they are meant: a step twice, or one left out. "
            "docs/api-scanning.md shows one.",
        ),
    ] = None,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PREFIX",
            rich_help_panel=_LIMITS,
            help="A path below which the scan stays, or a further absolute URL it may ask. May be repeated.",
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            rich_help_panel=_LIMITS,
            help="URLs that may not be asked, such as '*/payments/*'. May be repeated.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE",
            rich_help_panel=_LIMITS,
            help="Look for this rule only, such as api.mass-assignment. May be repeated.",
        ),
    ] = None,
    profile: Annotated[
        Profile, typer.Option(metavar="PROFILE", rich_help_panel=_LIMITS, help="quick, standard or deep.")
    ] = Profile.STANDARD,
    time_limit: Annotated[
        str,
        typer.Option(
            metavar="TIME", rich_help_panel=_LIMITS, help="End after this time, such as 90s or 10m."
        ),
    ] = "3m",
    max_requests: Annotated[
        int,
        typer.Option(metavar="NUMBER", rich_help_panel=_LIMITS, help="End after so many requests."),
    ] = 3_000,
    requests_per_second: Annotated[
        float | None,
        typer.Option(
            metavar="NUMBER",
            rich_help_panel=_LIMITS,
            help="Never ask faster. Without it the pace follows the server.",
        ),
    ] = None,
    allow_destructive: Annotated[
        bool,
        typer.Option(
            "--allow-destructive",
            rich_help_panel=_LIMITS,
            help="Also ask what looks as if it reset the API, and change or delete what the scan has not made. For test "
            "systems only.",
            show_default=False,
        ),
    ] = False,
    insecure: Annotated[
        bool,
        typer.Option(
            "--insecure", rich_help_panel=_LIMITS, help="Accept any TLS certificate.", show_default=False
        ),
    ] = False,
    callback_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            rich_help_panel=_LIMITS,
            help="Where the API reaches this machine, for flaws that make it fetch an address.",
        ),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", rich_help_panel=_LIMITS, help="Keep every request and answer in a file."
        ),
    ] = None,
    format: Annotated[
        ReportFormat | None,
        typer.Option(
            metavar="FORMAT",
            rich_help_panel=_REPORT,
            help="terminal, json, sarif or html: the format on standard output, and of --output files whose ending "
            "tells none. [dim](default: terminal)[/]",
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=_REPORT,
            help="Write a report to a file; .html, .sarif, .json or .txt tells the format. May be repeated.",
        ),
    ] = None,
    conformance: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=_REPORT,
            help="Also write where answers do not fit the description, as JSON (.json) or text: undescribed statuses and "
            "content types, values of another shape. These are no findings.",
        ),
    ] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option(
            metavar="SEVERITY",
            rich_help_panel=_REPORT,
            show_default=False,
            help="End with exit code 1 when a finding is at least this bad: critical, high, medium, low, "
            "informational or never. [dim](default: high)[/]",
        ),
    ] = FailOn.HIGH,
    progress: Annotated[
        ProgressMode,
        typer.Option(
            metavar="MODE",
            rich_help_panel=_REPORT,
            show_default=False,
            help="Progress on standard error: live, plain, none, or auto. [dim](default: auto)[/]",
        ),
    ] = ProgressMode.AUTO,
) -> None:
    """Test an API that you own or may test: who may read, change and delete what, and what else is wrong with it.

    It is asked as nobody, as two users and, where given, as an administrator. What it finds it proves, with the requests
    of both sides. It works on objects and users of its own making, and deletes them again where the API lets it.

    [bold]Examples[/]

    securestack scan api openapi.yaml --url http://127.0.0.1:8000

    securestack scan api https://api.example/openapi.json --user anna:ANNA_PASSWORD --user ben:BEN_PASSWORD

    securestack scan api openapi.yaml --explain
    """
    outputs = plan_outputs(list(output or ()), format)
    users, headers = _people(user or (), admin, header or ())
    from securestack.scanners.api.options import ApiScanOptions

    options = ApiScanOptions(
        description=description,
        url=web_address(url, "--url") if url else "",
        users=users,
        headers=headers,
        login=login or "",
        register=not no_register,
        scope=tuple(scope or ()),
        exclude=tuple(exclude or ()),
        only=tuple(only or ()),
        profile=profile,
        max_requests=positive(max_requests, "--max-requests"),
        time_limit=seconds(time_limit, "--time-limit"),
        requests_per_second=positive(requests_per_second, "--requests-per-second"),
        allow_destructive=allow_destructive,
        verify_tls=not insecure,
        callback_url=web_address(callback_url, "--callback-url") if callback_url else "",
        record=str(record) if record else "",
        conformance=str(conformance) if conformance else "",
        flows=_flows(flows) if flows is not None else (),
    )
    if explain:
        _explain(options)
        return
    outputs.check()
    if conformance is not None:
        check_writable(conformance)
    run_and_report("api", options, outputs, fail_on, progress)


def _people(
    users: list[str] | tuple[()], admin: str | None, headers: list[str] | tuple[()]
) -> tuple[tuple[ApiUser, ...], tuple[tuple[str, str], ...]]:
    """Return who logs in, and the headers that go with every request. Raises CommandError."""
    from securestack.probing.credentials import secrets_in
    from securestack.scanners.api.options import ApiUser

    found = [_user(person) for person in read_people(users, "--user")]
    found += [
        _user(person, administrator=True) for person in read_people([admin] if admin else [], "--admin")
    ]
    general = []
    for pair in read_headers(headers):
        if secrets_in((pair,)):
            found.append(ApiUser(headers=(pair,)))
        else:
            general.append(pair)
    return tuple(found), tuple(general)


def _flows(path: Path) -> tuple[Flow, ...]:
    """Return the flows of a file. Raises CommandError."""
    from securestack.scanners.api.description.model import UnreadableDescription
    from securestack.scanners.api.flows import read_flows

    try:
        return read_flows(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    except UnreadableDescription as error:
        raise CommandError(f"{path}: {error}") from None


def _user(person: Person, *, administrator: bool = False) -> ApiUser:
    from securestack.scanners.api.options import ApiUser

    return ApiUser(name=person.name, password=person.password, administrator=administrator)


def _explain(options: ApiScanOptions) -> None:
    from securestack.net.transport import AiohttpTransport
    from securestack.reports.visible import visible_line
    from securestack.scanners.api.description.model import ApiDescription, UnreadableDescription
    from securestack.scanners.api.explain import explain
    from securestack.scanners.api.loading import base_address, load_description

    async def load() -> ApiDescription:
        transport = AiohttpTransport(verify_tls=options.verify_tls)
        try:
            return await load_description(options, transport)
        finally:
            await transport.close()

    try:
        description = asyncio.run(load())
    except UnreadableDescription as error:
        raise CommandError(str(error)) from None
    try:
        base = base_address(options, description)
    except UnreadableDescription:
        base = "an address that is not told"
    for line in explain(description, base):
        print(visible_line(line))
