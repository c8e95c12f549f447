"""How a package comes into a project: the shortest way from what the project itself asks for."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from securestack.core.package import Package


class Paths:
    """The ways within one manifest; each is worked out once."""

    def __init__(self, packages: Sequence[Package]) -> None:
        self._packages = {package.purl: package for package in packages}
        self._known = any(package.direct is not None or package.dependencies for package in packages)
        self._brought_by: dict[str, str] | None = None

    def to(self, purl: str) -> tuple[str, ...]:
        """Return the way to a package as purls, the package itself last; nothing where the manifest does not tell."""
        if not self._known:
            return ()
        if self._brought_by is None:
            self._brought_by = self._walk()
        if purl not in self._brought_by:
            return ()
        way = [purl]
        while parent := self._brought_by[way[-1]]:
            way.append(parent)
        return tuple(reversed(way))

    def names_to(self, purl: str) -> tuple[str, ...]:
        """Return the same way as names and versions."""
        packages = (self._packages[one] for one in self.to(purl))
        return tuple(f"{package.name} {package.version}".strip() for package in packages)

    def _walk(self) -> dict[str, str]:
        """Return who brings each package, by breadth first, so that the first way found is a shortest one."""
        brought = {child for package in self._packages.values() for child in package.dependencies}
        roots = [
            purl
            for purl, package in sorted(self._packages.items())
            if package.direct or (package.direct is None and purl not in brought)
        ]
        brought_by = dict.fromkeys(roots, "")
        waiting = deque(roots)
        while waiting:
            parent = waiting.popleft()
            for child in self._packages[parent].dependencies:
                if child in self._packages and child not in brought_by:
                    brought_by[child] = parent
                    waiting.append(child)
        return brought_by
