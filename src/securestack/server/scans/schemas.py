"""What requests and answers about scans hold."""

from __future__ import annotations

import base64
import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    RootModel,
    StringConstraints,
    Tag,
    WithJsonSchema,
    field_validator,
)

from securestack.core.severity import Severity
from securestack.probing.needs import Profile
from securestack.server.inventory.schemas_uploads import FileName
from securestack.server.kit.pages import PageQuery
from securestack.server.kit.problems import ProblemDocument
from securestack.server.kit.schemas import Answer, Body, Name, Storable
from securestack.server.models.scans import ScanState

Line = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), Storable]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$")]
HeaderValue = Annotated[str, StringConstraints(max_length=8_000, pattern=r"^[^\x00-\x08\x0a-\x1f\x7f]*$")]


_SEVERITIES = [severity.value for severity in Severity]


def severity_word(rank: int) -> str:
    """Return the word of a severity that lies in the database as its rank."""
    return _SEVERITIES[rank]


class Header(Body):
    """A header that is sent with every request of a scan, such as a bearer token."""

    name: HeaderName
    value: HeaderValue


class Credentials(Body):
    """Who the scan is. Kept encrypted while the scan waits and runs, and deleted when it has ended."""

    headers: list[Header] = Field(default_factory=list, max_length=50)
    login_url: Line = Field(default="", description="The page with the login form.")
    username: Line = ""
    password: Annotated[str, StringConstraints(max_length=1_000)] = ""


class WebScanSettings(Body):
    """How a web scan goes about its work."""

    profile: Profile = Profile.STANDARD
    scope: list[Line] = Field(
        default_factory=list,
        max_length=50,
        description="Paths below the target's address that the scan keeps to; none means the whole target.",
    )
    exclude: list[Line] = Field(
        default_factory=list, max_length=200, description="Patterns of URLs that are not asked."
    )
    only: list[Line] = Field(
        default_factory=list, max_length=100, description="Rules to look for; none means all."
    )
    max_requests: int | None = Field(default=None, ge=1, le=10_000_000)
    max_pages: int = Field(default=10_000, ge=1, le=100_000)
    time_limit: float | None = Field(default=4 * 3600.0, gt=0, le=48 * 3600.0, description="Seconds.")
    requests_per_second: float | None = Field(default=None, gt=0, le=10_000)
    allow_destructive: bool = Field(
        default=False, description="Also send what looks like deletion or logout; maintainers only."
    )
    verify_tls: bool = True

    @field_validator("scope")
    @classmethod
    def _paths_only(cls, scope: list[str]) -> list[str]:
        # Another host would need a proof of control of its own.
        for path in scope:
            if not path.startswith("/") or path.startswith("//"):
                raise ValueError("each is a path that begins with /")
        return scope


class ApiScanSettings(Body):
    """How an API scan goes about its work."""

    profile: Profile = Profile.STANDARD
    exclude: list[Line] = Field(
        default_factory=list, max_length=200, description="Patterns of URLs that are not asked."
    )
    only: list[Line] = Field(
        default_factory=list, max_length=100, description="Rules to look for; none means all."
    )
    login: Line = Field(
        default="", description="The operation to log in with, such as `POST /login`, where it is not found."
    )
    register_users: bool = Field(
        default=True,
        description="Register users where fewer than two are set up and the API lets anybody in.",
    )
    use_actors: bool = Field(default=True, description="Log in the actors that are set up for the target.")
    max_requests: int | None = Field(default=3_000, ge=1, le=1_000_000)
    time_limit: float | None = Field(default=600.0, gt=0, le=24 * 3600.0, description="Seconds.")
    requests_per_second: float | None = Field(default=None, gt=0, le=10_000)
    allow_destructive: bool = Field(
        default=False, description="Also change and delete what others own; maintainers only."
    )
    verify_tls: bool = True


class DependencyScanSettings(Body):
    """How a dependency scan goes about its work."""

    development: bool = Field(
        default=True, description="Look up packages that are needed only for building and testing as well."
    )
    upload_id: uuid.UUID | None = Field(
        default=None, description="The upload of the target to look at; without one the newest."
    )


Priority = Annotated[int, Field(ge=-10, le=10, description="Higher goes first.")]


class NewWebScan(Body):
    """A web scan to be started."""

    target_id: uuid.UUID
    scanner: Literal["web"] = "web"
    options: WebScanSettings = Field(default_factory=WebScanSettings)
    credentials: Credentials = Field(default_factory=Credentials)
    priority: Priority = 0


class NewApiScan(Body):
    """A scan of the API at a target, to be started."""

    target_id: uuid.UUID
    scanner: Literal["api"]
    options: ApiScanSettings = Field(default_factory=ApiScanSettings)
    priority: Priority = 0


class NewDependencyScan(Body):
    """A scan of what was uploaded to a target, to be started."""

    target_id: uuid.UUID
    scanner: Literal["dependencies"]
    options: DependencyScanSettings = Field(default_factory=DependencyScanSettings)
    priority: Priority = 0


def _shape_of(value: Any) -> str:
    """Return which kind of scan is meant; who names no scanner means the web scanner."""
    if isinstance(value, Body):
        return f"<{getattr(value, 'scanner', 'upload')}>"
    if not isinstance(value, dict):
        return "<web>"
    return "<upload>" if "content" in value else f"<{value.get('scanner', 'web')}>"


_WHICH = Discriminator(
    _shape_of,
    custom_error_type="unknown_scanner",
    custom_error_message="scanner is one of web, api, dependencies",
)

NewScan = Annotated[
    Annotated[NewWebScan, Tag("<web>")]
    | Annotated[NewApiScan, Tag("<api>")]
    | Annotated[NewDependencyScan, Tag("<dependencies>")],
    _WHICH,
]
"""A scan to be started, by its scanner."""


class ScanToStart(RootModel[NewScan]):
    """A scan to be started: of a web application, of an API, or of what was uploaded."""


def _decoded(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        raise ValueError("it must be the content of the file in base64") from None


class UploadToScan(Body):
    """A file to be uploaded and scanned at once."""

    project_id: uuid.UUID
    file_name: FileName
    content: Annotated[
        bytes,
        BeforeValidator(_decoded),
        WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
        Field(description="The file itself."),
    ]
    target: Name | None = Field(
        default=None,
        description="Name of its target, made where it is not there; without one the file's name.",
    )
    development: bool = Field(
        default=True, description="Look up packages that are needed only for building and testing as well."
    )
    priority: Priority = 0


BatchItem = Annotated[
    Annotated[NewWebScan, Tag("<web>")]
    | Annotated[NewApiScan, Tag("<api>")]
    | Annotated[NewDependencyScan, Tag("<dependencies>")]
    | Annotated[UploadToScan, Tag("<upload>")],
    _WHICH,
]


class Batch(Body):
    """Several scans to be started at once; what cannot be started does not keep the others from it."""

    scans: list[BatchItem] = Field(min_length=1, max_length=50)


class Retry(Body):
    """A scan to be started again. Credentials are not kept, so a scan that had some needs them again."""

    credentials: Credentials | None = None


class ScanQuery(PageQuery):
    """Filters of the list of scans."""

    project_id: uuid.UUID | None = None
    target_id: uuid.UUID | None = None
    status: list[ScanState] = Field(default_factory=list, max_length=6)
    scanner: Line | None = None


class Progress(Answer):
    """How far a scan is."""

    phase: str = ""
    done: int = 0
    total: int | None = None
    requests: int = 0
    requests_per_second: float = 0.0
    pages: int = 0
    packages: int = 0
    findings: int = 0
    detail: str = ""


class Scan(Answer):
    """A scan, without its long account."""

    id: uuid.UUID
    project_id: uuid.UUID
    target_id: uuid.UUID | None
    target: str = Field(description="What is scanned, also after the target is gone.")
    scanner: str
    status: ScanState
    priority: int
    options: dict[str, Any]
    has_credentials: bool
    created_by: uuid.UUID | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    attempt: int = Field(description="How often a worker has begun it.")
    cancel_requested: bool
    reason: str | None = Field(description="Why it did not complete.")
    progress: Progress
    statistics: dict[str, Any]
    finding_count: int
    new_finding_count: int
    retry_of: uuid.UUID | None
    version: int


class ScanDetail(Scan):
    """A scan with the account of its checks."""

    checks: list[dict[str, Any]]
    notices: list[dict[str, Any]]


class BatchResult(Answer):
    """What became of one scan of a batch: the scan, or the problem that kept it from being started."""

    scan: ScanDetail | None
    problem: ProblemDocument | None


class BatchAnswer(Answer):
    """What became of a batch, in its order."""

    items: list[BatchResult]


class ComparedFinding(Answer):
    """A finding in a comparison."""

    id: uuid.UUID
    rule_id: str
    title: str
    severity: str
    location: str
    state: str


class Comparison(Answer):
    """What two scans saw: of each list at most a thousand are shown, the worst first."""

    before: uuid.UUID
    after: uuid.UUID
    appeared_count: int
    disappeared_count: int
    common_count: int
    appeared: list[ComparedFinding]
    disappeared: list[ComparedFinding]
