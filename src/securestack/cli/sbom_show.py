"""`securestack sbom show`: what an SBOM lists."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from securestack.cli.sbom_files import read_sbom


def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The SBOM.", show_default=False)],
) -> None:
    """List the packages of an SBOM with version, scope and licence, tab-separated; the last lines sum up.

    Read: CycloneDX 1.2 to 1.7 (JSON, XML) and SPDX 2.2, 2.3 (JSON, tag-value) and 3.0 (JSON-LD).
    """
    kind, bill = read_sbom(file)
    from securestack.inventory.licences import expression_of
    from securestack.reports.visible import visible_line
    from securestack.reports.words import counted

    direct = set(bill.direct)
    ecosystems: Counter[str] = Counter()
    for package in bill.packages:
        ecosystems[package.ecosystem or "other"] += 1
        asked = "direct" if package.purl in direct else "transitive"
        licence = expression_of(package.licences) or "-"
        cells = (package.purl, package.scope.value, asked, licence)
        print("\t".join(visible_line(cell) for cell in cells))
    subject = f"{bill.subject} {bill.subject_version}".strip() or "an unnamed subject"
    edges = sum(len(package.dependencies) for package in bill.packages)
    print(
        f"{kind} of {visible_line(subject)}: {counted(len(bill.packages), 'package')}, "
        f"{counted(edges, 'dependency', 'dependencies')}"
    )
    if ecosystems:
        print(", ".join(f"{name} {count:,}" for name, count in sorted(ecosystems.items())))
