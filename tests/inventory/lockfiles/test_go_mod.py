"""go.mod with go.sum beside it: required modules, replacements, and the standard library's version."""

from securestack.inventory.lockfiles import go_mod
from securestack.inventory.manifest import NoFiles
from tests.inventory.reading import sample, told


def test_replacements_are_carried_out() -> None:
    manifest = sample("go/go.mod")
    assert told(manifest) == {
        "golang/example.com/new@v1.1.0": "18 production direct",
        "golang/github.com/gorilla/mux@v1.8.1": "8 production direct",
        "golang/golang.org/x/text@v0.16.0": "9 production indirect",
        "golang/gopkg.in/yaml.v3@v3.0.1": "14 production direct",
        "golang/stdlib@1.22.5": "5 production direct",
    }
    assert not manifest.notices


def test_before_go_1_17_the_rest_is_in_go_sum() -> None:
    manifest = sample("go-old/go.mod")
    assert told(manifest) == {
        "golang/github.com/gorilla/context@v1.1.1": "0 production indirect",
        "golang/github.com/gorilla/mux@v1.8.1": "5 production direct",
    }
    assert not manifest.notices


def test_several_versions_of_one_module_are_told_each_and_replaced_each() -> None:
    source = b"""module shop
go 1.21
require (
	golang.org/x/net v1.2.3
	golang.org/x/net v0.5.6
	example.com/here v1.0.0
)
replace golang.org/x/net v1.2.3 => example.com/fork/net v1.4.5
replace example.com/here => ../here
replace example.com/absent => example.com/other v1.0.0
"""
    assert told(go_mod.read(source, "go.mod", NoFiles())) == {
        "golang/example.com/fork/net@v1.4.5": "8 production direct",
        "golang/golang.org/x/net@v0.5.6": "5 production direct",
    }
