"""`securestack scan web`: scan a running web application."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from securestack.cli.choices import FailOn, ProgressMode, ReportFormat
from securestack.cli.output import plan_outputs
from securestack.cli.scanning import run_and_report
from securestack.cli.settings import WebSettings, read_config
from securestack.probing.needs import Profile

_LOGIN = "Login"
_LIMITS = "What may be asked, and how much"
_REPORT = "Report"


def scan_web(
    url: Annotated[
        str | None, typer.Argument(metavar="URL", help="Where the application runs.", show_default=False)
    ] = None,
    login_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            rich_help_panel=_LOGIN,
            help="The page with the login form. The form and its CSRF token are found by themselves.",
        ),
    ] = None,
    username: Annotated[
        str | None, typer.Option(metavar="NAME", rich_help_panel=_LOGIN, help="Who logs in.")
    ] = None,
    password_env: Annotated[
        str | None,
        typer.Option(
            metavar="VAR",
            rich_help_panel=_LOGIN,
            help="The environment variable that holds the password, which so stays out of the process list.",
        ),
    ] = None,
    header: Annotated[
        list[str] | None,
        typer.Option(
            metavar="'NAME: VALUE'",
            rich_help_panel=_LOGIN,
            help="A header for every request: a token or a session cookie. May be repeated.",
        ),
    ] = None,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PREFIX",
            rich_help_panel=_LIMITS,
            help=(
                "A path such as /shop/ keeps the scan below it; an absolute URL lets it go there too. Without it, the "
                "whole origin of URL may be scanned and nothing else. May be repeated."
            ),
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE",
            rich_help_panel=_LIMITS,
            help="Look for this rule only, such as web.sql-injection. May be repeated.",
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            rich_help_panel=_LIMITS,
            help="URLs that may not be asked, such as '*/admin/*'. May be repeated.",
        ),
    ] = None,
    profile: Annotated[
        Profile | None,
        typer.Option(
            metavar="PROFILE",
            rich_help_panel=_LIMITS,
            help="How thorough: quick asks little, standard every value that looks dynamic, deep also headers, "
            "cookies and slow proofs. [dim](default: standard)[/]",
        ),
    ] = None,
    time_limit: Annotated[
        str | None,
        typer.Option(
            metavar="TIME", rich_help_panel=_LIMITS, help="End after this time, such as 90s, 10m or 1h30m."
        ),
    ] = None,
    max_requests: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", rich_help_panel=_LIMITS, help="End after so many requests."),
    ] = None,
    max_pages: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", rich_help_panel=_LIMITS, help="Visit no more pages than this."),
    ] = None,
    requests_per_second: Annotated[
        float | None,
        typer.Option(
            metavar="NUMBER",
            rich_help_panel=_LIMITS,
            help="Never ask faster. Without it the pace follows the server.",
        ),
    ] = None,
    allow_destructive: Annotated[
        bool | None,
        typer.Option(
            "--allow-destructive",
            rich_help_panel=_LIMITS,
            help="Also send what looks like logout, deletion, reset or a password change. For test systems only.",
            show_default=False,
        ),
    ] = None,
    insecure: Annotated[
        bool | None,
        typer.Option(
            "--insecure",
            rich_help_panel=_LIMITS,
            help="Accept any TLS certificate, a self-signed one for instance.",
            show_default=False,
        ),
    ] = None,
    callback_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            rich_help_panel=_LIMITS,
            help="Where the application reaches this machine, for flaws that make it fetch an address.",
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
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            metavar="SEVERITY",
            rich_help_panel=_REPORT,
            help="End with exit code 1 when a finding is at least this bad: critical, high, medium, low, "
            "informational or never. [dim](default: high)[/]",
        ),
    ] = None,
    progress: Annotated[
        ProgressMode,
        typer.Option(
            metavar="MODE",
            rich_help_panel=_REPORT,
            show_default=False,
            help="Progress on standard error: live, plain, none, or auto, which is live on a terminal, plain in CI "
            "and none in a pipe. [dim](default: auto)[/]",
        ),
    ] = ProgressMode.AUTO,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=_REPORT,
            help="A TOML file with these options by their names in a \\[scan.web] table. The command line comes first.",
        ),
    ] = None,
) -> None:
    """Scan a running web application that you own or may test.

    It is crawled, then asked at every place that takes a value. What it finds it proves. Ctrl-C ends early with a report.

    [bold]Examples[/]

    securestack scan web http://127.0.0.1:8000

    securestack scan web https://shop.example --login-url https://shop.example/login --username anna --password-env SHOP_PASSWORD

    securestack scan web https://shop.example --header 'Authorization: Bearer TOKEN' --exclude '*/admin/*'

    securestack scan web https://shop.example --profile quick --time-limit 10m --output report.html --output report.sarif --fail-on medium
    """
    given = WebSettings(
        url=url,
        scope=tuple(scope or ()),
        exclude=tuple(exclude or ()),
        only=tuple(only or ()),
        profile=profile,
        header=tuple(header or ()),
        login_url=login_url,
        username=username,
        password_env=password_env,
        time_limit=time_limit,
        max_requests=max_requests,
        max_pages=max_pages,
        requests_per_second=requests_per_second,
        allow_destructive=allow_destructive,
        insecure=insecure,
        callback_url=callback_url,
        record=str(record) if record else None,
        format=format,
        output=tuple(str(path) for path in output or ()),
        fail_on=fail_on,
    )
    settings = given.over(read_config(config)) if config else given
    outputs = plan_outputs([Path(path) for path in settings.output], settings.format)
    options = settings.options()
    outputs.check()

    run_and_report("web", options, outputs, settings.fail_on or FailOn.HIGH, progress)
