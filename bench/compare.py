"""Compares two files of `bench.instructions` and fails when a scenario takes over 2 % more instructions.

python -m bench.compare BASE.json HEAD.json
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOLERANCE = 0.02


def compared(base: dict[str, Any], head: dict[str, Any]) -> Iterator[tuple[str, float, float]]:
    """Name, instructions a frame before and after, of the scenarios in both."""
    for name, scenario in head["scenarios"].items():
        if name in base["scenarios"]:
            yield name, base["scenarios"][name]["per_frame"], scenario["per_frame"]


def report(base: dict[str, Any], head: dict[str, Any]) -> tuple[str, list[str]]:
    """A table of both, and the names of the scenarios that got slower by more than the tolerance."""
    lines = ["| scenario | base | head | change |", "| --- | --: | --: | --: |"]
    slower = []
    for name, before, after in compared(base, head):
        change, is_slower = after / before - 1, after > before * (1 + TOLERANCE)
        if is_slower:
            slower.append(name)
        lines.append(f"| {name} | {before:,.1f} | {after:,.1f} | {change:+.2%}{' slower' * is_slower} |")
    gone = sorted(base["scenarios"].keys() - head["scenarios"].keys())
    new = sorted(head["scenarios"].keys() - base["scenarios"].keys())
    lines += [f"\ngone: {', '.join(gone)}"] * bool(gone) + [f"\nnew: {', '.join(new)}"] * bool(new)
    return "\n".join(lines), slower


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("head", type=Path)
    arguments = parser.parse_args()
    table, slower = report(json.loads(arguments.base.read_text()), json.loads(arguments.head.read_text()))
    print(table)
    if slower:
        print(f"\nmore than {TOLERANCE:.0%} more instructions: {', '.join(slower)}")
    return 1 if slower else 0


if __name__ == "__main__":
    raise SystemExit(main())
