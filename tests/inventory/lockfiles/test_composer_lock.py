"""composer.lock: PHP packages with edges, licences and the development part."""

from tests.inventory.reading import sample, told


def test_packages_and_development_packages() -> None:
    manifest = sample("composer/composer.lock")
    assert told(manifest) == {
        "composer/monolog/monolog@3.6.0": "4 production direct -> psr/log@3.0.0",
        "composer/phpunit/phpunit@v11.2.1": "23 development direct",
        "composer/psr/log@3.0.0": "11 production indirect",
        "composer/shop/labels@dev-main": "16 production direct wants 0123456789abcdef",
    }
    assert not manifest.notices


def test_a_list_of_licences_is_there_to_choose_from() -> None:
    source = '{"packages": [{"name": "a/b", "version": "1.0", "license": ["MIT", "GPL-3.0-only"]}, {"version": "1"}]}'
    manifest = sample("composer/composer.lock", source)
    assert manifest.packages[0].licences == ("MIT OR GPL-3.0-only",)
    assert [notice.line for notice in manifest.notices] == [1]
