"""Pipfile.lock: default packages and development packages, without edges."""

from securestack.inventory.lockfiles import pipfile_lock
from securestack.inventory.manifest import NoFiles
from tests.inventory.reading import sample, told

LOCK = b"""{"default": {"requests": {"version": "==2.32.3"}, "idna": {"version": "==3.7"}},
 "develop": {"pytest": {"version": "==8.2.1"}}}"""


class Beside(NoFiles):
    """A folder with one file."""

    def __init__(self, path: str, body: bytes) -> None:
        self._path, self._body = path, body

    def read(self, path: str) -> bytes | None:
        return self._body if path == self._path else None


def test_default_and_develop_are_told_apart() -> None:
    manifest = sample("pipfile/Pipfile.lock")
    assert told(manifest) == {
        "pypi/labels": "15 production wants https://git.example/labels.git@0123456789abcdef0123456789abcdef01234567",
        "pypi/pytest@8.2.1": "21 development",
        "pypi/requests@2.32.3": "8 production",
    }
    assert not manifest.notices


def test_the_pipfile_beside_tells_what_was_asked_for() -> None:
    pipfile = b'[packages]\nRequests = "*"\n[dev-packages]\npytest = "*"\n[scripts]\nidna = "x"\n'
    manifest = pipfile_lock.read(LOCK, "shop/Pipfile.lock", Beside("shop/Pipfile", pipfile))
    assert {one.name: one.direct for one in manifest.packages} == {
        "idna": False,
        "pytest": True,
        "requests": True,
    }
    for files in (NoFiles(), Beside("shop/Pipfile", b"[[")):
        unknown = pipfile_lock.read(LOCK, "shop/Pipfile.lock", files)
        assert {one.direct for one in unknown.packages} == {None}
