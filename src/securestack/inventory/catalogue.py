"""Every format of lock file and manifest there is, by the names its files have."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container
from functools import lru_cache

import msgspec

from securestack.inventory.lockfiles import (
    bun_lock,
    cabal_freeze,
    cargo_lock,
    composer_installed,
    composer_lock,
    conan_lock,
    conda_environment,
    conda_explicit,
    conda_lock,
    directory_packages_props,
    dotnet_deps,
    gemfile_lock,
    gemspec,
    github_actions,
    go_mod,
    go_sum,
    gradle_catalogue,
    gradle_lockfile,
    gradle_verification,
    julia_manifest,
    mix_lock,
    nuget_lock,
    nuget_packages_config,
    package_json,
    package_lock,
    package_resolved,
    paket_lock,
    pdm_lock,
    pipfile_lock,
    pnpm_lock,
    podfile_lock,
    poetry_lock,
    pom_xml,
    pubspec_lock,
    pylock_toml,
    pyproject_toml,
    rebar_lock,
    renv_lock,
    requirements_txt,
    sbt_lock,
    stack_lock,
    uv_lock,
    vcpkg_json,
    yarn_berry,
    yarn_classic,
)
from securestack.inventory.manifest import FileNotice, FileReader, Manifest, UnreadableFile

Read = Callable[[bytes, str, FileReader], Manifest]

NODE_LOCKS = ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock")
PYTHON_LOCKS = ("poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "Pipfile.lock")


class Format(msgspec.Struct, frozen=True):
    """One format. A file is of it when its base name is in `names`, or its whole path matches `pattern`.

    `marker` are bytes that only files of this format have, where two formats share a name. A manifest is passed over
    when one of `superseded_by` stands in its folder or, for workspaces, in a folder above. With `first_only` just the first
    of the names that stand in one folder is read.
    """

    kind: str
    read: Read
    names: tuple[str, ...] = ()
    pattern: str = ""
    marker: bytes = b""
    superseded_by: tuple[str, ...] = ()
    first_only: bool = False

    def yields_to(self, name: str, others: Container[str]) -> bool:
        """Say whether another file in the same folder counts instead of the one of this name."""
        return self.first_only and any(other in others for other in self.names[: self.names.index(name)])


FORMATS: tuple[Format, ...] = (
    Format(
        requirements_txt.KIND,
        requirements_txt.read,
        pattern=r"(?:.*/)?(?:[^/]*requirements?[^/]*\.(?:txt|pip)|requirements/[^/]+\.(?:txt|pip))",
    ),
    Format(pipfile_lock.KIND, pipfile_lock.read, ("Pipfile.lock",)),
    Format(poetry_lock.KIND, poetry_lock.read, ("poetry.lock",)),
    Format(uv_lock.KIND, uv_lock.read, ("uv.lock",)),
    Format(pdm_lock.KIND, pdm_lock.read, ("pdm.lock",)),
    Format(pylock_toml.KIND, pylock_toml.read, pattern=r"(?:.*/)?pylock(?:\.[^/.]+)?\.toml"),
    Format(pyproject_toml.KIND, pyproject_toml.read, ("pyproject.toml",), superseded_by=PYTHON_LOCKS),
    Format(conda_environment.KIND, conda_environment.read, ("environment.yml", "environment.yaml")),
    Format(conda_lock.KIND, conda_lock.read, pattern=r"(?:.*/)?(?:[^/]*\.)?conda-lock\.ya?ml"),
    Format(
        conda_explicit.KIND,
        conda_explicit.read,
        pattern=r"(?:.*/)?(?:conda-[^/]*|[^/]*(?:spec-file|explicit)[^/]*)\.(?:txt|lock)",
        marker=b"@EXPLICIT",
    ),
    Format(
        package_lock.KIND,
        package_lock.read,
        ("npm-shrinkwrap.json", "package-lock.json", ".package-lock.json"),
        first_only=True,
    ),
    Format(yarn_berry.KIND, yarn_berry.read, ("yarn.lock",), marker=b"\n__metadata:"),
    Format(yarn_classic.KIND, yarn_classic.read, ("yarn.lock",)),
    Format(pnpm_lock.KIND, pnpm_lock.read, ("pnpm-lock.yaml",)),
    Format(bun_lock.KIND, bun_lock.read, ("bun.lock",)),
    Format(package_json.KIND, package_json.read, ("package.json",), superseded_by=NODE_LOCKS),
    Format(pom_xml.KIND, pom_xml.read, ("pom.xml",), pattern=r".*\.pom"),
    Format(
        gradle_lockfile.KIND,
        gradle_lockfile.read,
        pattern=r"(?:.*/)?(?:[^/]*-)?gradle\.lockfile|.*/dependency-locks/[^/]+\.lockfile",
    ),
    Format(gradle_verification.KIND, gradle_verification.read, ("verification-metadata.xml",)),
    Format(gradle_catalogue.KIND, gradle_catalogue.read, pattern=r"(?:.*/)?[^/]+\.versions\.toml"),
    Format(sbt_lock.KIND, sbt_lock.read, ("build.sbt.lock",)),
    Format(go_mod.KIND, go_mod.read, ("go.mod",)),
    Format(go_sum.KIND, go_sum.read, ("go.sum",), superseded_by=("go.mod",)),
    Format(cargo_lock.KIND, cargo_lock.read, ("Cargo.lock",)),
    Format(gemfile_lock.KIND, gemfile_lock.read, ("Gemfile.lock", "gems.locked")),
    Format(gemspec.KIND, gemspec.read, pattern=r".*\.gemspec", superseded_by=("Gemfile.lock", "gems.locked")),
    Format(composer_lock.KIND, composer_lock.read, ("composer.lock",)),
    Format(composer_installed.KIND, composer_installed.read, pattern=r"(?:.*/)?composer/installed\.json"),
    Format(nuget_lock.KIND, nuget_lock.read, pattern=r"(?:.*/)?packages(?:\.[^/]+)?\.lock\.json"),
    Format(
        nuget_packages_config.KIND,
        nuget_packages_config.read,
        pattern=r"(?:.*/)?packages(?:\.[^/]+)?\.config",
    ),
    Format(dotnet_deps.KIND, dotnet_deps.read, pattern=r".*\.deps\.json"),
    Format(
        directory_packages_props.KIND,
        directory_packages_props.read,
        pattern=r"(?:.*/)?(?:[^/]*\.)?[Pp]ackages\.props",
    ),
    Format(paket_lock.KIND, paket_lock.read, ("paket.lock",)),
    Format(mix_lock.KIND, mix_lock.read, ("mix.lock",)),
    Format(rebar_lock.KIND, rebar_lock.read, ("rebar.lock",)),
    Format(pubspec_lock.KIND, pubspec_lock.read, ("pubspec.lock",)),
    Format(package_resolved.KIND, package_resolved.read, ("Package.resolved", ".package.resolved")),
    Format(podfile_lock.KIND, podfile_lock.read, ("Podfile.lock",)),
    Format(conan_lock.KIND, conan_lock.read, pattern=r"(?:.*/)?(?:conan|[^/]+\.conan)\.lock"),
    Format(vcpkg_json.KIND, vcpkg_json.read, ("vcpkg.json",)),
    Format(renv_lock.KIND, renv_lock.read, ("renv.lock",)),
    Format(
        cabal_freeze.KIND,
        cabal_freeze.read,
        pattern=r"(?:.*/)?cabal(?:\.[^/]+)?\.project\.freeze|(?:.*/)?cabal\.config",
    ),
    Format(stack_lock.KIND, stack_lock.read, pattern=r"(?:.*/)?stack(?:-[^/]+)?\.yaml\.lock"),
    Format(
        julia_manifest.KIND, julia_manifest.read, pattern=r"(?:.*/)?(?:Julia)?Manifest(?:-v[\d.]+)?\.toml"
    ),
    Format(
        github_actions.KIND,
        github_actions.read,
        pattern=r"(?:.*/)?(?:\.github/workflows/[^/]+|action)\.ya?ml",
    ),
)

_BY_NAME: dict[str, list[Format]] = {}
for _format in FORMATS:
    for _name in _format.names:
        _BY_NAME.setdefault(_name, []).append(_format)
_PATTERNS = [(re.compile(known.pattern), known) for known in FORMATS if known.pattern]


def formats_of(path: str) -> tuple[Format, ...]:
    """Return the formats a path's name may stand for; more than one only where formats share a name."""
    found = _BY_NAME.get(posixpath.basename(path))
    return tuple(found) if found else _by_pattern(path)


@lru_cache(maxsize=4_096)
def _by_pattern(path: str) -> tuple[Format, ...]:
    return tuple(known for pattern, known in _PATTERNS if pattern.fullmatch(path))


def format_of(path: str, source: bytes) -> Format | None:
    """Return the format of a file by its name and, where formats share the name, by its content."""
    for known in formats_of(path):
        if not known.marker or known.marker in source:
            return known
    return None


def read_manifest(known: Format, source: bytes, path: str, files: FileReader) -> Manifest:
    """Read one file. A file that cannot be read is a manifest without packages and with a notice."""
    try:
        return known.read(source, path, files)
    except UnreadableFile as problem:
        notice = FileNotice(path, problem.line, problem.message)
        return Manifest(path=path, kind=known.kind, notices=(notice,))
