"""Train the model that ships: from what was known on 1 July 2024, and nothing later.

    python benchmarks/priority/train.py [--until 2024-07-01] [--output FILE]

Rows published before the day, labels of those that CISA had listed before it. The settings are those chosen on earlier
windows (choose.py); the factors' worth is measured on the same windows and stands in the file's header.
"""

# ruff: noqa: E402 - a script has to find the repository before it can import from it

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import msgspec

from benchmarks.priority.columns import DATA, read_rows
from benchmarks.priority.factors import measure, measure_age, measure_stated, points_of
from benchmarks.priority.fitting import Settings, all_features, fit, model_text, on_scale
from benchmarks.priority.report import write_table
from benchmarks.priority.windows import EARLIER, REFERENCE_MONTHS, ages_on, labels_on, run_window

LATEST = "2024-07-01"
SHIPPED = ROOT / "src" / "securestack" / "assessment" / "priority" / "data" / "model.tsv"


def main() -> None:
    arguments = _arguments()
    if arguments.until > LATEST:
        sys.exit(f"The shipped model is trained on what was known on {LATEST} at the latest.")
    rows = [row for row in read_rows(arguments.data) if row.published < arguments.until]
    seen = all_features(rows)
    labels = labels_on(rows, range(len(rows)), arguments.until)
    print(f"{len(rows):,} CVEs published before {arguments.until}, {sum(labels)} of them listed before it")
    table = fit(seen, labels, ages_on(rows, range(len(rows)), arguments.until), Settings())
    reference = [seen[index] for index, row in enumerate(rows) if row.published >= REFERENCE_MONTHS]
    described = f"the {len(reference):,} CVEs of the table published from {REFERENCE_MONTHS} to before {arguments.until}"
    model = on_scale(table, arguments.until, reference, described)
    outcomes = [
        run_window(rows, seen, window, Settings()) for window in EARLIER if window[1] <= arguments.until
    ]
    worth = {one.name: one.sentence() for one in measure(rows, outcomes)}
    recent = [row for row in rows if row.published >= EARLIER[0][0]]
    stated = measure_stated(recent)
    worth["stated exploited"] = (
        f"in the score: {stated.exploited} of {stated.rows} CVEs since 2023 whose text says so were listed, which is "
        f"{stated.ratio:.0f} times as often as in others; {points_of(stated.ratio, model.header.scale):.0f} points "
        "by that count alone"
    )
    ages = measure_age([row for row in recent if row.published < "2024-01-01"])
    worth["age"] = "in the score: newly listed, per day, " + ", ".join(
        f"{ratio:.2g} times the average in the {name}" for name, ratio in ages.items()
    )
    header = msgspec.structs.replace(model.header, worth=worth)
    text = model_text(table, header)
    arguments.output.write_text(text, encoding="utf-8")
    print(f"{text.count(chr(10)) - 1:,} weights, {len(text.encode()) / 1000:.0f} kB, to {arguments.output}")
    lines = ["| factor | worth |", "|---|---|", *(f"| {name} | {told} |" for name, told in worth.items())]
    print("\n".join(lines))
    if arguments.output == SHIPPED:
        write_table("factors", lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--until", default=LATEST, help="ISO date on which knowledge ends")
    parser.add_argument("--output", type=Path, default=SHIPPED)
    return parser.parse_args()


if __name__ == "__main__":
    main()
