"""What is written by tools is what they would write today."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("tool", ["reference", "requests", "figures", "states"])
def test_pages_written_by_tools_are_current(tool: str) -> None:
    for extra in ("numba", "prometheus_client"):
        pytest.importorskip(extra)
    check = [sys.executable, f"tools/{tool}.py", "--check"]
    result = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
