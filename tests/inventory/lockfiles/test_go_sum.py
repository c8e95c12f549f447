"""go.sum where no go.mod stands beside it: every module version whose contents were once needed."""

from tests.inventory.reading import notices, sample, told


def test_lines_on_a_go_mod_alone_are_no_packages() -> None:
    manifest = sample("go-sum/go.sum")
    assert told(manifest) == {
        "golang/github.com/gorilla/context@v1.1.1": "1 production",
        "golang/github.com/gorilla/mux@v1.8.1": "2 production",
    }
    assert notices(manifest) == [("go.sum", 5)]
