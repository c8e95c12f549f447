"""Conda's environment.yml: packages of conda, and those of pip inside it."""

from __future__ import annotations

import re

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import CONDA, PYPI, python_name
from securestack.inventory.formats import yaml_text
from securestack.inventory.formats.yaml_text import YamlSequence
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping

KIND = "conda-environment"

_CONDA = re.compile(r"(?:([^\s:]+)::)?([A-Za-z0-9_][\w.-]*)((?:\s*[=<>!~]|\s+\d).*)?", re.DOTALL)
_EXACT = re.compile(r"(=?=?)\s*([0-9][\w.+!-]*)(?:(?:=|\s+)([\w.]+))?")
_PIP = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)", re.DOTALL)


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of an environment.yml.

    `name=1.2` means 1.2.3 too, so it is a range; with a build, `==` or three numbers it is taken as the version.
    """
    collector = Collector(KIND, path, CONDA)
    dependencies = mapping(yaml_text.decode(source)).get("dependencies")
    if not isinstance(dependencies, YamlSequence):
        return collector.manifest()
    for entry, line in zip(dependencies, dependencies.lines, strict=True):
        if isinstance(entry, str):
            _add_conda(entry, line, collector)
        else:
            inner = mapping(entry).get("pip")
            if isinstance(inner, YamlSequence):
                for requirement, at in zip(inner, inner.lines, strict=True):
                    if isinstance(requirement, str) and not requirement.startswith("-"):
                        _add_pip(requirement, at, collector)
    return collector.manifest()


def _add_conda(entry: str, line: int, collector: Collector) -> None:
    match = _CONDA.fullmatch(entry.strip())
    if match is None:
        collector.notice("This line is no package that can be read.", line)
        return
    wanted = (match[3] or "").strip()
    exact = _EXACT.fullmatch(wanted)
    if exact and exact[1] == "=" and not exact[3] and exact[2].count(".") < 2:
        exact = None
    qualifiers = {"channel": match[1] or "", "build": (exact[3] or "") if exact else ""}
    collector.add(
        match[2].lower(),
        exact[2] if exact else "",
        line=line,
        direct=True,
        requirement="" if exact else wanted,
        qualifiers=qualifiers if any(qualifiers.values()) else None,
    )


def _add_pip(requirement: str, line: int, collector: Collector) -> None:
    match = _PIP.fullmatch(requirement.partition(";")[0].strip())
    if match is None:
        return
    pin = re.fullmatch(r"={2,3}\s*([^\s,*]+)", match[2].strip())
    collector.add(
        python_name(match[1]),
        pin[1] if pin else "",
        line=line,
        direct=True,
        ecosystem=PYPI,
        requirement="" if pin else match[2].strip(),
    )
