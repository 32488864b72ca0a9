"""What the tests of the command line share: running it in a process, and a venue to run it against."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tickwire.sim import DemoAccount, Venue, demo_account

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


class Desk:
    """A venue with an account, and `tickwire` run for that account."""

    def __init__(self, venue: Venue, demo: DemoAccount, folder: Path) -> None:
        self.venue, self.key_file = venue, folder / "key.pem"
        demo.write(self.key_file)
        self.secret = demo.private.decode()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("BINANCE_")},
            "BINANCE_API_KEY": demo.api_key,
            "BINANCE_PRIVATE_KEY_FILE": str(self.key_file),
        }
        self.where = ["--api-url", venue.api_url, "--timeout", "10"]

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of it to its end, with nobody to ask."""
        return self.follow(*arguments, *self.where)

    def follow(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """The same, without what is for orders."""
        command = [sys.executable, "-m", "tickwire", *arguments]
        return subprocess.run(
            command, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
            timeout=60, check=False,
        )  # fmt: skip

    def records(self, *arguments: str) -> list[dict[str, Any]]:
        """What a command prints as JSON; it must succeed and say nothing else."""
        ended = self.run(*arguments, "--json", "--yes")
        assert (ended.returncode, ended.stderr) == (0, "")
        return [json.loads(line) for line in ended.stdout.splitlines()]

    def place(self, *arguments: str) -> dict[str, Any]:
        """Place an order far below the market, or with the arguments given."""
        given = arguments or ("--qty", "0.01", "--price", "50000")
        (record,) = self.records("order", "place", "btcusdt", "buy", *given)
        return record


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    pytest.importorskip("cryptography")
    demo = demo_account()
    with Venue(symbols=["BTCUSDT"], rate=50, accounts=[demo.account]) as venue:
        yield Desk(venue, demo, tmp_path)
