from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from securestack.advisories.threats import BadFeed, read_epss, read_kev


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        "cve,epss\n",
        "cve,epss,percentile\nCVE-1,0.1,0.1\n",
        "cve,epss,percentile\nCVE-2020-1,2.0,0.1\n",
        "cve,epss,percentile\nCVE-2020-1,nan,0.1\n",
        "cve,epss,percentile\nCVE-2020-x,0.1,0.1\n",
    ],
)
def test_what_is_no_epss_is_said_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "epss.csv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    with pytest.raises(BadFeed, match="EPSS"):
        list(read_epss(path))


def test_half_a_file_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "epss.csv.gz"
    lines = "".join(f"CVE-2020-{number},0.{number},0.5\n" for number in range(1, 2000))
    whole = gzip.compress(f"cve,epss,percentile\n{lines}".encode())
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadFeed, match="EPSS"):
        list(read_epss(path))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"vulnerabilities": [{}]}', '{"vulnerabilities": 5}'])
def test_what_is_no_kev_is_said_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "kev.json"
    path.write_text(text)
    with pytest.raises(BadFeed, match="KEV"):
        read_kev(path)
