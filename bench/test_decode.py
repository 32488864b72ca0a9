"""Whole combined-stream frames to structs, routing by name included; every decoder in turn, over and over."""

from __future__ import annotations

from functools import cache

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bench.checks import check
from bench.corpus import SETS, FrameSet, deep, frame_set, spread_over
from bench.decoders import DECODERS, Decoder

TURNS = 5
STREAMS = (1, 4, 16, 64, 256, 1024)
LEVELS = (1, 5, 20, 100, 500, 1000, 5000)


@cache
def frames_named(name: str) -> FrameSet:
    """A set of the corpus, or "<n> streams", or "<n> levels"."""
    number, _, what = name.partition(" ")
    if what == "streams":
        return spread_over(int(number))
    return deep(int(number)) if what == "levels" else frame_set(name)


@cache
def checked(name: str, rival: str) -> Decoder:
    frames = frames_named(name)
    decoder = DECODERS[rival](frames)
    check(decoder, frames)
    return decoder


def measure(benchmark: BenchmarkFixture, name: str, rival: str) -> None:
    decoder, frames = checked(name, rival), frames_named(name)
    benchmark.group = name
    benchmark.extra_info |= {
        "rival": rival,
        "frames": len(frames.frames),
        "mean_bytes": round(frames.mean_bytes),
        "origin": frames.origin,
    }
    benchmark.pedantic(decoder.run, rounds=10, warmup_rounds=1)


@pytest.mark.parametrize("rival", DECODERS)
@pytest.mark.parametrize("frames", SETS)
@pytest.mark.parametrize("turn", range(TURNS))
def test_decode(benchmark: BenchmarkFixture, turn: int, frames: str, rival: str) -> None:
    measure(benchmark, frames, rival)


@pytest.mark.parametrize("rival", ["tickwire", "simdjson"])
@pytest.mark.parametrize("size", [f"{n} streams" for n in STREAMS] + [f"{n} levels" for n in LEVELS])
@pytest.mark.parametrize("turn", range(TURNS))
def test_growth(benchmark: BenchmarkFixture, turn: int, size: str, rival: str) -> None:
    measure(benchmark, size, rival)
