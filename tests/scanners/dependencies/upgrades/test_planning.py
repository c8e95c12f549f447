from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from securestack.core.package import Scope
from securestack.scanners.dependencies.upgrades.plan import UpgradePlan, step_between
from securestack.scanners.dependencies.upgrades.planning import NothingToFix, plan_upgrades
from tests.advisories.bucket import advisory, since, store_of

ADVISORIES = (
    advisory("GHSA-1", "mkdirp", since("0", "1.1.0")),
    advisory("GHSA-2", "mkdirp", since("0", "1.2.0")),
    advisory("GHSA-3", "mkdirp", since("1.0.0")),
    advisory("GHSA-4", "minimist", since("0", "1.2.6")),
    advisory("GHSA-5", "hoek", since("0", "4.2.1")),
    advisory("GHSA-6", "early", since("0", "2.0.0-rc.1")),
    advisory("PYSEC-1", "jinja2", since("0", "3.1.3"), ecosystem="PyPI"),
)


def planned(root: Path, store: Path) -> UpgradePlan:
    with store_of(store, *ADVISORIES) as opened:
        return plan_upgrades(root, opened)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "feeds"


def node_project(root: Path, **entries: Any) -> Path:
    root.mkdir()
    declared = {"name": "shop", "dependencies": {"mkdirp": "^1.0.0", "safe": "^1.0.0"}}
    packages = {"": declared, **{f"node_modules/{name}": entry for name, entry in entries.items()}}
    (root / "package.json").write_text(json.dumps(declared, indent=2) + "\n")
    (root / "package-lock.json").write_text(json.dumps({"lockfileVersion": 3, "packages": packages}))
    return root


def test_the_least_upgrade_clears_what_can_be_cleared_and_the_rest_is_left(
    tmp_path: Path, store: Path
) -> None:
    root = node_project(tmp_path / "shop", mkdirp={"version": "1.0.1"}, safe={"version": "1.0.0"})
    plan = planned(root, store)
    (change,) = plan.changes
    assert (change.version, change.in_use, change.upgrade, change.step) == ("1.0.1", True, "1.2.0", "minor")
    assert (change.before, change.after, change.line) == ("^1.0.0", "^1.2.0", 4)
    assert change.clears == ("GHSA-1", "GHSA-2")
    (left,) = plan.left
    assert (left.flaws, left.reach, left.reason) == (("GHSA-3",), "", "No version with a fix is known.")
    (edit,) = plan.files
    assert edit.before.replace("^1.0.0", "^1.2.0", 1) == edit.after
    assert (plan.cleared, plan.remaining) == (2, 1)
    assert plan.notices == ("package-lock.json: `npm install` takes the changes in.",)


def test_what_others_bring_is_cleared_by_the_lock_file_where_their_ranges_let_it(
    tmp_path: Path, store: Path
) -> None:
    root = node_project(
        tmp_path / "shop",
        mkdirp={"version": "2.0.0", "dependencies": {"minimist": "^1.2.0"}},
        safe={"version": "1.0.0", "dependencies": {"hoek": "2.x"}},
        minimist={"version": "1.2.0"},
        hoek={"version": "2.16.3"},
    )
    plan = planned(root, store)
    (refresh,) = plan.refreshes
    assert (refresh.name, refresh.upgrade, refresh.command) == ("minimist", "1.2.6", "npm update minimist")
    assert refresh.way == ("mkdirp 2.0.0", "minimist 1.2.0")
    (left,) = (one for one in plan.left if one.name == "hoek")
    assert (left.reach, left.way) == ("4.2.1", ("safe 1.0.0", "hoek 2.16.3"))
    assert "safe 1.0.0 asks for “2.x”, which rules it out" in left.reason
    assert not plan.changes
    assert not plan.files


def test_a_safe_project_has_an_empty_plan(tmp_path: Path, store: Path) -> None:
    root = node_project(tmp_path / "shop", safe={"version": "1.0.0"})
    (root / "package.json").write_text('{"dependencies": {"safe": "^1.0.0"}}')
    plan = planned(root, store)
    assert (plan.changes, plan.refreshes, plan.left, plan.files) == ((), (), (), ())
    assert plan.looked_up


def test_without_a_lock_file_the_lowest_version_counts(tmp_path: Path, store: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["jinja2>=2.10", "safe"]\n')
    (tmp_path / "package.json").write_text('{"devDependencies": {"minimist": "~1.2.0", "hoek": "*"}}')
    plan = planned(tmp_path, store)
    assert [(one.name, one.in_use, one.after, one.scope) for one in plan.changes] == [
        ("minimist", False, "~1.2.6", Scope.DEVELOPMENT),
        ("jinja2", False, ">=3.1.3", Scope.PRODUCTION),
    ]
    assert any("hoek is asked for in any version" in notice for notice in plan.notices)


def test_a_constraint_is_rewritten_instead_of_the_bare_name(tmp_path: Path, store: Path) -> None:
    (tmp_path / "requirements.txt").write_text("-r more.txt\n-c constraints.txt\njinja2\n")
    (tmp_path / "constraints.txt").write_text("jinja2==2.10\n")
    (tmp_path / "more.txt").write_text("safe==1\n")
    plan = planned(tmp_path, store)
    assert [(edit.path, edit.after) for edit in plan.files] == [("constraints.txt", "jinja2==3.1.3\n")]
    assert [change.in_use for change in plan.changes] == [True]


def test_what_cannot_be_rewritten_is_left_with_its_reason(tmp_path: Path, store: Path) -> None:
    (tmp_path / "requirements.txt").write_text("jinja2==2.10 --hash=sha256:aa\n")
    plan = planned(tmp_path, store)
    (left,) = plan.left
    assert "hashes" in left.reason
    assert (left.reach, left.line, plan.files) == ("3.1.3", 1, ())


def test_one_manifest_alone(tmp_path: Path, store: Path) -> None:
    root = node_project(tmp_path / "shop", mkdirp={"version": "1.0.1"})
    (root / "requirements.txt").write_text("jinja2==2.10\n")
    assert {one.path for one in planned(root / "requirements.txt", store).changes} == {"requirements.txt"}
    assert {one.path for one in planned(root / "package.json", store).changes} == {"package.json"}
    assert len(planned(root, store).changes) == 2


def test_a_lock_file_above_rules_the_members_of_a_workspace(tmp_path: Path, store: Path) -> None:
    root = node_project(tmp_path / "shop", mkdirp={"version": "1.0.1"})
    member = root / "packages" / "a"
    member.mkdir(parents=True)
    (member / "package.json").write_text('{"dependencies": {"mkdirp": "^1.0.0"}}')
    installed = root / "node_modules" / "b"
    installed.mkdir(parents=True)
    (installed / "package.json").write_text('{"dependencies": {"mkdirp": "^1.0.0"}}')
    assert {one.path for one in planned(root, store).changes} == {"package.json", "packages/a/package.json"}


def test_other_files_are_counted_and_nothing_to_rewrite_is_said(tmp_path: Path, store: Path) -> None:
    with pytest.raises(NothingToFix, match="No requirements file"):
        planned(tmp_path, store)
    (tmp_path / "requirements.txt").write_text("safe==1\n")
    folder = tmp_path / "other"
    folder.mkdir()
    lock = {"lockfileVersion": 3, "packages": {"node_modules/hoek": {"version": "2.0.0"}}}
    (folder / "package-lock.json").write_text(json.dumps(lock))
    (notice,) = planned(tmp_path, store).notices
    assert notice.startswith("other/package-lock.json: 1 package with known flaws is in it")


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("1.2.3", "2.0.0", "major"),
        ("1.2.3", "1.3", "minor"),
        ("1.2.3", "1.2.4", "patch"),
        ("v1", "2", "major"),
        ("abc", "2", ""),
    ],
)
def test_how_far_an_upgrade_goes(old: str, new: str, step: str) -> None:
    assert step_between(old, new) == step


def test_a_fix_in_a_pre_release_is_said_to_be_one(tmp_path: Path, store: Path) -> None:
    root = node_project(tmp_path / "shop", early={"version": "1.0.0"}, safe={"version": "1.0.0"})
    (root / "package.json").write_text('{"dependencies": {"early": "^1.0.0"}}')
    (change,) = planned(root, store).changes
    assert (change.after, change.note) == ("^2.0.0-rc.1", "The fix is known in a pre-release only.")


def test_a_lock_file_that_tells_no_ranges_proves_nothing(tmp_path: Path, store: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\ndependencies = ["safe"]\n')
    (tmp_path / "uv.lock").write_text(
        """version = 1
[[package]]
name = "shop"
version = "1.0.0"
source = { virtual = "." }
dependencies = [{ name = "safe" }]
[[package]]
name = "safe"
version = "1.0.0"
source = { registry = "https://packages.example" }
dependencies = [{ name = "jinja2" }]
[[package]]
name = "jinja2"
version = "2.10"
source = { registry = "https://packages.example" }
"""
    )
    plan = planned(tmp_path, store)
    (left,) = plan.left
    assert (left.reach, left.way) == ("3.1.3", ("safe 1.0.0", "jinja2 2.10"))
    assert left.reason == "uv.lock does not tell in which ranges packages ask for it."
    assert not plan.refreshes
