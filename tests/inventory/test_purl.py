"""Package URLs: the specification's rules, and that writing and reading are each other's inverse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.inventory.purl import BadPurl, Purl

CANONICAL = {
    # every part, in the order of the specification
    "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie": "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie",
    "pkg:golang/google.golang.org/genproto@abcdef#googleapis/api": "pkg:golang/google.golang.org/genproto@abcdef#googleapis/api",
    # scheme, type and qualifier keys are lower case, qualifiers sorted, empty ones dropped
    "PKG:NPM/left-pad@1.3.0?Os=linux&Arch=": "pkg:npm/left-pad@1.3.0?os=linux",
    "pkg:generic/a?z=1&b=2": "pkg:generic/a?b=2&z=1",
    # slashes around parts say nothing
    "pkg://maven/org.apache.commons/io": "pkg:maven/org.apache.commons/io",
    "pkg:golang/example.com/a@1#/b/./../c/": "pkg:golang/example.com/a@1#b/c",
    # what each part encodes; a colon never
    "pkg:npm/@angular/animation@12.3.1": "pkg:npm/%40angular/animation@12.3.1",
    "pkg:brew/node@20@20.10.0": "pkg:brew/node%4020@20.10.0",
    "pkg:deb/debian/attr@1:2.4.47-2%2Bb1": "pkg:deb/debian/attr@1:2.4.47-2%2Bb1",
    "pkg:maven/a/b@1?repository_url=https://repo.example/x": "pkg:maven/a/b@1?repository_url=https:%2F%2Frepo.example%2Fx",
    # the rules of types
    "pkg:pypi/Django_Package@1.0.RC1": "pkg:pypi/django-package@1.0.rc1",
    "pkg:github/Package-URL/Purl-Spec@V1": "pkg:github/package-url/purl-spec@V1",
    "pkg:composer/Laravel/Laravel@5.5": "pkg:composer/laravel/laravel@5.5",
    "pkg:nuget/EnterpriseLibrary.Common@6.0": "pkg:nuget/EnterpriseLibrary.Common@6.0",
    "pkg:huggingface/Org/Model@ABC": "pkg:huggingface/Org/Model@abc",
    "pkg:pub/Some-Name@1": "pkg:pub/some_name@1",
    "pkg:mlflow/Fraud@3?repository_url=https://adb-1.azuredatabricks.net/api": (
        "pkg:mlflow/fraud@3?repository_url=https:%2F%2Fadb-1.azuredatabricks.net%2Fapi"
    ),
    "pkg:mlflow/Fraud@3?repository_url=https://example.org": "pkg:mlflow/Fraud@3?repository_url=https:%2F%2Fexample.org",
}

REFUSED = [
    "npm/left-pad@1.3.0",  # no scheme
    "pkg%3Anpm/left-pad",
    "pkg:left-pad@1.3.0",  # no type
    "pkg:3npm/left-pad",
    "pkg:n&pm/left-pad",
    "pkg:npm",
    "pkg:npm/",
    "pkg:cran/@0.9.1",  # no name
    "pkg:maven/io@1.3.4",  # Maven has groups
    "pkg:swift/github.com/Alamofire/@5.4.3",
    "pkg:vcpkg/boost/asio@1.84.0",  # vcpkg has none
    "pkg:cpan/URI::PackageURL",
    "pkg:julia/Dates",  # without its uuid
    "pkg:chrome-extension/dogs",
    "pkg:npm/a?in%20production=true",
    "pkg:npm/a?b=1&B=2",
]


@pytest.mark.parametrize(("given_text", "canonical"), CANONICAL.items())
def test_a_purl_has_one_canonical_form(given_text: str, canonical: str) -> None:
    purl = Purl.parse(given_text)
    assert str(purl) == canonical
    assert Purl.parse(canonical) == purl


@pytest.mark.parametrize("text", REFUSED)
def test_what_breaks_a_rule_is_no_purl(text: str) -> None:
    with pytest.raises(BadPurl):
        Purl.parse(text)


def test_strict_reading_refuses_upper_case_keys() -> None:
    assert Purl.parse("pkg:npm/a?Os=linux").qualifiers == (("os", "linux"),)
    with pytest.raises(BadPurl):
        Purl.parse("pkg:npm/a?Os=linux", strict=True)


parts = st.text(min_size=1, max_size=12).filter(lambda part: "/" not in part and part.isprintable())
names = parts.filter(lambda part: part not in (".", ".."))


@given(
    namespace=st.lists(parts, max_size=3).map("/".join),
    name=names,
    version=st.text(max_size=12).filter(str.isprintable),
    qualifiers=st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9._-]{0,8}", fullmatch=True), st.text(max_size=12), max_size=3
    ),
    subpath=st.lists(names, max_size=3).map("/".join),
)
def test_writing_and_reading_are_inverse(
    namespace: str, name: str, version: str, qualifiers: dict[str, str], subpath: str
) -> None:
    purl = Purl.make("generic", namespace, name, version, qualifiers, subpath)
    assert Purl.parse(str(purl)) == purl
    assert str(purl).isascii()


@given(st.text(max_size=60) | st.text(max_size=60).map(lambda rest: "pkg:npm/" + rest))
def test_any_text_is_a_purl_or_is_refused(text: str) -> None:
    try:
        purl = Purl.parse(text)
    except BadPurl:
        return
    assert Purl.parse(str(purl)) == purl


def test_the_path_of_a_git_repository_is_its_name() -> None:
    text = "pkg:git/codeberg.org/forgejo/forgejo@a72d2c0#docs"
    purl = Purl.parse(text)
    assert (purl.namespace, purl.name, str(purl)) == ("codeberg.org", "forgejo/forgejo", text)
    assert str(Purl.make("git", "codeberg.org", "forgejo/forgejo", "a72d2c0", subpath="docs")) == text
    with pytest.raises(BadPurl):
        Purl.parse("pkg:git/forgejo")
