"""Files of other tools: read whole or not at all, and the second time without effect."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.core.evidence import ReportedEvidence
from securestack.core.location import CodeLocation, HttpLocation, NamedLocation
from securestack.core.severity import Severity
from securestack.reports.json_report import json_report
from securestack.reports.sarif import sarif_report
from securestack.server.findings.importers import importer_of
from securestack.server.findings.importers.importer import HEAD, ImportedRun, UnreadableFile
from securestack.server.kit.identifiers import new_id
from securestack.server.models.teams import Role
from securestack.server.settings import Settings
from tests.reports import sample
from tests.server.findings.made import a_project, rows
from tests.server.support import Server, serve


def sarif(*results: dict[str, Any], tool: str = "Semgrep OSS", **run: Any) -> bytes:
    """Return a log with these results."""
    rule = {
        "id": "py.exec",
        "shortDescription": {"text": "Use of exec"},
        "fullDescription": {"text": "Runs text as code."},
        "help": {"markdown": "Do **not**."},
        "helpUri": "https://example.org/exec",
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["CWE-95: Eval Injection", "external/cwe/cwe-078"], "precision": "low"},
    }
    driver = {"name": tool, "semanticVersion": "1.2.3", "rules": [rule]}
    log = {"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": list(results), **run}]}
    return json.dumps(log).encode()


def result(path: str = "src/app.py", line: int = 7, **values: Any) -> dict[str, Any]:
    """Return a result in a file."""
    region = {"startLine": line, "snippet": {"text": "exec(text)"}}
    place = {"physicalLocation": {"artifactLocation": {"uri": path}, "region": region}}
    return {"ruleId": "py.exec", "message": {"text": "Found exec."}, "locations": [place], **values}


def read(data: bytes) -> list[ImportedRun]:
    """Read a file as the server does."""
    return importer_of(data[:HEAD]).read(memoryview(data))


def only(*results: dict[str, Any], **values: Any) -> Any:
    """Return the finding of a log with one run and one finding."""
    (run,) = read(sarif(*results, **values))
    (found,) = run.findings
    return found


def test_a_result_of_another_tool() -> None:
    (run,) = read(sarif(result()))
    (found,) = run.findings
    assert (run.tool, run.tool_version) == ("Semgrep OSS", "1.2.3")
    assert found.rule_id == "semgrep-oss.py.exec"
    assert found.location == CodeLocation("src/app.py", 7)
    assert (found.severity, found.confidence.value) == (Severity.HIGH, "tentative")
    assert isinstance(found.evidence, ReportedEvidence)
    assert found.evidence.snippet == "exec(text)"
    rule = run.rules[found.rule_id]
    assert (rule.title, rule.cwe, rule.fix) == ("Use of exec", (95, 78), "Do **not**.")


@pytest.mark.parametrize(
    ("values", "severity"),
    [
        ({}, "high"),
        ({"level": "note"}, "low"),
        ({"level": "none"}, "informational"),
        ({"properties": {"security-severity": "9.1"}}, "critical"),
        ({"properties": {"security-severity": "4.0"}}, "medium"),
        ({"properties": {"security-severity": "nan"}}, "informational"),
        ({"properties": {"security-severity": []}}, "high"),
        ({"properties": {"severity": "LOW"}}, "low"),
        ({"level": "worse"}, "medium"),
    ],
)
def test_how_bad(values: dict[str, Any], severity: str) -> None:
    assert only(result(**values)).severity == severity


@pytest.mark.parametrize(
    ("place", "run", "expected"),
    [
        ({"uri": "./a%20b.py"}, {}, CodeLocation("a b.py")),
        ({"uri": "file:///home/x/a.py"}, {}, CodeLocation("/home/x/a.py")),
        ({"uri": "src\\a.cs"}, {}, CodeLocation("src/a.cs")),
        (
            {"uri": "a.py", "uriBaseId": "ROOT"},
            {"originalUriBaseIds": {"ROOT": {"uri": "file:///home/x/"}}},
            CodeLocation("a.py"),
        ),
        ({"index": 0}, {"artifacts": [{"location": {"uri": "b.py"}}]}, CodeLocation("b.py")),
        ({"index": 7}, {}, NamedLocation("the whole target")),
        ({"uri": "https://shop.test/x"}, {}, HttpLocation("GET", "https://shop.test/x")),
        (
            {"uri": "x?q=1", "uriBaseId": "T"},
            {"originalUriBaseIds": {"T": {"uri": "https://shop.test/"}}},
            HttpLocation("GET", "https://shop.test/x?q=1"),
        ),
        (
            {"uri": "a", "uriBaseId": "T"},
            {"originalUriBaseIds": {"T": {"uriBaseId": "T"}}},
            CodeLocation("a"),
        ),
        ({"uri": "//[", "uriBaseId": "T"}, {"originalUriBaseIds": {"T": {"uri": "https://x/"}}}, None),
    ],
)
def test_where(place: dict[str, Any], run: dict[str, Any], expected: Any) -> None:
    told = {"locations": [{"physicalLocation": {"artifactLocation": place}}]}
    found = only({**result(), **told}, **run)
    if expected is not None:
        assert found.location == expected


def test_what_was_decided_elsewhere_is_left_out() -> None:
    told = [
        result(kind="pass"),
        result(baselineState="absent"),
        result(suppressions=[{"kind": "inSource"}]),
        result(suppressions=[{"kind": "external", "status": "rejected"}]),
    ]
    (run,) = read(sarif(*told))
    assert len(list(run.findings)) == 1


def test_a_line_may_move_and_words_may_repeat() -> None:
    def fingerprints(*results: dict[str, Any]) -> list[str]:
        (run,) = read(sarif(*results))
        return [found.fingerprint for found in run.findings]

    before = fingerprints(result(line=7), result(line=9), result("other.py", 7))
    after = fingerprints(result(line=17), result(line=29), result("other.py", 1))
    assert before == after
    assert len(set(before)) == 3
    assert len(set(fingerprints(result(), result()))) == 1
    own = [result(line=line, fingerprints={"a/v1": "x"}) for line in (1, 2)]
    assert len(set(fingerprints(*own))) == 1


def test_our_own_sarif_and_json_tell_the_same_findings() -> None:
    scan = sample.shop()
    (told,) = read(json_report(scan).encode())
    (as_sarif,) = read(sarif_report(scan).encode())
    direct = {found.fingerprint: found for found in told.findings}
    again = {found.fingerprint: found for found in as_sarif.findings}
    assert direct.keys() == again.keys()
    for name, found in again.items():
        assert (found.rule_id, found.location) == (direct[name].rule_id, direct[name].location)
        assert found.confidence == direct[name].confidence
        assert scan.severity(direct[name]) == found.severity


_GARBAGE = [
    b"",
    b"\x00" * 100,
    b"PK\x03\x04",
    b"<xml/>",
    b"[]",
    b"{}",
    b'{"runs": 1}',
    b'{"version": "2.1.0", "runs": [{}]}',
    b'{"version": "1.0.0", "runs": []}',
    b'{"version": "2.1.0", "runs": [' + b"[" * 100_000,
    sarif(result())[:-10],
    sarif(result(), {"ruleId": 7, "message": 1}),
    sarif(result(), {"locations": {"deep": [[[]]]}}),
    sarif(result()).replace(b"Found exec.", b"\xff\xfe"),
    b'{"schema": 1, "securestack_version": "1", "scanner": "web"}',
    b'{"schema": 99, "securestack_version": "1", "scanner": "web"}',
]


@pytest.mark.parametrize("data", _GARBAGE, ids=range(len(_GARBAGE)))
def test_garbage_writes_nothing(settings: Settings, data: bytes) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        path = f"/api/v1/projects/{project}/imports"
        answer = await server.post(path, caller=people["owner"].headers, content=data)
        assert answer.status_code == 422, answer.text
        assert answer.json()["type"] == "urn:securestack:problem:unreadable-file"
        assert await rows(server, "SELECT 1 FROM findings WHERE project_id = $1", project) == []
        assert await rows(server, "SELECT 1 FROM rules WHERE project_id = $1", project) == []
        good = await server.post(path, caller=people["owner"].headers, content=sarif(result()))
        assert good.status_code == 201, good.text

    serve(settings, story)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["ruleId", "message", "text", "locations", "level", "properties"]), inner
        )
    ),
    max_leaves=8,
)


@given(value=_JSON)
def test_any_result_is_read_or_refused(value: Any) -> None:
    data = json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [value]}]})
    try:
        for run in read(data.encode()):
            list(run.findings)
    except UnreadableFile:
        pass


def test_a_file_is_taken_in_once(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server, analyst=Role.ANALYST, viewer=Role.VIEWER)
        path, data = f"/api/v1/projects/{project}/imports", sarif(result(), result("b.py"))
        first = await server.post(f"{path}?file_name=s.sarif", caller=people["analyst"].headers, content=data)
        assert first.status_code == 201, first.text
        assert first.json()["statistics"] == {"findings": 2, "new": 2, "known": 0, "reopened": 0}
        assert (first.json()["tool"], first.json()["file_name"]) == ("Semgrep OSS", "s.sarif")
        before = await rows(server, "SELECT * FROM findings WHERE project_id = $1 ORDER BY id", project)
        second = await server.post(path, caller=people["analyst"].headers, content=data)
        assert (second.status_code, second.json()) == (200, first.json())
        assert (
            await rows(server, "SELECT * FROM findings WHERE project_id = $1 ORDER BY id", project) == before
        )
        third = await server.post(
            path, caller=people["analyst"].headers, content=sarif(result(), result("c.py"))
        )
        assert third.json()["statistics"] == {"findings": 2, "new": 1, "known": 1, "reopened": 0}

        listed = (await server.get(path, caller=people["viewer"].headers)).json()["items"]
        assert [one["id"] for one in listed] == [third.json()["id"], first.json()["id"]]
        one = await server.get(f"{path}/{first.json()['id']}", caller=people["viewer"].headers)
        assert one.json() == first.json()
        shown = (
            await server.get(f"/api/v1/findings/{before[0]['id']}", caller=people["viewer"].headers)
        ).json()
        assert shown["seen_by"][0]["kind"] == "import"
        assert shown["evidence"]["type"] == "reported"

    serve(settings, story)


def test_hostile_words_of_a_file_are_harmless(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        nasty = "\x00\u202e\ud800<img src=x onerror=alert(1)>" + "A" * 1_000_000
        data = sarif(
            result(nasty, message={"text": nasty}, ruleId=nasty, fingerprints={"a": nasty}),
            tool="\x00" + "T" * 500,
        )
        answer = await server.post(
            f"/api/v1/projects/{project}/imports", caller=people["owner"].headers, content=data
        )
        # Half a character is no JSON text; without it everything is stored.
        assert answer.status_code in (201, 422), answer.text
        data = sarif(
            result(nasty.replace("\ud800", ""), message={"text": nasty.replace("\ud800", "")}),
            tool="\x00" + "T" * 500,
        )
        answer = await server.post(
            f"/api/v1/projects/{project}/imports", caller=people["owner"].headers, content=data
        )
        assert answer.status_code == 201, answer.text
        items = (
            await server.get(f"/api/v1/projects/{project}/findings", caller=people["owner"].headers)
        ).json()
        assert len(items["items"][0]["summary"]) == 300

    serve(settings, story)


def test_secrets_of_a_file_are_masked(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        data = sarif(result(message={"text": "password = hunter2secret"}))
        path = f"/api/v1/projects/{project}"
        assert (
            await server.post(f"{path}/imports", caller=people["owner"].headers, content=data)
        ).status_code == 201
        text = (await server.get(f"{path}/findings", caller=people["owner"].headers)).text
        assert "hunter2secret" not in text

    serve(settings, story)


def test_who_may_import(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server, viewer=Role.VIEWER)
        _, others = await a_project(server)
        path, data = f"/api/v1/projects/{project}/imports", sarif(result())
        assert (await server.post(path, caller=people["viewer"].headers, content=data)).status_code == 403
        assert (await server.post(path, content=data)).status_code == 401
        for outsider in (others["owner"].headers,):
            foreign = await server.post(path, caller=outsider, content=data)
            missing = await server.post(f"/api/v1/projects/{new_id()}/imports", caller=outsider, content=data)
            assert (foreign.status_code, foreign.content) == (404, missing.content)
            assert (await server.get(path, caller=outsider)).status_code == 404
            assert (await server.get(f"{path}/{new_id()}", caller=outsider)).status_code == 404
        assert (await server.get(f"{path}/{new_id()}", caller=people["viewer"].headers)).status_code == 404
        wrong = await server.post(
            f"{path}?target_id={uuid.UUID(int=1)}", caller=people["owner"].headers, content=data
        )
        assert wrong.status_code == 422

    serve(settings, story)


def test_too_large(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("securestack.server.findings.imports.MOST_FINDINGS", 600)

    async def story(server: Server) -> None:
        project, people = await a_project(server)
        data = sarif(*(result(f"{number}.py") for number in range(601)))
        path = f"/api/v1/projects/{project}/imports"
        answer = await server.post(path, caller=people["owner"].headers, content=data)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:securestack:problem:too-many")
        # The first batch had been written; all of it is gone.
        assert await rows(server, "SELECT 1 FROM findings WHERE project_id = $1", project) == []

    serve(settings, story)
