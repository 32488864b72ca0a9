"""From pytest-benchmark's file to the few figures that are kept: median ns and median ratio of the same turn."""

from __future__ import annotations

import statistics
from collections import defaultdict
from typing import Any

REFERENCE = "tickwire"


def condense(report: dict[str, Any]) -> dict[str, Any]:
    """For each group (a frame set or a way of delivery) its facts and, for each rival, `ns` and `ratio` to tickwire.

    `ns` is for one frame: of each turn the fastest round, which nothing interrupted, and of the turns the median. The
    ratio is the median over the turns of the quotient within a turn, so that load that comes and goes cancels out.
    """
    turns: dict[str, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    facts: dict[str, dict[str, Any]] = {}
    for entry in report["benchmarks"]:
        extra, group = entry["extra_info"], entry["group"]
        facts[group] = {name: value for name, value in extra.items() if name != "rival"}
        turns[group][extra["rival"]][entry["params"]["turn"]] = entry["stats"]["min"] / extra["frames"] * 1e9
    return {group: facts[group] | {"rivals": _rivals(rivals)} for group, rivals in turns.items()}


def _rivals(rivals: dict[str, dict[int, float]]) -> dict[str, dict[str, float]]:
    reference = rivals.get(REFERENCE) or next(iter(rivals.values()))
    return {
        name: {
            "ns": round(statistics.median(turns.values()), 2),
            "ratio": round(statistics.median(turns[turn] / reference[turn] for turn in turns), 3),
        }
        for name, turns in rivals.items()
    }
