"""Tick-to-trade, small: each of ours and the floor trade, are timed from outside; the exchange got what was meant."""

import sys

import pytest

from bench.tick_to_trade.client import OURS, c_floor
from bench.tick_to_trade.run import WARM_UP, measure

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="LD_PRELOAD")


@pytest.mark.parametrize("name", [each.__name__ for each in (c_floor, *OURS)])
def test_orders_are_timed_on_their_way(name: str) -> None:
    figures = measure([name], "quiet", turns=1, orders=WARM_UP + 20)[name]
    assert 0 < figures["tick_to_trade_p50_us"] <= figures["tick_to_trade_p99_us"]
    assert figures["round_trip_p50_us"] > 0
