from __future__ import annotations

import json
from pathlib import Path

import pytest

from securestack.cli.main import run
from tests.advisories.bucket import advisory, since, write_zip
from tests.scanners.dependencies.scanned import DATA


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECURESTACK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_same_folder_gives_the_same_bytes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    for path in (first, second):
        assert command(capsys, "sbom", "generate", DATA / "shop", "--output", path)[0] == 0
    assert first.read_bytes() == second.read_bytes()
    document = json.loads(first.read_text())
    assert document["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"
    edges = {entry["ref"]: entry["dependsOn"] for entry in document["dependencies"]}
    assert edges["pkg:npm/mkdirp@0.5.1"] == ["pkg:npm/minimist@0.0.8"]


def test_spdx_with_a_name_and_a_release(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--format", "spdx", "--name", "tea", "--release", "2.1")
    code, out, _ = command(capsys, "sbom", "generate", DATA / "shop", *arguments)
    document = json.loads(out)
    assert (code, document["spdxVersion"]) == (0, "SPDX-2.3")
    assert document["packages"][0]["versionInfo"] == "2.1"


def test_show_lists_what_generate_wrote(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for format in ("cyclonedx", "spdx"):
        path = tmp_path / format
        command(capsys, "sbom", "generate", DATA / "shop", "--format", format, "--output", path)
        code, out, _ = command(capsys, "sbom", "show", path)
        assert code == 0
        assert "pkg:npm/lodash@4.17.4\tdevelopment\tdirect\tMIT" in out
        assert "of shop: 7 packages, 1 dependency" in out


def test_converting_tells_what_is_left_behind(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = tmp_path / "a.cdx.json"
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "services": [{"name": "mail"}],
        "components": [
            {"type": "library", "name": "x", "version": "1", "purl": "pkg:npm/x@1", "supplier": {"name": "A"}}
        ],
    }
    source.write_text(json.dumps(document))
    code, out, err = command(capsys, "sbom", "convert", source, "--to", "spdx")
    assert code == 0
    assert json.loads(out)["packages"][1]["name"] == "x"
    assert "components[].supplier (1); services (1)" in err
    again = tmp_path / "b.spdx.json"
    again.write_text(out)
    code, out, _ = command(capsys, "sbom", "convert", again, "--to", "cyclonedx", "--format-version", "1.4")
    assert json.loads(out)["specVersion"] == "1.4"


def test_what_the_other_format_can_say_is_not_left_behind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source = tmp_path / "a.cdx.json"
    command(capsys, "sbom", "generate", DATA / "shop", "--output", source)
    once, twice = tmp_path / "b.json", tmp_path / "c.json"
    for read, made in ((source, once), (once, twice)):
        _, _, err = command(capsys, "sbom", "convert", read, "--to", "cyclonedx", "--output", made)
        assert "Left behind" not in err
    assert once.read_bytes() == twice.read_bytes()


def test_diff_tells_versions_and_flaws(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    command(capsys, "sbom", "generate", DATA / "shop", "--output", old)
    command(capsys, "sbom", "generate", DATA / "shop-fixed", "--format", "spdx", "--output", new)
    code, out, err = command(capsys, "sbom", "diff", old, new)
    assert code == 1
    assert "upgraded    lodash  4.17.4 → 4.17.21" in out
    assert "flaws were not compared" in err
    assert "downgraded  lodash  4.17.21 → 4.17.4" in command(capsys, "sbom", "diff", new, old)[1]

    write_zip(
        tmp_path / "osv",
        "npm",
        advisory("GHSA-1", "minimist", since("0", "0.2.4")),
        advisory("GHSA-2", "lodash", since("4.17.21")),
    )
    command(capsys, "update", "--mirror", tmp_path / "osv")
    _, out, _ = command(capsys, "sbom", "diff", old, new)
    assert "flaw lost  GHSA-1 in minimist" in out
    assert "flaw gained  GHSA-2 in lodash" in out
    _, out, _ = command(capsys, "sbom", "diff", old, new, "--json")
    assert json.loads(out)["gained"] == [{"ecosystem": "npm", "name": "lodash", "flaw": "GHSA-2"}]
    code, out, _ = command(capsys, "sbom", "diff", old, old)
    assert (code, out) == (0, "Both list the same packages.\n")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"bomFormat": "CycloneDX", "specVersion": "9"}', "<bom/>"]
)
def test_what_is_no_sbom_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    for arguments in (["show", path], ["convert", path, "--to", "spdx"], ["diff", path, path]):
        code, out, err = command(capsys, "sbom", *arguments)
        assert (code, out) == (2, "")
        assert err.startswith("securestack: Cannot use")
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["generate", "absent"],
        ["generate", ".", "--format-version", "9"],
        ["generate", ".", "--format", "spdx", "--format-version", "1.6"],
        ["show", "absent"],
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = command(capsys, "sbom", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_validate_tells_each_fault_with_its_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.cdx.json"
    command(capsys, "sbom", "generate", DATA / "shop", "--output", path)
    code, out, _ = command(capsys, "sbom", "validate", path)
    assert (code, out) == (0, f"{path} is CycloneDX 1.6 (json): valid.\n")
    path.write_text(path.read_text().replace('"type": "library"', '"type": "libary"', 1))
    code, out, _ = command(capsys, "sbom", "validate", path)
    assert code == 1
    assert "/components/0/type: “libary” is none of the values allowed here" in out
    code, out, _ = command(capsys, "sbom", "validate", path, "--json")
    (fault,) = json.loads(out)["faults"]
    assert (code, fault["place"]) == (1, "/components/0/type")
    assert path.read_text().splitlines()[fault["line"] - 1].strip().startswith('"type": "libary"')
    path.write_text("milk")
    code, out, err = command(capsys, "sbom", "validate", path)
    assert (code, out) == (2, "")
    assert "This is no SBOM in JSON" in err


def test_every_format_is_written_and_converted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for format, version in (("cyclonedx-xml", "1.2"), ("spdx-tag-value", "2.2"), ("spdx", "3.0")):
        path = tmp_path / f"{format}-{version}"
        arguments = ("--format", format, "--format-version", version, "--output", path)
        assert command(capsys, "sbom", "generate", DATA / "shop", *arguments)[0] == 0
        code, out, err = command(capsys, "sbom", "convert", path, "--to", "cyclonedx")
        assert code == 0
        assert len(json.loads(out)["components"]) == 7
        assert "Left behind" not in err
        assert command(capsys, "sbom", "diff", path, path)[0] == 0
        assert command(capsys, "scan", "dependencies", path)[0] == 1


def test_kinds_of_relationships_that_are_left_behind_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.spdx"
    command(capsys, "sbom", "generate", DATA / "shop", "--format", "spdx-tag-value", "--output", path)
    path.write_text(path.read_text() + "Relationship: SPDXRef-Subject STATIC_LINK SPDXRef-Subject\n")
    _, _, err = command(capsys, "sbom", "convert", path, "--to", "cyclonedx")
    assert "relationships[] STATIC_LINK (1)" in err
