"""gradle/verification-metadata.xml: every artifact a Gradle build may use, with its checksums."""

from tests.inventory.reading import sample, told


def test_components_are_listed() -> None:
    manifest = sample("gradle/gradle/verification-metadata.xml")
    assert told(manifest) == {
        "maven/org.slf4j/slf4j-api@2.0.13": "7 production",
    }
    assert not manifest.notices
