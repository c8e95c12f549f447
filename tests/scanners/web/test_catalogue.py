"""Every check is on its list, and every rule says what a reader needs."""

import importlib
import pkgutil
from types import ModuleType

import pytest

from securestack.core.rule import Rule
from securestack.scanners.web import active, passive
from securestack.scanners.web.catalogue import PASSIVE_CHECKS, SITE_CHECKS, WEB_RULES

# The second pass of stored cross-site scripting needs what the attack sent: the scan calls it by itself.
NOT_ON_A_LIST = {"stored_xss"}


def _modules(package: ModuleType) -> list[ModuleType]:
    names = {module.name for module in pkgutil.iter_modules(package.__path__)} - NOT_ON_A_LIST
    return [importlib.import_module(f"{package.__name__}.{name}") for name in sorted(names)]


@pytest.mark.parametrize("module", _modules(passive), ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_passive_check_is_listed(module: ModuleType) -> None:
    assert module.CHECK in PASSIVE_CHECKS


@pytest.mark.parametrize("module", _modules(active), ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_site_check_is_listed(module: ModuleType) -> None:
    assert module.CHECK in SITE_CHECKS


def test_no_two_checks_share_an_identifier() -> None:
    names = [check.id for check in PASSIVE_CHECKS] + [check.id for check in SITE_CHECKS]
    assert len(names) == len(set(names))
    assert len(WEB_RULES) == len({rule.id for rule in WEB_RULES})


@pytest.mark.parametrize("rule", WEB_RULES, ids=lambda rule: rule.id)
def test_every_rule_is_told_in_full(rule: Rule) -> None:
    assert rule.id.startswith("web.")
    assert all((rule.title, rule.what, rule.why, rule.fix, rule.cwe, rule.owasp, rule.references))
    assert rule.vulnerable_example
    assert rule.fixed_example
    assert all(reference.url.startswith("https://") for reference in rule.references)


def test_passive_checks_need_nothing_and_site_checks_say_that_they_send() -> None:
    assert not any(check.needs.active for check in PASSIVE_CHECKS)
    assert all(check.needs.active for check in SITE_CHECKS)
    assert all(check.judge is not None for check in SITE_CHECKS)
