"""Where what the commands download is kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

AdvisoriesDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        metavar="FOLDER",
        help="Folder of everything that is kept, with the advisories in its `advisories`; SECURESTACK_DATA says the same. "
        "By default among your user's data.",
        show_default=False,
    ),
]


def advisories_folder(data_dir: Path | None) -> Path:
    """Return the folder of the feeds and the store made of them: below the one named, or the platform's own."""
    if data_dir is not None:
        return data_dir.expanduser() / "advisories"
    if chosen := os.environ.get("SECURESTACK_DATA"):
        return Path(chosen).expanduser() / "advisories"
    if os.name == "posix" and os.geteuid() == 0:
        return Path("/var/lib/securestack/advisories")  # where the platform keeps its data as root
    import platformdirs

    return platformdirs.user_data_path("securestack", appauthor=False) / "advisories"


def advisory_store(data_dir: Path | None) -> Path:
    """Return where the advisory store is, or would be."""
    return advisories_folder(data_dir) / "advisories.store"
