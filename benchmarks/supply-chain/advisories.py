"""How long it takes to build the advisory store and to look packages up in it, and how large it is.

    .venv/bin/python benchmarks/supply-chain/advisories.py --osv FOLDER [--advisories 200000] [--packages 10000]

FOLDER is laid out like OSV's public bucket (ECOSYSTEM/all.zip); `securestack update` leaves such a folder behind. Where it
holds fewer advisories than asked for, they are copied: a copy has its own identifier and aliases, the text and scores of
another advisory, and in two of three cases a package name of its own. Each step is a process of its own, and CPU is that
process's user and system time from its start to its end, imports included.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from securestack.advisories.matching import match_all, query_of
from securestack.advisories.store import Store
from securestack.advisories.store_build import build_store, ecosystem_files
from securestack.advisories.versions.catalogue import SCHEMES

SEED = 20261001
TEXTS = ("summary", "details", "references", "severity")


def records(path: Path) -> Iterator[dict[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def copied(record: dict[str, Any], other: dict[str, Any], number: int) -> dict[str, Any]:
    copy = {**record, "id": f"{record['id']}-{number}"}
    copy["aliases"] = [f"{alias}-{number}" for alias in record.get("aliases") or []]
    copy |= {name: other[name] for name in TEXTS if name in other}
    if number % 3:
        copy["affected"] = [
            {**one, "package": {**one["package"], "name": f"{one['package']['name']}-{number}"}}
            if "package" in one
            else one
            for one in record.get("affected") or []
        ]
    return copy


def prepare(source: Path, folder: Path, wanted: int) -> int:
    """Write a bucket of about `wanted` advisories that are not withdrawn; return how many it holds."""
    shuffled = random.Random(SEED)
    known = {path.parent.name: list(records(path)) for path in ecosystem_files(source)}
    count = sum(not record.get("withdrawn") for found in known.values() for record in found)
    whole, rest = divmod(wanted, count)
    written = 0
    for ecosystem, found in known.items():
        path = folder / ecosystem / "all.zip"
        path.parent.mkdir(parents=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number in range(whole + 1):
                for record in found:
                    if number == whole and shuffled.random() >= rest / count:
                        continue
                    made = copied(record, shuffled.choice(found), number) if number else record
                    archive.writestr(f"{made['id']}.json", json.dumps(made))
                    written += not made.get("withdrawn")
    return written


def choose_packages(folder: Path, wanted: int) -> list[list[str]]:
    """Half of the packages have advisories, in a version that one of them names; nothing is known of the other half."""
    shuffled = random.Random(SEED)
    known: dict[tuple[str, str], list[str]] = {}
    for path in ecosystem_files(folder):
        for record in records(path):
            for one in record.get("affected") or []:
                package = one.get("package")
                if package and package["ecosystem"].partition(":")[0] in SCHEMES:
                    versions = known.setdefault((package["ecosystem"], package["name"]), [])
                    versions += (one.get("versions") or [])[-2:]
                    for events in (
                        range_["events"] for range_ in one.get("ranges") or [] if range_["type"] != "GIT"
                    ):
                        versions += (value for event in events for value in event.values() if value != "0")
    named = sorted((key, versions) for key, versions in known.items() if versions)
    chosen = shuffled.sample(named, min(wanted // 2, len(named)))
    packages = [[ecosystem, name, shuffled.choice(versions)] for (ecosystem, name), versions in chosen]
    packages += (
        [ecosystem, f"{name}-unheard-of", version]
        for ecosystem, name, version in packages[: wanted - len(packages)]
    )
    shuffled.shuffle(packages)
    return packages


def used() -> dict[str, float]:
    """CPU seconds and the largest memory, in MB, of this process; Linux counts its parent's into ru_maxrss."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    status = Path("/proc/self/status")
    memory = own.ru_maxrss / 1024
    if status.exists():
        memory = next(
            int(line.split()[1]) / 1024
            for line in status.read_text().splitlines()
            if line.startswith("VmHWM")
        )
    return {"cpu": own.ru_utime + own.ru_stime, "memory": memory}


def step_build(bucket: str, target: str) -> dict[str, Any]:
    report = build_store(ecosystem_files(Path(bucket)), Path(target))
    return {"advisories": report.advisories, "packages": report.packages, **used()}


def step_match(store: str, packages: str) -> dict[str, Any]:
    asked = json.loads(Path(packages).read_bytes())
    affected = matches = 0
    with Store(Path(store)) as reader:
        for result in match_all(reader, (query_of(*one) for one in asked)):
            affected += bool(result.matches)
            matches += len(result.matches)
    return {"packages": len(asked), "affected": affected, "matches": matches, **used()}


def step_compare(packages: str) -> dict[str, Any]:
    """Pairs compared in a second, both versions read anew each time."""
    per_scheme: dict[str, list[str]] = {}
    for ecosystem, _, version in json.loads(Path(packages).read_bytes()):
        per_scheme.setdefault(SCHEMES[ecosystem.partition(":")[0]].name, []).append(version)
    speeds = {}
    for scheme in sorted(set(SCHEMES.values()), key=lambda one: one.name):
        versions = [one for one in per_scheme.get(scheme.name, []) if readable(scheme.key, one)]
        if len(versions) < 50:
            continue
        pairs = list(itertools.pairwise(versions))
        done, began = 0, time.process_time()
        while time.process_time() - began < 0.5:
            for left, right in pairs:
                scheme.compare(left, right)
            done += len(pairs)
        speeds[scheme.name] = round(done / (time.process_time() - began))
    return speeds


def readable(key: Any, version: str) -> bool:
    try:
        key(version)
    except ValueError:
        return False
    return True


def run(step: str, *arguments: str) -> dict[str, Any]:
    finished = subprocess.run(
        [sys.executable, __file__, "--step", step, *arguments], check=True, capture_output=True, text=True
    )
    return json.loads(finished.stdout)


def main() -> None:
    if sys.argv[1:2] == ["--step"]:
        steps = {"build": step_build, "match": step_match, "compare": step_compare}
        print(json.dumps(steps[sys.argv[2]](*sys.argv[3:])))
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--osv", type=Path, required=True, help="folder laid out like OSV's public bucket")
    parser.add_argument("--advisories", type=int, default=200_000)
    parser.add_argument("--packages", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        bucket, store, asked = (str(Path(place, name)) for name in ("bucket", "store", "packages.json"))
        prepare(options.osv, Path(bucket), options.advisories)
        Path(asked).write_text(json.dumps(choose_packages(Path(bucket), options.packages)))
        made = run("build", bucket, store)
        print(f"store of {made['advisories']:,} advisories on {made['packages']:,} packages:")
        print(
            f"  built in {made['cpu']:.1f} CPU s with {made['memory']:.0f} MB, {Path(store).stat().st_size / 1e6:.1f} MB on disk"
        )
        found = run("match", store, asked)
        print(
            f"{found['packages']:,} packages looked up, {found['affected']:,} affected by {found['matches']:,} flaws:"
        )
        print(f"  {found['cpu']:.2f} CPU s with {found['memory']:.0f} MB")
        print("comparisons a second, both versions read anew:")
        for name, speed in run("compare", asked).items():
            print(f"  {name:20} {speed:>9,}")


if __name__ == "__main__":
    main()
