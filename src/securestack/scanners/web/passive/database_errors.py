"""Complaints of a database in ordinary answers. Whether an input causes them is the injection check's question."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.probing.sql_errors import database_error
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import TEXT_TYPES, lowered

RULE = Rule(
    id="web.database-error",
    title="Answers show database errors",
    severity=Severity.LOW,
    cwe=(209,),
    what="An answer to an ordinary request holds an error message of a database or its driver.",
    why=(
        "The message tells which database runs and often parts of the statement, table and column names among them: "
        "what is needed to exploit an injection. It is also a sign that input may reach statements unescaped."
    ),
    fix="Catch database errors, show users a plain message, write the details to the log; use bound parameters.",
    vulnerable_example="except sqlite3.Error as error:\n    return str(error), 500",
    fixed_example='except sqlite3.Error:\n    log.exception("query failed")\n    return "Something went wrong.", 500',
    owasp=("A05:2021",),
    references=(
        Reference(
            "OWASP: Error Handling Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html",
        ),
    ),
)

# Every message holds one of these, in lower case; an ordinary page holds none.
_HUBS = (b"sql", b"yntax error", b"ora-0", b"odbc", b"dbc.", b"no such ")


def _run(page: Page) -> Iterator[Finding]:
    body = lowered(page.response.body)
    if page.response.media_type not in TEXT_TYPES or not any(hub in body for hub in _HUBS):
        return
    if error := database_error(page.response):
        database = error.database or "a database"
        yield page_finding(
            page,
            RULE,
            CHECK.id,
            f"The answer to an ordinary request holds an error message of {database}: {error.text[:200]!r}.",
            error.text,
            confidence=Confidence.FIRM if page.response.status >= 500 else Confidence.TENTATIVE,
        )


CHECK = PassiveCheck(id="database-errors", rules=(RULE,), run=_run, reads_body=True)
