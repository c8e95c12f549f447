from __future__ import annotations

from securestack.core.package import Package
from securestack.scanners.dependencies.paths import Paths


def package(name: str, *children: str, direct: bool | None = None) -> Package:
    return Package(
        purl=f"pkg:npm/{name}@1",
        name=name,
        version="1",
        ecosystem="npm",
        direct=direct,
        dependencies=tuple(f"pkg:npm/{child}@1" for child in children),
    )


def test_the_shortest_way_is_told_and_cycles_end() -> None:
    paths = Paths(
        [
            package("a", "b", direct=True),
            package("b", "c", direct=False),
            package("c", "a", "d", direct=False),
            package("d", direct=False),
            package("e", "d", direct=True),
        ]
    )
    assert paths.names_to("pkg:npm/c@1") == ("a 1", "b 1", "c 1")
    assert paths.names_to("pkg:npm/d@1") == ("e 1", "d 1")
    assert paths.names_to("pkg:npm/a@1") == ("a 1",)


def test_where_nobody_tells_what_is_direct_the_ways_begin_at_what_nothing_brings() -> None:
    paths = Paths([package("a", "b"), package("b")])
    assert paths.names_to("pkg:npm/b@1") == ("a 1", "b 1")


def test_a_list_without_edges_tells_no_way() -> None:
    assert Paths([package("a"), package("b")]).names_to("pkg:npm/a@1") == ()


def test_what_nothing_leads_to_has_no_way() -> None:
    assert Paths([package("a", direct=True), package("b", direct=False)]).names_to("pkg:npm/b@1") == ()
