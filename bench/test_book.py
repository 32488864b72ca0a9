"""Order books of 5000 levels a side: diff events of 50 levels and more applied, by the level; best prices read."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bench.book import KEEPERS, READERS, Kept, book_changes, floats

TURNS = 5
READS = {"tickwire": 1_000_000, "tickwire, from Python": 20_000}
NEEDED = {"order_book": "order_book", "sortedcontainers": "sortedcontainers", "python-binance": "binance"}


@cache
def expected() -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """The levels after all changes, by two dicts."""
    snapshot, events = floats()
    sides = tuple(map(dict, snapshot))
    for event in events:
        for side, changes in zip(sides, event, strict=True):
            side.update(changes)
    bids, asks = ({price: qty for price, qty in side.items() if qty} for side in sides)
    return sorted(bids.items(), reverse=True), sorted(asks.items())


def ready(rival: str) -> Kept:
    if rival in NEEDED and find_spec(NEEDED[rival]) is None:
        pytest.skip(f"{NEEDED[rival]} is not installed")
    return READERS[rival]()


@cache
def check(rival: str) -> None:
    """After all changes the levels are those of the two dicts."""
    kept = ready(rival)
    kept.apply()
    bids, asks = kept.levels()
    assert (bids, asks) == expected()
    assert kept.best() == (bids[0][0], asks[0][0])


def describe(benchmark: BenchmarkFixture, rival: str, count: int) -> None:
    changes = book_changes()
    origin = f"derived from {changes.origin} book"
    benchmark.extra_info |= {"rival": rival, "frames": count, "events": len(changes.events), "origin": origin}


def keepers() -> list[Any]:
    """A book of ours does not keep prices that cross, which the synthetic changes do."""
    crossing = pytest.mark.skipif(book_changes().origin == "synthetic", reason="the captured data is not here")
    return [pytest.param(rival, marks=crossing if rival == "tickwire" else ()) for rival in KEEPERS]


@pytest.mark.parametrize("rival", keepers())
@pytest.mark.parametrize("turn", range(TURNS))
def test_apply(benchmark: BenchmarkFixture, turn: int, rival: str) -> None:
    check(rival)
    benchmark.group = "apply"
    describe(benchmark, rival, sum(len(bids) + len(asks) for bids, asks in book_changes().events))
    rounds = 1 if rival in ("python-binance", "two dicts") else 5
    benchmark.pedantic(lambda kept: kept.apply(), setup=lambda: ((ready(rival),), {}), rounds=rounds)


@pytest.mark.parametrize("rival", READERS)
@pytest.mark.parametrize("turn", range(TURNS))
def test_best_prices(benchmark: BenchmarkFixture, turn: int, rival: str) -> None:
    kept, times = ready(rival), READS.get(rival, 100)
    assert kept.best() == (floats()[0][0][0][0], floats()[0][1][0][0])
    benchmark.group = "best prices"
    describe(benchmark, rival, times)
    benchmark.pedantic(kept.read, (times,), rounds=3, warmup_rounds=1)
