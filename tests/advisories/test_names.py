from __future__ import annotations

import pytest

from securestack.advisories.names import ecosystem_key, package_key


@pytest.mark.parametrize(
    ("ecosystem", "name", "key"),
    [
        ("PyPI", "Foo._Bar", "PyPI/foo-bar"),
        ("npm", "@Scope/Name", "npm/@Scope/Name"),
        ("NuGet", "Newtonsoft.Json", "NuGet/newtonsoft.json"),
        ("Packagist:https://packages.drupal.org/8", "Drupal/Core", "Packagist/drupal/core"),
        ("crates.io", "serde_json", "crates.io/serde-json"),
        ("SwiftURL", "https://github.com/Apple/swift-nio.git", "SwiftURL/github.com/apple/swift-nio"),
        ("SwiftURL", "github.com/apple/swift-nio", "SwiftURL/github.com/apple/swift-nio"),
        ("Go", "github.com/Masterminds/semver", "Go/github.com/Masterminds/semver"),
        ("AlmaLinux:8.9", "openssl", "AlmaLinux:8/openssl"),
        ("Ubuntu:22.04:LTS", "curl", "Ubuntu:22.04/curl"),
        ("Alpine:3.18.4", "busybox", "Alpine:v3.18/busybox"),
        ("Alpine:edge", "busybox", "Alpine:edge/busybox"),
        ("Debian:12.5", "curl", "Debian:12/curl"),
    ],
)
def test_one_spelling_for_each_package(ecosystem: str, name: str, key: str) -> None:
    assert package_key(ecosystem, name) == key


def test_pro_releases_of_ubuntu_stay_apart() -> None:
    assert ecosystem_key("Ubuntu:Pro:18.04:LTS") != ecosystem_key("Ubuntu:18.04:LTS")
