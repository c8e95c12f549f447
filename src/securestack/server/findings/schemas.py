"""What findings are asked and what they answer."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from securestack.assessment.priority.reason import PriorityLevel
from securestack.core.severity import Confidence, Severity
from securestack.server.kit.pages import PageQuery
from securestack.server.kit.schemas import Answer, Body, Moment, Storable, Text, unchanged
from securestack.server.models.findings import FindingEventKind, FindingState

Word = Annotated[str, StringConstraints(min_length=1, max_length=200), Storable]
_MANY = 50


class FindingFilter(BaseModel):
    """Which findings are meant. Values of one filter are alternatives; all filters have to fit."""

    model_config = ConfigDict(extra="forbid")

    state: list[FindingState] = Field(default=[], max_length=_MANY)
    severity: list[Severity] = Field(default=[], max_length=_MANY)
    rule: list[Word] = Field(default=[], max_length=_MANY, description="Ids of rules.")
    cwe: list[Annotated[int, Field(ge=1, le=2**31 - 1)]] = Field(
        default=[], max_length=_MANY, description="Numbers of the Common Weakness Enumeration."
    )
    target: list[uuid.UUID] = Field(default=[], max_length=_MANY)
    assignee: list[uuid.UUID | Literal["me", "none"]] = Field(
        default=[], max_length=_MANY, description="Ids of users; `me`, or `none` for what nobody has."
    )
    origin: list[Word] = Field(
        default=[], max_length=_MANY, description="Scanners, or tools that were imported."
    )
    confidence: list[Confidence] = Field(default=[], max_length=_MANY)
    overdue: bool | None = Field(
        default=None, description="Whether it is still to be done and past its due date."
    )
    first_seen_from: Moment | None = None
    first_seen_to: Moment | None = Field(default=None, description="Before this time.")
    last_seen_from: Moment | None = None
    last_seen_to: Moment | None = Field(default=None, description="Before this time.")
    due_from: Moment | None = None
    due_to: Moment | None = Field(default=None, description="Before this time.")
    priority_level: list[PriorityLevel] = Field(default=[], max_length=_MANY)
    priority_from: int | None = Field(default=None, ge=0, le=100)
    priority_to: int | None = Field(default=None, ge=0, le=100, description="Included.")
    scan: uuid.UUID | None = Field(default=None, description="Seen by this scan or import.")
    new_in_scan: bool | None = Field(default=None, description="With `scan`: seen by it first, or not.")
    search: Annotated[str, StringConstraints(min_length=1, max_length=200), Storable] | None = Field(
        default=None,
        description='Words of title, rule, place or summary; "in quotes" a phrase, -word without it.',
    )


class FindingQuery(PageQuery, FindingFilter):
    """A page of findings. Sorts: severity, priority, first_seen_at, last_seen_at, due_at, title, rule_id."""


class AllFindingsQuery(FindingQuery):
    """A page of findings of all projects you may read, or some of them."""

    project: list[uuid.UUID] = Field(default=[], max_length=200)


class AllFindingsFilter(FindingFilter):
    """Which findings of all projects you may read are meant."""

    project: list[uuid.UUID] = Field(default=[], max_length=200)


class FindingItem(Answer):
    """A finding as lists show it."""

    id: uuid.UUID
    project_id: uuid.UUID
    project_name: str
    rule_id: str
    title: str
    severity: Severity
    state: FindingState
    confidence: Confidence
    location: str = Field(description="Where it is, in one line.")
    summary: str = Field(description="The beginning of what was seen.")
    origin: str
    target_id: uuid.UUID | None
    target_name: str | None
    first_seen_at: datetime
    last_seen_at: datetime
    times_seen: int
    assignee_id: uuid.UUID | None
    assignee_name: str | None
    due_at: datetime | None
    overdue: bool
    priority: int
    priority_level: PriorityLevel
    version: int


class FacetValue(Answer):
    """One value of a filter and how many of the findings have it."""

    value: str
    count: int
    label: str | None = Field(
        default=None,
        description="What people call it: the name of a target or of somebody, the title of a rule.",
    )


class Facets(Answer):
    """How many findings there are of each value. Values of a filter that is set are counted as if it were not set."""

    total: int
    exact: bool = Field(
        description="False where there are so many that the total was estimated from a sample of them."
    )
    estimated: list[str] = Field(
        description="The names of all counts here that were estimated; the others are exact."
    )
    state: list[FacetValue]
    severity: list[FacetValue]
    priority_level: list[FacetValue]
    overdue: int = Field(description="How many are still to be done and past their due date.")
    confidence: list[FacetValue]
    origin: list[FacetValue]
    rule: list[FacetValue] = Field(description="The most frequent.")
    cwe: list[FacetValue] = Field(description="The most frequent.")
    target: list[FacetValue] = Field(description="The most frequent.")
    assignee: list[FacetValue] = Field(description="The most frequent; `none` for what nobody has.")


class Person(Answer):
    """Somebody, by name."""

    id: uuid.UUID
    name: str


class RuleText(Answer):
    """The constant text of a weakness."""

    id: str
    title: str
    severity: Severity
    cwe: list[int]
    origin: str
    what: str = ""
    why: str = ""
    fix: str = ""
    vulnerable_example: str = ""
    fixed_example: str = ""
    owasp: list[str] = Field(default=[])
    references: list[dict[str, str]] = Field(default=[])


class SeenBy(Answer):
    """A scan or import that saw a finding."""

    scan_id: uuid.UUID
    kind: Literal["scan", "import", "forgotten"] = Field(
        description="`forgotten` is a scan that was deleted since."
    )
    tool: str | None = Field(description="The scanner, or the imported tool.")
    observed_at: datetime
    severity: Severity
    is_new: bool = Field(description="Whether the finding was new then.")


class HistoryEntry(Answer):
    """Something that happened to a finding."""

    id: uuid.UUID
    kind: FindingEventKind
    at: datetime
    user: Person | None = Field(description="Null where the platform itself did it.")
    scan_id: uuid.UUID | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    text: str | None


class FindingDetail(FindingItem):
    """A finding with everything that is known about it."""

    place: dict[str, Any] = Field(description="Where it is, in parts.")
    fingerprint: str
    rule_severity: Severity = Field(description="As found; `severity` is what people made of it.")
    severity_by_person: bool
    due_by_person: bool
    state_reason: str | None
    state_changed_at: datetime | None
    accepted_until: datetime | None
    fixed_at: datetime | None
    updated_at: datetime
    rule: RuleText
    evidence: dict[str, Any] | None
    history: list[HistoryEntry] = Field(description="The newest, newest first; more at `/history`.")
    seen_by: list[SeenBy] = Field(description="The newest scans and imports that saw it, newest first.")


class MergePart(Answer):
    """Something that is the same in all observations of a finding."""

    name: str
    value: str


class Merge(Answer):
    """Why observations were taken for one finding."""

    fingerprint: str
    explanation: str
    parts: list[MergePart]
    times_seen: int
    first_seen_at: datetime
    last_seen_at: datetime
    seen_by: list[SeenBy] = Field(description="The newest 200, newest first.")


class WeekCount(Answer):
    """What happened in a week, which begins on Monday, in UTC."""

    week: datetime
    new: int
    fixed: int


class FindingStatistics(Answer):
    """How a project stands."""

    open_by_severity: dict[Severity, int]
    open: int
    overdue: int
    overdue_by_severity: dict[Severity, int]
    accepted: int
    unassigned: int
    mean_seconds_to_fix: float | None = Field(description="Of what was fixed in the last 90 days.")
    weeks: list[WeekCount] = Field(description="The last twelve, oldest first.")


class DecidedState(enum.StrEnum):
    """The states people put findings into."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    FALSE_POSITIVE = "false-positive"
    ACCEPTED = "accepted"
    FIXED = "fixed"
    REOPENED = "reopened"


Reason = Annotated[str, StringConstraints(min_length=1, max_length=5_000, strip_whitespace=True), Storable]


class FindingChange(Body):
    """What is decided about findings; what is left out stays."""

    state: DecidedState = unchanged()
    reason: Annotated[Reason, Field(description="Why; a false positive and an accepted risk need one.")] = (
        unchanged()
    )
    accepted_until: Annotated[
        Moment,
        Field(description="When an accepted risk is looked at again; only, and always, with `accepted`."),
    ] = unchanged()
    assignee_id: uuid.UUID | None = Field(default=None, description="A member of the team; null for nobody.")
    due_at: Moment | None = Field(default=None, description="Null for what the project's deadlines say.")
    severity: Severity | None = Field(default=None, description="Null for what was found.")
    comment: Reason = unchanged()


class NewComment(Body):
    """A comment."""

    text: Annotated[Text, StringConstraints(min_length=1)]


class BulkChange(Body):
    """A change of many findings of a project: those with these ids, or all that a filter finds."""

    ids: Annotated[list[uuid.UUID], Field(min_length=1, max_length=10_000)] = unchanged()
    filter: FindingFilter = unchanged()
    change: FindingChange


class BulkResult(Answer):
    """What became of the findings that were meant."""

    matched: int
    changed: int
    unchanged: int = Field(description="They were so already.")
    refused: int = Field(description="They cannot be changed so, such as reopening what is open.")
    missing: int = Field(description="Ids that are no findings of this project.")


class ImportCounts(Answer):
    """What a file held."""

    findings: int
    new: int
    known: int = Field(description="Seen before by another scan or import.")
    reopened: int


class FindingImport(Answer):
    """A file of findings that was taken in."""

    id: uuid.UUID
    project_id: uuid.UUID
    target_id: uuid.UUID | None
    format: str
    tool: str
    file_name: str
    statistics: ImportCounts
    created_by: uuid.UUID | None
    created_at: datetime
