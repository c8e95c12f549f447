"""What priorities are asked and what they answer."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, create_model

from securestack.assessment.priority.policy import MOST_POINTS, POINTS
from securestack.assessment.priority.reason import Basis, Certainty, PriorityLevel
from securestack.assessment.priority.ssvc import Decision
from securestack.core.severity import Severity
from securestack.server.kit.schemas import Answer, Body, Storable
from securestack.server.models.findings import FindingState
from securestack.server.models.priorities import PriorityRunState

Note = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), Storable]
Points = Annotated[float, Field(ge=-MOST_POINTS, le=MOST_POINTS, allow_inf_nan=False)]


class ReasonTerm(Answer):
    """One feature of a vulnerability, and what it adds."""

    term: str
    points: float


class PriorityReason(Answer):
    """One line of a score."""

    name: str = Field(description="Such as `words`, `exposure` or `severity`.")
    points: float
    detail: str
    source: Literal["model", "measured", "judgement"] = Field(
        description="`model` is what the trained model says; the others are visible rules, and how their points were found."
    )
    terms: list[ReasonTerm] = Field(
        description="The strongest features of a group of the model, in points; not all of them."
    )


class SsvcAnswer(Answer):
    """The decision of CISA's tree, and the answers that led to it."""

    decision: Decision
    exploitation: Literal["none", "poc", "active"]
    automatable: Literal["no", "yes"]
    technical_impact: Literal["partial", "total"]
    mission: Literal["low", "medium", "high"]
    assumed: list[str] = Field(description="Questions that nobody answered.")


class FindingPriority(Answer):
    """A score from 0 to 100 with what adds up to it: `base` plus the points of all reasons is `total`."""

    finding_id: uuid.UUID
    number: int = Field(description="The score as lists show it, rounded down.")
    score: float = Field(description="`total`, cut at 0 and 100.")
    total: float
    level: PriorityLevel
    levels: dict[PriorityLevel, float] = Field(description="From which score on each level is reached.")
    basis: Basis = Field(
        description="`model`: how much it resembles what is exploited; `severity`: a scanner's or person's word."
    )
    base: float
    reasons: list[PriorityReason]
    ssvc: SsvcAnswer
    certainty: Certainty
    missing: list[str] = Field(description="What would have made the score surer.")
    percentile: float | None = Field(
        description="How many percent of a frozen set of CVEs the model's part lies above."
    )
    model: str = Field(description="The day on which the knowledge of the model ends.")
    policy: str = Field(description="The policy that made it: `default`, or the version of the team's own.")
    scored_at: datetime | None = Field(description="When this explanation was first made.")
    updating: bool = Field(description="Whether the project's findings are being scored anew.")


class PriorityProgress(Answer):
    """How far the scoring of a project is."""

    project_id: uuid.UUID
    state: PriorityRunState
    reason: str = Field(description="What changed, such as `the policy of the team`.")
    total: int = Field(description="Findings to look at.")
    done: int
    changed: int
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


_FIELDS: dict[str, Any] = {
    name: (Points, Field(default=rule.default, description=rule.meaning)) for name, rule in POINTS.items()
}
PolicyPoints: Any = create_model("PolicyPoints", __base__=Body, **_FIELDS)
PolicyPoints.__doc__ = (
    "Points of the visible rules; what is left out keeps its default. A rule with 0 points is left out."
)


class RuleDescription(Answer):
    """One visible rule of a policy."""

    name: str
    meaning: str
    default: float
    group: str


class TeamPolicy(Answer):
    """What the visible rules are worth to a team."""

    team_id: uuid.UUID
    version: int = Field(description="0 is the default, which every team begins with.")
    points: dict[str, float]
    rules: list[RuleDescription]
    least: float
    most: float
    note: str
    created_by: uuid.UUID | None
    created_by_name: str | None
    created_at: datetime | None
    scoring: list[PriorityProgress] = Field(description="Projects whose findings are being scored anew.")


class PolicyVersion(Answer):
    """One version of a team's policy."""

    id: uuid.UUID
    version: int
    points: dict[str, float] = Field(description="Those that differ from the default.")
    note: str
    created_by: uuid.UUID | None
    created_by_name: str | None
    created_at: datetime


class NewPolicy(Body):
    """A policy to save."""

    points: PolicyPoints
    note: Note = ""


class PolicyTrial(Body):
    """A policy to try on the team's findings."""

    points: PolicyPoints


class Mover(Answer):
    """A finding whose score a policy would change, and how many others with equal content it stands for."""

    finding_id: uuid.UUID
    project_id: uuid.UUID
    project_name: str
    title: str
    severity: Severity
    state: FindingState
    before: int
    after: int
    level_before: PriorityLevel
    level_after: PriorityLevel
    count: int


class PolicyPreview(Answer):
    """What a policy would change on the findings of a team that are still to be done."""

    findings: int
    waiting: int = Field(description="Findings that were not scored yet; they are not among the others.")
    exact: bool = Field(
        description="False where so many differ from each other that only the commonest were tried."
    )
    changed: int = Field(description="Whose score would change.")
    changed_level: int
    before: dict[PriorityLevel, int]
    after: dict[PriorityLevel, int]
    movers: list[Mover] = Field(description="The largest changes.")


class AdviceAnswer(Answer):
    """What a language model wrote. It may be wrong; nothing of it is a fact of the platform."""

    kind: Literal["explanation", "fix"]
    text: str = Field(description="Plain text; to be shown as such.")
    model: str
    endpoint: str = Field(description="The host that was asked.")
    written_at: datetime
    cached: bool
    machine_written: Literal[True]
    sent: list[str] = Field(description="What of the finding the model was told; secrets are masked.")


class AdviceRequest(Body):
    """What a language model is asked to write."""

    kind: Literal["explanation", "fix"] = "explanation"
    again: bool = Field(default=False, description="Ask anew, though an answer is kept.")


class LanguageModelAnswer(Answer):
    """Whether a language model can be asked, and which."""

    enabled: bool
    model: str | None
    endpoint: str | None = Field(description="The host that is asked.")
