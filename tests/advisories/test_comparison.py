from __future__ import annotations

import pytest

from securestack.advisories.comparison import Change, Kind, Relicensed, compare
from securestack.core.package import Package


def package(version: str, name: str = "x", ecosystem: str = "npm", licence: str = "MIT") -> Package:
    return Package(
        purl=f"pkg:npm/{name}@{version}", name=name, version=version, ecosystem=ecosystem, licences=(licence,)
    )


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (["1.9.0"], ["1.10.0"], Kind.UPGRADED),
        (["1.10.0"], ["1.9.0"], Kind.DOWNGRADED),
        (["1.0.0", "2.0.0"], ["1.0.0", "3.0.0"], Kind.UPGRADED),
        (["1.0.0", "2.0.0"], ["2.0.0"], Kind.UPGRADED),
        (["1.0.0", "2.0.0"], ["0.5.0", "3.0.0"], Kind.CHANGED),
        (["latest"], ["1.0.0"], Kind.CHANGED),
        (["1.0.0+a"], ["1.0.0+b"], Kind.CHANGED),
    ],
)
def test_which_way_a_package_moved(before: list[str], after: list[str], kind: Kind) -> None:
    (change,) = compare(map(package, before), map(package, after)).changes
    assert change == Change(kind, "npm", "x", tuple(sorted(before)), tuple(sorted(after)))


def test_an_ecosystem_whose_order_nobody_told() -> None:
    old, new = package("1", ecosystem="Docker"), package("2", ecosystem="Docker")
    assert compare([old], [new]).changes[0].kind is Kind.CHANGED


def test_added_removed_and_relicensed() -> None:
    comparison = compare(
        [package("1", "gone"), package("1")], [package("1", licence="BUSL-1.1"), package("1", "new")]
    )
    assert {(change.kind, change.name) for change in comparison.changes} == {
        (Kind.REMOVED, "gone"),
        (Kind.ADDED, "new"),
    }
    assert comparison.relicensed == (Relicensed("npm", "x", ("MIT",), ("BUSL-1.1",)),)


def test_equal_lists_do_not_differ_in_whatever_order_or_spelling() -> None:
    old = [package("1", "A_b", "PyPI"), package("2", "c", "PyPI")]
    new = [package("2", "C", "PyPI"), package("1", "a-b", "PyPI")]
    assert not compare(old, new).differs
