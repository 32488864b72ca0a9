"""Ten thousand seeds, each a client with many faults, checked after every event.

`TICKWIRE_SEEDS` sets another number, `TICKWIRE_FIRST_SEED` where they begin.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise

import pytest

from ..conftest import ROOT

SEEDS = int(os.environ.get("TICKWIRE_SEEDS", "10000"))
FIRST = int(os.environ.get("TICKWIRE_FIRST_SEED", "0"))
CHUNKS = 20
TIMEOUT_S = 600 + SEEDS // 20

Done = subprocess.CompletedProcess[str]


def run(first: int, count: int) -> Done:
    command = [sys.executable, "-m", "tests.simulation", "--from", str(first), "--count", str(count)]
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S)


@pytest.fixture(scope="module")
def chunks() -> Iterator[list[Future[Done]]]:
    """All seeds, a chunk to a process, as many processes at a time as there are cores."""
    edges = [FIRST + SEEDS * number // CHUNKS for number in range(CHUNKS + 1)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [pool.submit(run, first, end - first) for first, end in pairwise(edges)]
        yield running
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("number", range(CHUNKS))
def test_every_id_is_delivered_once_or_reported_missing(chunks: list[Future[Done]], number: int) -> None:
    done = chunks[number].result()
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_seed_is_the_same_run_every_time() -> None:
    traces = {run(FIRST + 7, 1).stdout.rpartition(", ")[0] for _ in range(2)}
    assert len(traces) == 1
