"""One turn is enough where nothing is timed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# Servers that benchmarks spawn import what they run by its name.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--benchmark-disable") and not config.getoption("--benchmark-enable"):
        items[:] = [item for item in items if not (isinstance(item, pytest.Function) and _turn(item))]


def _turn(item: pytest.Function) -> int:
    callspec = getattr(item, "callspec", None)
    return int(callspec.params.get("turn", 0)) if callspec else 0
