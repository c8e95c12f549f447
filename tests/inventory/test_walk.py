"""A folder as a whole: what is read, what rules what, and what is left alone."""

import io
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from securestack.inventory.walk import Inventory, take_inventory
from tests.inventory.installed.programs import go_program, rust_program
from tests.inventory.reading import DATA


def write(root: Path, path: str, body: bytes | str = b"") -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body.encode() if isinstance(body, str) else body)
    return file


def kinds(inventory: Inventory) -> list[tuple[str, str]]:
    return [(manifest.path, manifest.kind) for manifest in inventory.manifests]


def test_a_folder_mixes_everything(tmp_path: Path) -> None:
    for name in ("npm", "poetry", "maven", "cargo", "go", "actions"):
        shutil.copytree(DATA / name, tmp_path / name)
    inventory = take_inventory(tmp_path)
    assert kinds(inventory) == [
        ("actions/.github/workflows/build.yml", "github-actions"),
        ("cargo/Cargo.lock", "cargo-lock"),
        ("go/go.mod", "go-mod"),
        ("maven/cart/pom.xml", "maven-pom"),
        ("maven/pom.xml", "maven-pom"),
        ("npm/package-lock.json", "package-lock"),
        ("poetry/poetry.lock", "poetry-lock"),
    ]
    assert take_inventory(tmp_path) == inventory


def test_an_included_file_is_read_once(tmp_path: Path) -> None:
    shutil.copytree(DATA / "pip", tmp_path / "app")
    inventory = take_inventory(tmp_path)
    assert kinds(inventory) == [("app/requirements.txt", "pip-requirements")]
    places = {place.path for package in inventory.manifests[0].packages for place in package.found_at}
    assert places == {"app/requirements.txt", "app/requirements-dev.txt"}


def test_a_lock_file_rules_the_installed_tree_and_the_workspaces_below(tmp_path: Path) -> None:
    shutil.copy(DATA / "npm/package-lock.json", tmp_path)
    write(tmp_path, "packages/cart/package.json", '{"dependencies": {"ms": "^2"}}')
    write(tmp_path, "node_modules/ms/package.json", '{"name": "ms", "version": "2.0.0"}')
    write(tmp_path, "node_modules/ms/package-lock.json", (DATA / "npm/package-lock.json").read_bytes())
    assert kinds(take_inventory(tmp_path)) == [("package-lock.json", "package-lock")]

    (tmp_path / "package-lock.json").unlink()
    assert kinds(take_inventory(tmp_path)) == [
        ("node_modules", "node-modules"),
        ("packages/cart/package.json", "package-json"),
    ]


def test_a_virtual_environment_counts_unless_a_lock_file_rules_it(tmp_path: Path) -> None:
    site = ".venv/lib/python3.12/site-packages"
    write(tmp_path, ".venv/pyvenv.cfg", "home = /usr/bin\n")
    write(tmp_path, f"{site}/idna-3.7.dist-info/METADATA", "Name: idna\nVersion: 3.7\n\n")
    write(tmp_path, f"{site}/idna/docs/requirements.txt", "sphinx==7.3.7\n")
    assert kinds(take_inventory(tmp_path)) == [(site, "python-site-packages")]
    assert kinds(take_inventory(tmp_path / ".venv")) == [
        ("lib/python3.12/site-packages", "python-site-packages")
    ]

    shutil.copy(DATA / "uv/uv.lock", tmp_path)
    assert kinds(take_inventory(tmp_path)) == [("uv.lock", "uv-lock")]


def test_programs_archives_and_gems(tmp_path: Path) -> None:
    write(tmp_path, "bin/shop", go_program()).chmod(0o755)
    write(tmp_path, "bin/cart", rust_program()).chmod(0o755)
    write(tmp_path, "bin/data", go_program())  # nobody can run it
    jar = io.BytesIO()
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("META-INF/maven/g/a/pom.properties", "groupId=g\nartifactId=a\nversion=1\n")
    write(tmp_path, "gems/gems/rack-3/rack.gemspec", 'spec.add_dependency "base64"\n')
    write(tmp_path, "lib/a-1.jar", jar.getvalue())
    write(tmp_path, "gems/specifications/rack-3.gemspec", 's.name = "rack"\ns.version = "3.0"\n')
    assert kinds(take_inventory(tmp_path)) == [
        ("bin/cart", "rust-binary"),
        ("bin/shop", "go-binary"),
        ("gems/specifications", "installed-gems"),
        ("lib/a-1.jar", "java-archive"),
    ]


def test_a_target_may_be_one_file(tmp_path: Path) -> None:
    shutil.copytree(DATA / "pip", tmp_path / "app")
    write(tmp_path, "app/notes.txt", "nothing")
    inventory = take_inventory(tmp_path / "app/requirements.txt")
    assert kinds(inventory) == [("requirements.txt", "pip-requirements")]
    assert "pytest" in {package.name for package in inventory.manifests[0].packages}
    assert [notice.path for notice in take_inventory(tmp_path / "app/notes.txt").notices] == ["notes.txt"]
    assert [notice.path for notice in take_inventory(tmp_path / "absent").notices] == [""]


def test_version_control_and_caches_are_passed_over(tmp_path: Path) -> None:
    for folder in (".git", "__pycache__", ".tox"):
        shutil.copytree(DATA / "go", tmp_path / folder)
    assert kinds(take_inventory(tmp_path)) == []


def test_links_do_not_lead_out(tmp_path: Path) -> None:
    target = tmp_path / "target"
    write(target, "app/requirements.txt", "-r ../../outside.txt\n-r inside.txt\nflask==3.0.3\n")
    write(tmp_path, "outside.txt", "secret==1.0\n")
    (target / "app/inside.txt").symlink_to(tmp_path / "outside.txt")
    (target / "go.mod").symlink_to(tmp_path / "outside.txt")
    (target / "folder").symlink_to(tmp_path)
    (target / "round").symlink_to(target)
    inventory = take_inventory(target)
    assert [package.name for manifest in inventory.manifests for package in manifest.packages] == ["flask"]
    assert [notice.line for manifest in inventory.manifests for notice in manifest.notices] == [1, 2]
    assert [notice.path for notice in inventory.notices] == ["go.mod"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "yarn.lock")
    write(tmp_path, "app/requirements.txt", "-r pipe.txt\n")
    os.mkfifo(tmp_path / "app/pipe.txt")
    assert kinds(take_inventory(tmp_path)) == [("app/requirements.txt", "pip-requirements")]


def test_hostile_files_are_told_of_and_the_rest_is_read(tmp_path: Path) -> None:
    with write(tmp_path, "a/package-lock.json").open("r+b") as file:
        file.truncate(200 * 1024 * 1024)
    write(tmp_path, "b/package-lock.json", b'{"packages":' + b"[" * 200_000)
    write(
        tmp_path, "c/pom.xml", b'<!DOCTYPE p [<!ENTITY a "ha">\n<!ENTITY b "&a;&a;">]><project>&b;</project>'
    )
    write(tmp_path, "d/poetry.lock", b"a = 1\n" + b"a." * 200_000 + b"a = 1")
    write(tmp_path, "e/pnpm-lock.yaml", b"a: " + b"[" * 200_000)
    write(tmp_path, "f/requirements.txt", b"-r requirements.txt\n-r ../f/requirements.txt\n" + b"(" * 100_000)
    write(tmp_path, "g/app.jar", b"PK\x03\x04 no archive")
    shutil.copytree(DATA / "cargo", tmp_path / "z")
    inventory = take_inventory(tmp_path)
    told = {notice.path for notice in inventory.notices}
    told |= {notice.path for manifest in inventory.manifests for notice in manifest.notices}
    assert told == {
        "a/package-lock.json",
        "b/package-lock.json",
        "c/pom.xml",
        "d/poetry.lock",
        "e/pnpm-lock.yaml",
        "f/requirements.txt",
        "g/app.jar",
    }
    assert [manifest.path for manifest in inventory.manifests if manifest.packages] == ["z/Cargo.lock"]


def test_folders_too_deep_are_told_of(tmp_path: Path) -> None:
    deep = "/".join(["a"] * 120)
    write(tmp_path, f"{deep}/go.mod", "module x\n")
    inventory = take_inventory(tmp_path)
    assert kinds(inventory) == []
    assert [notice.message for notice in inventory.notices] == [
        "Folders are nested deeper than is looked into."
    ]


def test_requirements_that_include_each_other_are_read_once(tmp_path: Path) -> None:
    write(tmp_path, "requirements.txt", "-r test-requirements.txt\nx==1\n")
    write(tmp_path, "test-requirements.txt", "-r requirements.txt\ny==1\n")
    (manifest,) = take_inventory(tmp_path).manifests
    assert manifest.path == "requirements.txt"
    assert [package.name for package in manifest.packages] == ["x", "y"]


def test_npm_prefers_the_shrinkwrap(tmp_path: Path) -> None:
    lock = '{"lockfileVersion": 3, "packages": {"node_modules/NAME": {"version": "1.0.0"}}}'
    write(tmp_path, "package-lock.json", lock.replace("NAME", "left-pad"))
    assert kinds(take_inventory(tmp_path)) == [("package-lock.json", "package-lock")]
    write(tmp_path, "npm-shrinkwrap.json", lock.replace("NAME", "ms"))
    assert kinds(take_inventory(tmp_path)) == [("npm-shrinkwrap.json", "package-lock")]
    write(tmp_path, "inner/package-lock.json", lock)
    assert len(take_inventory(tmp_path).manifests) == 2


def test_a_conda_environment(tmp_path: Path) -> None:
    meta = "env/conda-meta"
    numpy = {
        "name": "numpy",
        "version": "1.26.4",
        "build": "py311h1",
        "channel": "https://conda.example/conda-forge/linux-64",
        "subdir": "linux-64",
        "depends": ["python >=3.11,<3.12", "absent"],
        "license": "BSD-3-Clause",
        "md5": "0" * 32,
    }
    write(tmp_path, f"{meta}/numpy-1.26.4-py311h1.json", json.dumps(numpy))
    write(tmp_path, f"{meta}/python-3.11.9.json", '{"name": "python", "version": "3.11.9"}')
    write(tmp_path, f"{meta}/broken.json", '{"name": ')
    write(tmp_path, f"{meta}/history", "==> 2026 <==")
    (manifest,) = take_inventory(tmp_path).manifests
    first, second = manifest.packages
    assert first.purl == "pkg:conda/numpy@1.26.4?build=py311h1&channel=conda-forge&subdir=linux-64"
    assert (first.dependencies, first.licences, first.hashes) == (
        (second.purl,),
        ("BSD-3-Clause",),
        ("md5:" + "0" * 32,),
    )
    assert [(notice.path, notice.line) for notice in manifest.notices] == [(f"{meta}/broken.json", 1)]
