"""`securestack update`: bring the advisories up to date."""

from __future__ import annotations

import asyncio
import difflib
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from securestack.cli.data import AdvisoriesDir, advisories_folder
from securestack.cli.errors import CommandError

if TYPE_CHECKING:
    from securestack.advisories.feeds import Sources, UpdateReport


def update(
    mirror: Annotated[
        str | None,
        typer.Option(
            metavar="URL_OR_FOLDER",
            help="Take everything from here: a URL or folder laid out like the public bucket (ECOSYSTEM/all.zip), with "
            "kev.json and epss.csv.gz beside it where wanted; or a bundle made with --bundle on another machine.",
        ),
    ] = None,
    ecosystem: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Only this ecosystem as OSV names it, such as npm, PyPI or Debian. May be repeated. "
            "[dim](default: every one of a programming language)[/]",
        ),
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Afterwards write all feeds into one file, to be carried into a network that has no way out.",
        ),
    ] = None,
    data_dir: AdvisoriesDir = None,
) -> None:
    """Fetch the public advisories (OSV, KEV, EPSS) and make the store that scans look into.

    Only what changed is fetched, and what broke off goes on. Scans that run meanwhile keep the old store. HTTPS_PROXY is
    respected. Nothing about this machine or its projects is sent.

    [bold]Examples[/]

    securestack update

    securestack update --ecosystem npm --ecosystem PyPI

    securestack update --mirror /media/osv

    securestack update --bundle advisories.bundle
    """
    folder = advisories_folder(data_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"Cannot create {folder}: {(error.strerror or str(error)).lower()}.") from error
    print(_told(_updated(folder, mirror, tuple(ecosystem or ()))))
    if bundle is not None:
        _write_bundle(folder, bundle)


def _updated(folder: Path, mirror: str | None, ecosystems: tuple[str, ...]) -> UpdateReport:
    from securestack.advisories.bundle import BadBundle, unpack_bundle
    from securestack.advisories.feeds import UpdateFailed, update, update_from_folder

    def show(name: str) -> None:
        print(f"  {name}", file=sys.stderr, flush=True)

    try:
        if mirror is not None and not mirror.startswith(("http://", "https://")):
            if ecosystems:
                raise CommandError(
                    "--ecosystem chooses what is fetched; from a folder or bundle all of it is taken."
                )
            place = Path(mirror).expanduser()
            if place.is_file():
                unpack_bundle(place, folder)
                return update_from_folder(folder, folder, progress=show)
            if not place.is_dir():
                raise CommandError(
                    f"There is no folder or bundle {place}; a mirror elsewhere begins with https://."
                )
            return update_from_folder(folder, place, progress=show)
        print("Fetching", file=sys.stderr)
        return asyncio.run(update(folder, _sources(mirror, ecosystems), progress=show))
    except (UpdateFailed, BadBundle) as error:
        raise CommandError(str(error)) from error


def _sources(mirror: str | None, ecosystems: tuple[str, ...]) -> Sources:
    from securestack.advisories.feeds import DISTRIBUTIONS, ECOSYSTEMS, EPSS, KEV, Sources

    known = (*ECOSYSTEMS, *DISTRIBUTIONS)
    for name in ecosystems:
        if name not in known:
            near = [one for one in known if one.lower() == name.lower()] or difflib.get_close_matches(
                name, known, 1
            )
            hint = f"did you mean {near[0]}?" if near else f"choose from {', '.join(known)}."
            raise CommandError(f"There is no ecosystem {name}; {hint}")
    sources = Sources(ecosystems=ecosystems or ECOSYSTEMS)
    kev, epss = sources.kev, sources.epss
    if mirror is not None:
        base = mirror.rstrip("/")
        return Sources(
            osv=base,
            kev=f"{base}/{KEV}",
            epss=f"{base}/{EPSS}",
            ecosystems=sources.ecosystems,
            proxy=_proxy(base),
        )
    return Sources(kev=kev, epss=epss, ecosystems=sources.ecosystems, proxy=_proxy(sources.osv))


def _proxy(url: str) -> str:
    """Return the proxy that the environment names for an address."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if not parts.hostname or urllib.request.proxy_bypass(parts.hostname):
        return ""
    return urllib.request.getproxies().get(parts.scheme, "")


def _told(report: UpdateReport) -> str:
    lines = [f"Note: {note}" for note in report.notes]
    if report.build is None:
        lines.append("Nothing has changed; the store is as it was.")
        return "\n".join(lines)
    build = report.build
    lines += [f"  {count:>9,}  {name}" for name, count in sorted(build.per_ecosystem.items())]
    lines.append(
        f"{build.advisories:,} advisories on {build.packages:,} packages; {report.exploited:,} flaws known to be "
        f"exploited, {report.likelihoods:,} with an EPSS score."
    )
    if build.unreadable:
        lines.append(f"{build.unreadable:,} records could not be read and were left out.")
    return "\n".join(lines)


def _write_bundle(folder: Path, bundle: Path) -> None:
    from securestack.advisories.bundle import BadBundle, make_bundle

    try:
        count = make_bundle(folder, bundle)
    except BadBundle as error:
        raise CommandError(
            f"{error} Bundles are made of feeds that were fetched, not of a mirror folder."
        ) from error
    except OSError as error:
        raise CommandError(f"Cannot write {bundle}: {(error.strerror or str(error)).lower()}.") from error
    print(f"Wrote {bundle} with {count} files")
