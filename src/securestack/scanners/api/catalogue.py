"""Every check of the API scanner: one line each, in the order in which they run within their stage."""

from __future__ import annotations

from securestack.core.rule import Rule
from securestack.scanners.api.check import ApiCheck
from securestack.scanners.api.checks import (
    account_takeover,
    business_flows,
    cross_origin,
    cross_site_requests,
    excessive_data,
    function_level_authorization,
    json_web_tokens,
    logout,
    mass_assignment,
    missing_authentication,
    nested_objects,
    object_level_authorization,
    page_size,
    rate_limit,
    regular_expressions,
    secrets_in_addresses,
    token_keys,
    token_kinds,
    undescribed_methods,
    undescribed_operations,
    unsafe_consumption,
    user_enumeration,
    verbose_errors,
    versions,
    weak_passwords,
)

API_CHECKS: tuple[ApiCheck, ...] = (
    missing_authentication.CHECK,
    excessive_data.CHECK,
    undescribed_operations.CHECK,
    cross_origin.CHECK,
    json_web_tokens.CHECK,
    token_keys.CHECK,
    token_kinds.CHECK,
    secrets_in_addresses.CHECK,
    function_level_authorization.CHECK,
    object_level_authorization.READ,
    nested_objects.CHECK,
    versions.CHECK,
    object_level_authorization.CHANGE,
    object_level_authorization.DELETE,
    undescribed_methods.CHECK,
    mass_assignment.CHECK,
    business_flows.CHECK,
    cross_site_requests.CHECK,
    verbose_errors.CHECK,
    unsafe_consumption.CHECK,
    user_enumeration.CHECK,
    weak_passwords.CHECK,
    account_takeover.CHECK,
    logout.CHECK,
    page_size.CHECK,
    rate_limit.CHECK,
    regular_expressions.CHECK,
)

API_RULES: tuple[Rule, ...] = tuple({rule.id: rule for check in API_CHECKS for rule in check.rules}.values())
