"""Every check that only GraphQL services need: one line each, in the order in which they run within their stage."""

from __future__ import annotations

from securestack.core.rule import Rule
from securestack.scanners.api.graphql.checks import (
    address_parts,
    administration,
    console,
    credentials,
    errors,
    excessive_data,
    expensive,
    file_names,
    forgery,
    introspection,
    log_forging,
    object_authorization,
    overload,
    privileges,
    tokens,
    unprotected,
)
from securestack.scanners.api.graphql.graph import GraphCheck

GRAPH_CHECKS: tuple[GraphCheck, ...] = (
    *introspection.CHECKS,
    *console.CHECKS,
    *forgery.CHECKS,
    *errors.CHECKS,
    *overload.CHECKS,
    *unprotected.CHECKS,
    *address_parts.CHECKS,
    *file_names.CHECKS,
    *log_forging.CHECKS,
    *administration.CHECKS,
    *excessive_data.CHECKS,
    *object_authorization.CHECKS,
    *privileges.CHECKS,
    *credentials.CHECKS,
    *tokens.CHECKS,
    *expensive.CHECKS,
)

GRAPH_RULES: tuple[Rule, ...] = tuple(
    {rule.id: rule for check in GRAPH_CHECKS for rule in check.rules}.values()
)
