"""Installed trees of Python, Node and Ruby, read from the traces package managers leave."""

from securestack.inventory.installed import gems, node_modules, site_packages
from tests.inventory.reading import Files, notices, told


def test_python_distributions_with_edges_and_licences() -> None:
    files = Files(
        {
            "lib/Flask-3.0.3.dist-info/METADATA": (
                b"Metadata-Version: 2.4\nName: Flask\nVersion: 3.0.3\nLicense-Expression: BSD-3-Clause\n"
                b'Requires-Dist: Werkzeug>=3.0\nRequires-Dist: asgiref>=3.2; extra == "async"\n\nName: not this one\n'
            ),
            "lib/Flask-3.0.3.dist-info/REQUESTED": b"",
            "lib/werkzeug-3.0.3.dist-info/METADATA": (
                b"Name: Werkzeug\nVersion: 3.0.3\nLicense: Copyright 2007\n  many lines\n"
                b"Classifier: License :: OSI Approved :: BSD License\n"
            ),
            "lib/asgiref-3.8.1.egg-info/PKG-INFO": b"Name: asgiref\nVersion: 3.8.1\nLicense: UNKNOWN\n",
        }
    )
    records = [
        "Flask-3.0.3.dist-info",
        "werkzeug-3.0.3.dist-info",
        "asgiref-3.8.1.egg-info",
        "empty-1.dist-info",
    ]
    manifest = site_packages.read("lib", records, files)
    assert told(manifest) == {
        "pypi/asgiref@3.8.1": "1 production",
        "pypi/flask@3.0.3": "1 production direct -> asgiref@3.8.1, werkzeug@3.0.3",
        "pypi/werkzeug@3.0.3": "1 production",
    }
    assert [package.licences for package in manifest.packages] == [(), ("BSD-3-Clause",), ("Copyright 2007",)]
    assert notices(manifest) == [("lib/empty-1.dist-info", 0)]


def test_node_modules_find_each_other_as_node_does() -> None:
    files = Files(
        {
            "package.json": b'{"dependencies": {"send": "*"}, "devDependencies": {"jest-mini": "*"}}',
            "node_modules/send/package.json": b'{"name": "send",\n"version": "0.18.0", "dependencies": {"ms": "2"}}',
            "node_modules/send/node_modules/ms/package.json": b'{"name": "ms", "version": "2.1.3", "license": "MIT"}',
            "node_modules/ms/package.json": b'{"name": "ms", "version": "2.0.0", "licenses": [{"type": "MIT"}]}',
            "node_modules/jest-mini/package.json": b'{"name": "jest-mini", "version": "1.0.0", "dependencies": {"ms": "*"}}',
            "node_modules/send/esm/package.json": b'{"type": "module"}',
            "node_modules/broken/package.json": b"{",
        }
    )
    manifest = node_modules.read("node_modules", [path for path in files if path != "package.json"], files)
    assert told(manifest) == {
        "npm/jest-mini@1.0.0": "1 development direct -> ms@2.0.0",
        "npm/ms@2.0.0": "1 development indirect",
        "npm/ms@2.1.3": "1 production indirect",
        "npm/send@0.18.0": "2 production direct -> ms@2.1.3",
    }
    assert notices(manifest) == [("node_modules/broken/package.json", 1)]


def test_installed_gems() -> None:
    files = Files(
        {
            "s/rack-3.0.11.gemspec": (
                b'Gem::Specification.new do |s|\n  s.name = "rack".freeze\n  s.version = "3.0.11"\n'
                b'  s.licenses = ["MIT".freeze]\nend\n'
            ),
            "s/sinatra-4.0.0.gemspec": (
                b'  s.name = "sinatra".freeze\n  s.version = "4.0.0".freeze\n'
                b'  s.add_runtime_dependency(%q<rack>.freeze, [">= 3.0"])\n'
            ),
            "s/odd.gemspec": b"eval(File.read('x'))",
        }
    )
    manifest = gems.read("s", list(files), files)
    assert told(manifest) == {
        "gem/rack@3.0.11": "3 production",
        "gem/sinatra@4.0.0": "2 production -> rack@3.0.11",
    }
    assert manifest.packages[0].licences == ("MIT",)
    assert notices(manifest) == [("s/odd.gemspec", 0)]
