from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from securestack.cli.main import run
from tests.advisories.bucket import advisory, since, write_zip


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[str]:
    write_zip(tmp_path / "bucket", "npm", advisory("GHSA-1", "shop", since("0", "2")))
    handler = partial(Quiet, directory=str(tmp_path / "bucket"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_mirror_is_asked_again_only_for_what_changed(
    mirror: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    arguments = ["update", "--mirror", mirror, "--ecosystem", "npm", "--data-dir", str(tmp_path / "data")]
    assert run(arguments) == 0
    out, err = capsys.readouterr()
    assert "1 advisories on 1 packages" in out
    assert err.splitlines()[:2] == ["Fetching", "  npm"]
    assert run(arguments) == 0
    assert "Nothing has changed" in capsys.readouterr().out
