"""What a second line costs: every frame once, and every frame over two lines, of which the later copy is dropped."""

from __future__ import annotations

from functools import cache

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bench.corpus import FrameSet, deep, frame_set
from bench.delivery import Redundant

TURNS = 5
SETS = ("trade", "book_ticker", "depth_update")
LEVELS = (5, 500)
LINES = {"one line": 1, "two lines": 2}


@cache
def frames_named(name: str) -> FrameSet:
    """A set of the corpus, or "<n> levels"."""
    number, _, is_deep = name.partition(" ")
    return deep(int(number)) if is_deep else frame_set(name)


@cache
def checked(name: str, lines: int) -> Redundant:
    """Ready to be timed: every message came to the handler once, every later copy was dropped by its ids."""
    frames = frames_named(name)
    path = Redundant(frames, lines)
    for number in (1, 2):
        path.run()
        assert path.delivered() == number * len(frames.frames)
    assert path.dispatch.stats().duplicates == (lines - 1) * path.delivered()
    assert sum(figures.copies for figures in path.dispatch.line_figures().values()) == (lines - 1) * path.delivered()
    return path


@pytest.mark.parametrize("way", LINES)
@pytest.mark.parametrize("name", [*SETS, *(f"{levels} levels" for levels in LEVELS)])
@pytest.mark.parametrize("turn", range(TURNS))
def test_arbitration(benchmark: BenchmarkFixture, turn: int, name: str, way: str) -> None:
    frames = frames_named(name)
    path = checked(name, LINES[way])
    benchmark.group = f"arbitration {name}"
    benchmark.extra_info |= {
        "rival": way,
        "frames": len(frames.frames),
        "mean_bytes": round(frames.mean_bytes),
        "origin": frames.origin,
    }
    benchmark.pedantic(path.run, rounds=10, warmup_rounds=1)
