from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from securestack.cli.main import run
from securestack.reports.json_report import read_json_report
from tests.advisories.bucket import advisory, since, write_zip
from tests.inventory.installed.programs import go_program
from tests.scanners.dependencies.scanned import DATA, told


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("SECURESTACK_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("CI", raising=False)
    return tmp_path / "data"


def command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_vulnerable_project_ends_with_1_and_a_fixed_one_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = command(capsys, "scan", "dependencies", DATA / "shop")
    assert (code, err) == (1, "")
    assert "• package-lock.json:27  minimist 0.0.8" in out
    assert "mkdirp 0.5.1 brings it." in out
    assert "securestack replay" not in out  # one looks again by scanning again
    assert "7 packages looked up" in out
    code, out, _ = command(capsys, "scan", "dependencies", DATA / "shop-fixed")
    assert code == 0
    assert "only the few that come with SecureStack" in out


def test_fail_on_and_development_packages(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    shutil.copy(DATA / "shop" / "package-lock.json", lock)
    assert command(capsys, "scan", "dependencies", lock, "--fail-on", "never")[0] == 0
    text = lock.read_text().replace('"0.0.8"', '"0.2.4"')
    lock.write_text(text)
    assert command(capsys, "scan", "dependencies", lock)[0] == 1
    assert command(capsys, "scan", "dependencies", lock, "--no-development")[0] == 0


def test_every_format_tells_the_package(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    html, sarif, report = (tmp_path / name for name in ("a.html", "b.sarif", "c.json"))
    command(
        capsys, "scan", "dependencies", DATA / "shop", "--output", html, "--output", sarif, "--output", report
    )
    page = html.read_text()
    assert "mkdirp 0.5.1 → minimist 0.0.8" in page
    assert "securestack replay" not in page
    (found,) = (
        one
        for one in json.loads(sarif.read_text())["runs"][0]["results"]
        if one["properties"]["flaw"] == "CVE-2021-44906"
    )
    (place,) = found["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "package-lock.json"},
        "region": {"startLine": 27},
    }
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "pkg:npm/minimist@0.0.8"
    assert found["properties"]["fixedIn"] == ["0.2.4"]
    assert len(told(read_json_report(report.read_bytes()))) == 5
    code, out, _ = command(capsys, "report", report)
    assert code == 0
    assert "minimist 0.0.8" in out


def test_an_absent_path_is_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = command(capsys, "scan", "dependencies", tmp_path / "absent")
    assert (code, out) == (2, "")
    assert err.startswith("securestack: There is no file or folder")
    (tmp_path / "notes.txt").write_text("milk")
    code, _, err = command(capsys, "scan", "dependencies", tmp_path / "notes.txt")
    assert code == 2
    assert "neither a lock file or manifest of a known name nor an SBOM, archive or program" in err


def test_update_from_a_folder_and_from_a_bundle(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, data: Path
) -> None:
    mirror = tmp_path / "mirror"
    write_zip(mirror, "npm", advisory("GHSA-new", "left-pad", since("0", "2.0.0")))
    code, out, _ = command(capsys, "update", "--mirror", mirror)
    assert code == 0
    assert "1 advisories on 1 packages" in out
    assert (data / "advisories" / "advisories.store").is_file()
    _, out, _ = command(capsys, "scan", "dependencies", DATA / "shop-fixed")
    assert "GHSA-new is published for left-pad. It is fixed in 2.0.0." in out
    assert "The advisory store knows nothing of PyPI" in out

    shutil.copytree(mirror, data / "advisories" / "osv")
    bundle = tmp_path / "advisories.bundle"
    elsewhere = tmp_path / "elsewhere"
    assert command(capsys, "update", "--mirror", mirror, "--bundle", bundle)[0] == 0
    assert zipfile.is_zipfile(bundle)
    assert command(capsys, "update", "--mirror", bundle, "--data-dir", elsewhere)[0] == 0
    _, out, _ = command(capsys, "scan", "dependencies", DATA / "shop-fixed", "--data-dir", elsewhere)
    assert "GHSA-new" in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--mirror", "nowhere"], "There is no folder or bundle nowhere"),
        (["--ecosystem", "pypi"], "There is no ecosystem pypi; did you mean PyPI?"),
        (["--mirror", "."], "holds no ECOSYSTEM/all.zip"),
    ],
)
def test_what_update_cannot_use(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = command(capsys, "update", *arguments)
    assert code == 2
    assert sentence in err


def test_one_archive_and_one_program(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    archive, program = tmp_path / "shop.jar", tmp_path / "shop"
    with zipfile.ZipFile(archive, "w") as jar:
        jar.writestr(
            "META-INF/maven/org.apache.logging.log4j/log4j-core/pom.properties",
            "groupId=org.apache.logging.log4j\nartifactId=log4j-core\nversion=2.14.1\n",
        )
    program.write_bytes(go_program())
    code, out, _ = command(capsys, "scan", "dependencies", archive)
    assert (code, "log4j-core 2.14.1" in out) == (1, True)
    code, out, _ = command(capsys, "scan", "dependencies", program, "--fail-on", "never")
    assert (code, "packages looked up" in out) == (0, True)
