"""What the rules catalogue answers."""

from __future__ import annotations

from pydantic import Field

from securestack.core.severity import Severity
from securestack.server.kit.schemas import Answer


class RuleScanner(Answer):
    """A scanner, as the catalogue names it."""

    id: str
    title: str


class RuleItem(Answer):
    """A rule in the list."""

    id: str
    title: str
    severity: Severity = Field(description="What a finding of it is rated before anybody looks at it.")
    cwe: list[int] = Field(description="Numbers of the Common Weakness Enumeration.")
    owasp: list[str] = Field(description="Categories of the OWASP Top 10, such as `A03:2021`.")
    scanners: list[str] = Field(description="Ids of the scanners that can report it.")
    what: str = Field(description="What the weakness is, in one or two sentences.")


class Rules(Answer):
    """The whole catalogue, by id, and the scanners it is of."""

    items: list[RuleItem]
    scanners: list[RuleScanner]


class RuleReference(Answer):
    """Where to read more."""

    title: str
    url: str


class RuleDetail(RuleItem):
    """A rule with all of its text, in Markdown, and how it stands with the findings one may see."""

    why: str
    fix: str
    vulnerable_example: str
    fixed_example: str
    references: list[RuleReference]
    open_findings: int = Field(
        description="Findings of this rule that somebody still has to do something about."
    )
    projects: int = Field(description="In how many projects these are.")
