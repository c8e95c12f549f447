"""GitHub Actions: what workflows and composite actions use. Source: GitHub's workflow syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import DOCKER, GITHUB_ACTIONS
from securestack.inventory.formats import yaml_text
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text

KIND = "github-actions"

_ACTION = re.compile(r"([\w.-]+)/([\w.-]+)((?:/[^@\s]+)?)@(\S+)")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_COMMENT = re.compile(r"#\s*(?:tag=|ratchet:\S+@)?(v?\d+(?:\.[\w.-]+)?)")


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the actions, reusable workflows and images in use. They build; they are not shipped."""
    collector = Collector(KIND, path, GITHUB_ACTIONS)
    lines = source.decode("utf-8-sig", "replace").split("\n")
    document = yaml_text.decode(source)
    for used, line in _uses(document):
        if used.startswith("./") or "${{" in used:
            continue
        if used.startswith("docker://"):
            _image(used.removeprefix("docker://"), line, collector)
            continue
        match = _ACTION.fullmatch(used)
        if match is None:
            collector.notice("This `uses` names no action that can be read.", line)
            continue
        owner, name, subpath, version = match.groups()
        comment = _COMMENT.search(lines[line - 1]) if 0 < line <= len(lines) else None
        collector.add(
            f"{owner}/{name}",
            version,
            line=line,
            scope=Scope.DEVELOPMENT,
            direct=True,
            requirement=comment[1] if comment and _COMMIT.fullmatch(version) else "",
            subpath=subpath,
        )
    for image, line in _images(document):
        _image(image, line, collector)
    return collector.manifest()


def _uses(document: object) -> Iterator[tuple[str, int]]:
    """Yield each `uses` with its line."""
    jobs = list(mapping(mapping(document).get("jobs")).values())
    runs = mapping(document).get("runs")
    for job in [*jobs, runs]:
        for step in [job, *sequence(mapping(job).get("steps"))]:
            used = text(mapping(step).get("uses")).strip()
            if used:
                yield used, getattr(step, "lines", {}).get("uses", 0)


def _images(document: object) -> Iterator[tuple[str, int]]:
    """Yield each container and service image with its line."""
    for job in mapping(mapping(document).get("jobs")).values():
        job = mapping(job)
        container = job.get("container")
        if isinstance(container, str):
            yield container, getattr(job, "lines", {}).get("container", 0)
        for holder in [container, *mapping(job.get("services")).values()]:
            image = text(mapping(holder).get("image"))
            if image:
                yield image, getattr(holder, "lines", {}).get("image", 0)


def _image(image: str, line: int, collector: Collector) -> None:
    if "${{" in image or not image:
        return
    name, at, digest = image.partition("@")
    head, colon, tag = name.rpartition(":")
    if not colon or "/" in tag:
        head, tag = name, ""
    host, slash, rest = head.partition("/")
    elsewhere = bool(slash) and ("." in host or ":" in host or host == "localhost")
    collector.add(
        rest if elsewhere else head,
        digest if at else tag,
        line=line,
        scope=Scope.DEVELOPMENT,
        direct=True,
        requirement=tag if at else "",
        ecosystem=DOCKER,
        qualifiers={"repository_url": host} if elsewhere else None,
    )
