"""Which settings? Compared on four windows before April 2024 only; the validation months have no say.

python benchmarks/priority/choose.py [--write]
"""

# ruff: noqa: E402 - a script has to find the repository before it can import from it

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "src")]

from benchmarks.priority.columns import read_rows
from benchmarks.priority.figures import figures
from benchmarks.priority.fitting import Settings, all_features
from benchmarks.priority.report import write_table
from benchmarks.priority.windows import EARLIER, pooled, run_window

TRIED: dict[str, list[float]] = {
    "strength": [0.1, 0.2, 0.4],
    "half_life": [1.5, 3.0, 30.0],
    "phrases": [0.0, 0.3, 0.6],
    "weakness": [0.0, 0.3, 0.6],
    "product": [0.0, 0.08, 0.15],
    "vendor": [0.15, 0.3, 0.6],
    "metrics": [0.15, 0.3, 0.5],
    "kept_words": [2_500, 5_000, 10_000],
    "rarest": [5, 8, 15],
}


def main() -> None:
    rows = read_rows()
    seen = all_features(rows)
    lines = [
        "| setting | ROC-AUC | PR-AUC | 5 % | 10 % | 20 % | 10 % in each window |",
        "|---|---|---|---|---|---|---|",
    ]
    print("\n".join(lines))
    for name, values in TRIED.items():
        for value in values:
            settings = Settings()._replace(**{name: value})  # type: ignore[arg-type]
            outcomes = [run_window(rows, seen, window, settings) for window in EARLIER]
            each = " ".join(f"{figures(one.labels, one.scores).at_10:.2f}" for one in outcomes)
            chosen = " (chosen)" if settings == Settings() else ""
            told = " | ".join(f"{value:.3f}" for value in pooled(outcomes))
            lines.append(f"| {name} {value:g}{chosen} | {told} | {each} |")
            print(lines[-1], flush=True)
    if "--write" in sys.argv[1:]:
        write_table("settings", lines)


if __name__ == "__main__":
    main()
