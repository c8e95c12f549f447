from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from securestack.advisories.handful import DATA, SOURCE, build_handful
from securestack.advisories.matching import match, query_of
from securestack.advisories.osv import decode_list, spans
from securestack.advisories.store import Store
from securestack.advisories.store_build import BuildFailed, build_store
from securestack.advisories.versions.catalogue import scheme_of


def test_every_one_is_found_before_its_fix_and_not_after(tmp_path: Path) -> None:
    report = build_handful(tmp_path / "store")
    assert (report.notes, report.unreadable) == ([], 0)
    with Store(tmp_path / "store") as store:
        for record in decode_list((DATA / "advisories.json").read_bytes()):
            assert record.affected is not None
            for affected in record.affected:
                assert affected.package is not None
                scheme = scheme_of(affected.package.ecosystem)
                assert scheme is not None
                for span in spans(affected, scheme):
                    place = affected.package.ecosystem, affected.package.name
                    vulnerable = match(store, query_of(*place, span.low or "0.0.1"))
                    assert record.id in {name for one in vulnerable.matches for name in one.flaw.names}
                    fixed = match(store, query_of(*place, span.high))
                    assert record.id not in {name for one in fixed.matches for name in one.flaw.names}


def test_log4shell_is_told_whole(tmp_path: Path) -> None:
    build_handful(tmp_path / "store")
    with Store(tmp_path / "store") as store:
        (found,) = match(store, query_of("Maven", "org.apache.logging.log4j:log4j-core", "2.14.1")).matches
        assert (found.flaw.id, found.fixed) == ("CVE-2021-44228", "2.15.0")
        exploited = store.exploited("CVE-2021-44228")
        assert exploited is not None
        assert exploited.ransomware
        assert store.information()["source"] == SOURCE
        assert match(store, query_of("Maven", "org.apache.logging.log4j:log4j-core", "2.12.2")).matches == ()


def test_each_has_what_a_reader_needs() -> None:
    for record in json.loads((DATA / "advisories.json").read_bytes()):
        assert re.fullmatch(r"GHSA(-[0-9a-z]{4}){3}", record["id"])
        assert re.fullmatch(r"CVE-\d{4}-\d{4,}", record["aliases"][0])
        assert record["summary"]
        assert record["details"].endswith(".")
        assert record["severity"][0]["score"].startswith("CVSS:3.1/AV:")
        assert record["database_specific"]["cwe_ids"]


def test_a_list_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text("[{}]")
    with pytest.raises(BuildFailed, match="cannot be read"):
        build_store([path], tmp_path / "store")
