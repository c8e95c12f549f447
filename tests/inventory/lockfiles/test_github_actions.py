"""GitHub Actions: what workflows and composite actions use. Source: GitHub's workflow syntax."""

from tests.inventory.reading import notices, sample, told


def test_actions_workflows_and_images_are_what_a_build_uses() -> None:
    manifest = sample("actions/.github/workflows/build.yml")
    assert told(manifest) == {
        "docker/alpine@3.20": "14 development direct",
        "docker/build/python@3.12?repository_url=registry.example": "6 development direct",
        "docker/postgres@16": "9 development direct",
        "github/actions/checkout@v4": "11 development direct",
        "github/github/codeql-action@0123456789abcdef0123456789abcdef01234567#init": "12 development direct wants v3.25.8",
        "github/shop/workflows@main#.github/workflows/release.yml": "18 development direct",
    }
    assert notices(manifest) == [(".github/workflows/build.yml", 15)]
