"""`securestack rules`: what can be found, why it matters and how to fix it."""

from __future__ import annotations

import difflib
import enum
import sys
from collections.abc import Iterable, Mapping
from typing import Annotated

import typer

from securestack.cli import engine
from securestack.cli.errors import CommandError
from securestack.core.rule import Rule


class RuleFormat(enum.StrEnum):
    """How rules are written."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


def _beginning_with(incomplete: str) -> list[str]:
    return [rule_id for rule_id in sorted(engine.all_rules()) if rule_id.startswith(incomplete)]


def rules(
    rule_id: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="One rule; without it all are listed.",
            show_default=False,
            autocompletion=_beginning_with,
        ),
    ] = None,
    format: Annotated[
        RuleFormat, typer.Option(help="How they are written: for reading, or for programs.")
    ] = RuleFormat.TERMINAL,
) -> None:
    """Show what can be found: what each weakness is, why it matters, and how to fix it, with examples.

    [bold]Examples[/]

    securestack rules

    securestack rules web.reflected-xss

    securestack rules --format markdown > RULES.md
    """
    known = engine.all_rules()
    chosen = [_find(known, rule_id)] if rule_id else [known[name] for name in sorted(known)]
    match format:
        case RuleFormat.JSON:
            from securestack.reports.encoding import encode_json

            print(encode_json(chosen[0] if rule_id else chosen))
        case RuleFormat.MARKDOWN:
            from securestack.reports.rule_text import rule_catalogue, rule_markdown

            print(rule_markdown(chosen[0]) if rule_id else rule_catalogue(chosen), end="")
        case RuleFormat.TERMINAL if rule_id:
            _show(chosen[0])
        case RuleFormat.TERMINAL:
            _list(chosen)


def _find(known: Mapping[str, Rule], rule_id: str) -> Rule:
    if rule_id in known:
        return known[rule_id]
    near = [name for name in known if rule_id.lower() in name] or difflib.get_close_matches(rule_id, known)
    hint = f"did you mean {' or '.join(sorted(near)[:4])}?" if near else "`securestack rules` lists all."
    raise CommandError(f"There is no rule {rule_id}; {hint}")


def _show(rule: Rule) -> None:
    from rich.markdown import Markdown

    from securestack.cli.output import standard_console
    from securestack.reports.rule_text import rule_markdown

    standard_console().print(Markdown(rule_markdown(rule), code_theme="ansi_dark", hyperlinks=False))


def _list(rules: Iterable[Rule]) -> None:
    if not sys.stdout.isatty():  # for grep and cut
        for rule in rules:
            print(f"{rule.id}\t{rule.severity}\t{rule.title}")
        return
    from rich.table import Table
    from rich.text import Text

    from securestack.cli.output import standard_console
    from securestack.reports.terminal import STYLES

    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Rule", no_wrap=True)
    table.add_column("Severity", no_wrap=True)
    table.add_column("Title")
    for rule in rules:
        table.add_row(rule.id, Text(rule.severity.value, STYLES[rule.severity]), rule.title)
    standard_console().print(table)
