from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from securestack.core.events import Outcome
from tests.scanners.dependencies.scanned import DATA, scan, told


def document(folder: Path, status: str, product: dict[str, Any], **more: str) -> str:
    path = folder / "vex.json"
    content = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "https://shop.example/vex/1",
        "author": "the shop",
        "timestamp": "2026-01-01T00:00:00Z",
        "version": 1,
        "statements": [
            {"vulnerability": {"name": "CVE-2021-44906"}, "products": [product], "status": status, **more}
        ],
    }
    path.write_text(json.dumps(content))
    return str(path)


@pytest.mark.parametrize(
    ("status", "more", "left"),
    [
        ("not_affected", {"justification": "vulnerable_code_not_in_execute_path"}, False),
        ("fixed", {}, False),
        ("under_investigation", {}, True),
        ("affected", {"action_statement": "Upgrade."}, True),
    ],
)
def test_a_statement_clears_the_very_package(
    tmp_path: Path, status: str, more: dict[str, str], left: bool
) -> None:
    vex = document(tmp_path, status, {"@id": "pkg:npm/minimist@0.0.8"}, **more)
    result = scan(DATA / "shop", vex=(vex,))
    assert (("minimist 0.0.8", "CVE-2021-44906") in told(result)) is left
    assert any("CVE-2021-44906 in minimist 0.0.8" in one.message for one in result.notices) is not left
    assert len(result.findings) == 4 + left


def test_a_statement_on_another_version_clears_nothing(tmp_path: Path) -> None:
    vex = document(tmp_path, "fixed", {"@id": "pkg:npm/minimist@0.0.7"})
    assert len(scan(DATA / "shop", vex=(vex,)).findings) == 5


def test_a_statement_on_a_component_holds_inside_its_product_only(tmp_path: Path) -> None:
    product = {"@id": "pkg:generic/shop", "subcomponents": [{"@id": "pkg:npm/minimist"}]}
    vex = document(tmp_path, "fixed", product)
    assert len(scan(DATA / "shop", vex=(vex,)).findings) == 5
    assert len(scan(DATA / "shop", vex=(vex,), product="pkg:generic/mill@1").findings) == 5
    assert len(scan(DATA / "shop", vex=(vex,), product="pkg:generic/shop@1").findings) == 4


def test_a_document_that_is_none_fails_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "vex.json").write_text("{}")
    result = scan(DATA / "shop", vex=(str(tmp_path / "vex.json"),))
    assert result.outcome is Outcome.FAILED
    assert "neither an OpenVEX nor a CycloneDX nor a CSAF document" in result.reason
    assert scan(DATA / "shop", vex=(str(tmp_path / "absent"),)).outcome is Outcome.FAILED
