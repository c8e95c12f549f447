"""The routes of the rules catalogue, for everybody who is logged in: its texts are nobody's secret."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from securestack.core.rule import Rule
from securestack.scanning.registry import RULES, SCANNERS
from securestack.server.kit.caller import CurrentCaller, current_caller
from securestack.server.kit.etags import tagged
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared, not_found
from securestack.server.kit.schemas import json_response
from securestack.server.rules import queries
from securestack.server.rules.schemas import RuleDetail, Rules

router = APIRouter(prefix="/rules", tags=["rules"])


@router.get(
    "",
    response_model=Rules,
    responses=declared(304),
    dependencies=[Depends(current_caller)],
    operation_id="rules_list",
    summary="List all rules",
)
async def list_rules(request: Request) -> Response:
    """Return every rule that the scanners of this release can report. The list changes with the release only."""
    return tagged(request, json_response(_catalogue()))


@router.get(
    "/{rule_id}",
    response_model=RuleDetail,
    responses=declared(403, 404),
    operation_id="rules_get",
    summary="Get a rule",
)
async def get_rule(
    platform: CurrentPlatform, caller: CurrentCaller, rule_id: Annotated[str, Path(max_length=200)]
) -> Response:
    """Return a rule with all of its text, and how many open findings of it the caller may see."""
    rule = RULES.get(rule_id)
    if rule is None:
        raise not_found("The rule")
    async with platform.database.read(caller) as reader:
        found, projects = await queries.open_findings(reader, caller, rule_id)
    text = {
        "why": rule.why,
        "fix": rule.fix,
        "vulnerable_example": rule.vulnerable_example,
        "fixed_example": rule.fixed_example,
        "references": rule.references,
    }
    return json_response({**_item(rule), **text, "open_findings": found, "projects": projects})


@cache
def _catalogue() -> dict[str, Any]:
    return {
        "items": [_item(RULES[rule_id]) for rule_id in sorted(RULES)],
        "scanners": [{"id": scanner.id, "title": scanner.title} for scanner in SCANNERS.values()],
    }


def _item(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "cwe": rule.cwe,
        "owasp": rule.owasp,
        "scanners": [scanner.id for scanner in SCANNERS.values() if rule in scanner.rules],
        "what": rule.what,
    }
