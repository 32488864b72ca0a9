"""What the tests of the command line share: running it in a process, and a venue to run it against."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tickwire.sim import Venue

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run() -> Run:
    """Runs `tickwire` in a process of its own, to its end."""

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "tickwire", *arguments]
        return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)

    return run


@pytest.fixture
def venue() -> Iterator[Venue]:
    with Venue(rate=500.0) as venue:
        yield venue
