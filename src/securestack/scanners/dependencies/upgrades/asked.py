"""In which ranges the packages of a lock file ask for each other, in the formats that tell it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from securestack.inventory.ecosystems import python_name
from securestack.inventory.formats import json_text, toml_text, yaml_text
from securestack.inventory.lockfiles import package_lock, pdm_lock, poetry_lock, yarn_berry, yarn_classic
from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.shapes import mapping, sequence, text

Asked = dict[tuple[str, str], dict[str, str]]
"""From the name and version of who asks to the name and range of what is asked for."""

_PEP_508 = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*([^;@]*)")
_FOLDER = "node_modules/"


def asked_in(kind: str, source: bytes) -> Asked | None:
    """Return who asks for what in a lock file of a kind; None where the format does not tell."""
    read = _READERS.get(kind)
    if read is None:
        return None
    found: Asked = {}
    try:
        for name, version, wanted in read(source):
            found.setdefault((name, version), {}).update(wanted)
    except UnreadableFile:
        return None
    return found


def _npm(source: bytes) -> Iterator[tuple[str, str, dict[str, str]]]:
    document = mapping(json_text.decode(source))
    for folder, entry in mapping(document.get("packages")).items():
        entry = mapping(entry)
        name = text(entry.get("name")) or folder.rpartition(_FOLDER)[2]
        if folder:
            wanted = {**mapping(entry.get("dependencies")), **mapping(entry.get("optionalDependencies"))}
            yield name, text(entry.get("version")), _texts(wanted)
    waiting = list(mapping(document.get("dependencies")).items()) if "packages" not in document else []
    while waiting:
        name, entry = waiting.pop()
        yield name, text(mapping(entry).get("version")), _texts(mapping(mapping(entry).get("requires")))
        waiting += mapping(mapping(entry).get("dependencies")).items()


def _yarn_berry(source: bytes) -> Iterator[tuple[str, str, dict[str, str]]]:
    for key, entry in mapping(yaml_text.decode(source)).items():
        entry = mapping(entry)
        name = key[:1] + key[1:].partition("@")[0]
        wanted = _texts(mapping(entry.get("dependencies")))
        yield (
            name,
            text(entry.get("version")),
            {one: range.removeprefix("npm:") for one, range in wanted.items()},
        )


def _poetry(source: bytes) -> Iterator[tuple[str, str, dict[str, str]]]:
    for entry in sequence(toml_text.decode(source).get("package")):
        entry = mapping(entry)
        wanted = {
            python_name(str(name)): text(range) or text(mapping(range).get("version"))
            for name, range in mapping(entry.get("dependencies")).items()
        }
        yield python_name(text(entry.get("name"))), text(entry.get("version")), wanted


def _pdm(source: bytes) -> Iterator[tuple[str, str, dict[str, str]]]:
    for entry in sequence(toml_text.decode(source).get("package")):
        entry = mapping(entry)
        wanted = {}
        for requirement in sequence(entry.get("dependencies")):
            match = _PEP_508.match(text(requirement))
            if match is not None:
                wanted[python_name(match[1])] = match[2].strip()
        yield python_name(text(entry.get("name"))), text(entry.get("version")), wanted


def _texts(values: dict[Any, Any]) -> dict[str, str]:
    return {str(name): text(value) for name, value in values.items()}


_READERS: dict[str, Callable[[bytes], Iterator[tuple[str, str, dict[str, str]]]]] = {
    package_lock.KIND: _npm,
    yarn_classic.KIND: yarn_classic.asked,
    yarn_berry.KIND: _yarn_berry,
    poetry_lock.KIND: _poetry,
    pdm_lock.KIND: _pdm,
}
