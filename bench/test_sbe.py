"""SBE beside JSON: the same messages, whole frames to structs, routing included; and what they weigh."""

from __future__ import annotations

from functools import cache

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bench.sbe import ENCODINGS, PAIRS, Decoding, Pair, pair_named

TURNS = 5


@cache
def checked(name: str, encoding: str) -> tuple[Pair, Decoding]:
    """Ready to be timed: either encoding says what the other says, and nothing is refused."""
    pair = pair_named(name)
    decoding = Decoding(pair, encoding)
    if encoding in ("SBE", "JSON"):
        assert [decoding.run() for _ in range(3)] == [pair.count] * 3
    return pair, decoding


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("turn", range(TURNS))
def test_sbe(benchmark: BenchmarkFixture, turn: int, name: str, encoding: str) -> None:
    pair, decoding = checked(name, encoding)
    benchmark.group = name
    benchmark.extra_info |= {
        "rival": encoding,
        "frames": pair.count,
        "json_bytes": round(sum(map(len, pair.json)) / pair.count),
        "sbe_bytes": round(sum(map(len, pair.sbe)) / pair.count),
        "origin": pair.origin,
    }
    benchmark.pedantic(decoding.run, rounds=20, warmup_rounds=1)
