"""One turn is enough where nothing is timed."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--benchmark-disable") and not config.getoption("--benchmark-enable"):
        items[:] = [item for item in items if not (isinstance(item, pytest.Function) and _turn(item))]


def _turn(item: pytest.Function) -> int:
    callspec = getattr(item, "callspec", None)
    return int(callspec.params.get("turn", 0)) if callspec else 0
