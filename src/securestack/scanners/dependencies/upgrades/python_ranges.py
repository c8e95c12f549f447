"""How a range of Python versions is raised so that it begins at a version. Sources: PEP 440, Poetry's documentation."""

from __future__ import annotations

import re

from securestack.advisories.versions.pypi import SCHEME
from securestack.advisories.versions.scheme import InvalidRange, InvalidVersion

_CLAUSE = re.compile(r"\s*(===|~=|==|!=|<=|>=|<|>)\s*([^\s,;]+)\s*")
_POETRY = re.compile(r"\s*([\^~])\s*(\d[^\s,|]*)\s*")
_BARE = re.compile(r"\s*=?\s*(\d+(?:\.[\w+!-]+)*)\s*")
_STARRED = re.compile(r"\s*(?:==\s*)?(\d+(?:\.\d+)*)\.\*\s*")
_NUMBERS = re.compile(r"\d+(?:\.\d+)*")


def lowest_python(wanted: str) -> str:
    """Return the lowest version a range lets in; "" where it has no lower end that is itself let in."""
    text = _unwrapped(wanted)
    for form in (_POETRY, _BARE, _STARRED):
        if found := form.fullmatch(text):
            return found[form.groups]
    lows = [
        version.removesuffix(".*")
        for sign, version, _ in _clauses(text) or ()
        if sign in ("==", "===", ">=", "~=")
    ]
    try:
        return max(lows, key=SCHEME.key, default="")
    except InvalidVersion:
        return ""


def raise_python(wanted: str, version: str) -> str:
    """Return the range raised so that it begins at the version, as close to its own form as can be; "" if it cannot be.

    Ends above that rule the version out move to below the next major version.
    """
    text = _unwrapped(wanted)
    if poetry := _POETRY.fullmatch(text):
        return f"{poetry[1]}{version}"
    if bare := _BARE.fullmatch(text):
        return text.replace(bare[1], version)
    if text in ("", "*"):
        return f">={version}"
    if (starred := _STARRED.fullmatch(text)) is not None:
        return (
            f"~={version}" if _same_beginning(starred[1], version) else f">={version},<{_next_major(version)}"
        )
    clauses = _clauses(text)
    if clauses is None:
        return ""
    made = [_spaced(*clause, _raised(clause[0], clause[1], version)) for clause in clauses]
    if not any(raised.startswith((">=", "==", "~=")) for raised in made):
        made.insert(0, f">={version}")
    spaced = ", " if ", " in text else ","
    result = spaced.join(dict.fromkeys(made))
    try:
        return result if SCHEME.parse_range(result).contains(version) or SCHEME.prerelease(version) else ""
    except (InvalidRange, InvalidVersion):
        return ""


def admits_python(wanted: str, version: str) -> bool:
    """Say whether a range lets a version in; no, where it is no range that can be read."""
    text = _unwrapped(wanted)
    if text in ("", "*"):
        return True
    if poetry := _POETRY.fullmatch(text):
        text = f">={poetry[2]},<{_end(poetry[1], poetry[2])}"
    elif bare := _BARE.fullmatch(text):
        text = f"=={bare[1]}"
    elif starred := _STARRED.fullmatch(text):
        text = f"=={starred[1]}.*"
    try:
        return SCHEME.parse_range(text).contains(version)
    except (InvalidRange, InvalidVersion):
        return False


def _end(sign: str, version: str) -> str:
    """Return where Poetry's `^` (the first number that is not 0 stays) or `~` (the minor number stays) ends."""
    known = _NUMBERS.match(version)
    numbers = [int(piece[:9]) for piece in known[0].split(".")] if known else [0]
    if sign == "^":
        place = next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
    else:
        place = min(len(numbers) - 1, 1)
    return ".".join(map(str, [*numbers[:place], numbers[place] + 1]))


def _raised(sign: str, bound: str, version: str) -> str:
    match sign:
        case "==" | "===" if not bound.endswith(".*"):
            return f"{sign}{version}"
        case "==":
            return f"~={version}" if _same_beginning(bound.removesuffix(".*"), version) else f">={version}"
        case "~=":
            return _compatible(bound, version)
        case ">=" | ">":
            return f">={version}"
        case "<" | "<=":
            return f"{sign}{bound}" if _within(sign, bound, version) else f"<{_next_major(version)}"
    return f"{sign}{bound}"


def _compatible(bound: str, version: str) -> str:
    """`~=1.4` means 1.x from 1.4 on, `~=1.4.0` means 1.4.x: the number of numbers has to stay."""
    known = _NUMBERS.match(bound)
    count = len(known[0].split(".")) if known else 2
    numbers = _NUMBERS.match(version)
    given = numbers[0].split(".") if numbers else []
    given += ["0"] * (count - len(given))
    if len(given) == count:
        return f"~={'.'.join(given)}{version[len(numbers[0]) :] if numbers else ''}"
    return f">={version},=={'.'.join(given[: count - 1])}.*"


def _same_beginning(prefix: str, version: str) -> bool:
    return version == prefix or version.startswith(prefix + ".")


def _within(sign: str, bound: str, version: str) -> bool:
    try:
        order = SCHEME.compare(version, bound)
    except InvalidVersion:
        return False
    return order < 0 or (order == 0 and sign == "<=")


def _next_major(version: str) -> int:
    numbers = _NUMBERS.match(version.rpartition("!")[2])
    return int(numbers[0].partition(".")[0][:9]) + 1 if numbers else 1


def _spaced(sign: str, bound: str, written: str, raised: str) -> str:
    """Return a raised clause with the spaces of the one it takes the place of."""
    clause = _CLAUSE.fullmatch(raised)
    return written.replace(bound, clause[2]) if clause is not None and clause[1] == sign else raised


def _clauses(text: str) -> list[tuple[str, str, str]] | None:
    """Return sign, version and text of each clause."""
    found = []
    for piece in text.split(","):
        if not piece.strip():
            continue
        clause = _CLAUSE.fullmatch(piece)
        if clause is None:
            return None
        found.append((clause[1], clause[2], piece.strip()))
    return found


def _unwrapped(wanted: str) -> str:
    text = wanted.strip()
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text
