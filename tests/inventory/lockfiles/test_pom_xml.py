"""pom.xml: the dependencies of a Maven project, with what parents and managed versions in the target say of them."""

from tests.inventory.reading import notices, sample, told


def test_a_module_takes_versions_and_scopes_from_its_parent() -> None:
    manifest = sample("maven/cart/pom.xml")
    assert told(manifest) == {
        "maven/com.fasterxml.jackson.core/jackson-databind@2.17.2": "13 production direct",
        "maven/com.google.guava/guava": "32 production direct wants [32.0,33.0)",
        "maven/example.shop/money@1.4.0?classifier=jdk17": "21 optional direct",
        "maven/org.hamcrest/hamcrest@2.2": "37 development direct",
        "maven/org.junit.jupiter/junit-jupiter@5.10.2": "17 development direct",
        "maven/org.slf4j/slf4j-api@2.0.13": "38 production direct",
        "maven/org.springframework/spring-web": "28 production direct",
    }
    assert notices(manifest) == [("pom.xml", 28)]


def test_the_parent_itself() -> None:
    manifest = sample("maven/pom.xml")
    assert told(manifest) == {
        "maven/org.slf4j/slf4j-api@2.0.13": "38 production direct",
    }
    assert notices(manifest) == [("pom.xml", 28)]


def test_profiles_that_are_on_count_and_others_do_not() -> None:
    profile = (
        "<profile><activation><activeByDefault>{on}</activeByDefault></activation>"
        "<properties><v>{v}</v></properties><dependencies><dependency><groupId>g</groupId>"
        "<artifactId>{a}</artifactId><version>${{v}}</version></dependency></dependencies></profile>"
    )
    profiles = profile.format(on="true", v="2", a="on") + profile.format(on="false", v="3", a="off")
    source = f"<project><properties><v>1</v></properties><profiles>{profiles}</profiles></project>"
    assert told(sample("maven/pom.xml", source)) == {"maven/g/on@2": "1 production direct"}


def test_properties_in_a_circle_end() -> None:
    source = (
        "<project><properties><a>${b}x</a><b>${a}</b></properties><dependencies><dependency><groupId>g</groupId>"
        "<artifactId>a</artifactId><version>${a}</version></dependency></dependencies></project>"
    )
    package = sample("maven/pom.xml", source).packages[0]
    assert package.version == ""
    assert len(package.requirement) <= 1_010
