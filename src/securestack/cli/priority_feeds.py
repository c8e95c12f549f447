"""What is known of CVEs beside their texts: KEV and EPSS, from files or from the store that `securestack update` keeps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from securestack.cli.data import advisory_store
from securestack.cli.errors import CommandError

if TYPE_CHECKING:
    from securestack.assessment.priority.subject import Circumstances

Known = Callable[[str, "Circumstances"], "Circumstances"]
"""Takes a CVE, or nothing, and its circumstances, and returns them with what the feeds say."""


def feeds(kev: Path | None, epss: Path | None) -> Known:
    """Return what adds the feeds' word: of the files that are given, otherwise of the store where there is one.

    Raises CommandError for a file that cannot be read.
    """
    if kev or epss:
        return _of_files(kev, epss)
    path = advisory_store(None)
    return _of_store(path) if path.is_file() else lambda _, circumstances: circumstances


def _of_files(kev: Path | None, epss: Path | None) -> Known:
    from securestack.advisories.threats import BadFeed, read_epss, read_kev

    try:
        listed = {entry.cve for entry in read_kev(kev)} if kev else None
        likely = {(year, number): score for year, number, score, _ in read_epss(epss)} if epss else {}
    except BadFeed as error:
        raise CommandError(str(error)) from error

    def known(cve: str, circumstances: Circumstances) -> Circumstances:
        if not cve:
            return circumstances
        _, year, number = cve.split("-")
        return _with(
            circumstances, None if listed is None else cve in listed, likely.get((int(year), int(number)))
        )

    return known


def _of_store(path: Path) -> Known:
    from securestack.advisories.store import NoStore, Store

    try:
        store = Store(path)
    except NoStore:
        return lambda _, circumstances: circumstances  # `securestack update` tells what is wrong with it
    has_kev = path.with_name("kev.json").is_file()  # otherwise missing in it says nothing

    def known(cve: str, circumstances: Circumstances) -> Circumstances:
        if not cve:
            return circumstances
        try:
            exploited, likelihood = store.exploited(cve) is not None, store.likelihood(cve)
        except NoStore as error:
            raise CommandError(str(error)) from error
        return _with(
            circumstances,
            exploited if exploited or has_kev else None,
            likelihood.score if likelihood else None,
        )

    return known


def _with(circumstances: Circumstances, exploited: bool | None, likelihood: float | None) -> Circumstances:
    import msgspec

    told: dict[str, object] = {"known_exploited": exploited, "epss": likelihood}
    return msgspec.structs.replace(
        circumstances, **{name: value for name, value in told.items() if value is not None}
    )
