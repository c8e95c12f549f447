"""pip's requirements files: their wishes line by line, and how they are rewritten there. Source: pip's documentation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from securestack.inventory.ecosystems import python_name
from securestack.scanners.dependencies.upgrades.wishes import CannotEdit, Wish

_LINE = re.compile(
    r"(?P<head>\s*(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ \t]*(?:\[[^\]]*\])?[ \t]*)"
    r"(?P<wanted>\(?[ \t]*[<>=!~][^;#\\]*?)?(?P<tail>[ \t]*(?:;.*|\\.*|--.*|#.*|@.*)?)",
)


def read_wishes(source: bytes, path: str) -> list[Wish]:
    """Return what a requirements or constraints file asks for."""
    found = []
    continued = False
    for number, line in enumerate(source.decode("utf-8-sig", "replace").split("\n"), 1):
        line = line.rstrip("\r")
        begins, continued = not continued, line.rstrip().endswith("\\")
        match = _LINE.fullmatch(line) if begins else None
        if match is None or line.lstrip().startswith(("-", "#")):
            continue
        wanted = (match["wanted"] or "").strip()
        found.append(
            Wish(
                path=path,
                name=python_name(match["name"]),
                wanted=wanted,
                line=number,
                whole=line,
                obstacle=_obstacle(match["tail"].strip(), continued),
            )
        )
    return found


def _obstacle(tail: str, continued: bool) -> str:
    if continued or "--hash" in tail:
        return (
            "The line carries hashes of the version it names; make the file anew with the tool that wrote it "
            "(`pip-compile --generate-hashes --upgrade-package`, `uv pip compile --upgrade-package`)."
        )
    return "It is asked for by address; change it by hand." if tail.startswith("@") else ""


def rewrite(source: bytes, changes: Mapping[Wish, str]) -> bytes:
    """Return the file with these ranges; nothing else differs. Raises CannotEdit."""
    try:
        lines = source.decode().split("\n")
    except UnicodeDecodeError as error:
        raise CannotEdit("The file is not UTF-8 text.") from error
    for wish, wanted in changes.items():
        line = lines[wish.line - 1]
        mark = "\ufeff" if line.startswith("\ufeff") else ""
        match = _LINE.fullmatch(line.removeprefix(mark).rstrip("\r"))
        if match is None or python_name(match["name"]) != wish.name:
            raise CannotEdit("The line is not what it was when it was read.")
        end = "\r" if line.endswith("\r") else ""
        space = " " if not match["wanted"] and match["tail"].startswith(("#", "--")) else ""
        lines[wish.line - 1] = f"{mark}{match['head']}{wanted}{space}{match['tail']}{end}"
    return "\n".join(lines).encode()
