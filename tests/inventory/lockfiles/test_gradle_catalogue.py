"""gradle/libs.versions.toml: the version catalogue a Gradle build chooses its libraries from."""

from tests.inventory.reading import sample, told


def test_references_to_versions_are_resolved() -> None:
    manifest = sample("gradle/gradle/libs.versions.toml")
    assert told(manifest) == {
        "maven/com.diffplug.spotless/com.diffplug.spotless.gradle.plugin@6.25.0": "12 development direct",
        "maven/com.fasterxml.jackson.core/jackson-databind@2.17.1": "6 production direct",
        "maven/com.google.guava/guava": "7 production direct wants [32.0, 33.0[",
        "maven/org.slf4j/slf4j-api@2.0.13": "8 production direct",
        "maven/org.springframework/spring-web": "9 production direct",
    }
    assert not manifest.notices
