"""The text of a rule as Markdown, as plain text and as HTML: the rule catalogue is made from these."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from itertools import groupby

from markdown_it import MarkdownIt

from securestack.core.rule import Rule

_MARKUP = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)")


_CATALOGUE_HEAD = """\
# Rules

What SecureStack can find: what each weakness is, why it matters and how to fix it. Made from the rules in the source by
`make docs`; change them there. `securestack rules ID` shows one in the terminal.
"""


def rule_markdown(rule: Rule, *, heading: bool = True) -> str:
    """Return everything a rule says, as one Markdown document."""
    head = (f"# {rule.title}", f"`{rule.id}`, {_facts(rule)}") if heading else ()
    return _joined(*head, *_sections(rule, "##"))


def rule_catalogue(rules: Iterable[Rule]) -> str:
    """Return all rules as one Markdown page: a list for each scanner, then what each rule says, in the order of their ids."""
    ordered = sorted(rules, key=lambda rule: rule.id)
    pieces = [_CATALOGUE_HEAD]
    for family, members in groupby(ordered, key=lambda rule: rule.id.partition(".")[0]):
        rows = [f"| [{rule.id}](#{_anchor(rule)}) | {rule.severity} | {rule.title} |" for rule in members]
        pieces += [f"**{family}**", "\n".join(("| rule | severity | title |", "|---|---|---|", *rows))]
    for rule in ordered:
        pieces += [f"## {rule.id}", f"**{rule.title}**: {_facts(rule)}", *_sections(rule, "###")]
    return _joined(*pieces)


def _anchor(rule: Rule) -> str:
    # As the usual viewers make it from the heading: small letters, and of the signs only hyphens and underscores.
    return re.sub(r"[^a-z0-9_-]", "", rule.id.lower())


def _facts(rule: Rule) -> str:
    weaknesses = "".join(f", CWE-{number}" for number in rule.cwe)
    categories = "".join(f", OWASP {name}" for name in rule.owasp)
    return f"severity {rule.severity}{weaknesses}{categories}"


def _sections(rule: Rule, level: str) -> list[str]:
    """Return the paragraphs of a rule, its headings at this level."""
    pieces = [rule.what, f"{level} Why it matters", rule.why, f"{level} How to fix it", rule.fix]
    if rule.vulnerable_example:
        pieces += ["Weak:", _fenced(rule.vulnerable_example)]
    if rule.fixed_example:
        pieces += ["Fixed:", _fenced(rule.fixed_example)]
    if rule.references:
        pieces += [
            f"{level} Read more",
            "\n".join(f"- [{item.title}]({item.url})" for item in rule.references),
        ]
    return pieces


def _joined(*pieces: str) -> str:
    return "\n\n".join(piece.strip("\n") for piece in pieces if piece) + "\n"


def plain(markdown: str) -> str:
    """Return Markdown paragraphs as plain text: emphasis and code lose their signs, links show their address."""
    return _MARKUP.sub(_unmark, markdown).strip()


def markdown_html(markdown: str) -> str:
    """Return Markdown as HTML. HTML in it stays text, and links lead to web addresses only."""
    return str(_renderer().render(markdown))


@functools.cache
def _renderer() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable("image")  # an image would be fetched


def _fenced(code: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{code.strip(chr(10))}\n{fence}"


def _unmark(match: re.Match[str]) -> str:
    strong, code, title, url = match.groups()
    return strong or code or f"{title} ({url})"
