"""build.sbt.lock of sbt-dependency-lock: modules, checksums and the configurations that use them."""

from tests.inventory.reading import sample, told


def test_configurations_tell_the_scope() -> None:
    manifest = sample("sbt/build.sbt.lock")
    assert told(manifest) == {
        "maven/org.scalameta/munit_2.13@1.0.0": "15 development",
        "maven/org.typelevel/cats-core_2.13@2.12.0": "6 production",
    }
    assert not manifest.notices
