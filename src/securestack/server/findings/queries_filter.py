"""The SQL of filters of findings."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import msgspec

from securestack.assessment.priority.reason import LEVELS, PriorityLevel
from securestack.core.severity import Severity
from securestack.server.findings.schemas import FindingFilter

SEVERITY_WORDS = "(ARRAY[" + ", ".join(f"'{severity.value}'" for severity in Severity) + "])"
"""Words of severities; the one of rank n stands at n + 1."""

PRIORITY_LEVEL = (
    "(CASE "
    + " ".join(f"WHEN f.priority >= {least:g} THEN '{level.value}'" for least, level in LEVELS)
    + f" ELSE '{PriorityLevel.INFORMATIONAL.value}' END)"
)
"""The word of a priority."""

ACTIVE = "f.state IN ('open', 'confirmed', 'reopened')"
"""That somebody still has something to do."""

DUE = "coalesce(f.due_at, 'infinity'::timestamptz)"
"""When it should be done; what is never due is due at infinity. Indexed so."""

OVERDUE = f"({DUE} < now() AND {ACTIVE})"
"""That it should have been done by now."""

_SEARCH = "(websearch_to_tsquery('simple', {0}) || websearch_to_tsquery('english', {0}))"
_RANGES = (
    ("first_seen_from", "f.first_seen_at >= {}"),
    ("first_seen_to", "f.first_seen_at < {}"),
    ("last_seen_from", "f.last_seen_at >= {}"),
    ("last_seen_to", "f.last_seen_at < {}"),
    ("due_from", f"({DUE} >= {{}} AND f.due_at IS NOT NULL)"),
    ("due_to", f"{DUE} < {{}}"),
    ("priority_from", "f.priority >= {}"),
    ("priority_to", "f.priority <= {}"),
)


class Condition(msgspec.Struct, frozen=True):
    """A condition on rows `f`, which begins with AND or is empty, one on their words `w`, or empty, and its arguments."""

    sql: str
    words: str
    arguments: list[Any]

    @property
    def whole(self) -> str:
        """Both together, as a condition on rows `f`."""
        return self._with("f.id IN (SELECT w.finding_id FROM finding_words w WHERE {})")

    @property
    def by_row(self) -> str:
        """The same for few rows, of each of which the words are read."""
        return self._with("(SELECT {} FROM finding_words w WHERE w.finding_id = f.id)")

    @property
    def by_word(self) -> str:
        """The same for rare words: who has them is looked up by identifier."""
        return self._with("f.id = ANY(ARRAY(SELECT w.finding_id FROM finding_words w WHERE {}))")

    @property
    def by_hash(self) -> str:
        """The same for many rows and frequent words: rows are looked for in a table of hashes of who has the words."""
        # What is only asked to be true is not turned into a join.
        return self._with("(f.id IN (SELECT w.finding_id FROM finding_words w WHERE {})) IS TRUE")

    def _with(self, words: str) -> str:
        return f"{self.sql} AND {words.format(self.words)}" if self.words else self.sql


class _Builder:
    def __init__(self, place: int) -> None:
        self._place = place
        self.pieces: list[str] = []
        self.arguments: list[Any] = []

    def argument(self, value: Any) -> str:
        self.arguments.append(value)
        return f"${self._place + len(self.arguments) - 1}"

    def one_of(self, column: str, values: Sequence[Any], type: str) -> None:
        if len(values) == 1:  # statistics of one value make better plans
            self.pieces.append(f"{column} = {self.argument(values[0])}::{type}")
        elif values:
            self.pieces.append(f"{column} = ANY({self.argument(list(values))}::{type}[])")


def condition(wanted: FindingFilter, user_id: uuid.UUID | None, *, place: int) -> Condition:
    """Return the condition of a filter; its arguments stand at `$place` and after. `user_id` is who `me` is."""
    built = _Builder(place)
    # Words of a closed set stand in the statement itself: the planner then knows how frequent they are.
    for column, words in (
        ("f.state", [state.value for state in wanted.state]),
        ("f.confidence", [confidence.value for confidence in wanted.confidence]),
    ):
        if words:
            built.pieces.append(f"{column} IN ({', '.join(repr(word) for word in words)})")
    if wanted.severity:
        built.pieces.append(f"f.severity IN ({', '.join(str(word.rank) for word in wanted.severity)})")
    if wanted.priority_level:
        built.pieces.append(f"({' OR '.join(map(_level_range, wanted.priority_level))})")
    built.one_of("f.rule_id", wanted.rule, "text")
    if wanted.cwe:
        rules = f"SELECT r.project_id, r.id FROM rules r WHERE r.cwe && {built.argument(wanted.cwe)}::int[]"
        built.pieces.append(f"(f.project_id, f.rule_id) IN ({rules})")
    built.one_of("f.target_id", wanted.target, "uuid")
    built.one_of("f.origin", wanted.origin, "text")
    _assignees(built, wanted, user_id)
    if wanted.overdue is not None:
        built.pieces.append(OVERDUE if wanted.overdue else f"NOT {OVERDUE}")
    for name, sql in _RANGES:
        value = getattr(wanted, name)
        if value is not None:
            built.pieces.append(sql.format(built.argument(value)))
    if wanted.scan is not None:
        seen = f"SELECT o.finding_id FROM observations o WHERE o.scan_id = {built.argument(wanted.scan)}"
        if wanted.new_in_scan is not None:
            seen += f" AND o.is_new = {'true' if wanted.new_in_scan else 'false'}"
        built.pieces.append(f"f.id IN ({seen})")
    found = ""
    if wanted.search is not None:
        found = f"w.words @@ {_SEARCH.format(built.argument(wanted.search))}"
    return Condition("".join(f" AND {piece}" for piece in built.pieces), found, built.arguments)


def _level_range(level: PriorityLevel) -> str:
    """Return the condition that a priority is of a level: as a range, which an index answers."""
    above = None
    for least, each in (*LEVELS, (0.0, PriorityLevel.INFORMATIONAL)):
        if each is level:
            top = "" if above is None else f" AND f.priority < {above:g}"
            return f"(f.priority >= {least:g}{top})"
        above = least
    raise AssertionError(level)


def _assignees(built: _Builder, wanted: FindingFilter, user_id: uuid.UUID | None) -> None:
    if not wanted.assignee:
        return
    named = [user_id if one == "me" else one for one in wanted.assignee if one != "none"]
    pieces = []
    if persons := [one for one in named if one is not None]:
        alternatives = _Builder(built._place + len(built.arguments))
        alternatives.one_of("f.assignee_id", persons, "uuid")
        built.arguments += alternatives.arguments
        pieces += alternatives.pieces
    if "none" in wanted.assignee:
        pieces.append("f.assignee_id IS NULL")
    built.pieces.append(f"({' OR '.join(pieces)})" if pieces else "false")  # `me` of a key that is nobody
