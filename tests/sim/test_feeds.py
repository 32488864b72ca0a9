"""Feeds and their pace."""

import asyncio
import contextlib
import json

from tickwire.sim.feeds import Synthetic, pace
from tickwire.sim.market import Market


def test_a_tape_of_the_market_repeats_for_the_same_seed_and_unit() -> None:
    feed = Synthetic(seed=2, symbols=["BTCUSDT"], rate=None)
    assert feed.speed is None
    one, loops = feed.tape({"btcusdt@trade"}, 1000)
    again, _ = feed.tape({"btcusdt@trade"}, 1000)
    fine, _ = feed.tape({"btcusdt@trade"}, 1)
    assert loops
    assert one == again
    assert len(one) > 1_000
    assert json.loads(fine[0][1])["T"] // 1000 == json.loads(one[0][1])["T"]


def test_the_market_follows_the_clock() -> None:
    async def run() -> tuple[int, list[float]]:
        market = Market(seed=1, symbols=["BTCUSDT"], rate=1_000)
        began, lags = market.now, list[float]()
        with_limit = pace(market, 1.0, lambda _stream, _make: None, lags.append)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(with_limit, 0.3)
        return market.now - began, lags

    advanced, lags = asyncio.run(run())
    assert 0 < advanced <= 1_000_000
    assert lags
    assert min(lags) >= 0.0
