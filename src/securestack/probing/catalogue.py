"""Every injection check there is, in the order in which a point is asked: the cheapest and most telling first."""

from __future__ import annotations

from securestack.core.rule import Rule
from securestack.probing.check import InjectionCheck
from securestack.probing.checks import (
    command_injection,
    header_injection,
    insecure_deserialization,
    open_redirect,
    path_traversal,
    reflected_xss,
    remote_file_inclusion,
    script_callback,
    server_side_request_forgery,
    sql_injection,
    template_injection,
    xml_external_entity,
    xpath_injection,
)

INJECTION_CHECKS: tuple[InjectionCheck, ...] = (
    reflected_xss.CHECK,
    sql_injection.CHECK,
    xpath_injection.CHECK,
    template_injection.CHECK,
    open_redirect.CHECK,
    server_side_request_forgery.CHECK,
    remote_file_inclusion.CHECK,
    path_traversal.CHECK,
    command_injection.CHECK,
    header_injection.CHECK,
    xml_external_entity.CHECK,
    insecure_deserialization.CHECK,
    script_callback.CHECK,
)

INJECTION_RULES: tuple[Rule, ...] = tuple(
    {rule.id: rule for check in INJECTION_CHECKS for rule in check.rules}.values()
)
