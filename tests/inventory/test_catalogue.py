"""The catalogue holds every reader, and names lead to formats."""

import pkgutil

from securestack.inventory import lockfiles
from securestack.inventory.catalogue import FORMATS, format_of, formats_of


def test_every_reader_is_in_the_catalogue() -> None:
    modules = {f"{lockfiles.__name__}.{module.name}" for module in pkgutil.iter_modules(lockfiles.__path__)}
    assert {known.read.__module__ for known in FORMATS} == modules


def test_kinds_are_unique() -> None:
    assert len({known.kind for known in FORMATS}) == len(FORMATS)


def test_formats_that_share_a_name_are_told_apart_by_content() -> None:
    berry, classic = (
        format_of("yarn.lock", b"# x\n\n__metadata:\n  version: 8\n"),
        format_of("yarn.lock", b"# yarn v1\n"),
    )
    assert berry is not None
    assert classic is not None
    assert (berry.kind, classic.kind) == ("yarn-berry", "yarn-classic")
    assert format_of("conda-linux-64.lock", b"nothing") is None


def test_names_of_files() -> None:
    names = {
        "requirements/base.txt": "pip-requirements",
        "dev-requirements.txt": "pip-requirements",
        "a/b/requirements-test.txt": "pip-requirements",
        "pylock.web.toml": "pylock",
        "gradle/libs.versions.toml": "gradle-catalogue",
        "buildscript-gradle.lockfile": "gradle-lockfile",
        "gradle/dependency-locks/compileClasspath.lockfile": "gradle-lockfile",
        "bin/Shop.deps.json": "dotnet-deps",
        "packages.config": "nuget-packages-config",
        "packages.linux.lock.json": "nuget-lock",
        ".github/workflows/build.yaml": "github-actions",
        "tools/action.yml": "github-actions",
        "vendor/composer/installed.json": "composer-installed",
        "stack-9.4.yaml.lock": "stack-lock",
        "Manifest-v1.11.toml": "julia-manifest",
    }
    assert {path: formats_of(path)[0].kind for path in names} == names
    assert not formats_of("notes.txt")
    assert not formats_of("installed.json")
    assert not formats_of(".github/workflows.yml")
