import pkgutil

import securestack.probing.checks
from securestack.probing.catalogue import INJECTION_CHECKS, INJECTION_RULES


def test_every_check_in_the_folder_is_on_the_list() -> None:
    modules = {
        module.name.replace("_", "-") for module in pkgutil.iter_modules(securestack.probing.checks.__path__)
    }
    assert {check.id for check in INJECTION_CHECKS} == modules


def test_every_check_brings_rules_and_none_is_there_twice() -> None:
    assert all(check.rules for check in INJECTION_CHECKS)
    ids = [rule.id for rule in INJECTION_RULES]
    assert len(ids) == len(set(ids))
