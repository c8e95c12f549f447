"""package.json: its wishes, and how they are rewritten without touching anything else."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from functools import partial

from securestack.inventory.declared.node import SECTIONS
from securestack.inventory.formats import json_text
from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.shapes import mapping, text
from securestack.scanners.dependencies.upgrades.wishes import CannotEdit, Wish, replace_one

_ELSEWHERE = ("workspace:", "file:", "link:", "portal:", "git", "http:", "https:", "catalog:", "patch:")


def read_wishes(source: bytes, path: str) -> list[Wish]:
    """Return what a package.json asks for. Raises UnreadableFile."""
    document = mapping(json_text.decode(source))
    lines = json_text.key_lines(source, 2)
    installed = {
        name
        for section, _ in SECTIONS
        if section != "peerDependencies"
        for name in mapping(document.get(section))
    }
    found = []
    for section, scope in SECTIONS:
        for name, value in mapping(document.get(section)).items():
            whole = text(value)
            if section == "peerDependencies" and name in installed:
                continue  # what others may bring along is told by the section that installs it
            actual, wanted = _alias(name, whole)
            far = wanted.startswith(_ELSEWHERE) or "/" in wanted
            found.append(
                Wish(
                    path=path,
                    name=actual,
                    wanted=wanted,
                    line=lines.get((section, name), 0),
                    scope=scope,
                    place=(section, name),
                    whole=whole,
                    obstacle="It does not come from the registry; change it by hand." if far else "",
                )
            )
    return found


def _alias(name: str, wanted: str) -> tuple[str, str]:
    """Return the real name and range of `npm:name@range`."""
    if not wanted.startswith("npm:"):
        return name, wanted
    actual, at, range = wanted[4:].rpartition("@")
    return (actual, range) if at and actual else (wanted[4:], "")


def rewrite(source: bytes, changes: Mapping[Wish, str]) -> bytes:
    """Return the file with these ranges; nothing else differs. Raises CannotEdit."""
    try:
        written = source.decode()
        expected = json_text.decode(source)
    except (UnicodeDecodeError, UnreadableFile) as error:
        raise CannotEdit("The file is no JSON in UTF-8.") from error
    for wish, wanted in changes.items():
        section, name = (str(part) for part in wish.place)
        whole = wish.whole.removesuffix(wish.wanted) + wanted
        expected = copy.deepcopy(expected)
        expected[section][name] = whole
        key, old = re.escape(json.dumps(name)), re.escape(json.dumps(wish.whole, ensure_ascii=False))
        new = json.dumps(whole, ensure_ascii=False)
        choices = [(*match.span(1), new) for match in re.finditer(rf"{key}\s*:\s*({old})", written)]
        written = replace_one(written, choices, partial(_reads_as, expected))
    return written.encode()


def _reads_as(expected: object, written: str) -> bool:
    try:
        return bool(json_text.decode(written.encode()) == expected)
    except UnreadableFile:
        return False
