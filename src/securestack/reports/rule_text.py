"""The text of a rule as Markdown, as plain text and as HTML: the rule catalogue is made from these."""

from __future__ import annotations

import functools
import re

from markdown_it import MarkdownIt

from securestack.core.rule import Rule

_MARKUP = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)")


def rule_markdown(rule: Rule, *, heading: bool = True) -> str:
    """Return everything a rule says, as one Markdown document."""
    pieces = []
    if heading:
        weaknesses = "".join(f", CWE-{number}" for number in rule.cwe)
        categories = "".join(f", OWASP {name}" for name in rule.owasp)
        pieces += [f"# {rule.title}", f"`{rule.id}`, severity {rule.severity}{weaknesses}{categories}"]
    pieces += [rule.what, "## Why it matters", rule.why, "## How to fix it", rule.fix]
    if rule.vulnerable_example:
        pieces += ["Weak:", _fenced(rule.vulnerable_example)]
    if rule.fixed_example:
        pieces += ["Fixed:", _fenced(rule.fixed_example)]
    if rule.references:
        pieces += ["## Read more", "\n".join(f"- [{item.title}]({item.url})" for item in rule.references)]
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
