"""What a dependency scan is asked to do."""

from __future__ import annotations

import msgspec

from securestack.inventory.licence_policy import LicenceRules


class DependencyScanOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of one dependency scan.

    `path` is a folder, or a single lock file, manifest or SBOM. `store` is the advisory store; where it is empty or not
    there, the few advisories that come with SecureStack are used, and a notice says so. Without `development`, packages
    that are needed only for building and testing are passed over. `vex` are documents (OpenVEX, CycloneDX, CSAF) whose
    statements that a package is not affected, or fixed, are believed; `product` is the purl under which they know the
    target, for statements on a component inside a product. `licences` is what licences are judged by; without it nobody
    looks at them.
    """

    path: str
    store: str = ""
    development: bool = True
    vex: tuple[str, ...] = ()
    product: str = ""
    licences: LicenceRules | None = None
