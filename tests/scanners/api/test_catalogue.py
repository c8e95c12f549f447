"""Every check is on its list, and every rule says what a reader needs."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

from securestack.core.rule import Rule
from securestack.probing.cross_origin import RULE as CROSS_ORIGIN
from securestack.probing.error_signatures import DEBUG_PAGE, STACK_TRACE
from securestack.scanners.api import checks, description
from securestack.scanners.api.catalogue import API_CHECKS, API_RULES
from securestack.scanners.api.check import ApiCheck
from securestack.scanners.api.description.catalogue import FORMATS


def _modules(package: ModuleType) -> list[ModuleType]:
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]


@pytest.mark.parametrize("module", _modules(checks), ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_check_is_listed(module: ModuleType) -> None:
    own = [value for value in vars(module).values() if isinstance(value, ApiCheck)]
    assert own
    assert all(check in API_CHECKS for check in own)


def test_every_reader_of_descriptions_is_listed() -> None:
    readers = {
        module.__name__
        for module in _modules(description)
        if hasattr(module, "recognise") and hasattr(module, "read")
    }
    assert readers == {format.read.__module__ for format in FORMATS}


def test_no_two_checks_share_an_identifier() -> None:
    assert len({check.id for check in API_CHECKS}) == len(API_CHECKS)


@pytest.mark.parametrize("rule", API_RULES, ids=lambda rule: rule.id)
def test_every_rule_is_told_in_full(rule: Rule) -> None:
    assert rule.id.startswith("api.") or rule in (STACK_TRACE, DEBUG_PAGE, CROSS_ORIGIN)
    assert all((rule.title, rule.what, rule.why, rule.fix, rule.cwe, rule.owasp, rule.references))
    assert rule.vulnerable_example
    assert rule.fixed_example
    assert all(reference.url.startswith("https://") for reference in rule.references)
