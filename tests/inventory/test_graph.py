"""Scopes spread over edges: what is shipped, what is optional, what only builds and tests."""

from securestack.core.package import Scope
from securestack.inventory.graph import reach, stronger


def test_production_reaches_further_than_the_rest() -> None:
    edges = {"web": ["http"], "http": ["sockets"], "tests": ["http", "mocks"], "mocks": ["tests"]}
    optional = {"web": ["speedups"], "mocks": ["colours"], "speedups": []}
    roots = {"tests": Scope.DEVELOPMENT, "web": Scope.PRODUCTION}
    assert reach(roots, edges, optional) == {
        "web": Scope.PRODUCTION,
        "http": Scope.PRODUCTION,
        "sockets": Scope.PRODUCTION,
        "speedups": Scope.OPTIONAL,
        "tests": Scope.DEVELOPMENT,
        "mocks": Scope.DEVELOPMENT,
        "colours": Scope.DEVELOPMENT,
    }


def test_what_is_optional_in_one_place_and_needed_in_another_is_needed() -> None:
    edges = {"a": ["b"], "b": ["c"]}
    assert reach({"a": Scope.PRODUCTION}, edges, {"a": ["c"]})["c"] is Scope.PRODUCTION


def test_a_circle_ends() -> None:
    assert set(reach({"a": Scope.OPTIONAL}, {"a": ["b"], "b": ["a"]}, {}).values()) == {Scope.OPTIONAL}


def test_the_stronger_scope_is_what_more_people_get() -> None:
    assert stronger(Scope.DEVELOPMENT, Scope.OPTIONAL) is Scope.OPTIONAL
    assert stronger(Scope.PRODUCTION, Scope.OPTIONAL) is Scope.PRODUCTION
