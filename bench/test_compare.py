"""More than two per cent more instructions fail; less, new and gone scenarios do not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def compare(folder: Path, base: dict[str, float], head: dict[str, float]) -> subprocess.CompletedProcess[str]:
    for name, counts in (("base", base), ("head", head)):
        report = {"scenarios": {scenario: {"per_frame": count} for scenario, count in counts.items()}}
        (folder / name).write_text(json.dumps(report))
    command = [sys.executable, "-m", "bench.compare", str(folder / "base"), str(folder / "head")]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_three_per_cent_more_in_one_scenario_fails_and_names_it(tmp_path: Path) -> None:
    done = compare(
        tmp_path, {"decode trade": 200.0, "decode kline": 300.0}, {"decode trade": 206.0, "decode kline": 290.0}
    )
    assert done.returncode == 1
    assert "more than 2% more instructions: decode trade" in done.stdout


def test_two_per_cent_more_passes(tmp_path: Path) -> None:
    assert compare(tmp_path, {"decode trade": 200.0}, {"decode trade": 204.0}).returncode == 0


def test_new_and_gone_scenarios_are_named_and_pass(tmp_path: Path) -> None:
    done = compare(tmp_path, {"old": 1.0, "kept": 1.0}, {"new": 9.0, "kept": 1.0})
    assert done.returncode == 0
    assert "gone: old" in done.stdout
    assert "new: new" in done.stdout
