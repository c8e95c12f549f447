from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from securestack.core.events import Outcome
from securestack.core.location import Position, http_location
from securestack.reports.priorities import in_order
from securestack.reports.sarif import sarif_report
from tests.reports import sample

# What each object of the log may hold, by the standard (SARIF 2.1.0, section 3), so that a misspelt name is noticed.
ALLOWED: dict[str, set[str]] = {
    "log": {"$schema", "version", "runs"},
    "run": {
        "tool", "invocations", "originalUriBaseIds", "results", "automationDetails", "columnKind", "properties"
    },
    "driver": {"name", "version", "semanticVersion", "rules"},
    "rule": {
        "id", "name", "shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration", "properties"
    },
    "result": {
        "ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints", "webRequest", "webResponse",
        "properties", "rank",
    },
    "webRequest": {"protocol", "version", "target", "method", "headers", "body"},
    "webResponse": {"protocol", "version", "statusCode", "reasonPhrase", "headers", "body", "noResponseReceived"},
    "invocation": {"executionSuccessful", "startTimeUtc", "endTimeUtc", "toolExecutionNotifications"},
    "notification": {"level", "message", "descriptor"},
    "region": {"charOffset", "charLength", "snippet", "startLine", "startColumn", "endLine", "endColumn"},
}  # fmt: skip
LEVELS = {"none", "note", "warning", "error"}
URI = re.compile(r"(?:[!#$&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]|%[0-9A-Fa-f]{2})*")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def check_log(log: dict[str, Any]) -> dict[str, Any]:
    """Check what the standard demands of a log, and return its only run."""
    assert log.keys() == ALLOWED["log"]
    assert log["version"] == "2.1.0"
    run: dict[str, Any]
    (run,) = log["runs"]
    assert run.keys() == ALLOWED["run"]
    driver = run["tool"]["driver"]
    assert driver.keys() == ALLOWED["driver"]
    for rule in driver["rules"]:
        assert rule.keys() <= ALLOWED["rule"]
        assert rule["help"].keys() == {"text", "markdown"}
        assert rule["defaultConfiguration"]["level"] in LEVELS
        assert 0 <= float(rule["properties"]["security-severity"]) <= 10
        assert URI.fullmatch(rule.get("helpUri", ""))
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    for base in run["originalUriBaseIds"].values():
        assert URI.fullmatch(base["uri"])
        assert base["uri"].endswith("/")
    for invocation in run["invocations"]:
        assert invocation.keys() <= ALLOWED["invocation"]
        assert TIME.fullmatch(invocation["startTimeUtc"])
        for notification in invocation.get("toolExecutionNotifications", []):
            assert notification.keys() <= ALLOWED["notification"]
            assert notification["level"] in LEVELS
            assert notification["message"]["text"]
    for result in run["results"]:
        check_result(result, run)
    return run


def check_result(result: dict[str, Any], run: dict[str, Any]) -> None:
    assert result.keys() <= ALLOWED["result"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] in LEVELS
    assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
    for location in result["locations"]:
        artifact = location["physicalLocation"]["artifactLocation"]
        assert URI.fullmatch(artifact["uri"])
        assert not urlsplit(artifact["uri"]).scheme
        assert artifact["uriBaseId"] in run["originalUriBaseIds"]
        region = location["physicalLocation"].get("region", {})
        assert region.keys() <= ALLOWED["region"]
        assert region.get("startLine", 1) >= 1
        assert region.get("startColumn", 1) >= 1
    assert result["webRequest"].keys() <= ALLOWED["webRequest"]
    assert result["webResponse"].keys() <= ALLOWED["webResponse"]
    for part in ("webRequest", "webResponse"):
        assert all(isinstance(value, str) for value in result[part].get("headers", {}).values())


def run_of(result: Any) -> dict[str, Any]:
    return check_log(json.loads(sarif_report(result)))


def test_a_log_is_well_formed_for_an_ordinary_and_a_hostile_site() -> None:
    run_of(sample.shop())
    run_of(sample.hostile())
    assert run_of(sample.result())["results"] == []


def test_a_finding_is_located_by_its_whole_url() -> None:
    run = run_of(sample.shop())
    urls = []
    for result in run["results"]:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        urls.append(urljoin(run["originalUriBaseIds"][artifact["uriBaseId"]]["uri"], artifact["uri"]))
    assert urls == [http_location(finding.location).url for finding in sample.shop().findings]
    assert run["results"][0]["locations"][0]["logicalLocations"][0]["name"] == "q"


def test_severity_and_weakness_reach_importers() -> None:
    run = run_of(sample.shop())
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["web.sql-injection"]["properties"]["security-severity"] == "9.5"
    assert "external/cwe/cwe-089" in rules["web.sql-injection"]["properties"]["tags"]
    assert rules["web.reflected-xss"]["helpUri"].startswith("https://")
    assert "## How to fix it" in rules["web.reflected-xss"]["help"]["markdown"]
    assert [result["level"] for result in run["results"]] == ["error", "error", "note", "warning"]
    assert run["results"][1]["properties"]["confidence"] == "firm"


def test_the_region_is_the_evidence_in_the_answer() -> None:
    result = run_of(sample.shop())["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    body = result["webResponse"]["body"]["text"]
    start = region["charOffset"]
    assert body[start : start + region["charLength"]] == region["snippet"]["text"]
    line = body.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "teaq1<svg onload=alert(1)>"


def test_checks_that_could_not_look_are_told() -> None:
    (invocation,) = run_of(sample.shop())["invocations"]
    assert invocation["executionSuccessful"] is True
    told = [(one["level"], one["message"]["text"]) for one in invocation["toolExecutionNotifications"]]
    assert ("warning", "The check sql-injection is incomplete: the server stopped answering") in told
    assert ("note", "The check dom-xss is skipped: needs a browser") in told


def test_a_failed_scan_is_no_success() -> None:
    failed = sample.result(outcome=Outcome.FAILED, reason="The host does not exist.")
    (invocation,) = run_of(failed)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][-1] == {
        "level": "error",
        "message": {"text": "The scan failed: the host does not exist."},
    }


def test_results_are_ranked_by_priority_and_say_why() -> None:
    result = sample.shop()
    run = check_log(json.loads(sarif_report(result)))
    told = {one["partialFingerprints"]["securestack/v1"]: one for one in run["results"]}
    for finding, priority in in_order(result):
        one = told[finding.fingerprint]
        assert one["rank"] == priority.score == one["properties"]["priority"]["score"]
        assert one["properties"]["priority"]["decision"] in {"track", "track*", "attend", "act"}
        assert one["properties"]["priority"]["reasons"]


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "http://a.example/?q=1",
        "http://a.example/x:y",
        "http://[::1]:80/a b",
        "http://a/%zz//b",
    ],
)
def test_any_url_becomes_a_valid_relative_reference(url: str) -> None:
    run_of(sample.result(sample.finding(sample.XSS, url, "q", Position.QUERY)))
