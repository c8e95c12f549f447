"""The parts of a SARIF 2.1.0 log (OASIS Standard) that matter to us, typed so that the rest is skipped unread.

Results stay raw: they are slices of the file until their turn comes, so a file of any size costs little memory.
Writers put null where the standard wants nothing, so everything that may be absent may be null.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Part(msgspec.Struct, frozen=True, rename="camel"):
    """A part of the document."""


class Text(Part, frozen=True):
    """A message (3.11) or a multiformat message string (3.12)."""

    text: str | None = None
    markdown: str | None = None
    id: str | None = None
    arguments: list[str] | None = None


class Configuration(Part, frozen=True):
    """How a rule is set (3.50)."""

    level: str | None = None


class Descriptor(Part, frozen=True):
    """A rule (3.49)."""

    id: str
    name: str | None = None
    short_description: Text | None = None
    full_description: Text | None = None
    help: Text | None = None
    help_uri: str | None = None
    default_configuration: Configuration | None = None
    message_strings: dict[str, Text] | None = None
    properties: dict[str, Any] | None = None


class Component(Part, frozen=True):
    """A tool or an extension of one (3.19)."""

    name: str
    version: str | None = None
    semantic_version: str | None = None
    rules: list[Descriptor] | None = None


class Tool(Part, frozen=True):
    """The tool (3.18)."""

    driver: Component
    extensions: list[Component] | None = None


class ArtifactLocation(Part, frozen=True):
    """Where a file is (3.4)."""

    uri: str | None = None
    uri_base_id: str | None = None
    index: int | None = None


class Artifact(Part, frozen=True):
    """A file (3.24)."""

    location: ArtifactLocation | None = None


class Region(Part, frozen=True):
    """A part of a file (3.30)."""

    start_line: int | None = None
    start_column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    snippet: Text | None = None


class PhysicalLocation(Part, frozen=True):
    """A place in a file (3.29)."""

    artifact_location: ArtifactLocation | None = None
    region: Region | None = None
    context_region: Region | None = None


class LogicalLocation(Part, frozen=True):
    """A place by name (3.33)."""

    name: str | None = None
    fully_qualified_name: str | None = None
    kind: str | None = None


class Location(Part, frozen=True):
    """A place (3.28)."""

    physical_location: PhysicalLocation | None = None
    logical_locations: list[LogicalLocation] | None = None
    message: Text | None = None


class ThreadFlowLocation(Part, frozen=True):
    """A step of a thread (3.38)."""

    location: Location | None = None


class ThreadFlow(Part, frozen=True):
    """What one thread does (3.37)."""

    locations: list[ThreadFlowLocation] | None = None


class CodeFlow(Part, frozen=True):
    """A way through the code (3.36)."""

    thread_flows: list[ThreadFlow] | None = None


class Body(Part, frozen=True):
    """The content of a message (3.3)."""

    text: str | None = None


class WebRequest(Part, frozen=True):
    """A request (3.46)."""

    method: str | None = None
    target: str | None = None
    headers: dict[str, str] | None = None
    body: Body | None = None


class WebResponse(Part, frozen=True):
    """An answer (3.47)."""

    status_code: int | None = None
    reason_phrase: str | None = None
    headers: dict[str, str] | None = None
    body: Body | None = None


class ComponentReference(Part, frozen=True):
    """Which component is meant (3.54)."""

    index: int | None = None


class DescriptorReference(Part, frozen=True):
    """Which rule is meant (3.52)."""

    id: str | None = None
    index: int | None = None
    tool_component: ComponentReference | None = None


class Suppression(Part, frozen=True):
    """A decision not to be told (3.35)."""

    status: str | None = None


class Result(Part, frozen=True):
    """A result (3.27)."""

    message: Text | None = None
    rule_id: str | None = None
    rule_index: int | None = None
    rule: DescriptorReference | None = None
    kind: str | None = None
    level: str | None = None
    locations: list[Location] | None = None
    fingerprints: dict[str, str] | None = None
    partial_fingerprints: dict[str, str] | None = None
    code_flows: list[CodeFlow] | None = None
    suppressions: list[Suppression] | None = None
    baseline_state: str | None = None
    web_request: WebRequest | None = None
    web_response: WebResponse | None = None
    properties: dict[str, Any] | None = None


class Invocation(Part, frozen=True):
    """A run of the tool (3.20)."""

    start_time_utc: str | None = None
    end_time_utc: str | None = None


class Run(Part, frozen=True):
    """What one tool says (3.14)."""

    tool: Tool
    results: list[msgspec.Raw] | None = None
    original_uri_base_ids: dict[str, ArtifactLocation] | None = None
    artifacts: list[Artifact] | None = None
    invocations: list[Invocation] | None = None


class Log(Part, frozen=True):
    """The whole file (3.13)."""

    version: str
    runs: list[Run] | None = None
