"""The requests of the benchmark: what people and programs ask a platform with findings in it, and how often."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Sequence

from benchmarks.api.load import Sent

SHARES = {
    "list findings": 60,
    "read a finding": 15,
    "list projects": 10,
    "list scans": 5,
    "who am I": 5,
    "comment": 3,
    "change a finding": 2,
}
"""The mix: of a hundred requests so many are of each kind. The last two write."""

_SORTS = ("-severity", "-last_seen_at", "-first_seen_at", "-priority", "due_at", "title")
_FILTERS = (
    "",
    "",
    "&state=open",
    "&state=open&state=confirmed",
    "&severity=critical&severity=high",
    "&assignee=me",
)


class Requests:
    """Makes requests of each kind, for several people and projects."""

    def __init__(
        self,
        tokens: Sequence[str],
        projects: Sequence[uuid.UUID],
        findings: Sequence[uuid.UUID],
        people: Sequence[uuid.UUID],
    ) -> None:
        self._tokens = tokens
        self._projects = projects
        self._findings = findings
        self._people = people
        self._random = random.Random(2)

    def of(self, kind: str, number: int) -> list[Sent]:
        """Return that many requests of one kind."""
        return [self._made(kind) for _ in range(number)]

    def mixed(self, number: int) -> list[Sent]:
        """Return about that many requests in the shares of the mix."""
        return [one for kind, share in SHARES.items() for one in self.of(kind, number * share // 100)]

    def _made(self, kind: str) -> Sent:
        pick = self._random.choice
        if kind == "list findings":
            query = f"limit=25&sort={pick(_SORTS)}{pick(_FILTERS)}"
            return self._sent(kind, "GET", f"/projects/{pick(self._projects)}/findings?{query}")
        if kind == "read a finding":
            return self._sent(kind, "GET", f"/findings/{pick(self._findings)}")
        if kind == "list projects":
            return self._sent(kind, "GET", "/projects?limit=25")
        if kind == "list scans":
            return self._sent(kind, "GET", f"/scans?limit=25&project_id={pick(self._projects)}")
        if kind == "who am I":
            return self._sent(kind, "GET", "/auth/me")
        if kind == "comment":
            body = {"text": "Seen in production too; the fix goes out with the next release."}
            return self._sent(kind, "POST", f"/findings/{pick(self._findings)}/comments", body)
        body = {"assignee_id": str(pick(self._people)), "comment": "Please have a look."}
        return self._sent(kind, "PATCH", f"/findings/{pick(self._findings)}", body)

    def _sent(self, kind: str, method: str, path: str, body: object = None) -> Sent:
        head = f"{method} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
        head += f"Authorization: Bearer {self._random.choice(self._tokens)}\r\n"
        content = b""
        if body is not None:
            content = json.dumps(body).encode()
            head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        return Sent(kind, head.encode() + b"\r\n" + content)
