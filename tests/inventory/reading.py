"""Reading the samples in `data/`, and saying in a line what was read of a package."""

from pathlib import Path

from securestack.core.package import Package
from securestack.inventory.catalogue import format_of, read_manifest
from securestack.inventory.files import FolderFiles
from securestack.inventory.manifest import Manifest

DATA = Path(__file__).parent / "data"


class Files(dict[str, bytes]):
    """The files of a target that is not on any disk."""

    def read(self, path: str) -> bytes | None:
        return self.get(path)


def sample(path: str, text: str | bytes | None = None) -> Manifest:
    """Read a sample through the catalogue; the first folder of its path is the target."""
    folder, _, name = path.partition("/")
    source = (DATA / path).read_bytes() if text is None else text.encode() if isinstance(text, str) else text
    known = format_of(name, source)
    assert known is not None, f"no format claims {name}"
    return read_manifest(known, source, name, FolderFiles(DATA / folder))


def told(manifest: Manifest) -> dict[str, str]:
    """Return each package's purl and what is known of it: `line scope direct|indirect range -> needs`."""
    return {package.purl.removeprefix("pkg:"): _told(package) for package in manifest.packages}


def _told(package: Package) -> str:
    direct = {True: "direct", False: "indirect", None: ""}[package.direct]
    lines = ",".join(str(place.line) for place in package.found_at)
    words = [lines, package.scope, direct, package.requirement and f"wants {package.requirement}"]
    needs = ", ".join(purl.removeprefix("pkg:").partition("/")[2] for purl in package.dependencies)
    return " ".join(filter(None, words)) + (f" -> {needs}" if needs else "")


def notices(manifest: Manifest) -> list[tuple[str, int]]:
    return [(notice.path, notice.line) for notice in manifest.notices]
