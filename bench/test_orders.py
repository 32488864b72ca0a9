"""The bytes of an order, ready to be sent: a template patched in C, from Python, and encoders of JSON."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

import msgspec
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bench.orders import CHECKED, COUNT, RIVALS, Rival, request, texts

TURNS = 5
NEEDED = {"orjson": "orjson"}


@cache
def checked(name: str) -> Rival:
    """Ready to be timed: its frames parse to what was asked for."""
    if name in NEEDED and find_spec(NEEDED[name]) is None:
        pytest.skip(f"{NEEDED[name]} is not installed")
    expected = [request(number, *text) for number, text in enumerate(texts())]
    assert [msgspec.json.decode(frame) for frame in CHECKED[name]()()] == expected
    return RIVALS[name]()


@pytest.mark.parametrize("name", RIVALS)
@pytest.mark.parametrize("turn", range(TURNS))
def test_order_frames(benchmark: BenchmarkFixture, turn: int, name: str) -> None:
    rival = checked(name)
    benchmark.group = "order frame"
    benchmark.extra_info |= {"rival": name, "frames": COUNT, "mean_bytes": len(CHECKED["tickwire"]()()[-1])}
    benchmark.pedantic(rival, rounds=20, warmup_rounds=1)
