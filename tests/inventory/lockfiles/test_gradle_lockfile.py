"""gradle.lockfile and buildscript-gradle.lockfile: artifacts with the configurations that use them."""

from tests.inventory.reading import notices, sample, told


def test_what_only_tests_use_is_development() -> None:
    manifest = sample("gradle/gradle.lockfile")
    assert told(manifest) == {
        "maven/com.fasterxml.jackson.core/jackson-databind@2.17.1": "3 production",
        "maven/org.junit.jupiter/junit-jupiter@5.10.2": "4 development",
    }
    assert notices(manifest) == [("gradle.lockfile", 5)]
