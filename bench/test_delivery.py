"""Bytes in, handler entered: captured trades through the dispatcher to handlers in C, Cython and Python."""

from __future__ import annotations

from functools import cache

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bench.corpus import frame_set
from bench.delivery import OURS, THEIRS, Delivery, MsgspecCall, delivery

TURNS = 5


@cache
def checked(way: str) -> Delivery | MsgspecCall:
    """Ready to be timed: every frame of a first run came to the handler."""
    frames = frame_set("trade")
    path = delivery(frames, way)
    path.run()
    assert path.delivered() == len(frames.frames)
    return path


@pytest.mark.parametrize("way", OURS + THEIRS)
@pytest.mark.parametrize("turn", range(TURNS))
def test_delivery(benchmark: BenchmarkFixture, turn: int, way: str) -> None:
    frames = frame_set("trade")
    path = checked(way)
    benchmark.group = "delivery"
    benchmark.extra_info |= {
        "rival": way,
        "frames": len(frames.frames),
        "mean_bytes": round(frames.mean_bytes),
        "origin": frames.origin,
    }
    benchmark.pedantic(path.run, rounds=10, warmup_rounds=1)
