"""Jars, and jars in jars: what Maven wrote into them, and what a manifest tells where it did not."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from securestack.inventory.installed import java_archives
from tests.inventory.reading import told


def archive(**entries: bytes | str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return body.getvalue()


def pom(group: str, artifact: str, version: str) -> dict[str, str]:
    return {
        f"META-INF/maven/{group}/{artifact}/pom.properties": (
            f"#Created by Maven\r\ngroupId={group}\r\nartifactId={artifact}\r\nversion={version}\r\n"
        )
    }


SLF4J = archive(**pom("org.slf4j", "slf4j-api", "2.0.13"))


def test_a_jar_is_what_maven_says_it_is() -> None:
    manifest = java_archives.read(SLF4J, "lib/slf4j-api-2.0.13.jar")
    assert told(manifest) == {"maven/org.slf4j/slf4j-api@2.0.13": "0 production"}
    assert manifest.packages[0].hashes[0].startswith("sha1:")


def test_jars_in_jars_and_what_is_shaded_into_them() -> None:
    shaded = archive(**pom("example.shop", "cart", "1.0"), **pom("com.google.guava", "guava", "33.0-jre"))
    war = archive(
        **{"WEB-INF/lib/slf4j-api-2.0.13.jar": SLF4J, "WEB-INF/lib/cart-1.0.jar": shaded},
        **pom("example.shop", "shop", "2.0"),
    )
    manifest = java_archives.read(war, "shop.war")
    assert told(manifest) == {
        "maven/com.google.guava/guava@33.0-jre": "0 production",
        "maven/example.shop/cart@1.0": "0 production -> com.google.guava/guava@33.0-jre",
        "maven/example.shop/shop@2.0": "0 production -> example.shop/cart@1.0, org.slf4j/slf4j-api@2.0.13",
        "maven/org.slf4j/slf4j-api@2.0.13": "0 production",
    }
    assert {place.path for package in manifest.packages for place in package.found_at} == {
        "shop.war",
        "shop.war!WEB-INF/lib/cart-1.0.jar",
        "shop.war!WEB-INF/lib/slf4j-api-2.0.13.jar",
    }


def test_a_group_is_told_or_not_guessed() -> None:
    known = archive(
        **{
            "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\r\nImplementation-Vendor-Id: org.exam\r\n ple\r\n\r\n"
        }
    )
    unknown = archive(**{"META-INF/MANIFEST.MF": "Implementation-Version: 4.5\n"})
    assert list(told(java_archives.read(known, "cart-1.0.jar"))) == ["maven/org.example/cart@1.0"]
    assert list(told(java_archives.read(unknown, "cart.jar"))) == ["generic/cart@4.5"]


def test_bombs_are_bounded() -> None:
    nested = SLF4J
    for _ in range(8):
        nested = archive(**{"inner.jar": nested})
    manifest = java_archives.read(nested, "deep.jar")
    assert [notice.path for notice in manifest.notices] == ["deep.jar"]

    large = archive(**{"META-INF/MANIFEST.MF": bytes(8 * 1024 * 1024)})
    assert [notice.path for notice in java_archives.read(large, "large.jar").notices] == ["large.jar"]


@given(st.integers(0, 300), st.binary(max_size=20))
def test_broken_archives_do_no_harm(at: int, noise: bytes) -> None:
    java_archives.read(SLF4J[:at] + noise + SLF4J[at + len(noise) :], "a.jar")
    assert java_archives.read(SLF4J[: at % len(SLF4J)], "a.jar").notices


def test_archives_nested_too_deeply_are_told_once() -> None:
    body = b""
    for depth in range(12):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w") as archive:
            for copy in range(2 if depth > 9 else 1):
                archive.writestr(f"lib/{copy}.jar", body)
        body = outer.getvalue()
    told = [notice for notice in java_archives.read(body, "a.jar").notices if "deeper" in notice.message]
    assert [(notice.path, notice.message) for notice in told] == [
        ("a.jar", "Archives in it are nested deeper than is read.")
    ]
