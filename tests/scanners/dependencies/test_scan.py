from __future__ import annotations

import asyncio
import json
from pathlib import Path

from securestack.core.context import ScanContext
from securestack.core.events import NoticeLevel, Outcome, ScanStatus
from securestack.core.location import PackageLocation
from securestack.core.severity import Severity
from securestack.inventory.sbom import cyclonedx_json
from securestack.inventory.sbom.bill import compose
from securestack.inventory.walk import take_inventory
from securestack.scanners.dependencies.options import DependencyScanOptions
from securestack.scanners.dependencies.scan import scan as events_of
from tests.advisories.bucket import advisory, since
from tests.scanners.dependencies.scanned import DATA, evidence, scan, store_at, told

HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"


def test_vulnerable_versions_are_found_and_fixed_ones_are_not() -> None:
    assert told(scan(DATA / "shop")) == {
        ("minimist 0.0.8", "CVE-2021-44906"),
        ("lodash 4.17.4", "CVE-2019-10744"),
        ("lodash 4.17.4", "CVE-2021-23337"),
        ("jinja2 2.10", "CVE-2019-10906"),
        ("jinja2 2.10", "CVE-2024-22195"),
    }
    fixed = scan(DATA / "shop-fixed")
    assert (fixed.outcome, fixed.findings) == (Outcome.COMPLETED, ())


def test_a_finding_tells_where_it_is_what_brings_it_and_what_clears_it() -> None:
    result = scan(DATA / "shop")
    (found,) = (one for one in result.findings if one.location.part.startswith("minimist"))
    assert found.location == PackageLocation(
        purl="pkg:npm/minimist@0.0.8",
        name="minimist",
        version="0.0.8",
        ecosystem="npm",
        path="package-lock.json",
        line=27,
    )
    (version,) = evidence(found).versions
    assert version.path == ("mkdirp 0.5.1", "minimist 0.0.8")
    assert (version.affected, version.fixed, version.upgrade) == ("< 0.2.4", "0.2.4", "0.2.4")
    assert evidence(found).names == ("CVE-2021-44906", "GHSA-xvch-5gv4-984h")
    assert found.severity is Severity.CRITICAL
    assert "It is fixed in 0.2.4. mkdirp 0.5.1 brings it." in found.summary


def test_the_upgrade_clears_every_flaw_of_the_package() -> None:
    result = scan(DATA / "shop")
    (found,) = (one for one in result.findings if evidence(one).flaw == "CVE-2019-10744")
    (version,) = evidence(found).versions
    assert (version.fixed, version.upgrade) == ("4.17.12", "4.17.21")
    assert "4.17.21 clears all that can be cleared" in found.summary
    assert found.summary.endswith("The package is needed for development only.")


def test_packages_for_development_may_be_passed_over() -> None:
    names = {part.split()[0] for part, _ in told(scan(DATA / "shop", development=False))}
    assert names == {"minimist", "jinja2"}


def test_the_same_flaw_after_an_upgrade_that_does_not_help_is_the_same_finding(tmp_path: Path) -> None:
    marks = set()
    for version in ("4.17.4", "4.17.11"):
        lock = {"lockfileVersion": 3, "packages": {"node_modules/lodash": {"version": version}}}
        (tmp_path / "package-lock.json").write_text(json.dumps(lock))
        result = scan(tmp_path)
        marks.add(tuple(sorted(finding.fingerprint for finding in result.findings)))
    assert len(marks) == 1


def test_one_finding_for_all_versions_in_use(tmp_path: Path) -> None:
    lock = {
        "lockfileVersion": 3,
        "packages": {
            "": {"dependencies": {"lodash": "4.17.19", "a": "1.0.0"}},
            "node_modules/lodash": {"version": "4.17.19"},
            "node_modules/a": {"version": "1.0.0", "dependencies": {"lodash": "3.10.1"}},
            "node_modules/a/node_modules/lodash": {"version": "3.10.1"},
        },
    }
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    found = {evidence(one).flaw: one for one in scan(tmp_path).findings}
    assert {one.version for one in evidence(found["CVE-2021-23337"]).versions} == {"3.10.1", "4.17.19"}
    assert {one.version for one in evidence(found["CVE-2019-10744"]).versions} == {"3.10.1"}


def test_aliases_are_one_finding_and_withdrawn_advisories_none(tmp_path: Path) -> None:
    store = store_at(
        tmp_path,
        advisory(
            "GHSA-1",
            "lodash",
            since("0", "5"),
            aliases=["CVE-2020-1"],
            severity=[{"type": "CVSS_V3", "score": HIGH}],
        ),
        advisory("SNYK-1", "lodash", since("0", "5.1"), aliases=["CVE-2020-1"]),
        advisory("GHSA-2", "lodash", since("0", "5"), withdrawn="2026-01-01T00:00:00Z"),
    )
    result = scan(DATA / "shop" / "package-lock.json", store)
    (found,) = result.findings
    assert set(evidence(found).names) == {"CVE-2020-1", "GHSA-1", "SNYK-1"}
    assert evidence(found).versions[0].fixed == "5.1"
    assert result.severity(found) is Severity.HIGH


def test_malicious_packages_are_critical_and_unrated_flaws_medium(tmp_path: Path) -> None:
    store = store_at(
        tmp_path, advisory("MAL-1", "lodash", since("0")), advisory("X-1", "minimist", since("0"))
    )
    result = scan(DATA / "shop", store)
    assert {evidence(one).flaw: result.severity(one) for one in result.findings} == {
        "MAL-1": Severity.CRITICAL,
        "X-1": Severity.MEDIUM,
    }


def test_unknown_versions_are_listed_and_not_guessed() -> None:
    (notice,) = (one for one in scan(DATA / "shop").notices if "requirements.txt" in one.message)
    assert notice.level is NoticeLevel.WARNING
    assert "pyyaml >=5.1" in notice.message


def test_the_handful_says_that_it_knows_little() -> None:
    result = scan(DATA / "shop-fixed")
    (notice,) = result.notices
    assert "only the few that come with SecureStack" in notice.message
    (check,) = result.checks
    assert (check.outcome, check.looked_at) == (Outcome.INCOMPLETE, 7)


def test_a_complete_look_and_ecosystems_of_which_nothing_is_known(tmp_path: Path) -> None:
    store = store_at(tmp_path, advisory("GHSA-1", "other", since("0")))
    (check,) = scan(DATA / "shop-fixed" / "package-lock.json", store).checks
    assert (check.outcome, check.reason) == (Outcome.COMPLETED, "")
    result = scan(DATA / "shop-fixed", store)
    assert [one.message for one in result.notices] == [
        "The advisory store knows nothing of PyPI, so 3 packages could not be looked up."
    ]
    assert result.checks[0].outcome is Outcome.INCOMPLETE


def test_an_ecosystem_without_a_database_is_told_and_leaves_the_look_complete(tmp_path: Path) -> None:
    (tmp_path / "environment.yml").write_text("dependencies:\n  - numpy=1.26.4\n")
    result = scan(tmp_path, store_at(tmp_path, advisory("GHSA-1", "other", since("0"))))
    assert [(one.level, one.message) for one in result.notices] == [
        (
            NoticeLevel.INFORMATION,
            "No database we know publishes advisories for Conda, so 1 package could not be looked up.",
        )
    ]
    assert result.checks[0].outcome is Outcome.COMPLETED


def test_a_broken_file_is_named_and_the_rest_is_scanned(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("jinja2==2.10\n")
    (tmp_path / "package-lock.json").write_text('{\n"packages": {\n')
    result = scan(tmp_path)
    assert len(result.findings) == 2
    assert any(one.message.startswith("package-lock.json:") for one in result.notices)


def test_nothing_to_look_at_is_no_pass(tmp_path: Path) -> None:
    result = scan(tmp_path)
    assert result.outcome is Outcome.INCOMPLETE
    assert result.reason.startswith("No lock file, manifest or installed package was found in")
    (tmp_path / "notes.txt").write_text("milk")
    failed = scan(tmp_path / "notes.txt")
    assert failed.outcome is Outcome.FAILED
    assert "neither a lock file or manifest" in failed.reason
    assert scan(tmp_path / "absent").outcome is Outcome.FAILED


def test_a_damaged_store_fails_in_one_sentence(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.write_text("no database")
    result = scan(DATA / "shop", store)
    assert result.outcome is Outcome.FAILED
    assert "cannot be read as an advisory store" in result.reason


def test_an_sbom_is_scanned_as_well(tmp_path: Path) -> None:
    packages = [one for manifest in take_inventory(DATA / "shop").manifests for one in manifest.packages]
    path = tmp_path / "shop.cdx.json"
    path.write_bytes(cyclonedx_json.write(compose("shop", packages)))
    assert told(scan(path)) == told(scan(DATA / "shop"))


def test_stopping_ends_with_an_account() -> None:
    async def run() -> list[object]:
        context = ScanContext()
        context.stop.set()
        return [event async for event in events_of(DependencyScanOptions(path=str(DATA / "shop")), context)]

    assert asyncio.run(run())[-1] == ScanStatus(Outcome.INCOMPLETE, "The scan was stopped before its end.")
