"""Walks over dependency edges: what is needed for what."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from securestack.core.package import Scope

_ORDER = (Scope.PRODUCTION, Scope.OPTIONAL, Scope.DEVELOPMENT)


def stronger(left: Scope, right: Scope) -> Scope:
    """Return the scope that weighs more: what is shipped to everybody before what is not."""
    return left if _ORDER.index(left) <= _ORDER.index(right) else right


def reach(
    roots: Mapping[str, Scope], edges: Mapping[str, Iterable[str]], optional: Mapping[str, Iterable[str]]
) -> dict[str, Scope]:
    """Return the scope of everything that can be reached from the roots, which carry the scope they are asked in.

    What production reaches is production, except over `optional` edges; then comes what optional reaches, then
    development. Cycles end.
    """
    scopes: dict[str, Scope] = {}
    waiting: dict[Scope, deque[str]] = {scope: deque() for scope in _ORDER}
    for root, scope in roots.items():
        waiting[scope].append(root)
    for scope in _ORDER:
        queue = waiting[scope]
        while queue:
            package = queue.popleft()
            if package in scopes:
                continue
            scopes[package] = scope
            queue.extend(edges.get(package, ()))
            waiting[over_optional_edge(scope)].extend(optional.get(package, ()))
    return scopes


def over_optional_edge(scope: Scope) -> Scope:
    """Return the scope of what an optional edge leads to: optional, or development when it starts there."""
    return Scope.DEVELOPMENT if scope is Scope.DEVELOPMENT else Scope.OPTIONAL
