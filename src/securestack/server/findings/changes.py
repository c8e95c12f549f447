"""What a decision makes of a finding: pure values, so that one finding and ten thousand are changed alike."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from securestack.core.severity import Severity
from securestack.server.findings.schemas import DecidedState, FindingChange
from securestack.server.kit.problems import invalid
from securestack.server.models.findings import ACTIVE_STATES, FindingEventKind, FindingState

_SEVERITIES = tuple(Severity)


class Outcome(enum.StrEnum):
    """What became of one finding."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Standing(msgspec.Struct, frozen=True):
    """What of a finding people decide. `severity` is a rank; times are UTC."""

    id: uuid.UUID
    state: str
    state_reason: str | None
    state_changed_at: datetime | None
    accepted_until: datetime | None
    fixed_at: datetime | None
    severity: int
    severity_by_person: bool
    assignee_id: uuid.UUID | None
    due_at: datetime | None
    due_by_person: bool


class HistoryPiece(msgspec.Struct, frozen=True):
    """An event of the history to be."""

    kind: FindingEventKind
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


class Decision:
    """A change that has been looked at as a whole, to be applied to findings one by one."""

    def __init__(self, change: FindingChange, sla_days: Mapping[str, int], at: datetime) -> None:
        """Raises the problem `invalid-request` for a change that is not whole."""
        self.sent = change.model_dump(exclude_unset=True)
        self.text: str | None = self.sent.get("comment") or self.sent.get("reason")
        self._sla_days = sla_days
        self._at = at
        self._check()

    def _check(self) -> None:
        if not self.sent:
            raise invalid("body", "It changes nothing.")
        state = self.sent.get("state")
        if state in (DecidedState.FALSE_POSITIVE, DecidedState.ACCEPTED) and not self.sent.get("reason"):
            raise invalid("body.reason", f"Say why it is {state.value.replace('-', ' ')}.")
        if (state is DecidedState.ACCEPTED) != ("accepted_until" in self.sent):
            raise invalid("body.accepted_until", "It belongs to, and is needed for, the state accepted.")
        if state is DecidedState.ACCEPTED and self.sent["accepted_until"] <= self._at:
            raise invalid("body.accepted_until", "It must lie in the future.")
        if "reason" in self.sent and state is None:
            raise invalid("body.reason", "It is the reason of a state; name the state, or send a comment.")

    def apply(
        self, row: Any, rule_severity: int, first_seen_at: datetime
    ) -> tuple[Outcome, Standing, list[HistoryPiece]]:
        """Return what becomes of a finding, how it stands afterwards, and what its history says."""
        before = msgspec.convert(dict(row), Standing, from_attributes=True, strict=False)
        if self._refuses(before):
            return Outcome.REFUSED, before, []
        after = self._due(
            self._severity(self._assigned(self._stated(before)), rule_severity), first_seen_at, before
        )
        told = list(self._told(before, after))
        changed = bool(told)
        return (Outcome.CHANGED if changed else Outcome.UNCHANGED), after, told

    def _refuses(self, row: Standing) -> bool:
        active = FindingState(row.state) in ACTIVE_STATES
        return (
            self.sent.get("state") is DecidedState.REOPENED and active and row.state != FindingState.REOPENED
        )

    def _stated(self, row: Standing) -> Standing:
        state = self.sent.get("state")
        if state is None:
            return row
        until = self.sent.get("accepted_until")
        reason = self.sent.get("reason")
        if row.state == state.value and until == row.accepted_until and reason in (None, row.state_reason):
            return row
        return msgspec.structs.replace(
            row,
            state=state.value,
            state_reason=reason,
            state_changed_at=self._at,
            accepted_until=until,
            fixed_at=self._at if state is DecidedState.FIXED else None,
            due_by_person=row.due_by_person and state is not DecidedState.REOPENED,
        )

    def _assigned(self, row: Standing) -> Standing:
        if "assignee_id" not in self.sent:
            return row
        return msgspec.structs.replace(row, assignee_id=self.sent["assignee_id"])

    def _severity(self, row: Standing, rule_severity: int) -> Standing:
        if "severity" not in self.sent:
            return row
        severity = self.sent["severity"]
        rank = rule_severity if severity is None else severity.rank
        return msgspec.structs.replace(row, severity=rank, severity_by_person=severity is not None)

    def _due(self, row: Standing, first_seen_at: datetime, before: Standing) -> Standing:
        if self.sent.get("due_at") is not None:
            return msgspec.structs.replace(row, due_at=self.sent["due_at"], due_by_person=True)
        reopened = row.state == FindingState.REOPENED
        by_person = row.due_by_person and "due_at" not in self.sent
        if by_person or not ("due_at" in self.sent or row.severity != before.severity or reopened):
            return msgspec.structs.replace(row, due_by_person=by_person)
        days = self._sla_days.get(_SEVERITIES[row.severity].value)
        since = (row.state_changed_at if reopened else None) or first_seen_at
        due_at = None if days is None else since + timedelta(days=days)
        return msgspec.structs.replace(row, due_at=due_at, due_by_person=False)

    def _told(self, before: Standing, after: Standing) -> Iterator[HistoryPiece]:
        if _state(before) != _state(after):
            yield HistoryPiece(FindingEventKind.STATE, _state(before), _state(after))
        if before.assignee_id != after.assignee_id:
            yield HistoryPiece(
                FindingEventKind.ASSIGNMENT,
                {"assignee_id": before.assignee_id},
                {"assignee_id": after.assignee_id},
            )
        if before.severity != after.severity:
            yield HistoryPiece(FindingEventKind.SEVERITY, _severity(before), _severity(after))
        if before.due_at != after.due_at and "due_at" in self.sent:
            yield HistoryPiece(FindingEventKind.DUE, {"due_at": before.due_at}, {"due_at": after.due_at})
        if "comment" in self.sent:
            yield HistoryPiece(FindingEventKind.COMMENT)


def _state(row: Standing) -> dict[str, Any]:
    told: dict[str, Any] = {
        "state": row.state,
        "reason": row.state_reason,
        "accepted_until": row.accepted_until,
    }
    return {name: value for name, value in told.items() if value is not None}


def _severity(row: Standing) -> dict[str, Any]:
    return {"severity": _SEVERITIES[row.severity].value}
