"""The store to use: the one that `update` made, or where there is none, one of the advisories that come with the project."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from securestack.advisories.handful import build_handful
from securestack.advisories.store import Store


@contextmanager
def open_store(path: Path | None) -> Iterator[Store]:
    """Open the store, or one made of the handful for as long as it is open. Raises NoStore and BuildFailed."""
    if path is not None and path.exists():
        with Store(path) as store:
            yield store
        return
    with tempfile.TemporaryDirectory(prefix="securestack-") as folder:
        handful = Path(folder, "store")
        build_handful(handful)
        with Store(handful) as store:
            yield store
