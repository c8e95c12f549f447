"""vendor/composer/installed.json: what Composer has installed, in both of its forms."""

from tests.inventory.reading import sample, told


def test_the_list_of_development_packages_is_respected() -> None:
    manifest = sample("composer/vendor/composer/installed.json")
    assert told(manifest) == {
        "composer/monolog/monolog@3.6.0": "3 production -> psr/log@3.0.0",
        "composer/phpunit/phpunit@v11.2.1": "14 development",
        "composer/psr/log@3.0.0": "10 production",
    }
    assert not manifest.notices
